//! Templates and their entries.

use std::collections::BTreeMap;

use super::*;
use crate::canonical;
use crate::catalogue::{Entry, Variable};

const ALIAS: &str = "arn:aws:lambda:us-east-1:123456789012:function:f:live";

fn entry() -> Entry {
    let variable = |default: Option<&str>, example: Option<&str>| Variable {
        description: "What it is for.".to_owned(),
        default: default.map(str::to_owned),
        example: example.map(str::to_owned),
    };
    Entry {
        name: "Test".to_owned(),
        description: "A test.".to_owned(),
        kind: "CONTACT_FLOW".to_owned(),
        answers: None,
        template: "test.json.tftpl".to_owned(),
        variables: BTreeMap::from([
            ("alias".to_owned(), variable(None, Some(ALIAS))),
            ("tries".to_owned(), variable(Some("3"), None)),
        ]),
    }
}

fn good_template() -> Value {
    let mut flow = good();
    block(&mut flow, "Convert")["Parameters"]["LambdaFunctionARN"] = "${alias}".into();
    block(&mut flow, "Tries")["Parameters"]["LoopCount"] = "${tries}".into();
    flow
}

fn text(flow: &Value) -> String {
    canonical::write(&Flow::from_value(flow.clone()).unwrap())
}

fn found(entry: &Entry, flow: &Value) -> Vec<Finding> {
    template(entry, &text(flow))
}

#[track_caller]
fn assert_flow(found: &[Finding], rule: &str, says: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].rule, &found[0].block), (rule, &None), "{found:#?}");
    assert!(found[0].message.contains(says), "{found:#?} lacks {says:?}");
}

#[test]
fn a_correct_template_has_no_findings() {
    assert_eq!(found(&entry(), &good_template()), []);
}

#[test]
fn placeholders_are_the_variables_of_the_list() {
    let mut flow = good_template();
    block(&mut flow, "Sorry")["Parameters"]["Text"] = "${apology}".into();
    assert_flow(
        &found(&entry(), &flow),
        "placeholder",
        "${apology} is not a variable of flows.yaml",
    );

    block(&mut flow, "Sorry")["Parameters"]["Text"] = "Sorry.".into();
    block(&mut flow, "Tries")["Parameters"]["LoopCount"] = "3".into();
    assert_flow(
        &found(&entry(), &flow),
        "placeholder",
        "the variable tries of flows.yaml is not used",
    );

    block(&mut flow, "Tries")["Parameters"]["LoopCount"] = "${Tries}".into();
    assert_flow(&found(&entry(), &flow), "placeholder", "a placeholder is ${name}");

    let mut entry = entry();
    entry.variables.get_mut("tries").unwrap().default = None;
    assert_flow(
        &found(&entry, &good_template()),
        "placeholder",
        "tries of flows.yaml has no default",
    );
}

#[test]
fn a_flow_has_a_type_of_connect() {
    let mut entry = entry();
    entry.kind = "contactFlow".to_owned();
    assert_flow(&found(&entry, &good_template()), "flow-type", "\"CONTACT_FLOW\"");
}

#[test]
fn a_flow_answers_a_number_that_can_be_dialled() {
    let answers = |number: &str| Entry { answers: Some(number.to_owned()), ..entry() };
    assert_eq!(found(&answers("+18005550100"), &good_template()), []);
    for wrong in ["18005550100", "1-800-FLOWERS", "+1 800 555 0100", ""] {
        assert_flow(&found(&answers(wrong), &good_template()), "number", "has to be the number");
    }
}

#[test]
fn nothing_in_it_belongs_to_one_place() {
    for raw in [
        "arn:aws:connect:us-east-1:x:instance/y",
        "account 123456789012.",
        "5ca32fbd-8f92-46af-92a5-6b0f970f0efe",
        "Call +18003569377.",
    ] {
        let mut flow = good_template();
        block(&mut flow, "Sorry")["Parameters"]["Text"] = raw.into();
        assert_found(&found(&entry(), &flow), "raw-value", "Sorry", "replace it by a placeholder");
    }
}

#[test]
fn a_function_is_a_placeholder_for_an_alias() {
    let mut flow = good_template();
    block(&mut flow, "Convert")["Parameters"]["LambdaFunctionARN"] = "${alias}:live".into();
    assert_found(&found(&entry(), &flow), "function", "Convert", "a placeholder and nothing else");

    for wrong in [
        "arn:aws:lambda:us-east-1:123456789012:function:f",
        "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST",
        "arn:aws:lambda:us-east-1:123456789012:function:f:7",
        "f:live",
    ] {
        let mut entry = entry();
        entry.variables.get_mut("alias").unwrap().example = Some(wrong.to_owned());
        assert_found(&found(&entry, &good_template()), "function", "Convert", "with an alias");
    }
}

#[test]
fn it_is_in_canonical_form() {
    let text = text(&good_template()).replacen("  \"Actions\"", "  \"Actions\" ", 1);
    let line = 1 + text.lines().position(|line| line.contains("\"Actions\"")).unwrap();
    let says = format!("from line {line} on");
    assert_flow(&template(&entry(), &text), "not-canonical", &says);
}

#[test]
fn another_document_is_recognized() {
    let entry = entry();
    let old = r#"{"modules": [{"id": "m-1", "type": "PlayPrompt"}]}"#;
    assert_flow(&template(&entry, old), "document", "old export format");
    assert_flow(&template(&entry, old), "document", "m-1 (PlayPrompt)");
    assert_flow(&template(&entry, "{"), "document", "not JSON");
}
