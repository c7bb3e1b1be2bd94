//! Deployments ask the probe to try a new version before callers meet it, with the real binaries.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::{Value, json};
use switchboard_scenarios::LocalStack;
use switchboard_test_harness::{built, built_folder};
use tempfile::TempDir;

const FUNCTIONS: [&str; 6] = [
    "vanity-convert",
    "vanity-lookup",
    "approval-request",
    "approval-decision",
    "approval-sweep",
    "synthetic-probe",
];

/// A stack without a schedule, which would do work of its own.
fn start(functions_dir: &Path) -> LocalStack {
    let functions_dir = functions_dir.to_str().unwrap();
    LocalStack::start_with(&["--sweep-every", "0", "--functions-dir", functions_dir])
}

/// Deploys a version of a function: its hook runs, and is answered.
fn deploy(stack: &LocalStack, function: &str) -> Value {
    let deployed = stack.people.post("/local/deployments", &json!({"function": function}));
    assert_eq!(deployed.status, 201, "{}", deployed.body);
    deployed.json()
}

/// The names of the checks of a trial.
fn checks(deployed: &Value, ok: bool) -> Vec<&str> {
    let checks = deployed["report"]["checks"].as_array().unwrap().iter();
    checks.filter(|check| check["ok"] == ok).map(|check| check["name"].as_str().unwrap()).collect()
}

/// All items of a table.
fn items(stack: &LocalStack, table: &str) -> Value {
    stack.dynamodb("Scan", &json!({"TableName": table}))["Items"].clone()
}

/// A folder with the built functions, and another program in place of one of them.
fn broken(function: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in FUNCTIONS {
        let program = if name == function { "hello-function" } else { name };
        symlink(built(program), folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn good_versions_go_on_and_leave_nothing_behind() {
    let stack = start(&built_folder());
    for (function, expected) in [
        ("vanity-convert", &["call_answered", "call_recorded"][..]),
        ("vanity-lookup", &["numbers_served", "unknown_path_refused"]),
        ("approval-request", &["message_refused"]),
        ("approval-decision", &["page_served"]),
        ("approval-sweep", &["nothing_swept"]),
        ("synthetic-probe", &["call_answered", "call_recorded", "numbers_served", "page_served"]),
    ] {
        let deployed = deploy(&stack, function);
        assert_eq!(deployed["answer"], "Succeeded", "{function}: {deployed}");
        let expected = [&["deployment_found"], expected].concat();
        assert_eq!(checks(&deployed, true), expected, "{function}");
        // CodeDeploy may invoke the hook twice.
        let again = stack.invoke("synthetic-probe", &deployed["event"]);
        assert_eq!((again.status, again.header("x-amz-function-error")), (200, ""), "{again:?}");
    }

    // The test caller is in the table, and not in the list of callers. Nobody was asked and nothing mailed.
    assert_eq!(stack.stored_numbers(), ["+12025550143"]);
    assert_eq!(stack.people.get("/vanity-numbers?limit=100").json()["callers"], json!([]));
    assert_eq!(items(&stack, "approvals"), json!([]));
    assert_eq!(stack.people.get("/local/mailbox").json(), json!([]));

    let logs = stack.stop_and_read_logs();
    logs.assert_hold_none_of(["2025550143"]);
    let counted = ["Calls", "Retries", "RequestsOpened", "MailsSent", "RequestsClosed", "Errors"];
    for metric in counted {
        assert_eq!(logs.total(metric), 0, "{metric}");
    }
    assert_eq!((logs.total("Trials"), logs.total("FailedTrials")), (12, 0));
    // What alarms read is about what is live.
    assert!(logs.metrics().iter().all(|document| document.get("Healthy").is_none()));
    for event in ["undelivered", "mail_failed", "not_recorded", "check_failed"] {
        assert!(logs.of_event(event).is_empty(), "{event}");
    }
}

#[test]
fn a_version_that_is_another_program_goes_no_further() {
    for (function, failed) in [
        ("vanity-convert", "call_answered"),
        ("vanity-lookup", "numbers_served"),
        ("approval-request", "message_refused"),
        ("approval-decision", "page_served"),
        ("approval-sweep", "nothing_swept"),
    ] {
        let folder = broken(function);
        let stack = start(folder.path());
        let deployed = deploy(&stack, function);
        assert_eq!(deployed["answer"], "Failed", "{function}: {deployed}");
        assert_eq!(checks(&deployed, false)[0], failed, "{function}: {deployed}");
        assert_eq!(stack.people.get("/local/mailbox").json(), json!([]));
    }
}

#[test]
fn a_version_that_cannot_reach_its_table_goes_no_further() {
    let stack = start(&built_folder());
    for (function, operation, failed) in [
        ("vanity-convert", "UpdateItem", "call_recorded"),
        ("vanity-lookup", "GetItem", "numbers_served"),
        ("approval-decision", "GetItem", "page_served"),
        ("approval-sweep", "Query", "nothing_swept"),
    ] {
        stack.fault(&json!({"service": "dynamodb", "operation": operation, "function": function,
            "error": "ResourceNotFoundException", "times": null}));
        let deployed = deploy(&stack, function);
        assert_eq!(deployed["answer"], "Failed", "{function}: {deployed}");
        assert_eq!(checks(&deployed, false), [failed], "{function}: {deployed}");
    }
    // The probe's own checks find what is live broken.
    let deployed = deploy(&stack, "synthetic-probe");
    assert_eq!(deployed["answer"], "Failed", "{deployed}");
    stack.clear_faults();
    assert_eq!(deploy(&stack, "synthetic-probe")["answer"], "Succeeded");
}

#[test]
fn a_hook_is_answered_whatever_codedeploy_does() {
    let stack = start(&built_folder());
    let fault = |operation: &str, effect: &str, value: Value| {
        stack.fault(&json!({"service": "codedeploy", "operation": operation, effect: value}));
    };
    for operation in ["GetDeployment", "GetApplicationRevision"] {
        fault(operation, "error", json!("ThrottlingException"));
        let deployed = deploy(&stack, "approval-sweep");
        assert_eq!(deployed["answer"], "Failed", "{deployed}");
        assert_eq!(checks(&deployed, false), ["deployment_found"], "{deployed}");
    }
    // The answer arrives, and its confirmation does not.
    fault("PutLifecycleEventHookExecutionStatus", "dropResponse", json!(true));
    let deployed = deploy(&stack, "approval-sweep");
    assert_eq!(deployed["answer"], "Succeeded", "{deployed}");
    assert_eq!(deployed["report"]["healthy"], true);

    // A function that nobody taught the probe to try, and the way back.
    let deployed = deploy(&stack, "storefront");
    assert_eq!(deployed["answer"], "Failed", "{deployed}");
    assert_eq!(checks(&deployed, false), ["trial_known"]);
    let rollback = json!({"function": "storefront", "rollback": true});
    let deployed = stack.people.post("/local/deployments", &rollback).json();
    assert_eq!(deployed["answer"], "Succeeded", "{deployed}");

    // What is not a hook's event is not answered, and fails the invocation.
    let bad = json!({"DeploymentId": "d-A1B2C3D4E", "LifecycleEventHookExecutionId": "a b"});
    let answer = stack.invoke("synthetic-probe", &bad);
    assert_eq!(answer.header("x-amz-function-error"), "Unhandled");
    assert_eq!(answer.json()["errorType"], "BadEvent");
}
