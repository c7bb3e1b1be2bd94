//! The page for people.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::harness::{get, post, send, vanity_stack};

#[tokio::test]
async fn a_call_is_placed_and_the_callers_are_listed() {
    let convert = json!({ "echo": {
        "status": "ok",
        "vanity_1": "1-800-FLOWERS",
        "spoken_1": "one, eight hundred, <flowers>",
    } });
    let lookup = json!({ "echo": { "callers": [
        { "phoneNumber": "+1******9377", "callCount": 3, "lastCalledAt": "2026-11-21T10:00:00Z" },
    ] } });
    let stack = vanity_stack(&convert, &lookup).await;
    let people = &stack.addresses().people;

    let page = get(people).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.text().contains("+1******9377"), "{}", page.text());

    let form = [("content-type", "application/x-www-form-urlencoded")];
    let url = format!("{people}/calls");
    let answer = send(Method::POST, &url, &form, "phoneNumber=1-800-356-9377").await;
    let text = answer.text();
    assert!(text.contains("1-800-FLOWERS") && text.contains("1-800-3569377"), "{text}");
    assert!(text.contains("&#60;flowers&#62;"), "{text}");

    let style = get(&format!("{people}/console.css")).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    stack.stop().await;
}

#[tokio::test]
async fn what_does_not_exist_is_told_to_programs_and_to_people() {
    let stack = vanity_stack(&json!({}), &json!({})).await;
    let url = format!("{}/nothing", stack.addresses().people);
    let problem = get(&url).await;
    assert_eq!((problem.status, problem.header("content-type")), (404, "application/problem+json"));
    let page = send(Method::GET, &url, &[("accept", "text/html,*/*")], Body::empty()).await;
    assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
    let method = get(&format!("{}/local/calls", stack.addresses().people)).await;
    assert_eq!((method.status, method.header("content-type")), (405, "application/problem+json"));
    stack.stop().await;
}

#[tokio::test]
async fn a_release_is_started_followed_and_its_mail_is_a_link_away() {
    let stack = vanity_stack(&json!({}), &json!({ "echo": { "callers": [] } })).await;
    let people = &stack.addresses().people;
    assert!(get(people).await.text().contains("Nothing has been released yet."));

    let form = [("content-type", "application/x-www-form-urlencoded")];
    let url = format!("{people}/releases");
    let answer = send(Method::POST, &url, &form, "pipeline=storefront").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/#releases"));
    let page = get(people).await.text();
    assert!(page.contains("Waits for approval until") && page.contains("/mailbox"), "{page}");

    let id = get(&format!("{people}/local/releases")).await.json()[0]["executionId"].clone();
    let decision = json!({ "status": "Rejected", "summary": "Not <today>" });
    let url = format!("{people}/local/releases/{}/console-decision", id.as_str().unwrap());
    post(&url, &decision).await;
    let page = get(people).await.text();
    assert!(page.contains("Rejected: Not &#60;today&#62;"), "{page}");

    let none = send(Method::POST, &format!("{people}/releases"), &form, "pipeline=other").await;
    assert_eq!((none.status, none.header("content-type")), (400, "text/html; charset=utf-8"));
    stack.stop().await;
}
