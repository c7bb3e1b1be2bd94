//! The schedule of the sweep.

use std::time::Duration;

use serde_json::json;
use switchboard_local_stack::{APPROVAL_SWEEP, Stack};

use crate::harness::{
    approval_stand_ins, behaving, dead_letters, eventually, failing, options, post,
};

#[tokio::test]
async fn the_sweep_runs_again_and_again() {
    let every = Some(Duration::from_millis(50));
    let stack = Stack::start(options([failing(APPROVAL_SWEEP)]).sweep_every(every)).await.unwrap();
    let letters = dead_letters(&stack, 3).await;
    for letter in &letters {
        assert_eq!(letter["event"], json!({ "source": "switchboard.schedule" }));
    }
    stack.stop().await;
}

#[tokio::test]
async fn the_sweep_runs_on_request() {
    let sweep = behaving(APPROVAL_SWEEP, &json!({ "event": true }));
    let stack = Stack::start(options([sweep])).await.unwrap();
    let reply = post(&format!("{}/local/sweep", stack.addresses().people), &json!({})).await;
    assert_eq!((reply.status, reply.json()), (200, json!({ "source": "switchboard.schedule" })));
    stack.stop().await;

    let stack = Stack::start(options([failing(APPROVAL_SWEEP)])).await.unwrap();
    let problem = post(&format!("{}/local/sweep", stack.addresses().people), &json!({})).await;
    assert_eq!((problem.status, problem.header("content-type")), (502, "application/problem+json"));
    let detail = problem.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("Runtime.ExitError"), "{detail}");
    stack.stop().await;
}

#[tokio::test]
async fn the_sweep_runs_once_when_the_clock_moves_unless_it_has_no_schedule() {
    for (every, runs) in [(Some(Duration::from_hours(1)), 1), (None, 0)] {
        let stand_ins = approval_stand_ins();
        let stack = Stack::start(options(stand_ins).sweep_every(every)).await.unwrap();
        let clock = format!("{}/local/clock", stack.addresses().people);
        post(&clock, &json!({ "advanceSeconds": 60 })).await;
        if runs == 1 {
            eventually(async || (stack.lambda().idle_processes(APPROVAL_SWEEP) == 1).then_some(()))
                .await;
        }
        assert_eq!(stack.lambda().idle_processes(APPROVAL_SWEEP), runs);
        stack.stop().await;
    }
}
