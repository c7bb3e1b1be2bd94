//! Vanity numbers, end to end: calls are answered and recorded, and the API serves them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::{Value, json};
use switchboard_scenarios::{LocalStack, connect_event};

const NUMBERS: &str = include_str!("../fixtures/numbers.txt");

#[test]
fn twenty_callers_are_answered_and_served_the_same_after_a_restart() {
    let stack = LocalStack::start();
    let numbers: Vec<&str> = NUMBERS.lines().collect();
    assert_eq!(numbers.len(), 20);
    for number in &numbers {
        let answer = stack.call(number);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let call = answer.json();
        assert_eq!(call["attributes"]["status"], "ok", "{call}");
        let first = format!("First: {}.", call["attributes"]["spoken_1"].as_str().unwrap());
        assert!(call["spoken"].to_string().contains(&first), "{call}");
    }

    let read = |stack: &LocalStack| -> Vec<String> {
        let path = |number: &&str| format!("/vanity-numbers/%2B{}", &number[1..]);
        numbers.iter().map(|number| stack.people.get(&path(number)).body).collect()
    };
    let before = read(&stack);
    for (number, body) in numbers.iter().zip(&before) {
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["phoneNumber"], *number);
        assert_eq!(body["vanityNumbers"].as_array().unwrap().len(), 5);
        assert_eq!(body["callCount"], 1);
    }
    let stack = stack.restart();
    assert_eq!(read(&stack), before, "byte for byte");
}

#[test]
fn what_a_caller_hears_is_what_clients_are_served() {
    let stack = LocalStack::start();
    let attributes = stack.call("+18003569377").json()["attributes"].clone();
    let served = stack.people.get("/vanity-numbers/1-800-FLOWERS?order=best").json();
    for (rank, vanity) in (1..).zip(served["vanityNumbers"].as_array().unwrap()) {
        assert_eq!(vanity["rank"], rank);
        assert_eq!(vanity["vanityNumber"], attributes[format!("vanity_{rank}")]);
        assert_eq!(vanity["spoken"], attributes[format!("spoken_{rank}")]);
        assert_eq!(attributes["count"], "5");
    }
    assert_eq!(served["vanityNumbers"][0]["vanityNumber"], "1-800-FLOWERS");
}

#[test]
fn a_contact_delivered_three_times_counts_once() {
    let stack = LocalStack::start();
    let event = connect_event("+18003569377", "5ca32fbd-8f92-46af-92a5-6b0f970f0efe");
    let replies: HashSet<String> =
        (0..3).map(|_| stack.invoke("vanity-convert", &event).body).collect();
    assert_eq!(replies.len(), 1, "{replies:?}");
    let served = stack.people.get("/vanity-numbers/18003569377").json();
    assert_eq!(served["callCount"], 1);
}

#[test]
fn fifty_calls_of_one_caller_at_once_are_one_row_and_fifty_calls() {
    let stack = LocalStack::start();
    thread::scope(|scope| {
        for at in 0..50 {
            let stack = &stack;
            scope.spawn(move || {
                let event = connect_event("+18003569377", &format!("contact-{at}"));
                // Delivered twice. Above its concurrency limit Lambda refuses, and Connect retries.
                while stack.invoke("vanity-convert", &event).status == 429 {
                    thread::yield_now();
                }
                while stack.invoke("vanity-convert", &event).status == 429 {
                    thread::yield_now();
                }
            });
        }
    });
    let served = stack.people.get("/vanity-numbers/18003569377").json();
    assert_eq!(served["callCount"], 50);
    let callers = stack.people.get("/vanity-numbers?limit=100").json();
    assert_eq!(callers["callers"].as_array().unwrap().len(), 1);
}

#[test]
fn every_contact_is_answered_and_only_callers_are_kept() {
    let stack = LocalStack::start();
    let with = |pointer: &str, value: Value| {
        let mut event = connect_event("+18003569377", "contact-1");
        *event.pointer_mut(pointer).unwrap() = value;
        event
    };
    let address =
        |address: &str| with("/Details/ContactData/CustomerEndpoint/Address", address.into());
    let asked = |number: &str| with("/Details/Parameters", json!({"phoneNumber": number}));
    let mut chat = with("/Details/ContactData/Channel", "CHAT".into());
    chat["Details"]["ContactData"]["CustomerEndpoint"] = Value::Null;

    for (event, status) in [
        (with("/Details/ContactData/CustomerEndpoint", Value::Null), "no_number"),
        (with("/Details/ContactData/CustomerEndpoint", json!({})), "no_number"),
        (with("/Details/ContactData", Value::Null), "no_number"),
        (json!({}), "no_number"),
        (json!(null), "no_number"),
        (chat, "no_number"),
        (address("Anonymous"), "no_number"),
        (address("+266696687"), "no_number"),
        (address(""), "no_number"),
        (asked("Unavailable"), "no_number"),
        (address("+10003569377"), "unsupported_number"),
    ] {
        let answer = stack.invoke("vanity-convert", &event);
        assert_eq!((answer.status, answer.header("x-amz-function-error")), (200, ""));
        let expected =
            json!({"status": status, "phoneNumber": "", "count": "0", "recorded": "false"});
        assert_eq!(answer.json(), expected, "{event}");
    }
    let callers = stack.people.get("/vanity-numbers").json();
    assert_eq!(callers, json!({"callers": []}));

    for (event, number, recorded) in [
        (address("+492345678901234"), "+492345678901234", "true"),
        (asked("1-800-GOT-JUNK"), "+18004685865", "false"),
        (with("/Details/ContactData/SystemEndpoint", Value::Null), "+18003569377", "true"),
        (asked("800-356-9377"), "+18003569377", "true"),
        (with("/Details/ContactData/ContactId", "x".repeat(300).into()), "+18003569377", "true"),
    ] {
        let reply = stack.invoke("vanity-convert", &event).json();
        assert_eq!((&reply["status"], &reply["phoneNumber"]), (&"ok".into(), &number.into()));
        assert_eq!(reply["recorded"], recorded, "{event}");
        assert!(reply.as_object().unwrap().values().all(Value::is_string), "{reply}");
    }
    let callers = stack.people.get("/vanity-numbers").json();
    assert_eq!(callers["callers"].as_array().unwrap().len(), 2);
}

