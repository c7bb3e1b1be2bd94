//! The checks of what is live, against functions and web servers in memory that can fail in every way.

mod trials;
mod world;

use std::time::Duration;

use jiff::ToSpan as _;
use serde_json::{Value, json};

use super::*;
use crate::tests::world::{CALLER, World, now, probe};

async fn run(world: &World, authorization: Authorization) -> (Report, Value) {
    run_on(world, Probe { authorization, ..probe(world) }).await
}

async fn run_on(world: &World, probe: Probe<'_, World, World, World>) -> (Report, Value) {
    let (report, metrics) = world.handle(&probe, Event::Run).await;
    (report.unwrap(), metrics)
}

/// The checks that fail, with the reason.
async fn failing(world: &World) -> Vec<(&'static str, String)> {
    let (report, metrics) = run(world, Authorization::AwsIam).await;
    let failing: Vec<_> = report.checks.into_iter().filter(|check| !check.ok).collect();
    assert_eq!(report.healthy, failing.is_empty());
    let count = u32::try_from(failing.len()).unwrap();
    assert_eq!(metrics["Failures"], f64::from(count), "{metrics}");
    for name in ["Healthy", "Successes"] {
        assert_eq!(metrics[name], f64::from(u8::from(report.healthy)), "{metrics}");
    }
    failing.into_iter().map(|check| (check.name, check.detail)).collect()
}

async fn names(world: &World) -> Vec<&'static str> {
    failing(world).await.into_iter().map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_healthy_world_passes_every_check() {
    let (report, metrics) = run(&World::healthy(), Authorization::AwsIam).await;
    let checks = ["call_answered", "call_recorded", "numbers_served", "stranger_refused"];
    let checks = checks.map(|name| json!({"name": name, "ok": true, "detail": "ok"}));
    assert_eq!(serde_json::to_value(&report).unwrap(), json!({"checks": checks, "healthy": true}));
    assert_eq!((&metrics["Healthy"], &metrics["Failures"]), (&1.0.into(), &0.0.into()));
}

