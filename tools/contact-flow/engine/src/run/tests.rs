//! A contact on its way through small flows.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::document::Flow;

/// A flow of these blocks, the first of which is the start. `Sorry` and `Bye` are always there.
fn flow(blocks: &[Value]) -> Arc<Flow> {
    let mut actions = blocks.to_vec();
    actions.push(say("Sorry", "Sorry.", "Bye"));
    actions.push(json!({ "Identifier": "Bye", "Type": "DisconnectParticipant" }));
    let start = actions[0]["Identifier"].clone();
    let flow = json!({ "Version": "2019-10-30", "StartAction": start, "Actions": actions });
    Arc::new(Flow::from_value(flow).unwrap())
}

fn block(name: &str, kind: &str, parameters: &Value, next: &str, errors: &[&str]) -> Value {
    let errors: Vec<_> =
        errors.iter().map(|error| json!({ "ErrorType": error, "NextAction": "Sorry" })).collect();
    json!({
        "Identifier": name,
        "Type": kind,
        "Parameters": parameters,
        "Transitions": { "NextAction": next, "Errors": errors },
    })
}

fn say(name: &str, text: &str, next: &str) -> Value {
    block(name, "MessageParticipant", &json!({ "Text": text }), next, &["NoMatchingError"])
}

fn with_conditions(mut block: Value, conditions: &[(&str, &str, &str)]) -> Value {
    let conditions: Vec<_> = conditions
        .iter()
        .map(|(operator, operand, next)| {
            json!({ "NextAction": next, "Condition": { "Operator": operator, "Operands": [operand] } })
        })
        .collect();
    block["Transitions"]["Conditions"] = json!(conditions);
    block
}

fn menu() -> Value {
    let parameters =
        json!({ "Text": "Press 1.", "InputTimeLimitSeconds": "8", "StoreInput": "False" });
    let errors = ["InputTimeLimitExceeded", "NoMatchingCondition", "NoMatchingError"];
    let menu = block("Menu", "GetParticipantInput", &parameters, "Sorry", &errors);
    with_conditions(menu, &[("Equals", "1", "One"), ("Equals", "#", "One")])
}

fn entry(dtmf: &Value) -> Value {
    let parameters = json!({
        "Text": "Key in.",
        "InputTimeLimitSeconds": "10",
        "StoreInput": "True",
        "InputValidation": { "CustomValidation": { "MaximumLength": "4" } },
        "DTMFConfiguration": dtmf,
    });
    block("Entry", "GetParticipantInput", &parameters, "Reply", &["NoMatchingError"])
}

fn convert(response: &str) -> Value {
    let parameters = json!({
        "LambdaFunctionARN": "arn:live",
        "InvocationTimeLimitSeconds": "8",
        "ResponseValidation": { "ResponseType": response },
        "LambdaInvocationAttributes": { "from": "$.CustomerEndpoint.Address", "fixed": "x" },
    });
    block("Convert", "InvokeLambdaFunction", &parameters, "Reply", &["NoMatchingError"])
}

fn contact(blocks: &[Value]) -> Contact {
    Contact::new(flow(blocks), ContactData::voice("id-1", "+18003569377"))
}

/// Presses keys; a full stop lets the time limit pass.
fn press(contact: &mut Contact, keys: &str) {
    for key in keys.chars() {
        contact.advance().unwrap();
        match Key::new(key) {
            Some(key) => contact.press(key).unwrap(),
            None => contact.time_out().unwrap(),
        }
    }
    contact.advance().unwrap();
}

fn spoken(contact: &Contact) -> Vec<&str> {
    contact.spoken().collect()
}

#[test]
fn a_menu_takes_one_key() {
    for (keys, heard, branch) in [
        ("1", "One.", "Equals 1"),
        ("#", "One.", "Equals #"),
        ("2", "Sorry.", "NoMatchingCondition"),
        (".", "Sorry.", "InputTimeLimitExceeded"),
    ] {
        let mut contact = contact(&[menu(), say("One", "One.", "Bye")]);
        press(&mut contact, keys);
        assert_eq!(spoken(&contact), ["Press 1.", heard], "{keys}");
        let line = &contact.transcript()[0];
        assert_eq!(line.branch.as_ref().unwrap().to_string(), branch);
        assert_eq!(line.pressed.as_deref(), (keys != ".").then_some(keys));
        assert!(contact.has_ended());
    }
}

