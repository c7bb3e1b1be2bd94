//! A call through the contact flow.

use local_stack::{LogSink, Stack, VANITY_CONVERT};
use serde_json::json;

use crate::harness::{options, ordered, post, vanity_stack};

#[tokio::test]
async fn a_caller_hears_what_the_function_says() {
    let attributes = json!({ "status": "ok", "spoken_1": "one", "spoken_2": "two", "count": "2" });
    let stack = vanity_stack(&json!({ "echo": attributes }), &json!({})).await;
    let url = format!("{}/local/calls", stack.addresses().people);
    let reply = post(&url, &json!({ "phoneNumber": "+18003569377", "contactId": "id-1" })).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.json(),
        json!({
            "contactId": "id-1",
            "status": "ok",
            "spoken": ["one", "two"],
            "attributes": attributes,
        })
    );
    stack.stop().await;
}

#[tokio::test]
async fn a_function_that_fails_is_tried_three_times_before_the_apology() {
    let (logs, mut lines) = LogSink::channel();
    let function = ordered(VANITY_CONVERT, &json!({ "exit": 1 }));
    let stack = Stack::start(options([function]).logs(logs)).await.unwrap();
    let url = format!("{}/local/calls", stack.addresses().people);
    let reply = post(&url, &json!({ "phoneNumber": null })).await;
    stack.stop().await;

    assert_eq!(reply.status, 200);
    let answer = reply.json();
    assert_eq!((&answer["status"], &answer["attributes"]), (&json!("error"), &json!({})));
    assert!(answer["spoken"][0].as_str().unwrap().starts_with("We are sorry"));
    let mut attempts = 0;
    while let Some(line) = lines.recv().await {
        attempts += usize::from(line.text.starts_with("START"));
    }
    assert_eq!(attempts, 3);
}

#[tokio::test]
async fn a_call_that_is_none_is_refused() {
    let stack = vanity_stack(&json!({}), &json!({})).await;
    let url = format!("{}/local/calls", stack.addresses().people);
    let reply = post(&url, &json!({ "number": "+18003569377" })).await;
    assert_eq!((reply.status, reply.header("content-type")), (400, "application/problem+json"));
    assert!(reply.json()["detail"].as_str().unwrap().starts_with("phoneNumber is missing."));
    stack.stop().await;
}
