//! The HTTP API in front of the lookup function.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::{get, send, vanity_stack};

async fn lookup(behaviour: &Value, path: &str) -> (u16, Value) {
    let stack = vanity_stack(&json!({}), behaviour).await;
    let reply = get(&format!("{}{path}", stack.addresses().people)).await;
    stack.stop().await;
    (reply.status, reply.json())
}

#[tokio::test]
async fn the_function_is_given_the_event_of_payload_format_2() {
    let path = "/vanity-numbers/%2B1%20800?order=best&a=1&a=2";
    let (status, mut event) = lookup(&json!({ "event": true }), path).await;
    assert_eq!(status, 200);
    let context = event["requestContext"].take();
    assert_eq!(context["http"]["path"], "/vanity-numbers/+1 800");
    assert_eq!(context["http"]["protocol"], "HTTP/1.1");
    assert_eq!(context["http"]["sourceIp"], "127.0.0.1");
    assert_eq!(context["domainName"], "127.0.0.1");
    event["headers"].take();
    assert_eq!(
        event,
        json!({
            "version": "2.0",
            "routeKey": "GET /vanity-numbers/{phoneNumber}",
            "rawPath": "/vanity-numbers/+1 800",
            "rawQueryString": "order=best&a=1&a=2",
            "headers": null,
            "queryStringParameters": { "a": "1,2", "order": "best" },
            "pathParameters": { "phoneNumber": "+1 800" },
            "requestContext": null,
            "isBase64Encoded": false,
        })
    );
}

#[tokio::test]
async fn every_method_and_path_below_reaches_the_function() {
    let stack = vanity_stack(&json!({}), &json!({ "event": true })).await;
    let people = &stack.addresses().people;
    for (method, path) in [
        (Method::POST, "/vanity-numbers"),
        (Method::GET, "/vanity-numbers/"),
        (Method::DELETE, "/vanity-numbers/1/2"),
    ] {
        let url = format!("{people}{path}");
        let reply = send(method.clone(), &url, &[("content-type", "text/plain")], "x").await;
        let event = reply.json();
        assert_eq!((&event["routeKey"], &event["body"]), (&json!("$default"), &json!("x")));
        assert_eq!(event["requestContext"]["http"]["method"], method.as_str());
    }
    let head = send(Method::HEAD, &format!("{people}/vanity-numbers"), &[], Body::empty()).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    stack.stop().await;
}

#[tokio::test]
async fn the_functions_response_is_passed_on() {
    let response = json!({ "statusCode": 404, "headers": { "x-mine": "1" }, "body": "{\"a\":1}" });
    assert_eq!(
        lookup(&json!({ "echo": response }), "/vanity-numbers").await,
        (404, json!({ "a": 1 }))
    );
}

#[tokio::test]
async fn a_function_that_fails_is_an_error_of_the_gateway() {
    let error = json!({ "message": "Internal Server Error" });
    for behaviour in [
        json!({ "panic": true }),
        json!({ "exit": 1 }),
        json!({ "echo": { "statusCode": "never" } }),
    ] {
        assert_eq!(
            lookup(&behaviour, "/vanity-numbers").await,
            (500, error.clone()),
            "{behaviour}"
        );
    }
    let slow = lookup(&json!({ "sleepMs": 60_000 }), "/vanity-numbers").await;
    assert_eq!(slow, (503, json!({ "message": "Service Unavailable" })));
}
