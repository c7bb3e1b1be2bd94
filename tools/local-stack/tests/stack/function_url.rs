//! The function URL.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use switchboard_local_stack::{APPROVAL_DECISION, Stack};

use crate::harness::{Reply, behaving, get, options, send};

async fn stack(behaviour: &Value) -> Stack {
    Stack::start(options([behaving(APPROVAL_DECISION, behaviour)])).await.unwrap()
}

async fn answer(behaviour: &Value) -> Reply {
    let stack = stack(behaviour).await;
    let reply = get(&format!("{}/approvals", stack.addresses().people)).await;
    stack.stop().await;
    reply
}

#[tokio::test]
async fn every_method_and_path_below_reaches_the_function() {
    let stack = stack(&json!({ "event": true })).await;
    let people = &stack.addresses().people;
    for (method, path) in [
        (Method::GET, "/approvals"),
        (Method::GET, "/approvals/"),
        (Method::POST, "/approvals/a%2Fb"),
        (Method::DELETE, "/approvals/a/b"),
    ] {
        let url = format!("{people}{path}?q=%C3%A4");
        let event = send(method.clone(), &url, &[], Body::empty()).await.json();
        assert_eq!((&event["routeKey"], &event["rawPath"]), (&json!("$default"), &json!(path)));
        assert_eq!(event["rawQueryString"], "q=%C3%A4");
        let context = &event["requestContext"];
        assert_eq!(context["accountId"], "anonymous");
        assert_eq!(context["http"]["method"], method.as_str());
        assert_eq!(context["http"]["sourceIp"], "127.0.0.1");
    }
    let head = send(Method::HEAD, &format!("{people}/approvals"), &[], Body::empty()).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    stack.stop().await;
}

#[tokio::test]
async fn a_form_arrives_in_base64_and_no_form_is_too_large_for_lambda() {
    let stack = stack(&json!({ "event": true })).await;
    let url = format!("{}/approvals/decide", stack.addresses().people);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let event = send(Method::POST, &url, &form, "decision=accept").await.json();
    assert_eq!(
        (&event["body"], &event["isBase64Encoded"]),
        (&json!("ZGVjaXNpb249YWNjZXB0"), &json!(true))
    );
    let json = [("content-type", "application/json")];
    let event = send(Method::POST, &url, &json, "{}").await.json();
    assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("{}"), &json!(false)));
    let large = send(Method::POST, &url, &form, "x".repeat(6 * 1024 * 1024 + 1)).await;
    assert_eq!(large.status, 413);
    stack.stop().await;
}

#[tokio::test]
async fn the_functions_response_is_passed_on() {
    let reply = answer(&json!({ "echo": {
        "statusCode": 303,
        "headers": { "Location": "/approvals/done", "content-type": "text/html; charset=utf-8" },
        "cookies": ["a=1; HttpOnly"],
        "body": "w6Q=",
        "isBase64Encoded": true,
    } }))
    .await;
    assert_eq!((reply.status, reply.text().as_str()), (303, "ä"));
    assert_eq!(reply.header("location"), "/approvals/done");
    assert_eq!(reply.header("set-cookie"), "a=1; HttpOnly");
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");

    let untyped = answer(&json!({ "echo": { "statusCode": 200, "body": "{}" } })).await;
    assert_eq!(untyped.header("content-type"), "application/json");
    let inferred = answer(&json!({ "echo": { "message": "hello" } })).await;
    assert_eq!((inferred.status, inferred.json()), (200, json!({ "message": "hello" })));
}

#[tokio::test]
async fn a_function_that_fails_is_a_bad_gateway() {
    for behaviour in [json!({ "panic": true }), json!({ "echo": { "statusCode": "never" } })] {
        assert_eq!(answer(&behaviour).await.status, 502, "{behaviour}");
    }
}
