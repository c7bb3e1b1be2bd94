//! The handler, against the in-memory store and stores that fail.

use std::time::Duration;

use jiff::{SignedDuration, ToSpan as _};
use serde_json::{Value, json};
use switchboard_vanity::PhoneNumber;
use switchboard_vanity::callers::memory::MemoryCallers;
use switchboard_vanity::callers::{StoreError, VanityNumbers as _};

use super::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// The time limit of the function.
const TIME_LIMIT: SignedDuration = SignedDuration::from_secs(4);

/// Handles one contact that comes in at `now`, and returns the reply with the metric document.
async fn handled(calls: &impl CallLog, now: Timestamp, event: &Value) -> (Value, Value) {
    let mut metrics = Metrics::default();
    let mut invocation = Invocation {
        event: serde_json::from_value(event.clone()).unwrap(),
        request_id: "request-1".to_owned(),
        deadline: switchboard_lambda::now() + TIME_LIMIT,
        metrics: &mut metrics,
    };
    let reply = serde_json::to_value(handle(calls, now, &mut invocation).await).unwrap();
    assert!(reply.as_object().unwrap().values().all(Value::is_string), "{reply}");
    let document = metrics.document("vanity-convert", "request-1", now);
    (reply, serde_json::from_str(&document).unwrap())
}

async fn answer(calls: &impl CallLog, event: &Value) -> Value {
    handled(calls, NOW, event).await.0
}

fn call_from(address: &Value, contact_id: &str) -> Value {
    let event = include_str!("../../../tests/payloads/connect-contact-flow.json");
    let mut event: Value = serde_json::from_str(event).unwrap();
    let contact = &mut event["Details"]["ContactData"];
    contact["ContactId"] = contact_id.into();
    contact["CustomerEndpoint"]["Address"] = address.clone();
    event
}

/// A call in which the flow asks about another number.
fn asking_for(requested: &str, address: &Value) -> Value {
    let mut event = call_from(address, "c-1");
    event["Details"]["Parameters"] = json!({"phoneNumber": requested});
    event
}

fn callers() -> MemoryCallers {
    MemoryCallers::new(SignedDuration::from_hours(24))
}

fn number(e164: &str) -> PhoneNumber {
    PhoneNumber::from_e164(e164).unwrap()
}

/// The metrics that a document has, with their values.
fn counted(document: &Value) -> Vec<(&str, f64)> {
    let metrics = document["_aws"]["CloudWatchMetrics"][0]["Metrics"].as_array().unwrap();
    let names = metrics.iter().map(|metric| metric["Name"].as_str().unwrap());
    names.map(|name| (name, document[name].as_f64().unwrap())).collect()
}

#[tokio::test]
async fn a_caller_hears_five_and_is_remembered() {
    let callers = callers();
    let (reply, metrics) = handled(&callers, NOW, &call_from(&"+18003569377".into(), "c-1")).await;
    assert_eq!(reply["status"], "ok");
    assert_eq!(reply["phoneNumber"], "+18003569377");
    assert_eq!(reply["count"], "5");
    assert_eq!(reply["recorded"], "true");
    assert_eq!(reply["vanity_1"], "1-800-FLOWERS");
    assert_eq!(reply["spoken_1"], "1, 8 0 0, flowers");
    assert_eq!(reply["spelled_1"], "1, 8 0 0, F L O W E R S");
    assert_eq!(
        counted(&metrics),
        [("Calls", 1.0), ("NotRecorded", 0.0), ("Retries", 0.0), ("WordReadings", 5.0)]
    );

    let caller = callers.find(&number("+18003569377"), NOW).await.unwrap().unwrap();
    assert_eq!(caller.best_five.by_rank()[0].vanity_number.as_str(), "1-800-FLOWERS");
    assert_eq!(caller.calls.count, 1);
}

#[tokio::test]
async fn a_retried_contact_counts_once_and_hears_the_same() {
    let callers = callers();
    let mut replies = Vec::new();
    for contact in ["c-1", "c-1", "c-1", "c-2"] {
        let call = call_from(&"+18003569377".into(), contact);
        replies.push(answer(&callers, &call).await);
    }
    assert!(replies.iter().all(|reply| *reply == replies[0]), "{replies:?}");
    assert_eq!(replies[0]["recorded"], "true");
    let caller = callers.find(&number("+18003569377"), NOW).await.unwrap().unwrap();
    assert_eq!(caller.calls.count, 2);
}

#[tokio::test]
async fn nothing_is_kept_of_a_contact_without_a_usable_number() {
    let callers = callers();
    for (address, status) in [
        (Value::Null, "no_number"),
        ("".into(), "no_number"),
        ("Anonymous".into(), "no_number"),
        ("+266696687".into(), "no_number"),
        ("sip:alice@example.com".into(), "no_number"),
        ("+1800".into(), "no_number"),
        ("+1234567890123456".into(), "no_number"),
        ("+10003569377".into(), "unsupported_number"),
        ("+4111111111".into(), "unsupported_number"),
    ] {
        let reply = answer(&callers, &call_from(&address, "c-1")).await;
        let expected =
            json!({"status": status, "phoneNumber": "", "count": "0", "recorded": "false"});
        assert_eq!(reply, expected, "{address}");
    }
    assert!(callers.is_empty());
}

