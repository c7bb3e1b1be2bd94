use serde_json::json;

use super::*;

fn flow() -> Flow {
    let error = |next: &str| json!({"ErrorType": "NoMatchingError", "NextAction": next});
    let condition = |operator: &str, operand: &str, next: &str| json!({"NextAction": next, "Condition": {"Operator": operator, "Operands": [operand]}});
    let say = |name: &str, next: &str, on_error: &str| {
        json!({"Identifier": name, "Type": "MessageParticipant", "Parameters": {"Text": "Hello."},
            "Transitions": {"NextAction": next, "Errors": [error(on_error)]}})
    };
    Flow::from_value(json!({"Version": "2019-10-30", "StartAction": "Say \"hi\" & go", "Actions": [
        say("Say \"hi\" & go", "Try", "Sorry"),
        {"Identifier": "Try", "Type": "Loop", "Parameters": {"LoopCount": "2"}, "Transitions": {
            "NextAction": "Bye", "Conditions": [
                condition("Equals", "ContinueLooping", "Menu"), condition("Equals", "DoneLooping", "Bye")]}},
        {"Identifier": "Menu", "Type": "GetParticipantInput", "Parameters": {"StoreInput": "False"},
            "Transitions": {"NextAction": "Try", "Conditions": [
                condition("Equals", "1", "Ask"), condition("Equals", "2", "Ask"), condition("Equals", "9", "Bye")],
            "Errors": [{"ErrorType": "InputTimeLimitExceeded", "NextAction": "Try"},
                {"ErrorType": "NoMatchingCondition", "NextAction": "Try"}, error("Sorry")]}},
        {"Identifier": "Ask", "Type": "InvokeLambdaFunction", "Parameters": {},
            "Transitions": {"NextAction": "Check", "Errors": [error("Sorry")]}},
        {"Identifier": "Check", "Type": "Compare", "Parameters": {"ComparisonValue": "$.External.count"},
            "Transitions": {"NextAction": "Keep", "Conditions": [condition("NumberGreaterThan", "4", "Bye")],
            "Errors": [{"ErrorType": "NoMatchingCondition", "NextAction": "Keep"}]}},
        {"Identifier": "Keep", "Type": "UpdateContactAttributes", "Parameters": {},
            "Transitions": {"NextAction": "Bye", "Errors": [error("Bye")]}},
        say("Bye", "Hang up", "Sorry"),
        say("Sorry", "Hang up", "Hang up"),
        {"Identifier": "Hang up", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
    ]}))
    .unwrap()
}

#[test]
fn each_type_of_block_has_its_shape_and_each_branch_its_label() {
    let expected = r#"flowchart TD
    b0("Say #34;hi#34; #38; go")
    b1{{"Try"}}
    b2("Sorry")
    b3[/"Menu"/]:::question
    b4("Bye")
    b5(("Hang up"))
    b6[["Ask"]]:::function
    b7{"Check"}
    b8["Keep"]
    b0 --> b1
    b1 -->|"again"| b3
    b1 -->|"enough"| b4
    b2 -->|"ok, error"| b5
    b3 -->|"1, 2"| b6
    b3 -->|"9"| b4
    b3 -->|"time-out, other key"| b1
    b4 --> b5
    b6 --> b7
    b7 -->|"more than 4"| b4
    b7 -->|"otherwise"| b8
    b8 -->|"ok, error"| b4
    e0>"an error in 4 blocks"]:::error -.-> b2
"#;
    assert_eq!(mermaid(&flow()), format!("{expected}{STYLES}"));
}

#[test]
fn few_errors_are_drawn_one_by_one() {
    let mut flow = flow();
    flow.actions[0].transitions.errors.clear();
    let text = mermaid(&flow);
    assert!(!text.contains("an error in"), "{text}");
    assert_eq!(text.matches("-.->|\"error\"|").count(), 3, "{text}");
}

#[test]
fn parallel_blocks_are_drawn_as_one() {
    let mut flow = flow();
    let menu = &mut flow.actions[2].transitions.conditions;
    menu[0].next_action = "Tell one".to_owned();
    menu[1].next_action = "Tell two".to_owned();
    for name in ["Tell one", "Tell two"] {
        let tell = Action { identifier: name.to_owned(), ..flow.actions[6].clone() };
        flow.actions.push(tell);
    }
    let text = mermaid(&flow);
    assert!(text.contains("(\"Tell one<br>Tell two\")"), "{text}");
    assert_eq!(text.matches("-->|\"1, 2\"|").count(), 1, "{text}");
}
