//! Faults on demand.

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{Method, Request};
use serde_json::{Value, json};
use switchboard_local_stack::lambda::{Failure, Outcome};
use switchboard_local_stack::{APPROVAL_SWEEP, LogSink, Stack};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{
    HELLO, approval_stand_ins, codepipeline, eventually, get, get_item, hello, options, post,
    put_item, release, reply, send, signed, stack, try_send,
};

async fn request_fault(stack: &Stack, fault: &Value) {
    let answer = post(&format!("{}/local/faults", stack.addresses().people), fault).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

fn item(id: &str) -> Value {
    json!({ "id": { "S": id } })
}

fn put(key: &str, id: &str, aws: &str) -> Request<Body> {
    let input = json!({ "TableName": "vanity-numbers", "Item": item(id) });
    signed(key, aws, "DynamoDB_20120810.PutItem", &input)
}

async fn is_there(stack: &Stack, id: &str) -> bool {
    get_item(&stack.addresses().aws, id).await != Value::Null
}

#[tokio::test]
async fn an_error_has_the_shape_of_its_service_and_nothing_is_done() {
    let stack = stack().await;
    let aws = &stack.addresses().aws;
    request_fault(
        &stack,
        &json!({ "service": "dynamodb", "operation": "PutItem", "error": "ThrottlingException" }),
    )
    .await;
    let refused = try_send(put("x", "one", aws)).await.unwrap();
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json()["__type"], "com.amazon.coral.availability#ThrottlingException");
    assert!(!is_there(&stack, "one").await);
    put_item(aws, &item("one")).await;

    request_fault(
        &stack,
        &json!({ "service": "codepipeline", "operation": "*", "error": "ThrottlingException" }),
    )
    .await;
    let refused = codepipeline(&stack, "GetPipelineState", &json!({ "name": "storefront" })).await;
    assert_eq!((refused.status, &refused.json()["__type"]), (400, &json!("ThrottlingException")));

    request_fault(
        &stack,
        &json!({ "service": "ses", "operation": "SendEmail", "error": "TooManyRequestsException" }),
    )
    .await;
    request_fault(
        &stack,
        &json!({ "service": "ses", "operation": "SendEmail", "error": "Oops", "status": 503 }),
    )
    .await;
    for (status, code) in [(429, "TooManyRequestsException"), (503, "Oops")] {
        let refused =
            send(Method::POST, &format!("{aws}/v2/email/outbound-emails"), &[], "{}").await;
        assert_eq!((refused.status, refused.header("x-amzn-errortype")), (status, code));
    }
    stack.stop().await;
}

#[tokio::test]
async fn faults_are_listed_with_what_is_left_and_cleared() {
    let stack = stack().await;
    let url = format!("{}/local/faults", stack.addresses().people);
    let fault = json!({ "service": "dynamodb", "operation": "PutItem", "error": "X", "times": 2, "skip": 1 });
    request_fault(&stack, &fault).await;
    request_fault(
        &stack,
        &json!({ "service": "ses", "operation": "*", "delayMs": 5, "times": null }),
    )
    .await;
    let aws = &stack.addresses().aws;
    let statuses = [
        try_send(put("x", "one", aws)).await.unwrap().status,
        try_send(put("x", "two", aws)).await.unwrap().status,
    ];
    assert_eq!(statuses, [200, 400]);
    assert_eq!(
        get(&url).await.json(),
        json!([
            { "service": "dynamodb", "operation": "PutItem", "error": "X", "skip": 0, "remaining": 1 },
            { "service": "ses", "operation": "*", "delayMs": 5, "skip": 0, "remaining": null },
        ])
    );
    assert_eq!(send(Method::DELETE, &url, &[], Body::empty()).await.status, 204);
    assert_eq!(get(&url).await.json(), json!([]));
    assert_eq!(try_send(put("x", "three", aws)).await.unwrap().status, 200);

    let problem = post(&url, &json!({ "service": "s3", "operation": "*", "error": "X" })).await;
    assert_eq!((problem.status, problem.header("content-type")), (400, "application/problem+json"));
    assert!(problem.json()["detail"].as_str().unwrap().contains("delayMs"));
    stack.stop().await;
}

#[tokio::test]
async fn a_delayed_call_is_carried_out_after_its_caller_has_gone() {
    let stack = stack().await;
    request_fault(
        &stack,
        &json!({ "service": "dynamodb", "operation": "PutItem", "delayMs": 300 }),
    )
    .await;
    let aws = stack.addresses().aws.clone();
    let started = Instant::now();
    let impatient = try_send(put("x", "late", &aws));
    let gone = tokio::time::timeout(Duration::from_millis(100), impatient).await;
    assert!(gone.is_err(), "the call was not delayed");
    eventually(async || is_there(&stack, "late").await.then_some(())).await;
    assert!(started.elapsed() >= Duration::from_millis(300));
    stack.stop().await;
}

