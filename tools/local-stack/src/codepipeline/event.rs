//! The event that EventBridge passes on when an approval has ended: CodePipeline Action Execution State
//! Change.

use serde_json::{Value, json};
use uuid::Uuid;

use super::definition::{self, APPROVAL_STAGE};
use super::release::{Action, ActionStatus, Release};
use crate::json_object::set_some;
use crate::{ACCOUNT, REGION};

/// The event of an approval that ended; `None` while it is open.
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
