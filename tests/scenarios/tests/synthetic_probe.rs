//! The probe acts as a caller and as a client of the API, with the real binaries.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use serde_json::{Value, json};
use switchboard_scenarios::LocalStack;

/// Runs the probe. A failed check does not fail the invocation.
fn probe(stack: &LocalStack) -> Value {
    let answer = stack.invoke("synthetic-probe:live", &json!({"source": "switchboard.schedule"}));
    assert_eq!((answer.status, answer.header("x-amz-function-error")), (200, ""), "{answer:?}");
    answer.json()
}

/// The checks that failed, each with the reason.
fn failing(report: &Value) -> Vec<(&str, &str)> {
    let checks = report["checks"].as_array().unwrap().iter();
    let failing = checks.filter(|check| check["ok"] == false);
    failing
        .map(|check| (check["name"].as_str().unwrap(), check["detail"].as_str().unwrap()))
        .collect()
}

fn break_table(stack: &LocalStack, operation: &str, function: &str) {
    let fault = json!({"service": "dynamodb", "operation": operation, "function": function,
        "error": "ResourceNotFoundException", "times": null});
    stack.fault(&fault);
}

#[test]
fn a_healthy_stack_is_told_from_one_that_fails_and_by_which_check() {
    let stack = LocalStack::start();
    let passed = |name| json!({"name": name, "ok": true, "detail": "ok"});
    // The stack's API is open, so the probe does not check that strangers are refused.
    let checks = ["call_answered", "call_recorded", "numbers_served", "page_served"].map(passed);
    let healthy = json!({"checks": checks, "healthy": true});
    assert_eq!(probe(&stack), healthy);
    let served = stack.people.get("/vanity-numbers/12025550143").json();
    assert_eq!(served["vanityNumbers"].as_array().unwrap().len(), 5, "{served}");

    break_table(&stack, "UpdateItem", "vanity-convert");
    let report = probe(&stack);
    // The caller is answered, and the numbers of the earlier run are still served.
    let why = "the call was answered, but it was not recorded";
    assert_eq!(failing(&report), [("call_recorded", why)]);
    assert_eq!(report["healthy"], false);

    break_table(&stack, "GetItem", "vanity-lookup");
    let report = probe(&stack);
    let served = ("numbers_served", "the status is 500, not 200");
    assert_eq!(failing(&report), [("call_recorded", why), served]);

    stack.clear_faults();
    assert_eq!(probe(&stack), healthy);

    let logs = stack.stop_and_read_logs();
    logs.assert_hold_none_of(["2025550143"]);
    let mut documents = logs.metrics();
    documents.retain(|document| document["Function"] == "synthetic-probe");
    for (metric, values) in [
        ("Healthy", [1.0, 0.0, 0.0, 1.0]),
        ("Failures", [0.0, 1.0, 2.0, 0.0]),
        ("Errors", [0.0; 4]),
    ] {
        let written = documents.iter().map(|document| document[metric].as_f64().unwrap());
        assert!(written.eq(values), "{metric} of {documents:?}");
    }
    let named: Vec<_> =
        logs.of_event("check_failed").iter().map(|line| line["check"].clone()).collect();
    assert_eq!(named, ["call_recorded", "call_recorded", "numbers_served"]);
}

#[test]
fn the_probe_is_in_no_book_of_callers() {
    let stack = LocalStack::start();
    assert_eq!(stack.call("+18003569377").json()["status"], "ok");
    for _ in 0..3 {
        assert_eq!(probe(&stack)["healthy"], true);
    }
    assert_eq!(stack.people.get("/vanity-numbers/12025550143").status, 200);
    let list = stack.people.get("/vanity-numbers?limit=100").json();
    let callers = list["callers"].as_array().unwrap();
    assert_eq!(callers.len(), 1, "{list}");
    assert_eq!(callers[0]["phoneNumber"], "+1********77");

    let logs = stack.stop_and_read_logs();
    let total = |metric| logs.total(metric);
    assert_eq!(["Calls", "Retries", "WordReadings", "ProbeCalls"].map(total), [1, 0, 5, 3]);
}