#[tokio::test]
async fn a_dropped_response_is_a_closed_connection_after_the_call() {
    let stack = stack().await;
    request_fault(
        &stack,
        &json!({ "service": "dynamodb", "operation": "PutItem", "dropResponse": true }),
    )
    .await;
    let address = stack.addresses().aws.strip_prefix("http://").unwrap().to_owned();
    let body = json!({ "TableName": "vanity-numbers", "Item": item("one") }).to_string();
    let mut connection = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-amz-json-1.0\r\n\
         x-amz-target: DynamoDB_20120810.PutItem\r\n\
         authorization: AWS4-HMAC-SHA256 Credential=x/20261121/us-east-1/dynamodb/aws4_request, \
         SignedHeaders=host, Signature=0\r\nx-amz-date: 20261121T102345Z\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.write_all(body.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // The connection may be closed or reset. Either way, no byte arrives.
    let _ = connection.read_to_end(&mut answer).await;
    assert_eq!(String::from_utf8_lossy(&answer), "");
    assert!(is_there(&stack, "one").await);
    stack.stop().await;
}

#[tokio::test]
async fn the_process_that_calls_is_killed_before_or_after_the_call() {
    for (kill, done) in [("before", false), ("after", true)] {
        let stack = stack().await;
        let aws = stack.addresses().aws.clone();
        let key = reply(&stack, &json!({ "env": "AWS_ACCESS_KEY_ID" })).await;
        let key = key.as_str().unwrap().to_owned();
        request_fault(&stack, &json!({ "service": "dynamodb", "operation": "PutItem", "function": HELLO, "kill": kill })).await;
        // The call of another caller passes.
        assert_eq!(try_send(put("other", "two", &aws)).await.unwrap().status, 200);

        let lambda = stack.lambda().clone();
        let busy = Bytes::from_static(br#"{"sleepMs":60000}"#);
        let running = tokio::spawn(async move { lambda.invoke(HELLO, busy).await });
        eventually(async || (stack.lambda().busy_processes(HELLO) == 1).then_some(())).await;
        try_send(put(&key, "one", &aws)).await.unwrap_err();
        let invocation = running.await.unwrap().unwrap();
        let Outcome::Failure(failure @ Failure::Exited(_)) = invocation.outcome else {
            panic!("{invocation:?}")
        };
        let document = failure.payload(&invocation.request_id);
        assert!(String::from_utf8_lossy(&document).contains("signal: killed"));
        assert_eq!(is_there(&stack, "one").await, done, "{kill}");
        assert_ne!(reply(&stack, &json!({ "env": "AWS_ACCESS_KEY_ID" })).await, key.as_str());
        stack.stop().await;
    }
}

#[tokio::test]
async fn an_idle_process_is_killed_too() {
    let stack = Stack::start(options([hello(HELLO)])).await.unwrap();
    let key = reply(&stack, &json!({ "env": "AWS_ACCESS_KEY_ID" })).await;
    request_fault(&stack, &json!({ "service": "dynamodb", "operation": "*", "kill": "before" }))
        .await;
    let call = put(key.as_str().unwrap(), "one", &stack.addresses().aws);
    try_send(call).await.unwrap_err();
    assert_ne!(reply(&stack, &json!({ "env": "AWS_ACCESS_KEY_ID" })).await, key);
    stack.stop().await;
}

#[tokio::test]
async fn an_event_with_an_error_is_lost() {
    let (logs, mut lines) = LogSink::channel();
    let stack = Stack::start(options(approval_stand_ins()).logs(logs)).await.unwrap();
    let people = &stack.addresses().people;
    // A release that is stopped is two events: its approval has ended, and its execution.
    let fault = json!({ "service": "events", "operation": "*", "error": "x", "times": 3 });
    request_fault(&stack, &fault).await;
    for _ in 0..2 {
        let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
        post(&format!("{people}/local/releases/{id}/stop"), &json!({})).await;
    }
    eventually(async || (stack.lambda().idle_processes(APPROVAL_SWEEP) == 1).then_some(())).await;
    stack.stop().await;
    let mut sweeps = 0;
    while let Some(line) = lines.recv().await {
        sweeps += usize::from(&*line.function == APPROVAL_SWEEP && line.text.starts_with("START"));
    }
    assert_eq!(sweeps, 1);
}
