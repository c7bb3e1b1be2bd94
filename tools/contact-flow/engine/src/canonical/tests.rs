use proptest::prelude::*;

use super::*;
use crate::document::{Condition, ConditionBranch, ErrorBranch, Transitions};

fn name() -> impl Strategy<Value = String> {
    "[A-H]"
}

fn parameters() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = "[a-z$.{}\"ü<> ]{0,8}".prop_map(Value::from);
    let nested = leaf.prop_recursive(2, 8, 4, |inner| {
        prop::collection::hash_map("[A-Za-z]{1,4}", inner, 0..4)
            .prop_map(|map| Value::Object(map.into_iter().collect()))
    });
    prop::collection::hash_map("[A-Za-z]{1,4}", nested, 0..4)
        .prop_map(|map| map.into_iter().collect())
}

fn transitions() -> impl Strategy<Value = Transitions> {
    let condition = (name(), "[a-c]").prop_map(|(next_action, operand)| ConditionBranch {
        next_action,
        condition: Condition { operator: "Equals".to_owned(), operands: vec![operand] },
    });
    let error = (name(), "[X-Z]")
        .prop_map(|(next_action, error_type)| ErrorBranch { next_action, error_type });
    let conditions = prop::collection::vec(condition, 0..3);
    let errors = prop::collection::vec(error, 0..3);
    (prop::option::of(name()), conditions, errors).prop_map(|(next_action, conditions, errors)| {
        Transitions { next_action, conditions, errors }
    })
}

fn flow() -> impl Strategy<Value = Flow> {
    let action =
        (name(), parameters(), transitions()).prop_map(|(identifier, parameters, transitions)| {
            Action { identifier, kind: "Compare".to_owned(), parameters, transitions }
        });
    (name(), prop::collection::vec(action, 0..8)).prop_map(|(start_action, actions)| Flow {
        version: crate::document::VERSION.to_owned(),
        start_action,
        metadata: None,
        actions,
    })
}

/// The content of a flow, without its order.
fn content(flow: &Flow) -> Vec<String> {
    let mut content: Vec<String> = flow
        .actions
        .iter()
        .map(|action| {
            let mut action = action.clone();
            action.parameters = sorted(action.parameters);
            action.transitions.errors.sort_by(|a, b| a.error_type.cmp(&b.error_type));
            serde_json::to_string(&action).unwrap()
        })
        .collect();
    content.sort();
    content
}

proptest! {
    #[test]
    fn what_is_written_reads_as_the_same_flow_and_is_written_alike(flow in flow()) {
        let text = write(&flow);
        let again = Flow::from_json(&text).unwrap();
        prop_assert_eq!(&again.start_action, &flow.start_action);
        prop_assert_eq!(content(&again), content(&flow));
        prop_assert_eq!(write(&again), text);
    }

    #[test]
    fn the_order_of_the_blocks_makes_no_difference(flow in flow(), seed in 0_usize..8) {
        let names: BTreeSet<&str> = flow.actions.iter().map(|a| a.identifier.as_str()).collect();
        prop_assume!(names.len() == flow.actions.len());
        let mut turned = flow.clone();
        let by = seed % turned.actions.len().max(1);
        turned.actions.rotate_left(by);
        prop_assert_eq!(write(&turned), write(&flow));
    }
}

#[test]
fn blocks_stand_in_the_order_of_a_call_with_all_members_in_theirs() {
    let flow = Flow::from_json(
        r#"{"Version": "2019-10-30", "StartAction": "B", "Metadata": {"old": true}, "Actions": [
            {"Identifier": "Z", "Type": "T", "Transitions": {}},
            {"Identifier": "A", "Type": "T", "Transitions": {}, "Parameters": {}},
            {"Transitions": {"Errors": [{"ErrorType": "Y", "NextAction": "Z"}, {"ErrorType": "X", "NextAction": "B"}],
                "NextAction": "A"}, "Type": "T", "Identifier": "B", "Parameters": {"b": "${b}", "a": {"d": "1", "c": "2"}}},
            {"Identifier": "C", "Type": "T", "Transitions": {}}
        ]}"#,
    )
    .unwrap();
    let text = write(&flow);
    let expected = r#"  "Actions": [
    {
      "Identifier": "B",
      "Type": "T",
      "Parameters": {
        "a": {
          "c": "2",
          "d": "1"
        },
        "b": "${b}"
      },
      "Transitions": {
        "NextAction": "A",
        "Errors": [
          {
            "NextAction": "B",
            "ErrorType": "X"
          },
          {
            "NextAction": "Z",
            "ErrorType": "Y"
          }
        ]
      }
    },
    {
      "Identifier": "A",
      "Type": "T",
      "Parameters": {},
      "Transitions": {}
    },
"#;
    assert!(text.contains(expected), "{text}");
    let start = "{\n  \"Version\": \"2019-10-30\",\n  \"StartAction\": \"B\",\n  \"Metadata\": {\n";
    assert!(text.starts_with(start) && text.ends_with("]\n}\n"), "{text}");
    let again = Flow::from_json(&text).unwrap();
    let names: Vec<&str> = again.actions.iter().map(|a| a.identifier.as_str()).collect();
    assert_eq!(names, ["B", "A", "Z", "C"]);
    assert!(!text.contains("old"), "positions are computed: {text}");
}

#[test]
fn the_console_draws_a_column_for_each_step() {
    let layers = [vec!["a"], vec!["b", "c"]];
    let metadata = metadata(&layers);
    assert_eq!(metadata["entryPointPosition"], json!({"x": 40, "y": 40}));
    let at = |name: &str| metadata["ActionMetadata"][name]["position"].clone();
    assert_eq!(at("a"), json!({"x": 320, "y": 40}));
    assert_eq!(at("b"), json!({"x": 600, "y": 40}));
    assert_eq!(at("c"), json!({"x": 600, "y": 280}));
}
