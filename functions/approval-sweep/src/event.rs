//! The events that start a sweep: the schedule, or the end of an approval or of an execution in
//! CodePipeline.

use serde::Deserialize;
use serde_json::Value;
use switchboard_approval::ActionPath;
use switchboard_approval::ports::Executions;

/// An event of EventBridge. Any event that reports neither the end of an approval action nor that of
/// an execution counts as the schedule's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
pub enum Event {
    /// The schedule: inspects everything that is due.
    Schedule,
    /// An approval action has ended: inspects its requests.
    ApprovalEnded(ActionPath),
    /// An execution of a pipeline has ended: looks at the accepted releases that it is about.
    ExecutionEnded {
        /// The execution.
        execution: Executions,
        /// Whether it may have rolled other releases back.
        may_roll_back: bool,
    },
}

/// An event "CodePipeline ... Execution State Change" (AWS CodePipeline user guide, "Monitoring
/// CodePipeline events"), with the fields that are needed.
#[derive(Deserialize)]
#[serde(tag = "detail-type")]
enum StateChange {
    #[serde(rename = "CodePipeline Action Execution State Change")]
    Action { account: String, region: String, detail: ActionDetail },
    #[serde(rename = "CodePipeline Pipeline Execution State Change")]
    Execution { account: String, region: String, detail: ExecutionDetail },
}

#[derive(Deserialize)]
struct ActionDetail {
    pipeline: String,
    stage: String,
    action: String,
    state: String,
    #[serde(rename = "type")]
    kind: Kind,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct ExecutionDetail {
    pipeline: String,
    execution_id: String,
    state: String,
    execution_trigger: Option<Trigger>,
}

/// What started an execution. Older events do not have it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Trigger {
    trigger_type: String,
}

#[derive(Deserialize)]
struct Kind {
    category: String,
}

impl From<Value> for Event {
    fn from(event: Value) -> Self {
        match serde_json::from_value(event) {
            Ok(StateChange::Action { account, region, detail }) => {
                detail.event(account, region).unwrap_or(Self::Schedule)
            }
            Ok(StateChange::Execution { account, region, detail }) => {
                detail.event(account, region).unwrap_or(Self::Schedule)
            }
            Err(_) => Self::Schedule,
        }
    }
}

impl ActionDetail {
    fn event(self, account: String, region: String) -> Option<Event> {
        let Self { pipeline, stage, action, state, kind } = self;
        let has_ended = matches!(state.as_str(), "SUCCEEDED" | "FAILED" | "ABANDONED" | "CANCELED");
        let is_approval = kind.category == "Approval";
        let action = ActionPath { account, region, pipeline, stage, action };
        (has_ended && is_approval).then_some(Event::ApprovalEnded(action))
    }
}

impl ExecutionDetail {
    fn event(self, account: String, region: String) -> Option<Event> {
        let Self { pipeline, execution_id, state, execution_trigger } = self;
        let has_ended = matches!(
            state.as_str(),
            "SUCCEEDED" | "FAILED" | "STOPPED" | "SUPERSEDED" | "CANCELED"
        );
        // `AutomatedRollback` and `ManualRollback` in the service model (`TriggerType`).
        let may_roll_back =
            execution_trigger.is_none_or(|trigger| trigger.trigger_type.ends_with("Rollback"));
        let execution = Executions { account, region, pipeline, id: Some(execution_id) };
        has_ended.then_some(Event::ExecutionEnded { execution, may_roll_back })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAYLOAD: &str = include_str!("../../../tests/payloads/eventbridge-codepipeline.json");
    const EXECUTION: &str =
        include_str!("../../../tests/payloads/eventbridge-codepipeline-execution.json");

    fn ended(state: &str, trigger: Value) -> Event {
        let mut payload: Value = serde_json::from_str(EXECUTION).unwrap();
        payload["detail"]["state"] = json!(state);
        payload["detail"]["execution-trigger"] = trigger;
        serde_json::from_value(payload).unwrap()
    }

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
    fn the_end_of_an_execution_names_it() {
        for state in ["SUCCEEDED", "FAILED", "STOPPED", "SUPERSEDED", "CANCELED"] {
            let event = ended(state, json!(null));
            let Event::ExecutionEnded { execution, .. } = event else { panic!("{state}") };
            assert_eq!(execution.pipeline, "storefront");
            assert_eq!(execution.id.as_deref(), Some("12345678-1234-5678-abcd-12345678abcd"));
        }
        for state in ["STARTED", "RESUMED", "STOPPING"] {
            assert_eq!(ended(state, json!(null)), Event::Schedule);
        }
        for (trigger, expected) in [
            (json!({"trigger-type": "AutomatedRollback"}), true),
            (json!({"trigger-type": "ManualRollback", "trigger-detail": "x"}), true),
            (json!({"trigger-type": "StartPipelineExecution"}), false),
            (json!({"trigger-type": "Webhook"}), false),
            (json!(null), true),
        ] {
            let event = ended("SUCCEEDED", trigger.clone());
            let Event::ExecutionEnded { may_roll_back, .. } = event else { panic!("{trigger}") };
            assert_eq!(may_roll_back, expected, "{trigger}");
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
