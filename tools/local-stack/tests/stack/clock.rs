//! The stack's clock.

use axum::body::Bytes;
use serde_json::{Value, json};
use switchboard_local_stack::lambda::Outcome;
use switchboard_local_stack::{Stack, Storage};

use crate::harness::{
    HELLO, Reply, eventually, get, hello, options, post, release, release_view, reply, stack,
};

const WEEK: i64 = 7 * 24 * 60 * 60;

async fn advance(stack: &Stack, seconds: i64) -> Reply {
    let url = format!("{}/local/clock", stack.addresses().people);
    post(&url, &json!({ "advanceSeconds": seconds })).await
}

fn offset() -> Value {
    json!({ "env": "SWITCHBOARD_CLOCK_OFFSET" })
}

#[tokio::test]
async fn time_passes_for_the_stack_and_for_new_processes() {
    let stack = stack().await;
    assert_eq!(reply(&stack, &offset()).await, Value::Null);
    assert_eq!(stack.lambda().idle_processes(HELLO), 1);

    let answer = advance(&stack, WEEK).await;
    assert_eq!((answer.status, &answer.json()["offsetSeconds"]), (200, &json!(WEEK)));
    assert_eq!(stack.lambda().idle_processes(HELLO), 0, "the old one is gone");
    assert_eq!(reply(&stack, &offset()).await, WEEK.to_string());

    let shown = get(&format!("{}/local/clock", stack.addresses().people)).await.json();
    let now: jiff::Timestamp = shown["now"].as_str().unwrap().parse().unwrap();
    let ahead = now.as_second() - wall_now_ms() / 1000;
    assert!((WEEK - 5..=WEEK + 5).contains(&ahead), "{ahead}");
    stack.stop().await;
}

#[expect(clippy::disallowed_methods, reason = "the stack's clock is compared with the wall clock")]
fn wall_now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[tokio::test]
async fn a_busy_process_is_not_used_again_and_deadlines_stay_real() {
    let stack = stack().await;
    let (lambda, busy) = (stack.lambda().clone(), json!({ "sleepMs": 800, "context": true }));
    let running =
        tokio::spawn(async move { lambda.invoke(HELLO, Bytes::from(busy.to_string())).await });
    // The invocation must have its process before the clock moves.
    let people = &stack.addresses().people;
    eventually(async || (stack.lambda().busy_processes(HELLO) == 1).then_some(())).await;
    post(&format!("{people}/local/clock"), &json!({ "advanceSeconds": 60 })).await;
    let Outcome::Success(busy) = running.await.unwrap().unwrap().outcome else { panic!() };
    let busy: Value = serde_json::from_slice(&busy).unwrap();
    let left = busy["deadlineMs"].as_i64().unwrap() - wall_now_ms();
    assert!((1..=3000).contains(&left), "{left} ms are left of three seconds");

    let next = reply(&stack, &json!({ "context": true })).await;
    assert_ne!(next["processId"], busy["processId"]);
    stack.stop().await;
}

#[tokio::test]
async fn the_clock_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::Folder(folder.path().to_owned());
    let start =
        async || Stack::start(options([hello(HELLO)]).storage(storage.clone())).await.unwrap();
    let stack = start().await;
    advance(&stack, 61).await;
    stack.stop().await;
    let stack = start().await;
    assert_eq!(reply(&stack, &offset()).await, "61");
    stack.stop().await;
}

#[tokio::test]
async fn an_invalid_step_is_refused() {
    let stack = stack().await;
    for step in [-1, 400 * 24 * 60 * 60 + 1] {
        let problem = advance(&stack, step).await;
        let kind = problem.header("content-type").to_owned();
        assert_eq!((problem.status, kind.as_str()), (400, "application/problem+json"));
        let detail = problem.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("advanceSeconds"), "{detail}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn an_approval_fails_when_its_time_has_come() {
    let stack = Stack::start(options([])).await.unwrap();
    let id = release(&stack, &json!({ "pipeline": "storefront", "timeoutMinutes": 5 })).await;
    advance(&stack, 3 * 60).await;
    assert_eq!(release_view(&stack, &id).await["approval"]["status"], "InProgress");
    advance(&stack, 3 * 60).await;
    let view = release_view(&stack, &id).await;
    assert_eq!(
        (&view["status"], &view["approval"]["status"]),
        (&json!("Failed"), &json!("Failed"))
    );
    stack.stop().await;
}