#[test]
fn the_api_speaks_http() {
    let stack = LocalStack::start();
    let _ = stack.call("+18003569377");
    let path = "/vanity-numbers/%2B1%20800%20356-9377";
    let first = stack.people.get(path);
    assert_eq!((first.status, first.header("content-type")), (200, "application/json"));
    assert_eq!(first.header("cache-control"), "private, no-cache");

    let again = stack.people.send("GET", path, &[("if-none-match", first.header("etag"))]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let head = stack.people.send("HEAD", path, &[]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("etag"), first.header("etag"));

    let post = stack.people.post("/vanity-numbers", &json!({}));
    assert_eq!((post.status, post.header("allow")), (405, "GET, HEAD"));
    for (path, status) in [
        ("/vanity-numbers/+12125550123", 404),
        ("/vanity-numbers/nobody", 400),
        ("/vanity-numbers?limit=0", 400),
        ("/vanity-numbers/a/b", 404),
    ] {
        let problem = stack.people.get(path);
        assert_eq!(problem.status, status, "{path}");
        assert_eq!(problem.header("content-type"), "application/problem+json", "{path}");
        assert_eq!(problem.json()["status"], status, "{path}");
    }
}

#[test]
fn every_answered_call_survives_a_kill() {
    const CALLS: usize = 200;
    let stack = LocalStack::start();
    let number = |at: usize| format!("+1212555{at:04}");
    let answered = AtomicUsize::new(0);
    // Eight callers at a time. The stack is killed once half of the calls are answered.
    let answered_numbers: Vec<String> = thread::scope(|scope| {
        let callers: Vec<_> = (0..8)
            .map(|caller| {
                let (stack, answered) = (&stack, &answered);
                scope.spawn(move || {
                    let mut numbers = Vec::new();
                    for at in (caller..CALLS).step_by(8) {
                        let body = json!({"phoneNumber": number(at)});
                        let Ok(answer) = stack.people.try_post("/local/calls", &body) else {
                            break;
                        };
                        if answer.json()["attributes"]["status"] == "ok" {
                            numbers.push(number(at));
                        }
                        if answered.fetch_add(1, Ordering::SeqCst) == CALLS / 2 {
                            stack.kill();
                        }
                    }
                    numbers
                })
            })
            .collect();
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
    });
    assert!((CALLS / 2..CALLS).contains(&answered_numbers.len()), "{}", answered_numbers.len());

    let stack = stack.restart_killed();
    for number in &answered_numbers {
        let answer = stack.people.get(&format!("/vanity-numbers/{number}"));
        assert_eq!(answer.status, 200, "{number} was answered and is not recorded");
        assert_eq!(answer.json()["callCount"], 1);
    }
}

#[test]
fn logs_are_flat_json_with_ids_and_hold_no_number() {
    let stack = LocalStack::start();
    let numbers = ["+18003569377", "+14155550123", "+41800934454"];
    for number in numbers {
        let _ = stack.call(number);
        let _ = stack.people.get(&format!("/vanity-numbers/{number}"));
    }
    let _ = stack.people.get("/vanity-numbers");
    // The error must not repeat the event that could not be read.
    let bad = stack.invoke("vanity-lookup", &json!({"requestContext": "+14155550123"}));
    assert_eq!(bad.header("x-amz-function-error"), "Unhandled");
    assert_eq!(bad.json()["errorType"], "BadEvent");
    let logs = stack.stop_and_read_logs();
    logs.assert_hold_none_of(numbers.map(|number| &number[number.len() - 9..]));
    // A vanity number is a phone number too.
    logs.assert_hold_none_of(["FLOWERS"]);

    let recorded = logs.of_event("call_recorded");
    assert_eq!(recorded.len(), 3, "{logs:?}");
    for line in &recorded {
        assert_eq!(line["function_name"], "vanity-convert");
        assert_eq!(line["level"], "INFO");
        assert!(line["request_id"].as_str().unwrap().len() > 30, "{line}");
        assert!(line["trace_id"].as_str().unwrap().starts_with("Root="), "{line}");
        assert!(
            line["cold_start"].is_boolean() && line["phone_number"].as_str().unwrap().contains('*')
        );
    }
    // One metric document per invocation: three calls, three look-ups, one list, one failure.
    let documents = logs.metrics();
    assert_eq!(documents.len(), 8, "{logs:?}");
    assert_eq!(documents.iter().filter(|document| document["Errors"] == 1.0).count(), 1);
    assert_eq!(documents.iter().filter(|document| document["ColdStart"] == 1.0).count(), 2);
    for document in &documents {
        assert_eq!(document["_aws"]["CloudWatchMetrics"][0]["Namespace"], "Switchboard");
        assert!(document["Duration"].is_number(), "{document}");
    }
}
