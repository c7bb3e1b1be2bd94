//! What wakes the sweep: a schedule, or CodePipeline saying that an approval is over.

use serde::Deserialize;
use serde_json::Value;
use switchboard_approval::ActionPath;

/// The event of EventBridge, as far as it matters. Whatever is no change of an approval action is
/// taken for the schedule's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
pub enum Event {
    /// It is time to look around.
    Schedule,
    /// An approval action is over.
    ApprovalOver(ActionPath),
}

/// "CodePipeline Action Execution State Change", AWS CodePipeline user guide.
#[derive(Deserialize)]
struct StateChange {
    #[serde(rename = "detail-type")]
    detail_type: String,
    account: String,
    region: String,
    detail: Detail,
}

#[derive(Deserialize)]
struct Detail {
    pipeline: String,
    stage: String,
    action: String,
    state: String,
    #[serde(rename = "type")]
    kind: Kind,
}

#[derive(Deserialize)]
struct Kind {
    category: String,
}

impl From<Value> for Event {
    fn from(event: Value) -> Self {
        let Ok(StateChange { detail_type, account, region, detail }) =
            serde_json::from_value(event)
        else {
            return Self::Schedule;
        };
        let is_change = detail_type == "CodePipeline Action Execution State Change";
        let is_over =
            matches!(detail.state.as_str(), "SUCCEEDED" | "FAILED" | "ABANDONED" | "CANCELED");
        if !(is_change && is_over && detail.kind.category == "Approval") {
            return Self::Schedule;
        }
        let Detail { pipeline, stage, action, .. } = detail;
        Self::ApprovalOver(ActionPath { account, region, pipeline, stage, action })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(state: &str, category: &str) -> Event {
        serde_json::from_value(json!({
            "version": "0",
            "id": "CWE-event-id",
            "detail-type": "CodePipeline Action Execution State Change",
            "source": "aws.codepipeline",
            "account": "123456789012",
            "time": "2020-01-31T18:57:28Z",
            "region": "us-east-1",
            "resources": ["arn:aws:codepipeline:us-east-1:123456789012:storefront"],
            "detail": {
                "pipeline": "storefront",
                "execution-id": "12345678-1234-5678-abcd-12345678abcd",
                "stage": "Approval",
                "action": "Approve",
                "state": state,
                "region": "us-east-1",
                "type": {"owner": "AWS", "category": category, "provider": "Manual", "version": "1"},
                "version": 2.0,
            },
        }))
        .unwrap()
    }

    #[test]
    fn the_end_of_an_approval_names_its_action() {
        for state in ["SUCCEEDED", "FAILED", "ABANDONED"] {
            let Event::ApprovalOver(action) = change(state, "Approval") else { panic!("{state}") };
            assert_eq!(action.to_string(), "storefront/Approval/Approve");
            assert_eq!(action.account, "123456789012");
        }
    }

    #[test]
    fn everything_else_is_a_reason_to_look_around() {
        assert_eq!(change("STARTED", "Approval"), Event::Schedule);
        assert_eq!(change("FAILED", "Build"), Event::Schedule);
        for event in [json!({"source": "switchboard.schedule"}), json!({}), json!(null), json!([1])]
        {
            assert_eq!(serde_json::from_value::<Event>(event).unwrap(), Event::Schedule);
        }
    }
}