#[tokio::test]
async fn an_api_out_of_reach_is_not_looked_at() {
    let world = World::healthy();
    let (report, _) = run_on(&world, Probe { api: None, ..probe(&world) }).await;
    let names: Vec<_> = report.checks.iter().map(|check| check.name).collect();
    assert_eq!(names, ["call_answered", "call_recorded"]);
    assert_eq!(world.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_test_caller_calls_once_a_minute_and_is_looked_up() {
    let world = World::healthy();
    let _ = run(&world, Authorization::AwsIam).await;
    let _ = run(&world, Authorization::AwsIam).await;
    let asked = world.asked.lock().unwrap();
    let [call, known, stranger, again, ..] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(call, again, "the same minute is the same contact");
    let event: Value = serde_json::from_str(call).unwrap();
    let contact = &event["Details"]["ContactData"];
    assert_eq!(contact["ContactId"], "synthetic-probe-29920935");
    assert_eq!(contact["Channel"], "VOICE");
    assert_eq!(contact["CustomerEndpoint"]["Address"], CALLER);
    assert_eq!(known, "Signed /vanity-numbers/0018003569377");
    assert_eq!(stranger, "Unsigned /vanity-numbers/0018003569377");
}

/// Fails unless every field of `event` is in `sent`, with a value of the same type.
fn assert_is_part_of(event: &Value, sent: &Value) {
    match (event, sent) {
        (Value::Object(event), Value::Object(sent)) => {
            for (name, value) in event {
                assert_is_part_of(value, sent.get(name).unwrap_or_else(|| panic!("{name}")));
            }
        }
        _ => assert_eq!(event.is_string(), sent.is_string(), "{event}"),
    }
}

#[tokio::test]
async fn the_call_has_the_shape_of_one_that_connect_sends() {
    let world = World::healthy();
    let _ = run(&world, Authorization::AwsIam).await;
    let asked = world.asked.lock().unwrap();
    let call = serde_json::from_str(&asked[0]).unwrap();
    let sent = include_str!("../../../tests/payloads/connect-contact-flow.json");
    assert_is_part_of(&call, &serde_json::from_str(sent).unwrap());
}

#[tokio::test]
async fn an_open_api_is_not_asked_whether_it_refuses() {
    let world = World { statuses: [200, 200, 200], ..World::healthy() };
    assert_eq!(names(&world).await, ["stranger_refused"]);
    let (report, _) = run(&world, Authorization::None).await;
    assert!(report.healthy && report.checks.len() == 3, "{report:?}");
}

#[tokio::test]
async fn an_api_that_wants_tokens_is_only_asked_whether_it_refuses() {
    let world = World { statuses: [200, 401, 401], ..World::healthy() };
    let (report, _) = run(&world, Authorization::Jwt).await;
    let names: Vec<_> = report.checks.iter().map(|check| check.name).collect();
    let made = vec!["call_answered", "call_recorded", "stranger_refused"];
    assert_eq!((report.healthy, names), (true, made));
    let world = World { statuses: [200, 200, 200], ..World::healthy() };
    assert!(!run(&world, Authorization::Jwt).await.0.healthy);
}

#[tokio::test]
async fn a_call_that_is_not_answered_well_is_named() {
    for (pointer, value, why) in [
        ("/status", json!("no_number"), "the caller's status is no_number, not ok"),
        ("/status", json!(CALLER), "the caller's status is unknown, not ok"),
        ("/phoneNumber", json!("+18003569378"), "what was answered is of another number"),
        ("/vanity_5", json!("1-800-CONTACTS"), "a vanity number does not dial the caller's"),
        ("/vanity_5", json!("1-800-356-9377"), "a vanity number does not dial the caller's"),
        ("/vanity_5", json!(5), "what was answered cannot be read"),
        (
            "",
            json!({"status": "ok", "phoneNumber": CALLER}),
            "there are 0 vanity numbers and 0 different ones, not 5",
        ),
    ] {
        let mut world = World::healthy();
        *world.reply.pointer_mut(pointer).unwrap() = value;
        assert_eq!(failing(&world).await, [("call_answered", why.to_owned())]);
    }
}

#[tokio::test]
async fn a_call_that_is_answered_and_not_recorded_is_named() {
    let mut world = World::healthy();
    world.reply["recorded"] = "false".into();
    let why = "the call was answered, but it was not recorded".to_owned();
    assert_eq!(failing(&world).await, [("call_recorded", why)]);
    // During a release the function may be older than the probe, and say nothing about it.
    world.reply.as_object_mut().unwrap().remove("recorded");
    assert_eq!(failing(&world).await, []);
}

#[tokio::test]
async fn a_function_that_fails_or_is_refused_is_named() {
    let world = World {
        reply: json!({"errorType": "StoreRefused", "errorMessage": CALLER}),
        function_failed: true,
        ..World::healthy()
    };
    let why = "the function failed: StoreRefused".to_owned();
    assert_eq!(failing(&world).await, [("call_answered", why)]);
    let world = World { statuses: [429, 200, 403], ..World::healthy() };
    let why = "the status is 429, not 200".to_owned();
    assert_eq!(failing(&world).await, [("call_answered", why)]);
}

#[tokio::test]
async fn what_is_served_wrongly_is_named() {
    let long_ago = (now() - 181.seconds()).to_string();
    let ahead = (now() + 181.seconds()).to_string();
    let another = json!({"vanityNumber": "1-800-FLOWER-7", "rank": 1});
    for (pointer, value, why) in [
        ("/lastCalledAt", json!(long_ago), "the latest call that is kept came 181 s ago"),
        ("/lastCalledAt", json!(ahead), "the latest call that is kept came -181 s ago"),
        ("/lastCalledAt", json!("today"), "what was answered cannot be read"),
        ("/phoneNumber", json!("+18003569378"), "what was answered is of another number"),
        ("/vanityNumbers", json!([]), "there are 0 vanity numbers and 0 different ones, not 5"),
        ("/vanityNumbers/0", another, "there are 5 vanity numbers and 4 different ones, not 5"),
    ] {
        let mut world = World::healthy();
        *world.stored.pointer_mut(pointer).unwrap() = value;
        assert_eq!(failing(&world).await, [("numbers_served", why.to_owned())]);
    }
    let mut world = World::healthy();
    let ranks = |world: &World, at: usize| world.stored["vanityNumbers"][at]["rank"].clone();
    let (one, other) = (ranks(&world, 0), ranks(&world, 1));
    world.stored["vanityNumbers"][0]["rank"] = other;
    world.stored["vanityNumbers"][1]["rank"] = one;
    let why = "the vanity numbers that are kept are not those that the caller heard".to_owned();
    assert_eq!(failing(&world).await, [("numbers_served", why)]);
    let world = World { statuses: [200, 404, 403], ..World::healthy() };
    assert_eq!(names(&world).await, ["numbers_served"]);
}

#[tokio::test]
async fn calls_of_the_minutes_before_are_recent() {
    let mut world = World::healthy();
    world.stored["lastCalledAt"] = (now() - 3.minutes()).to_string().into();
    assert_eq!(failing(&world).await, []);
}

#[tokio::test]
async fn what_cannot_be_reached_is_named_with_why() {
    let world = World { broken: true, ..World::healthy() };
    let why = "there was no answer: connection refused".to_owned();
    let every = ["call_answered", "numbers_served", "stranger_refused"];
    assert_eq!(failing(&world).await, every.map(|name| (name, why.clone())));
}

#[tokio::test(start_paused = true)]
async fn silence_is_a_failure_of_every_check_before_the_probe_runs_out_of_time() {
    let started = tokio::time::Instant::now();
    let world = World { silent: true, ..World::healthy() };
    let too_slow = |name, limit| (name, format!("there was no answer within {limit}"));
    let expected = [
        too_slow("call_answered", "4.5s"),
        too_slow("numbers_served", "2.5s"),
        too_slow("stranger_refused", "2s"),
    ];
    assert_eq!(failing(&world).await, expected);
    assert!(started.elapsed() < Duration::from_millis(9500), "{:?}", started.elapsed());
}

#[tokio::test]
async fn no_reply_holds_a_number() {
    let mut world = World::healthy();
    world.reply = json!({"status": CALLER, "phoneNumber": CALLER});
    world.stored = json!({"phoneNumber": CALLER, "lastCalledAt": CALLER});
    let (report, _) = run(&world, Authorization::AwsIam).await;
    let report = serde_json::to_string(&report).unwrap();
    assert!(!report.contains("800356") && !report.contains("FLOWERS"), "{report}");
}
