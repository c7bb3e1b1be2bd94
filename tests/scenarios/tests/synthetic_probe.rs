//! The probe takes the way of a caller and of a client of the API, with the real binaries.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use serde_json::{Value, json};
use switchboard_scenarios::Program;

/// Runs the probe; it never fails, whatever it finds.
fn probe(stack: &Program) -> Value {
    let answer = stack.invoke("synthetic-probe:live", &json!({"source": "switchboard.schedule"}));
    assert_eq!((answer.status, answer.header("x-amz-function-error")), (200, ""), "{answer:?}");
    answer.json()
}

/// Only the checks that fail, each with why.
fn failing(report: &Value) -> Vec<(&str, &str)> {
    let checks = report["checks"].as_array().unwrap().iter();
    let failing = checks.filter(|check| check["ok"] == false);
    failing
        .map(|check| (check["name"].as_str().unwrap(), check["detail"].as_str().unwrap()))
        .collect()
}

fn order(stack: &Program, operation: &str, function: &str) {
    let fault = json!({"service": "dynamodb", "operation": operation, "function": function,
        "error": "ResourceNotFoundException", "times": null});
    assert!(stack.people.post("/local/faults", &fault).status < 300);
}

#[test]
fn a_healthy_stack_is_told_from_one_that_fails_and_by_which_check() {
    let stack = Program::start();
    let passed = |name| json!({"name": name, "ok": true, "detail": "ok"});
    // The stack's API is open, so nobody is refused there.
    let healthy =
        json!({"checks": [passed("call_answered"), passed("numbers_served")], "healthy": true});
    assert_eq!(probe(&stack), healthy);
    let served = stack.people.get("/vanity-numbers/12025550143").json();
    assert_eq!(served["vanityNumbers"].as_array().unwrap().len(), 5, "{served}");

    order(&stack, "UpdateItem", "vanity-convert");
    let report = probe(&stack);
    // What earlier runs left is still served.
    let why = "the function failed: StoreRefused";
    assert_eq!(failing(&report), [("call_answered", why)]);
    assert_eq!(report["healthy"], false);

    order(&stack, "GetItem", "vanity-lookup");
    let report = probe(&stack);
    let served = ("numbers_served", "the status is 500, not 200");
    assert_eq!(failing(&report), [("call_answered", why), served]);

    assert!(stack.people.send("DELETE", "/local/faults", &[]).status < 300);
    assert_eq!(probe(&stack), healthy);

    let logged = stack.stop_and_read_logs();
    assert!(!logged.contains("2025550143"), "a number is in the logs:\n{logged}");
    let lines: Vec<Value> = logged
        .lines()
        .filter_map(|line| line.split_once(" | "))
        .filter_map(|(_, text)| serde_json::from_str(text).ok())
        .collect();
    let of_the_probe = |line: &&Value| line["Function"] == "synthetic-probe";
    let documents: Vec<_> = lines.iter().filter(of_the_probe).collect();
    for (metric, values) in [
        ("Healthy", [1.0, 0.0, 0.0, 1.0]),
        ("Failures", [0.0, 1.0, 2.0, 0.0]),
        ("Errors", [0.0; 4]),
    ] {
        let written = documents.iter().map(|document| document[metric].as_f64().unwrap());
        assert!(written.eq(values), "{metric} of {documents:?}");
    }
    let named = lines.iter().filter(|line| line["event"] == "check_failed");
    let named: Vec<_> = named.map(|line| line["check"].clone()).collect();
    assert_eq!(named, ["call_answered", "call_answered", "numbers_served"]);
}
