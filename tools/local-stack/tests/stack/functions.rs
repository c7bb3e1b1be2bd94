//! Functions as processes: the Runtime API, time limits, failures, concurrency.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use serde_json::{Value, json};
use switchboard_local_stack::lambda::{Failure, InvokeError, Outcome};
use switchboard_local_stack::{LogSink, Stack};

use crate::harness::{HELLO, error, hello, invoke, options, reply, stack};

/// Identifies the process that replies: each has a log stream of its own.
fn which_process() -> Value {
    json!({ "env": "AWS_LAMBDA_LOG_STREAM_NAME" })
}

#[tokio::test]
async fn an_event_goes_to_the_function_and_its_reply_comes_back() {
    let stack = stack().await;
    assert_eq!(reply(&stack, &json!({})).await, json!({ "message": "Hello, world!" }));
    assert_eq!(reply(&stack, &json!({ "echo": ["ä", 1] })).await, json!(["ä", 1]));
    stack.stop().await;
}

#[tokio::test]
async fn the_function_receives_its_deadline_and_its_arn() {
    let stack = stack().await;
    let invocation = invoke(&stack, &json!({ "context": true })).await;
    let Outcome::Success(context) = invocation.outcome else { panic!("{invocation:?}") };
    let context: Value = serde_json::from_slice(&context).unwrap();

    assert_eq!(context["requestId"], invocation.request_id.as_str());
    assert_eq!(context["functionArn"], "arn:aws:lambda:us-east-1:123456789012:function:hello");
    assert!(context["traceId"].as_str().unwrap().starts_with("Root=1-"));
    let deadline = context["deadlineMs"].as_i64().unwrap();
    let left = deadline - now_ms();
    assert!((1..=3000).contains(&left), "{left} ms are left of three seconds");
    stack.stop().await;
}

