//! A correct flow, broken in one way after the other.

use serde_json::{Value, json};

use super::*;

mod blocks;
mod paths;
mod templates;

/// A small call with one block of each kind.
fn good() -> Value {
    json!({
        "Version": "2019-10-30",
        "StartAction": "Log",
        "Actions": [
            {"Identifier": "Log", "Type": "UpdateFlowLoggingBehavior", "Parameters": {"FlowLoggingBehavior": "Disabled"},
                "Transitions": {"NextAction": "Voice"}},
            {"Identifier": "Voice", "Type": "UpdateContactTextToSpeechVoice", "Parameters": {"TextToSpeechVoice": "Joanna"},
                "Transitions": {"NextAction": "Tries", "Errors": [error("Tries")]}},
            {"Identifier": "Tries", "Type": "Loop", "Parameters": {"LoopCount": "3"},
                "Transitions": {"NextAction": "Bye", "Conditions": [
                    condition("ContinueLooping", "Ask"), condition("DoneLooping", "Bye")]}},
            {"Identifier": "Ask", "Type": "GetParticipantInput",
                "Parameters": {"Text": "A number?", "InputTimeLimitSeconds": "5", "StoreInput": "True",
                    "InputValidation": {"CustomValidation": {"MaximumLength": "20"}}},
                "Transitions": {"NextAction": "Entered", "Errors": [error("Sorry")]}},
            {"Identifier": "Entered", "Type": "Compare", "Parameters": {"ComparisonValue": "$.StoredCustomerInput"},
                "Transitions": {"NextAction": "Convert", "Conditions": [condition("Timeout", "Tries")],
                    "Errors": [{"ErrorType": "NoMatchingCondition", "NextAction": "Convert"}]}},
            {"Identifier": "Convert", "Type": "InvokeLambdaFunction",
                "Parameters": {"LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:f:live",
                    "InvocationTimeLimitSeconds": "8", "ResponseValidation": {"ResponseType": "STRING_MAP"},
                    "LambdaInvocationAttributes": {"phoneNumber": "$.StoredCustomerInput"}},
                "Transitions": {"NextAction": "Keep", "Errors": [error("Sorry")]}},
            {"Identifier": "Keep", "Type": "UpdateContactAttributes",
                "Parameters": {"Attributes": {"word": "$.External.vanity_1"}, "TargetContact": "Current"},
                "Transitions": {"NextAction": "Tell", "Errors": [error("Sorry")]}},
            {"Identifier": "Tell", "Type": "GetParticipantInput",
                "Parameters": {"SSML": "<speak>$.Attributes.word <break strength=\"strong\"/> Again? <break time=\"1s\"/> Press 1.</speak>",
                    "InputTimeLimitSeconds": "5", "StoreInput": "False"},
                "Transitions": {"NextAction": "Bye", "Conditions": [condition("1", "Tell")], "Errors": [
                    {"ErrorType": "InputTimeLimitExceeded", "NextAction": "Bye"},
                    {"ErrorType": "NoMatchingCondition", "NextAction": "Bye"}, error("Sorry")]}},
            {"Identifier": "Bye", "Type": "MessageParticipant", "Parameters": {"SSML": "<speak>Goodbye.</speak>"},
                "Transitions": {"NextAction": "Hang up", "Errors": [error("Sorry")]}},
            {"Identifier": "Sorry", "Type": "MessageParticipant", "Parameters": {"Text": "Something went wrong."},
                "Transitions": {"NextAction": "Hang up", "Errors": [error("Hang up")]}},
            {"Identifier": "Hang up", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
        ]
    })
}

fn error(target: &str) -> Value {
    json!({"ErrorType": "NoMatchingError", "NextAction": target})
}

fn condition(operand: &str, target: &str) -> Value {
    json!({"NextAction": target, "Condition": {"Operator": "Equals", "Operands": [operand]}})
}

/// The block of this name in a flow.
fn block<'a>(flow: &'a mut Value, name: &str) -> &'a mut Value {
    let actions = flow["Actions"].as_array_mut().unwrap();
    actions.iter_mut().find(|action| action["Identifier"] == name).unwrap()
}

fn findings(flow: &Value) -> Vec<Finding> {
    let external = BTreeSet::from(["status", "vanity_1", "vanity_2"].map(str::to_owned));
    let flow = Flow::from_value(flow.clone()).unwrap();
    lint(&flow, &Known { external: &external })
}

/// The findings after a change of the correct flow.
fn after(change: impl FnOnce(&mut Value)) -> Vec<Finding> {
    let mut flow = good();
    change(&mut flow);
    findings(&flow)
}

/// Asserts that there is exactly one finding, of this rule, in this block, with this text.
#[track_caller]
fn assert_found(findings: &[Finding], rule: &str, block: &str, says: &str) {
    let shown: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(findings.len(), 1, "{shown:#?}");
    let finding = &findings[0];
    assert_eq!((finding.rule, finding.block.as_deref()), (rule, Some(block)), "{shown:#?}");
    assert!(shown[0].starts_with(&format!("block {block:?}: ")), "{shown:#?}");
    assert!(finding.message.contains(says), "{shown:#?} lacks {says:?}");
}

#[test]
fn a_correct_flow_has_no_findings() {
    assert_eq!(findings(&good()), []);
}
