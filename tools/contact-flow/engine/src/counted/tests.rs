use std::path::Path;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::catalogue::Catalogue;
use crate::lint::{Known, lint};
use crate::reference::{Piece, Reference, pieces};
use crate::run::{Contact, ContactData, Failed, Key, Step};

/// A call that is asked until the loop of this name and count is done.
fn looping(name: &str, count: &str) -> Flow {
    let say = |name: &str, next: &str, error: &str| {
        json!({"Identifier": name, "Type": "MessageParticipant", "Parameters": {"Text": name},
            "Transitions": {"NextAction": next, "Errors": [{"ErrorType": "NoMatchingError", "NextAction": error}]}})
    };
    let condition = |operand: &str, next: &str| json!({"NextAction": next, "Condition": {"Operator": "Equals", "Operands": [operand]}});
    Flow::from_value(json!({"Version": "2019-10-30", "StartAction": name, "Actions": [
        {"Identifier": name, "Type": "Loop", "Parameters": {"LoopCount": count}, "Transitions": {
            "NextAction": "Enough",
            "Conditions": [condition("ContinueLooping", "Again"), condition("DoneLooping", "Enough")]}},
        say("Again", name, "Enough"),
        say("Enough", "Hang up", "Hang up"),
        {"Identifier": "Hang up", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
    ]}))
    .unwrap()
}

fn spoken(flow: Flow) -> Vec<String> {
    let mut contact = Contact::new(Arc::new(flow), ContactData::voice("id-1", "+18003569377"));
    assert_eq!(contact.advance(), Ok(Step::Ended));
    contact.spoken().map(str::to_owned).collect()
}

#[test]
fn it_goes_round_as_often_as_the_loop() {
    for count in ["0", "1", "3", "100"] {
        let flow = looping("Tries", count);
        let without = without_loops(&flow, &BTreeMap::new()).unwrap();
        assert!(without.actions.iter().all(|action| action.kind != "Loop"));
        let findings = lint(&without, &Known { external: &BTreeSet::new() });
        // Who goes round never does not get to what is on the way.
        assert!(findings.iter().all(|f| count == "0" && f.rule == "unreachable"), "{findings:?}");
        let heard = spoken(without);
        assert_eq!(heard.len(), count.parse::<usize>().unwrap() + 1);
        assert_eq!(heard, spoken(flow));
    }
}

#[test]
fn a_loop_that_is_done_begins_anew() {
    // Round and round the inner one, each time that the outer one goes round.
    let mut flow = looping("Inner", "2");
    let mut outer = looping("Outer", "3").actions.remove(0);
    outer.transitions.conditions[0].next_action = "Inner".to_owned();
    flow.actions[0].transitions.conditions[1].next_action = "Outer".to_owned();
    flow.actions.push(outer);
    flow.start_action = "Outer".to_owned();
    let heard = spoken(flow.clone());
    assert_eq!(heard.iter().filter(|line| *line == "Again").count(), 6);
    assert_eq!(spoken(without_loops(&flow, &BTreeMap::new()).unwrap()), heard);
}

#[test]
fn a_placeholder_has_the_value_of_its_variable() {
    let flow = looping("Tries", "${attempts}");
    let without = without_loops(&flow, &[("attempts", "2")].into()).unwrap();
    assert_eq!(spoken(without), ["Again", "Again", "Enough"]);
    let error = without_loops(&flow, &BTreeMap::new()).unwrap_err().to_string();
    assert!(
        error.starts_with("block \"Tries\": LoopCount: line 1: ${attempts} has no value"),
        "{error}"
    );
}

#[test]
fn only_a_number_can_be_counted() {
    for count in ["$.Attributes.times", "101", "-1", ""] {
        let error = without_loops(&looping("Tries", count), &BTreeMap::new()).unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("block \"Tries\": LoopCount is"), "{message}");
    }
    let mut flow = looping("Tries", "3");
    flow.actions[0].transitions.conditions.pop();
    let error = without_loops(&flow, &BTreeMap::new()).unwrap_err().to_string();
    assert_eq!(error, "block \"Tries\": Loop needs the condition Equals DoneLooping");
}

#[test]
fn a_flow_without_loops_stays_as_it_is() {
    let mut flow = looping("Tries", "3");
    flow.actions.remove(0);
    assert_eq!(without_loops(&flow, &BTreeMap::new()), Ok(flow));
}