#[test]
fn digits_end_with_their_terminator_their_number_or_silence() {
    let reply = || say("Reply", "$.StoredCustomerInput", "Bye");
    for (dtmf, keys, stored) in [
        (json!({}), "12#", "12"),
        (json!({}), "#", ""),
        (json!({}), "1234", "1234"),
        (json!({}), "12.", "12"),
        (json!({}), ".", "Timeout"),
        (json!({}), "12*34#", "34"),
        (json!({}), "1*.", "Timeout"),
        (json!({ "DisableCancelKey": "True" }), "1*2#", "1*2"),
        (json!({ "InputTerminationSequence": "00" }), "1#00", "1#"),
    ] {
        let mut contact = contact(&[entry(&dtmf), reply()]);
        press(&mut contact, keys);
        assert_eq!(spoken(&contact), ["Key in.", stored], "{dtmf} {keys}");
    }
}

#[test]
fn the_input_that_is_awaited_is_reported() {
    let mut contact = contact(&[entry(&json!({})), say("Reply", "x", "Bye")]);
    press(&mut contact, "12");
    let listening = contact.listening().unwrap();
    assert_eq!((listening.block.as_str(), listening.entered.as_str()), ("Entry", "12"));
    assert_eq!((listening.time_limit.as_secs(), listening.max_digits), (10, Some(4)));
    contact.hang_up();
    assert!(contact.has_ended() && contact.listening().is_none());
    assert_eq!(contact.transcript()[0].branch, None, "nothing was decided");
}

#[test]
fn a_loop_counts_and_starts_again() {
    let count = block("Count", "Loop", &json!({ "LoopCount": "2" }), "Done", &[]);
    let count = with_conditions(
        count,
        &[("Equals", "ContinueLooping", "Again"), ("Equals", "DoneLooping", "Done")],
    );
    let menu = |name: &str, to: &str| {
        let mut menu = with_conditions(menu(), &[("Equals", "1", to)]);
        menu["Identifier"] = name.into();
        menu["Parameters"]["Text"] = name.into();
        menu
    };
    let mut contact = contact(&[count, menu("Again", "Count"), menu("Done", "Count")]);
    press(&mut contact, "11111");
    assert_eq!(spoken(&contact), ["Again", "Again", "Done", "Again", "Again", "Done"]);
}

#[test]
fn results_are_compared() {
    for (operator, operand, met) in [
        ("Equals", "15", true),
        ("Equals", "1", false),
        ("TextStartsWith", "1", true),
        ("TextStartsWith", "5", false),
        ("TextEndsWith", "5", true),
        ("TextEndsWith", "1", false),
        ("TextContains", "15", true),
        ("TextContains", "51", false),
        ("NumberGreaterThan", "9", true),
        ("NumberGreaterThan", "15", false),
        ("NumberGreaterOrEqualTo", "15.0", true),
        ("NumberLessThan", "15", false),
        ("NumberLessThan", "100", true),
        ("NumberLessOrEqualTo", "15", true),
        ("NumberLessOrEqualTo", "x", false),
        ("Unheard", "15", false),
    ] {
        let compare = json!({ "ComparisonValue": "$.Attributes.n" });
        let compare = block("Compare", "Compare", &compare, "Sorry", &["NoMatchingCondition"]);
        let compare = with_conditions(compare, &[(operator, operand, "Met")]);
        let keep = json!({ "Attributes": { "n": "15" }, "TargetContact": "Current" });
        let keep = block("Keep", "UpdateContactAttributes", &keep, "Compare", &["NoMatchingError"]);
        let mut contact = contact(&[keep, compare, say("Met", "Met.", "Bye")]);
        contact.advance().unwrap();
        let heard = if met { "Met." } else { "Sorry." };
        assert_eq!(spoken(&contact), [heard], "{operator} {operand}");
    }
}

