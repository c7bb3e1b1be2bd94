//! The EventBridge event `CodePipeline Action Execution State Change`, sent when an approval ends.

use serde_json::{Value, json};
use uuid::Uuid;

use super::definition::{self, APPROVAL_STAGE};
use super::release::{Action, ActionStatus, Release};
use crate::account::{ACCOUNT, REGION};
use crate::json_object::set_some;

/// Returns the event for an approval that has ended; `None` while it is open.
pub(super) fn of(release: &Release, action: &Action) -> Option<Value> {
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
    Some(json!({
        "version": "0",
        "id": Uuid::new_v4().to_string(),
        "detail-type": "CodePipeline Action Execution State Change",
        "source": "aws.codepipeline",
        "account": ACCOUNT,
        "time": action.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "region": REGION,
        "resources": [definition::pipeline_arn(&release.pipeline)],
        "detail": {
            "pipeline": release.pipeline,
            "execution-id": release.id,
            "start-time": format!("{:.3}", action.started_at),
            "stage": definition.stage,
            "action-execution-id": action.id,
            "action": definition.action,
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
        },
    }))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::codepipeline::commit::Commit;
    use crate::codepipeline::release::{ApprovalSettings, Mode};
    use crate::event_shape;

    #[test]
    fn an_event_has_the_members_of_a_published_one() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let settings =
            ApprovalSettings { staging_link: None, custom_data: None, timeout_minutes: 5 };
        let commit = Commit::new("storefront", None, None, now);
        let mut release =
            Release::start("storefront".to_owned(), Mode::default(), commit, settings, now);
        assert_eq!(of(&release, release.approval().unwrap()), None, "it is open");
        release.stop(now);
        let event = of(&release, release.approval().unwrap()).unwrap();
        let published = include_str!("../../../../tests/payloads/eventbridge-codepipeline.json");
        // CodePipeline has added these members since that event was published.
        let differences = ["action-execution-id", "execution-result", "start-time"]
            .map(|member| format!(".detail.{member}"));
        let differences: Vec<_> = differences.iter().map(String::as_str).collect();
        event_shape::assert_same(&event, published, &differences);
    }
}
