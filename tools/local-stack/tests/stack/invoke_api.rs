//! The Invoke API, as an SDK uses it.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use switchboard_local_stack::Stack;

use crate::harness::{HELLO, Reply, hello, options, send, stack};

async fn call(stack: &Stack, function: &str, kind: &str, body: impl Into<Body>) -> Reply {
    let aws = &stack.addresses().aws;
    let url = format!("{aws}/2015-03-31/functions/{function}/invocations");
    send(Method::POST, &url, &[("x-amz-invocation-type", kind)], body).await
}

fn assert_error(reply: &Reply, status: u16, error_type: &str) -> Value {
    assert_eq!((reply.status, reply.header("x-amzn-errortype")), (status, error_type), "{reply:?}");
    reply.json()
}

#[tokio::test]
async fn a_function_is_invoked_by_name_qualified_name_and_arn() {
    let stack = stack().await;
    for name in [
        "hello",
        "hello:$LATEST",
        "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Ahello",
    ] {
        let reply = call(&stack, name, "RequestResponse", r#"{"echo":"x"}"#).await;
        assert_eq!((reply.status, reply.json()), (200, json!("x")), "{name}");
        assert_eq!(reply.header("x-amz-executed-version"), "$LATEST");
        assert_eq!(reply.header("x-amz-function-error"), "");
        assert_eq!(reply.header("content-type"), "application/json");
    }
    stack.stop().await;
}

#[tokio::test]
async fn an_alias_may_be_in_the_query() {
    let stack = stack().await;
    let aws = &stack.addresses().aws;
    let url = format!("{aws}/2015-03-31/functions/hello/invocations?Qualifier=live");
    let reply = send(Method::POST, &url, &[], r#"{"echo":"x"}"#).await;
    assert_eq!((reply.status, reply.json()), (200, json!("x")));
    stack.stop().await;
}

#[tokio::test]
async fn a_function_error_is_a_success_with_a_header() {
    let stack = stack().await;
    let reply = call(&stack, HELLO, "RequestResponse", r#"{"panic":true}"#).await;
    assert_eq!((reply.status, reply.header("x-amz-function-error")), (200, "Unhandled"));
    assert_eq!(reply.json()["errorMessage"], "Lambda panicked: panic was requested");
    stack.stop().await;
}

#[tokio::test]
async fn an_event_is_accepted_and_a_dry_run_does_nothing() {
    let stack = stack().await;
    let dry = call(&stack, HELLO, "DryRun", "{}").await;
    assert_eq!((dry.status, stack.lambda().idle_processes(HELLO)), (204, 0));
    let event = call(&stack, HELLO, "Event", "{}").await;
    assert_eq!((event.status, event.body.len()), (202, 0));
    stack.stop().await;
}

#[tokio::test]
async fn refusals_have_the_shape_of_the_service() {
    let stack = Stack::start(options([hello(HELLO)])).await.unwrap();
    let kind = "RequestResponse";

    let reply = call(&stack, "nobody", kind, "{}").await;
    let body = assert_error(&reply, 404, "ResourceNotFoundException");
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:nobody";
    assert_eq!(body, json!({ "Type": "User", "Message": format!("Function not found: {arn}") }));

    let reply = call(&stack, HELLO, kind, "{").await;
    let body = assert_error(&reply, 400, "InvalidRequestContentException");
    assert!(body["message"].as_str().unwrap().starts_with("Could not parse request body"));

    let reply = call(&stack, HELLO, kind, format!("\"{}\"", "x".repeat(6 * 1024 * 1024))).await;
    assert_error(&reply, 413, "RequestTooLargeException");

    let reply = call(&stack, HELLO, "Sometimes", "{}").await;
    assert_error(&reply, 400, "InvalidParameterValueException");
    stack.stop().await;
}

#[tokio::test]
async fn too_many_at_once_are_throttled() {
    let stack = Stack::start(options([hello(HELLO).max_concurrency(0)])).await.unwrap();
    let reply = call(&stack, HELLO, "RequestResponse", "{}").await;
    let body = assert_error(&reply, 429, "TooManyRequestsException");
    assert_eq!(body["Reason"], "ReservedFunctionConcurrentInvocationLimitExceeded");
    stack.stop().await;
}

#[tokio::test]
async fn an_operation_that_is_not_served_is_refused_by_name() {
    let stack = stack().await;
    let headers = [("x-amz-target", "AmazonSQS.SendMessage")];
    let reply = send(Method::POST, &stack.addresses().aws, &headers, "{}").await;
    let body = assert_error(&reply, 400, "UnknownOperationException");
    let message = body["message"].as_str().unwrap();
    assert!(message.contains("AmazonSQS.SendMessage") && message.contains("DynamoDB"), "{message}");
    stack.stop().await;
}