#[tokio::test]
async fn a_number_that_somebody_asks_for_is_answered_and_nothing_of_it_is_kept() {
    let callers = callers();
    let caller = Value::from("+18003569377");
    for (requested, address) in [
        ("1-800-GOT-JUNK", caller.clone()),
        ("+41800934454", caller),
        ("18003569377", "Anonymous".into()),
        ("18003569377", Value::Null),
    ] {
        let (reply, metrics) = handled(&callers, NOW, &asking_for(requested, &address)).await;
        assert_eq!((&reply["status"], &reply["count"]), (&"ok".into(), &"5".into()), "{reply}");
        assert_eq!(reply["recorded"], "false");
        assert_eq!(counted(&metrics), [("NumbersAskedFor", 1.0)]);
    }
    assert!(callers.is_empty());
}

#[tokio::test]
async fn a_caller_who_asks_for_the_own_number_is_the_caller() {
    let callers = callers();
    for requested in ["800-356-9377", "1-800-FLOWERS", "+18003569377"] {
        let reply = answer(&callers, &asking_for(requested, &"+18003569377".into())).await;
        assert_eq!(reply["recorded"], "true", "{requested}");
    }
    assert_eq!(callers.len(), 1);
    let caller = callers.find(&number("+18003569377"), NOW).await.unwrap().unwrap();
    assert_eq!(caller.calls.count, 1, "one contact is one call");
}

#[tokio::test]
async fn a_day_of_the_probe_is_in_no_book_of_callers() {
    let callers = callers();
    let person = call_from(&"+18003569377".into(), "5ca32fbd-8f92-46af-92a5-6b0f970f0efe");
    let _ = handled(&callers, NOW, &person).await;
    let minutes = 24 * 60;
    for minute in 0..minutes {
        let id = ContactId::of_probe(minute);
        let at = NOW + minute.minutes();
        let call = call_from(&"+12025550143".into(), id.as_str());
        let (reply, metrics) = handled(&callers, at, &call).await;
        assert_eq!((&reply["status"], &reply["recorded"]), (&"ok".into(), &"true".into()));
        assert_eq!(counted(&metrics), [("ProbeCalls", 1.0)]);
    }
    let midnight = NOW + (minutes - 1).minutes();
    let latest = callers.latest(100, midnight).await.unwrap();
    let numbers: Vec<_> = latest.iter().map(|caller| caller.phone_number.as_e164()).collect();
    assert_eq!(numbers, ["+18003569377"]);
    let probe = callers.find(&number("+12025550143"), midnight).await.unwrap().unwrap();
    assert_eq!(probe.calls.count, 1440, "the probe finds its own calls");
}

/// A store that cannot record. `None` never answers.
struct Broken(Option<fn() -> StoreError>);

impl CallLog for Broken {
    async fn record(&self, _: &Call) -> Result<Recorded, StoreError> {
        match self.0 {
            Some(error) => Err(error()),
            None => std::future::pending().await,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_hears_the_five_whatever_becomes_of_the_record() {
    let unavailable = || StoreError::Unavailable("connection refused".into());
    let refused = || StoreError::Refused("no such table".into());
    let corrupt = || StoreError::Corrupt("an attribute is missing");
    let call = call_from(&"+18003569377".into(), "c-1");
    let mut heard = answer(&callers(), &call).await;
    heard["recorded"] = "false".into();
    for broken in [Some(unavailable as fn() -> StoreError), Some(refused), Some(corrupt), None] {
        let started = tokio::time::Instant::now();
        let (reply, metrics) = handled(&Broken(broken), NOW, &call).await;
        assert_eq!(reply, heard);
        assert!(started.elapsed() <= Duration::from_millis(1500), "{:?}", started.elapsed());
        assert_eq!(
            counted(&metrics),
            [("Calls", 0.0), ("NotRecorded", 1.0), ("Retries", 0.0), ("WordReadings", 5.0)]
        );
    }
}

#[tokio::test]
async fn a_probe_that_is_not_recorded_is_told_so_and_is_no_lost_call() {
    let unavailable: fn() -> StoreError = || StoreError::Unavailable("connection refused".into());
    let call = call_from(&"+12025550143".into(), ContactId::of_probe(1).as_str());
    let (reply, metrics) = handled(&Broken(Some(unavailable)), NOW, &call).await;
    assert_eq!((&reply["status"], &reply["recorded"]), (&"ok".into(), &"false".into()));
    assert_eq!(counted(&metrics), [("ProbeCalls", 1.0)]);
}

#[tokio::test]
async fn a_contact_id_that_cannot_be_used_costs_nobody_the_answer() {
    for contact_id in ["", " ", &"x".repeat(257), &"é".repeat(200)] {
        let callers = callers();
        let call = call_from(&"+18003569377".into(), contact_id);
        // The invocation's own id identifies the call instead.
        let reply = answer(&callers, &call).await;
        assert_eq!((&reply["status"], &reply["recorded"]), (&"ok".into(), &"true".into()));
        assert_eq!(callers.len(), 1);
    }
    for not_text in [json!(null), json!(7), json!(["c-1"]), json!({})] {
        let mut call = call_from(&"+18003569377".into(), "c-1");
        call["Details"]["ContactData"]["ContactId"] = not_text;
        assert_eq!(answer(&callers(), &call).await["recorded"], "true");
    }
}

#[tokio::test]
async fn neither_id_is_usable_and_the_caller_still_hears_the_five() {
    let callers = callers();
    let mut metrics = Metrics::default();
    let mut invocation = Invocation {
        event: serde_json::from_value(call_from(&"+18003569377".into(), "")).unwrap(),
        request_id: String::new(),
        deadline: switchboard_lambda::now() + TIME_LIMIT,
        metrics: &mut metrics,
    };
    let reply = serde_json::to_value(handle(&callers, NOW, &mut invocation).await).unwrap();
    assert_eq!((&reply["status"], &reply["recorded"]), (&"ok".into(), &"false".into()));
    assert!(callers.is_empty());
}