#[expect(clippy::disallowed_methods, reason = "a deadline is a time of the wall clock")]
fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[tokio::test]
async fn the_environment_is_lambdas_and_nothing_else() {
    let function = hello(HELLO).memory_mb(256).variable("MINE", "yes");
    let stack = Stack::start(options([function])).await.unwrap();
    for (name, value) in [
        ("AWS_LAMBDA_FUNCTION_NAME", json!("hello")),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", json!("256")),
        ("AWS_LAMBDA_LOG_GROUP_NAME", json!("/aws/lambda/hello")),
        ("AWS_ENDPOINT_URL", json!(stack.addresses().aws)),
        ("AWS_REGION", json!("us-east-1")),
        ("TZ", json!(":UTC")),
        ("MINE", json!("yes")),
        ("HOME", Value::Null),
        ("CARGO_MANIFEST_DIR", Value::Null),
    ] {
        assert_eq!(reply(&stack, &json!({ "env": name })).await, value, "{name}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn an_invocation_over_its_time_limit_is_killed_and_the_next_one_works() {
    let function = hello(HELLO).timeout(Duration::from_secs(1));
    let stack = Stack::start(options([function])).await.unwrap();
    let started = Instant::now();
    let error = error(&stack, &json!({ "sleepMs": 60_000 })).await;
    assert!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(error["errorType"], "Sandbox.Timedout");
    let message = error["errorMessage"].as_str().unwrap();
    assert!(message.ends_with("Task timed out after 1.00 seconds"), "{message}");

    assert_eq!(stack.lambda().idle_processes(HELLO), 0);
    assert_eq!(reply(&stack, &json!({ "echo": 1 })).await, 1);
    stack.stop().await;
}

#[tokio::test]
async fn a_panic_is_an_error_and_the_process_goes_on() {
    let stack = stack().await;
    let before = reply(&stack, &which_process()).await;
    let error = error(&stack, &json!({ "panic": true })).await;
    assert_eq!(error["errorMessage"], "Lambda panicked: panic was requested");
    assert_eq!(reply(&stack, &which_process()).await, before);
    stack.stop().await;
}

#[tokio::test]
async fn a_process_that_ends_is_an_error_and_is_replaced() {
    let stack = stack().await;
    let before = reply(&stack, &which_process()).await;
    let invocation = invoke(&stack, &json!({ "exit": 7 })).await;
    let Outcome::Failure(failure) = invocation.outcome else { panic!("{invocation:?}") };
    let error: Value = serde_json::from_slice(&failure.payload(&invocation.request_id)).unwrap();
    let id = invocation.request_id;
    assert_eq!(
        error,
        json!({
            "errorType": "Runtime.ExitError",
            "errorMessage": format!("RequestId: {id} Error: Runtime exited with error: exit status 7"),
        })
    );
    assert_ne!(reply(&stack, &which_process()).await, before);
    stack.stop().await;
}

#[tokio::test]
async fn a_function_that_cannot_start_says_how_it_ended() {
    // An executable that is not a function: it never asks for an invocation.
    let function = hello(HELLO).binary("false");
    let mut options = options([function]);
    options.functions_dir =
        if std::path::Path::new("/bin/false").is_file() { "/bin" } else { "/usr/bin" }.into();
    let stack = Stack::start(options).await.unwrap();
    let error = error(&stack, &json!({})).await;
    assert_eq!(error["errorType"], "Runtime.ExitError");
    assert!(error["errorMessage"].as_str().unwrap().ends_with("exit status 1"), "{error}");
    stack.stop().await;
}

#[tokio::test]
async fn a_reply_larger_than_lambda_takes_is_an_error() {
    let stack = stack().await;
    let large = "x".repeat(6 * 1024 * 1024 + 101);
    let error = error(&stack, &json!({ "echo": large })).await;
    assert_eq!(error["errorType"], "Function.ResponseSizeTooLarge");
    assert_eq!(reply(&stack, &json!({ "echo": 1 })).await, 1);
    stack.stop().await;
}

#[tokio::test]
async fn invocations_at_once_have_a_process_each_and_an_idle_one_is_used_again() {
    let stack = stack().await;
    let busy = json!({ "sleepMs": 300, "env": "AWS_LAMBDA_LOG_STREAM_NAME" });
    let (one, two, three) =
        tokio::join!(reply(&stack, &busy), reply(&stack, &busy), reply(&stack, &busy));
    let processes =
        BTreeSet::from([one, two, three].map(|process| process.as_str().unwrap().to_owned()));
    assert_eq!(processes.len(), 3);
    assert_eq!(stack.lambda().idle_processes(HELLO), 3);

    let again = reply(&stack, &which_process()).await;
    assert!(processes.contains(again.as_str().unwrap()));
    assert_eq!(reply(&stack, &which_process()).await, again, "the most recently used one");
    assert_eq!(stack.lambda().idle_processes(HELLO), 3);
    stack.stop().await;
}

#[tokio::test]
async fn one_invocation_more_than_the_limit_is_throttled() {
    let stack = Stack::start(options([hello(HELLO).max_concurrency(1)])).await.unwrap();
    let event = || Bytes::from_static(br#"{"sleepMs":200}"#);
    let (first, second) =
        tokio::join!(stack.lambda().invoke(HELLO, event()), stack.lambda().invoke(HELLO, event()));
    assert!(matches!(first.unwrap().outcome, Outcome::Success(_)));
    assert!(matches!(second, Err(InvokeError::Throttled)));
    stack.stop().await;
}

#[tokio::test]
async fn stopping_waits_for_what_runs() {
    let stack = stack().await;
    let lambda = stack.lambda().clone();
    let event = Bytes::from_static(br#"{"sleepMs":300}"#);
    let running = lambda.invoke(HELLO, event);
    let (invocation, ()) = tokio::join!(running, stack.stop());
    assert!(matches!(invocation.unwrap().outcome, Outcome::Success(_)));
}

#[tokio::test]
async fn the_log_has_the_functions_lines_and_lambdas_own() {
    let (logs, mut lines) = LogSink::channel();
    let stack = Stack::start(options([hello(HELLO)]).logs(logs)).await.unwrap();
    let invocation = invoke(&stack, &json!({ "panic": true })).await;
    assert!(matches!(invocation.outcome, Outcome::Failure(Failure::Reported(_))));
    let id = invocation.request_id;
    // The sink is dropped with the stack, which ends the channel.
    stack.stop().await;
    let mut texts = Vec::new();
    while let Some(line) = lines.recv().await {
        assert_eq!(&*line.function, HELLO);
        texts.push(line.text);
    }
    assert_eq!(texts.first(), Some(&format!("START RequestId: {id} Version: $LATEST")));
    assert!(texts.contains(&format!("END RequestId: {id}")));
    assert!(texts.iter().any(|text| text.contains("panic was requested")), "{texts:?}");
    let report = texts.iter().find(|text| text.starts_with("REPORT")).unwrap();
    assert!(report.contains("Init Duration: "), "{report}");
    assert!(report.ends_with("Status: error\tError Type: Function.Unhandled"), "{report}");
}