#[test]
fn names_are_new_and_such_as_connect_takes() {
    let long = "ä".repeat(50);
    let mut flow = looping(&long, "12");
    // As long, and the same but for its end, where an addition takes its place.
    let other = format!("{}x", "ä".repeat(49));
    flow.actions.extend(looping(&other, "12").actions.into_iter().take(1));
    flow.actions[1].transitions.next_action = Some(other);
    flow.actions[2].identifier = "Set counters".to_owned();
    for branch in flow.actions.iter_mut().flat_map(|action| &mut action.transitions.conditions) {
        branch.next_action = branch.next_action.replace("Enough", "Set counters");
    }
    let transitions = flow.actions.iter_mut().map(|action| &mut action.transitions);
    for transitions in transitions {
        if transitions.next_action.as_deref() == Some("Enough") {
            transitions.next_action = Some("Set counters".to_owned());
        }
        for error in &mut transitions.errors {
            error.next_action = error.next_action.replace("Enough", "Set counters");
        }
    }
    let without = without_loops(&flow, &BTreeMap::new()).unwrap();
    assert_eq!(lint(&without, &Known { external: &BTreeSet::new() }), []);
    assert_eq!(without.start_action, "Set counters 2");
    let counters: Vec<_> = without.action("Set counters 2").unwrap().texts("Attributes").collect();
    assert_eq!(counters.len(), 2, "{counters:?}");
}

/// What a caller does when it is their turn.
#[derive(Clone, Debug)]
enum Turn {
    Press(char),
    Wait,
    Answer { status: &'static str, count: &'static str },
    Fail,
}

fn turn() -> impl Strategy<Value = Turn> {
    let key = prop::sample::select("123456789*#000".chars().collect::<Vec<_>>());
    let answers = prop::sample::select(vec![
        ("ok", "5"),
        ("ok", "1"),
        ("no_number", "0"),
        ("unsupported_number", "0"),
        ("other", "0"),
    ]);
    prop_oneof![
        6 => key.prop_map(Turn::Press),
        3 => Just(Turn::Wait),
        6 => answers.prop_map(|(status, count)| Turn::Answer { status, count }),
        1 => Just(Turn::Fail),
    ]
}

/// A reply with each name that the flow reads.
fn reply(flow: &Flow, status: &str, count: &str) -> Vec<u8> {
    let text = serde_json::to_string(flow).unwrap();
    let mut reply = BTreeMap::new();
    for piece in pieces(&text) {
        if let Piece::Reference(reference) = piece
            && let Some(Reference::External(name)) = Reference::parse(reference)
        {
            let value = match name {
                "status" => status,
                "count" => count,
                other => other,
            };
            reply.insert(name.to_owned(), value.to_owned());
        }
    }
    serde_json::to_vec(&reply).unwrap()
}

/// What a caller of a flow hears, what is kept of the call, and what it waits for in the end.
fn call(flow: &Flow, turns: &[Turn], failing: &[String]) -> Value {
    let data = ContactData::voice("id-1", "+18003569377");
    let mut contact = Contact::new(Arc::new(flow.clone()), data).failing(failing.iter().cloned());
    // A turn that fits nothing is passed over, by both flows alike.
    for turn in turns {
        match (contact.advance().unwrap(), turn) {
            (Step::Listen(_), Turn::Press(key)) => contact.press(Key::new(*key).unwrap()).unwrap(),
            (Step::Listen(_), Turn::Wait) => contact.wait().unwrap(),
            (Step::Invoke(_), Turn::Answer { status, count }) => {
                contact.answered(&reply(flow, status, count)).unwrap();
            }
            (Step::Invoke(_), Turn::Fail) => contact.failed(&Failed::Function).unwrap(),
            _ => {}
        }
    }
    let step = contact.advance().unwrap();
    let attributes: BTreeMap<_, _> =
        contact.attributes().iter().filter(|(name, _)| !name.starts_with("loop_")).collect();
    json!({
        "spoken": contact.spoken().collect::<Vec<_>>(),
        "attributes": attributes,
        "invokes": matches!(step, Step::Invoke(_)),
        "listens": contact.listening().map(|it| (it.block.clone(), it.entered.clone())),
    })
}

/// The flow of the service, and its variant.
static FLOWS: LazyLock<(Flow, Flow)> = LazyLock::new(|| {
    let flow = flow_of_the_service();
    let without = without_loops(&flow, &BTreeMap::new()).unwrap();
    (flow, without)
});

fn flow_of_the_service() -> Flow {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../infra/contact-flows");
    let catalogue = Catalogue::read(&folder).unwrap();
    let examples = catalogue.entry("vanity-numbers").unwrap().examples();
    catalogue.flow("vanity-numbers", &examples).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// As long as writing attributes works: with the counters, the variant has more to fail.
    #[test]
    fn callers_do_not_notice_which_of_the_two_they_hear(
        turns in prop::collection::vec(turn(), 0..60),
        failing in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let (flow, without) = &*FLOWS;
        let may_fail: Vec<&Action> = flow.actions.iter()
            .filter(|action| action.transitions.errors.iter().any(|e| e.error_type == NO_MATCHING_ERROR))
            .collect();
        let failing: Vec<String> =
            failing.iter().map(|index| index.get(&may_fail).identifier.clone()).collect();
        prop_assert_eq!(call(without, &turns, &failing), call(flow, &turns, &failing));
    }
}