#[test]
fn a_function_is_invoked_and_its_reply_is_read() {
    let mut contact =
        contact(&[convert("STRING_MAP"), say("Reply", "$.External.a|$.External.b", "Bye")]);
    let Step::Invoke(invocation) = contact.advance().unwrap() else { panic!("it invokes") };
    assert_eq!(
        (invocation.function_arn.as_str(), invocation.time_limit.as_secs()),
        ("arn:live", 8)
    );
    assert_eq!(invocation.parameters["from"], "+18003569377");
    assert_eq!(invocation.parameters["fixed"], "x");
    contact.answered(br#"{"a": "yes"}"#).unwrap();
    contact.advance().unwrap();
    assert_eq!(spoken(&contact), ["yes|"]);
}

#[test]
fn a_reply_that_is_not_what_it_has_to_be_is_an_error() {
    let long = json!({ "a": "x".repeat(32 * 1024) }).to_string();
    for (response, reply, good) in [
        ("STRING_MAP", r#"{"a": 1}"#, false),
        ("STRING_MAP", r#"{"a": {"b": "c"}}"#, false),
        ("STRING_MAP", r#"["a"]"#, false),
        ("STRING_MAP", "a", false),
        ("STRING_MAP", long.as_str(), false),
        ("STRING_MAP", "{}", true),
        ("JSON", r#"{"a": {"b": "c"}, "n": 1}"#, true),
        ("JSON", "[]", false),
    ] {
        let say_it = say("Reply", "$.External.a.b", "Bye");
        let mut contact = contact(&[convert(response), say_it]);
        contact.advance().unwrap();
        contact.answered(reply.as_bytes()).unwrap();
        contact.advance().unwrap();
        assert_eq!(spoken(&contact) != ["Sorry."], good, "{response} {reply:.30}");
    }
}

#[test]
fn a_function_that_fails_leaves_nothing_of_an_earlier_reply() {
    let mut again = convert("STRING_MAP");
    again["Identifier"] = "Again".into();
    again["Transitions"]["Errors"][0]["NextAction"] = "Reply".into();
    let mut first = convert("STRING_MAP");
    first["Transitions"]["NextAction"] = "Again".into();
    let mut contact = contact(&[first, again, say("Reply", "[$.External.a]", "Bye")]);
    contact.advance().unwrap();
    contact.answered(br#"{"a": "old"}"#).unwrap();
    contact.advance().unwrap();
    contact.failed(&Failed::TimeLimit).unwrap();
    contact.advance().unwrap();
    assert_eq!(spoken(&contact), ["[]"]);
    assert_eq!(
        contact.transcript()[1].note.as_deref(),
        Some("the function did not answer in time")
    );
}

#[test]
fn attributes_are_kept_together_or_not_at_all() {
    let keep = |value: &str| {
        let keep = json!({ "Attributes": { "a": value, "b": "$.Channel" } });
        let errors = ["NoMatchingError"];
        contact(&[block("Keep", "UpdateContactAttributes", &keep, "Bye", &errors)])
    };
    let mut kept = keep("x");
    kept.advance().unwrap();
    assert_eq!(kept.attributes().values().collect::<Vec<_>>(), ["x", "VOICE"]);
    let mut too_many = keep(&"x".repeat(32 * 1024));
    too_many.advance().unwrap();
    assert!(too_many.attributes().is_empty());
    assert_eq!(spoken(&too_many), ["Sorry."]);
}

#[test]
fn markup_in_a_value_breaks_a_prompt_and_a_chat_has_no_voice() {
    let ssml = json!({ "SSML": "<speak>From $.CustomerEndpoint.Address</speak>" });
    let blocks = [block("Say", "MessageParticipant", &ssml, "Bye", &["NoMatchingError"])];
    let heard = |data: ContactData| {
        let mut contact = Contact::new(flow(&blocks), data);
        contact.advance().unwrap();
        contact.spoken().next().unwrap().to_owned()
    };
    assert_eq!(heard(ContactData::voice("id-1", "+1800")), "From +1800");
    assert_eq!(heard(ContactData::voice("id-1", "<b>")), "Sorry.");
    let chat = ContactData { channel: "CHAT".to_owned(), ..ContactData::voice("id-1", "x") };
    assert_eq!(heard(chat), "Sorry.");
}

#[test]
fn a_block_that_is_made_to_fail_takes_its_error_branch() {
    let blocks = [menu(), say("One", "One.", "Bye")];
    let mut contact = contact(&blocks).failing(["Menu".to_owned()]);
    contact.advance().unwrap();
    assert_eq!(spoken(&contact), ["Sorry."]);
}

#[test]
fn a_comparison_that_is_made_to_fail_meets_no_condition() {
    let parameters = json!({ "ComparisonValue": "$.Channel" });
    let compare = block("Compare", "Compare", &parameters, "Sorry", &["NoMatchingCondition"]);
    let compare = with_conditions(compare, &[("Equals", "VOICE", "Met")]);
    let mut contact =
        contact(&[compare, say("Met", "Met.", "Bye")]).failing(["Compare".to_owned()]);
    contact.advance().unwrap();
    assert_eq!(spoken(&contact), ["Sorry."]);
}

#[test]
fn every_type_of_action_that_is_known_is_run() {
    for kind in crate::language::known() {
        let here = block("Here", kind, &json!({}), "Bye", &["NoMatchingError"]);
        let outcome = contact(&[here]).advance();
        assert!(!matches!(outcome, Err(RunError::UnknownAction { .. })), "{kind}");
    }
}

#[test]
fn what_is_wrong_with_a_flow_names_its_block() {
    let other = |kind: &str, parameters: Value| block("Here", kind, &parameters, "Bye", &[]);
    let mut dangling = say("Here", "x", "There");
    dangling["Transitions"]["Errors"] = json!([]);
    for (block, message) in [
        (dangling, "block \"Here\" leads to \"There\", which is not a block"),
        (other("TransferToFlow", json!({})), "block \"Here\": actions of type \"TransferToFlow\""),
        (
            other("MessageParticipant", json!({})),
            "block \"Here\": parameter Text or SSML is missing",
        ),
        (other("Loop", json!({ "LoopCount": "two" })), "block \"Here\": parameter LoopCount"),
        (
            other("GetParticipantInput", json!({ "Text": "x", "StoreInput": "True" })),
            "block \"Here\": parameter InputTimeLimitSeconds",
        ),
        (
            other("InvokeLambdaFunction", json!({ "InvocationTimeLimitSeconds": "8" })),
            "block \"Here\": parameter LambdaFunctionARN",
        ),
        (other("MessageParticipant", json!({ "Text": "$.Nothing" })), "block \"Here\": $.Nothing"),
        (
            other("MessageParticipant", json!({ "SSML": "no" })),
            "block \"Here\" has no branch for \"NoMatchingError\"",
        ),
        (say("Here", "x", "Here"), "block \"Here\" was reached again and again"),
    ] {
        let error = contact(&[block]).advance().unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn neither_number_nor_keys_are_shown() {
    let mut contact = contact(&[entry(&json!({})), say("Reply", "x", "Bye")]);
    press(&mut contact, "567");
    let step = contact.advance().unwrap();
    let shown = format!("{contact:?} {step:?} {:?} {:?}", contact.data(), contact.transcript());
    assert!(!shown.contains("567") && !shown.contains("3569377"), "{shown}");
}

#[test]
fn a_menu_that_asks_for_ever_comes_to_an_end() {
    let mut again = menu();
    again["Transitions"]["Errors"][0]["NextAction"] = "Menu".into();
    let mut contact = contact(&[again, say("One", "One.", "Bye")]);
    let endless = loop {
        if let Err(error) = contact.advance() {
            break error;
        }
        contact.time_out().unwrap();
    };
    assert_eq!(endless, RunError::Endless { block: "Menu".to_owned() });
}

proptest! {
    /// No keys leave a caller stuck: the time limit ends each wait.
    #[test]
    fn any_keys_lead_somewhere(keys in "[0-9*#.]{0,40}") {
        let mut contact = contact(&[entry(&json!({})), say("Reply", "$.StoredCustomerInput", "Menu"), menu(),
            say("One", "One.", "Entry")]);
        press(&mut contact, &keys);
        while !contact.has_ended() {
            contact.time_out().unwrap();
            contact.advance().unwrap();
        }
        prop_assert_eq!(contact.spoken().last(), Some("Sorry."));
    }
}
