//! Whose number is kept, what a caller hears when nothing can be kept, and how a caller is erased.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use std::process::Command;

use serde_json::{Value, json};
use switchboard_scenarios::{LocalStack, connect_event};
use switchboard_test_harness::{built, run};

const CALLER: &str = "+18003569377";

/// The masked numbers in the list of latest callers, the newest first.
fn latest_callers(stack: &LocalStack) -> Vec<String> {
    let list = stack.people.get("/vanity-numbers?limit=100").json();
    let callers = list["callers"].as_array().unwrap().iter();
    callers.map(|caller| caller["phoneNumber"].as_str().unwrap().to_owned()).collect()
}

/// A call from a number, or from a withheld one, that presses these keys.
fn call(stack: &LocalStack, phone_number: Option<&str>, keys: &str) -> Value {
    let request = json!({"phoneNumber": phone_number, "keys": keys});
    stack.people.post("/local/calls", &request).json()
}

/// Another number that a caller keys in.
fn stranger(at: usize) -> String {
    format!("1415555{at:04}")
}

#[test]
fn a_call_that_keys_in_twenty_numbers_keeps_the_callers_alone() {
    let stack = LocalStack::start();
    let earlier: Vec<String> = (0..10).map(|at| format!("+1212555{at:04}")).collect();
    for number in &earlier {
        assert_eq!(stack.call(number).json()["status"], "ok");
    }
    let entries: Vec<_> = (0..20).map(|at| format!("4 {}# 1", stranger(at))).collect();
    let call = call(&stack, Some(CALLER), &format!("{} 9", entries.join(" ")));
    // All twenty were answered.
    let lines = call["transcript"].as_array().unwrap();
    let converted = lines.iter().filter(|line| line["block"] == "Convert the entry");
    assert_eq!(converted.count(), 20, "{call}");
    assert_eq!(call["attributes"]["phoneNumber"], "+14155550019", "{call}");

    let mut kept = earlier;
    kept.push(CALLER.to_owned());
    kept.sort();
    assert_eq!(stack.stored_numbers(), kept);
    let latest = latest_callers(&stack);
    assert_eq!((latest.len(), latest[0].as_str()), (11, "+1********77"));
    let asked_for = stack.people.get("/vanity-numbers/+14155550019");
    assert_eq!(asked_for.status, 404, "{}", asked_for.body);

    let logs = stack.stop_and_read_logs();
    logs.assert_hold_none_of(["4155550", "18003569377"]);
    let total = |metric| logs.total(metric);
    assert_eq!(["Calls", "NumbersAskedFor", "NotRecorded"].map(total), [11, 20, 0]);
}

#[test]
fn a_withheld_caller_keys_in_a_number_and_it_is_not_kept() {
    let stack = LocalStack::start();
    let call = call(&stack, None, "18003569377# 1 9");
    assert_eq!(call["attributes"]["vanity_1"], "1-800-FLOWERS", "{call}");
    assert!(stack.stored_numbers().is_empty());
    assert_eq!(stack.people.get("/vanity-numbers/1-800-FLOWERS").status, 404);
    assert!(latest_callers(&stack).is_empty());
}

#[test]
fn a_caller_who_keys_in_the_own_number_called_once() {
    let stack = LocalStack::start();
    let call = call(&stack, Some(CALLER), "4 8003569377# 1 9");
    assert_eq!(call["attributes"]["vanity_1"], "1-800-FLOWERS", "{call}");
    assert_eq!(stack.people.get("/vanity-numbers/1-800-FLOWERS").json()["callCount"], 1);
}

