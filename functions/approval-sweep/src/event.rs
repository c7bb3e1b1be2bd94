//! The events that start a sweep: the schedule, or the end of an approval in CodePipeline.

use serde::Deserialize;
use serde_json::Value;
use switchboard_approval::ActionPath;

/// An event of EventBridge. Any event that does not report the end of an approval action counts as
/// the schedule's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
pub enum Event {
    /// The schedule: inspects everything that is due.
    Schedule,
    /// An approval action has ended: inspects its requests.
    ApprovalEnded(ActionPath),
}

/// The event "CodePipeline Action Execution State Change" (AWS CodePipeline user guide), with the
/// fields that are needed.
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
        let has_ended =
            matches!(detail.state.as_str(), "SUCCEEDED" | "FAILED" | "ABANDONED" | "CANCELED");
        if !(is_change && has_ended && detail.kind.category == "Approval") {
            return Self::Schedule;
        }
        let Detail { pipeline, stage, action, .. } = detail;
        Self::ApprovalEnded(ActionPath { account, region, pipeline, stage, action })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAYLOAD: &str = include_str!("../../../tests/payloads/eventbridge-codepipeline.json");

    fn change(state: &str, category: &str) -> Event {
        let mut payload: Value = serde_json::from_str(PAYLOAD).unwrap();
        payload["detail"]["state"] = json!(state);
        payload["detail"]["type"]["category"] = json!(category);
        serde_json::from_value(payload).unwrap()
    }

    #[test]
    fn the_end_of_an_approval_names_its_action() {
        for state in ["SUCCEEDED", "FAILED", "ABANDONED"] {
            let Event::ApprovalEnded(action) = change(state, "Approval") else { panic!("{state}") };
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

    /// `aws_lambda_events` 1.2 takes an integer here, and refuses this event.
    #[test]
    fn the_documented_event_has_a_fraction_in_its_version() {
        let payload: Value = serde_json::from_str(PAYLOAD).unwrap();
        assert!(payload["detail"]["version"].is_f64());
        assert!(matches!(serde_json::from_value(payload).unwrap(), Event::ApprovalEnded(_)));
    }
}
