use serde_json::json;

use super::*;

fn refusal(flow: &Value) -> String {
    Flow::from_value(flow.clone()).unwrap_err().to_string()
}

fn flow(actions: &Value) -> Value {
    json!({ "Version": VERSION, "StartAction": "A", "Actions": actions })
}

#[test]
fn the_old_export_format_is_explained() {
    let old = json!({
        "modules": [{ "id": "12c3", "type": "PlayPrompt", "branches": [], "parameters": [] }],
        "version": "1",
        "type": "contactFlow",
        "start": "12c3",
    });
    let refusal = refusal(&old);
    assert!(refusal.contains("old export format") && refusal.contains("12c3 (PlayPrompt)"));
    assert!(refusal.contains("describe-contact-flow"), "{refusal}");
}

#[test]
fn what_is_not_a_flow_says_why() {
    assert!(matches!(Flow::from_json("{"), Err(DocumentError::NotJson(_))));
    assert!(refusal(&json!({ "Version": "2018" })).contains("says \"2018\""));
    assert!(refusal(&json!({})).starts_with("this is not a flow: missing field"));
    let nameless = flow(&json!([{ "Identifier": "A", "Parameters": {} }]));
    assert!(
        refusal(&nameless).starts_with("block \"A\" is not an action"),
        "{}",
        refusal(&nameless)
    );
}

#[test]
fn a_branch_is_what_can_be_taken() {
    let flow = flow(&json!([{
        "Identifier": "A",
        "Type": "Compare",
        "Transitions": {
            "NextAction": "C",
            "Conditions": [
                { "NextAction": "B", "Condition": { "Operator": "Equals", "Operands": ["1"] } },
            ],
            "Errors": [{ "NextAction": "C", "ErrorType": "NoMatchingCondition" }],
        },
    }]));
    let flow = Flow::from_value(flow).unwrap();
    let branches = flow.actions[0].branches();
    let branches: Vec<_> = branches.map(|(branch, to)| format!("{branch} > {to}")).collect();
    assert_eq!(branches, ["Equals 1 > B", "NoMatchingCondition > C"]);
    for (branch, _) in flow.actions[0].branches().chain([(Branch::Next, "C")]) {
        assert_eq!(Branch::from(branch.to_string()), branch);
    }
}

#[test]
fn blocks_are_reached_breadth_first() {
    let block = |name: &str, next: &str, error: &str| {
        json!({ "Identifier": name, "Type": "X", "Transitions": {
            "NextAction": next,
            "Errors": [{ "NextAction": error, "ErrorType": "E" }],
        } })
    };
    let flow = flow(&json!([
        block("Lost", "A", "A"),
        block("C", "A", "Missing"),
        block("A", "B", "D"),
        block("B", "C", "C"),
        block("D", "D", "D"),
    ]));
    assert_eq!(Flow::from_value(flow).unwrap().reachable(), ["A", "B", "D", "C"]);
}
