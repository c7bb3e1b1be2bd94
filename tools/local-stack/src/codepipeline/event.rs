//! The EventBridge events `CodePipeline Action Execution State Change`, sent when an approval ends, and
//! `CodePipeline Pipeline Execution State Change`, sent when an execution ends.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::definition::{self, APPROVAL_STAGE};
use super::release::{Action, ActionStatus, Release, Status};
use crate::account::{ACCOUNT, REGION};
use crate::json_object::set_some;

/// Returns the event for an approval that has ended; `None` while it is open.
pub(super) fn of_approval(release: &Release, action: &Action) -> Option<Value> {
    let approval = action.approval.as_ref()?;
    let state = match action.status {
        ActionStatus::InProgress => return None,
        ActionStatus::Succeeded => "SUCCEEDED",
        ActionStatus::Failed => "FAILED",
        ActionStatus::Abandoned => "ABANDONED",
    };
    let definition = definition::stage(APPROVAL_STAGE)?;
    let mut result = json!({ "external-execution-id": approval.token });
    set_some(&mut result, "external-execution-summary", action.summary.as_ref());
    let detail = json!({
        "pipeline": release.pipeline,
        "execution-id": release.id,
        "start-time": format!("{:.3}", action.started_at),
        "stage": definition.stage,
        "action-execution-id": action.id,
        "action": action.name,
        "execution-result": result,
        "state": state,
        "region": REGION,
        "type": {
            "owner": "AWS",
            "provider": definition.provider,
            "category": definition.category,
            "version": "1",
        },
        "version": 1.0,
    });
    Some(event("Action", release, action.updated_at, &detail))
}

/// Returns the event for an execution that has ended; `None` while it is in progress.
pub(super) fn of_execution(release: &Release) -> Option<Value> {
    let state = match release.status {
        Status::InProgress => return None,
        Status::Succeeded => "SUCCEEDED",
        Status::Failed => "FAILED",
        Status::Stopped => "STOPPED",
        Status::Superseded => "SUPERSEDED",
    };
    let detail = json!({
        "pipeline": release.pipeline,
        "execution-id": release.id,
        "start-time": format!("{:.3}", release.started_at),
        "state": state,
        "version": 1.0,
        "pipeline-execution-attempt": 1.0,
    });
    Some(event("Pipeline", release, release.updated_at(), &detail))
}

/// Returns an event about a pipeline of this account; `of` is what changed its state.
fn event(of: &str, release: &Release, time: Timestamp, detail: &Value) -> Value {
    json!({
        "version": "0",
        "id": Uuid::new_v4().to_string(),
        "detail-type": format!("CodePipeline {of} Execution State Change"),
        "source": "aws.codepipeline",
        "account": ACCOUNT,
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "region": REGION,
        "resources": [definition::pipeline_arn(&release.pipeline)],
        "detail": detail,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codepipeline::release::{ApprovalSettings, Mode, Outcome, one_action};
    use crate::codepipeline::revision::{NewRevision, Revision};
    use crate::event_shape;

    fn release() -> (Release, Timestamp) {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let settings = ApprovalSettings {
            actions: one_action(),
            staging_link: None,
            custom_data: None,
            timeout_minutes: 5,
            after_approval: Outcome::default(),
        };
        let revisions = vec![Revision::new("storefront", NewRevision::default(), now)];
        let pipeline = "storefront".to_owned();
        (Release::start(pipeline, Mode::default(), revisions, settings, now), now)
    }

    #[test]
    fn an_event_of_an_approval_has_the_members_of_a_published_one() {
        let (mut release, now) = release();
        assert_eq!(of_approval(&release, release.approval().unwrap()), None, "it is open");
        release.stop(now);
        let event = of_approval(&release, release.approval().unwrap()).unwrap();
        let published = include_str!("../../../../tests/payloads/eventbridge-codepipeline.json");
        // CodePipeline has added these members since that event was published.
        let differences = ["action-execution-id", "execution-result", "start-time"]
            .map(|member| format!(".detail.{member}"));
        let differences: Vec<_> = differences.iter().map(String::as_str).collect();
        event_shape::assert_same(&event, published, &differences);
    }

    #[test]
    fn an_event_of_an_execution_names_how_it_ended() {
        let (mut release, now) = release();
        assert_eq!(of_execution(&release), None, "it waits");
        release.stop(now);
        let event = of_execution(&release).unwrap();
        assert_eq!(event["detail-type"], "CodePipeline Pipeline Execution State Change");
        assert_eq!(event["detail"]["state"], "STOPPED");
        assert_eq!(event["detail"]["execution-id"], release.id);
        assert_eq!(event["detail"].get("stage"), None);
    }
}
