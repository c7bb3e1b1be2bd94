use serde_json::{Value, json};

use super::*;

fn observation(name: &str, event: &Value, actions: &[Value], next: &[&str]) -> Value {
    json!({
        "Identifier": name,
        "Event": event,
        "Actions": actions,
        "Transitions": { "NextObservations": next },
    })
}

fn event(name: &str, kind: &str, properties: &Value) -> Value {
    json!({ "Identifier": name, "Actor": "System", "Type": kind, "Properties": properties })
}

fn initiated() -> Value {
    event("e-start", "TestInitiated", &json!({}))
}

fn message(name: &str, text: &str) -> Value {
    let properties = json!({ "Text": text, "MatchingCriteria": { "Type": "Similarity" } });
    event(name, "MessageReceived", &properties)
}

fn press(name: &str, keys: &str, next: Option<&str>) -> Value {
    json!({
        "Identifier": name,
        "Type": "SendInstruction",
        "Parameters": {
            "ActionType": "SendInstruction",
            "Actor": "Customer",
            "Instruction": { "Type": "DtmfInput", "Properties": { "Value": keys } },
        },
        "Transitions": next.map_or(json!({}), |next| json!({ "NextAction": next })),
    })
}

fn end(name: &str) -> Value {
    json!({
        "Identifier": name,
        "Type": "TestControl",
        "Parameters": { "ActionType": "TestControl", "Command": { "Type": "EndTest" } },
        "Transitions": {},
    })
}

/// A good case: a message, a key, and the end.
fn good() -> Value {
    json!({
        "Name": "a",
        "Description": "b",
        "EntryPoint": { "Type": "VOICE_CALL", "VoiceCallEntryPointParameters": { "FlowId": "c" } },
        "Status": "PUBLISHED",
        "Content": {
            "Version": "2019-10-30",
            "Metadata": {},
            "Observations": [
                observation("start", &initiated(), &[], &["hear"]),
                observation("hear", &message("e-hear", "Hi"), &[press("p", "1", Some("x")), end("x")], &[]),
            ],
        },
    })
}

fn flaws(case: Value) -> Vec<Flaw> {
    check(&serde_json::from_value(case).unwrap())
}

/// The flaws of the good case with another value there.
fn with(pointer: &str, value: Value) -> Vec<Flaw> {
    let mut case = good();
    *case.pointer_mut(pointer).unwrap() = value;
    flaws(case)
}

#[test]
fn a_good_case_has_no_flaw() {
    assert_eq!(flaws(good()), []);
}

#[test]
fn an_observation_is_reached_from_the_beginning_and_leads_to_others() {
    let next = "/Content/Observations/0/Transitions/NextObservations";
    let nowhere = Flaw::NoObservation { from: "start".to_owned(), to: "there".to_owned() };
    assert_eq!(with(next, json!(["hear", "there"])), [nowhere]);
    let unreached = with(next, json!([]));
    assert_eq!(unreached, [Flaw::Unreached("hear".to_owned()), Flaw::NoEnd("start".to_owned())]);
    assert_eq!(with("/Content/Observations/0/Event", message("m", "Hi")), [Flaw::Beginning]);
    assert_eq!(with("/Content/Observations/1/Event", initiated())[1], Flaw::Beginning);
}

#[test]
fn the_test_ends_at_its_end_and_not_before() {
    let hear = || "hear".to_owned();
    let actions = "/Content/Observations/1/Actions";
    assert_eq!(with(actions, json!([press("p", "1", None)])), [Flaw::NoEnd(hear())]);
    assert_eq!(with(actions, json!([])), [Flaw::NoEnd(hear())]);
    let early = with("/Content/Observations/0/Actions", json!([end("y")]));
    assert_eq!(early, [Flaw::EarlyEnd("start".to_owned())]);
}

#[test]
fn actions_follow_one_another() {
    let chain = [Flaw::Chain("hear".to_owned())];
    let next = "/Content/Observations/1/Actions/0/Transitions";
    assert_eq!(with(next, json!({})), chain);
    assert_eq!(with(next, json!({ "NextAction": "p" })), chain);
}

#[test]
fn names_are_plain_and_unique() {
    let name = "/Content/Observations/1/Actions/0/Identifier";
    assert_eq!(with(name, json!("e-hear")), [Flaw::Twice("e-hear".to_owned())]);
    for bad in ["", "a.b", &"a".repeat(61)] {
        assert_eq!(with(name, json!(bad)), [Flaw::Name(bad.to_owned())]);
    }
}

#[test]
fn there_is_something_to_hear_and_keys_are_keys() {
    let text = "/Content/Observations/1/Event/Properties/Text";
    assert_eq!(with(text, json!(" ")), [Flaw::NoText("hear".to_owned())]);
    let keys = "/Content/Observations/1/Actions/0/Parameters/Instruction/Properties/Value";
    assert_eq!(with(keys, json!("")), [Flaw::Keys("p".to_owned())]);
    assert_eq!(with(keys, json!("1a")), [Flaw::Keys("p".to_owned())]);
    let chat = json!({ "Type": "CHAT", "ChatEntryPointParameters": { "FlowId": "c" } });
    assert_eq!(with("/EntryPoint", chat), [Flaw::Keys("p".to_owned())]);
}

#[test]
fn limits_and_the_version_are_kept() {
    let version = Flaw::Version("2025-06-21".to_owned());
    assert_eq!(with("/Content/Version", json!("2025-06-21")), [version]);
    assert_eq!(with("/Description", json!("")), [Flaw::Description(0)]);
    assert_eq!(with("/Description", json!("a".repeat(501))), [Flaw::Description(501)]);
    let long = with("/Content/Observations/1/Event/Properties/Text", json!("a".repeat(256_000)));
    assert!(matches!(long.as_slice(), [Flaw::Size(_)]), "{long:?}");
}

#[test]
fn only_attributes_are_looked_at() {
    let assertion = json!({
        "Identifier": "p",
        "Type": "Assert",
        "Parameters": { "Namespace": "$.External.status", "Operator": "Equals", "Operand": "ok" },
        "Transitions": { "NextAction": "x" },
    });
    let flaw = Flaw::Namespace("p".to_owned(), "$.External.status".to_owned());
    assert_eq!(with("/Content/Observations/1/Actions/0", assertion), [flaw]);
}

#[test]
fn types_that_are_not_known_are_refused() {
    for (pointer, value) in [
        ("/Content/Observations/1/Event/Type", "MessageSent"),
        ("/Content/Observations/1/Actions/0/Type", "SendMessage"),
        ("/Content/Observations/1/Event/Properties/MatchingCriteria/Type", "Contains"),
        ("/EntryPoint/Type", "EMAIL"),
    ] {
        let mut case = good();
        *case.pointer_mut(pointer).unwrap() = json!(value);
        let error = serde_json::from_value::<TestCase>(case).unwrap_err().to_string();
        assert!(error.contains(value), "{error}");
    }
}