/// Whatever happens to the table, the caller hears the five after one attempt, and nobody hears an apology.
#[test]
fn while_the_table_is_down_callers_hear_the_five() {
    let stack = LocalStack::start();
    let fault = |effect: &Value| {
        let mut fault = json!({"service": "dynamodb", "operation": "UpdateItem", "times": null});
        fault.as_object_mut().unwrap().extend(effect.as_object().unwrap().clone());
        stack.fault(&fault);
    };
    let error = |name: &str| json!({ "error": name });
    let faults = [
        (error("ResourceNotFoundException"), "StoreRefused"),
        (error("AccessDeniedException"), "StoreRefused"),
        (error("ValidationException"), "StoreRefused"),
        (error("ProvisionedThroughputExceededException"), "StoreUnavailable"),
        (error("ThrottlingException"), "StoreUnavailable"),
        (json!({"error": "InternalServerError", "status": 500}), "StoreUnavailable"),
        (json!({"delayMs": 5000}), "StoreUnavailable"),
    ];
    let heard = |call: &Value| call["spoken"].to_string();
    let well = heard(&stack.call("+41800934454").json());
    for (effect, _) in &faults {
        fault(effect);
        let down = stack.call("+41800934454").json();
        assert_eq!(down["status"], "ok", "{effect}: {down}");
        assert_eq!(heard(&down), well, "{effect}");
        let event = connect_event(CALLER, "5ca32fbd-8f92-46af-92a5-6b0f970f0efe");
        let reply = stack.invoke("vanity-convert", &event).json();
        assert_eq!((&reply["status"], &reply["recorded"]), (&"ok".into(), &"false".into()));
        stack.clear_faults();
    }
    assert_eq!(stack.call(CALLER).json()["status"], "ok");
    assert_eq!(stack.people.get("/vanity-numbers/1-800-FLOWERS").status, 200, "recorded again");

    let logs = stack.stop_and_read_logs();
    logs.assert_hold_none_of(["8003569377", "800934454", "FLOWERS"]);
    let lines = logs.of_event("not_recorded");
    let types: Vec<_> = lines.iter().map(|line| line["error_type"].clone()).collect();
    let expected: Vec<_> = faults.iter().flat_map(|(_, kind)| [*kind, *kind]).collect();
    assert_eq!(types, expected, "one line a call: {lines:?}");
    assert!(lines.iter().all(|line| line["level"] == "ERROR"), "{lines:?}");
    let mut documents = logs.metrics();
    documents.retain(|document| document["Function"] == "vanity-convert");
    assert_eq!(documents.len(), 2 * faults.len() + 2, "no invocation was retried");
    assert!(documents.iter().all(|document| document["Errors"] == 0.0), "{documents:?}");
    let not_recorded = documents.iter().filter(|document| document["NotRecorded"] == 1.0);
    assert_eq!(not_recorded.count(), lines.len());
}

#[test]
fn an_item_that_nobody_can_read_costs_its_caller_nothing() {
    let stack = LocalStack::start();
    // The table has contacts of the number, and not the rest of what this version writes.
    let item = json!({"id": {"S": CALLER}, "contactIds": {"L": []}});
    let _ = stack.dynamodb("PutItem", &json!({"TableName": "vanity-numbers", "Item": item}));
    let reply = stack.invoke("vanity-convert", &connect_event(CALLER, "contact-1")).json();
    assert_eq!(
        (&reply["vanity_1"], &reply["recorded"]),
        (&"1-800-FLOWERS".into(), &"false".into())
    );
    let logs = stack.stop_and_read_logs();
    assert_eq!(logs.of_event("not_recorded")[0]["error_type"], "StoreCorrupt");
}

/// Runs `vanity forget` on the stack; returns its standard output, its messages and its exit status.
fn forget(stack: &LocalStack, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::new(built("vanity"));
    command
        .env("AWS_ENDPOINT_URL", stack.aws.base())
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "local")
        .env("AWS_SECRET_ACCESS_KEY", "local");
    let output = run(command.arg("forget").args(arguments), "");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn a_caller_who_is_forgotten_is_served_to_nobody() {
    let stack = LocalStack::start();
    for number in [CALLER, "+18004685865"] {
        assert_eq!(stack.call(number).json()["status"], "ok");
    }
    assert_eq!(stack.people.get("/vanity-numbers/1-800-FLOWERS").status, 200);

    let (said, messages, status) = forget(&stack, &["1-800-FLOWERS"]);
    assert_eq!((messages.as_str(), status), ("", Some(0)));
    assert!(said.starts_with("+1********77 was erased from vanity-numbers"), "{said}");
    assert_eq!(stack.people.get("/vanity-numbers/1-800-FLOWERS").status, 404);
    assert_eq!(latest_callers(&stack), ["+1********65"]);
    assert_eq!(stack.stored_numbers(), ["+18004685865"]);

    let (said, messages, status) = forget(&stack, &[CALLER]);
    assert_eq!((messages.as_str(), status), ("", Some(0)));
    assert!(said.starts_with("+1********77 is not in vanity-numbers"), "{said}");

    // The stack's table survives a restart without the number.
    let stack = stack.restart();
    assert_eq!(stack.people.get("/vanity-numbers/1-800-FLOWERS").status, 404);
    let (_, messages, status) = forget(&stack, &[CALLER, "--table", "no-such-table"]);
    assert_eq!(status, Some(1));
    assert!(messages.contains("the table refused the request"), "{messages}");
    assert!(!messages.contains("3569377"), "{messages}");
    assert_eq!(stack.call(CALLER).json()["status"], "ok");
    assert_eq!(stack.people.get("/vanity-numbers/1-800-FLOWERS").json()["callCount"], 1);
}
