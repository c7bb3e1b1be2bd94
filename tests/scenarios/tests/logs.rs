//! The log of each function, written by its real binary.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a scenario")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use switchboard_scenarios::{ANA, Approvals};

const FUNCTIONS: [&str; 6] = [
    "approval-decision",
    "approval-request",
    "approval-sweep",
    "synthetic-probe",
    "vanity-convert",
    "vanity-lookup",
];

/// The log filter keeps INFO lines only of crates whose names start with `switchboard_`. A function
/// in a crate with another name would log warnings and errors only.
#[test]
fn every_function_logs_its_work_at_info() {
    let desk = Approvals::start();
    let stack = desk.stack();
    assert_eq!(stack.call("+18003569377").status, 200);
    assert_eq!(stack.people.get("/vanity-numbers/+18003569377").status, 200);
    let report = stack.invoke("synthetic-probe:live", &json!({"source": "switchboard.schedule"}));
    assert_eq!(report.status, 200, "{}", report.body);
    // The sweep mails the result, because the event that would do so is lost.
    let (_, mailed) = desk.storefront();
    desk.fault(&json!({"service": "events", "operation": "*", "error": "lost", "times": null}));
    assert_eq!(desk.accept(&mailed.accept).status, 200);
    desk.advance(60);
    desk.sweep();
    assert_eq!(desk.mails(ANA).len(), 2);

    let logs = desk.finish();
    let is_info = |line: &Value| line["level"] == "INFO" && line["event"].is_string();
    let lines: Vec<Value> = logs.json_lines().filter(is_info).collect();
    let functions: BTreeSet<&str> =
        lines.iter().map(|line| line["function_name"].as_str().unwrap()).collect();
    assert!(functions.iter().eq(&FUNCTIONS), "{functions:?}");
}
