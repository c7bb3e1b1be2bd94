//! Releases, controlled through `/local/releases`.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use switchboard_local_stack::{APPROVAL_REQUEST, APPROVAL_SWEEP, Stack};

use crate::harness::{
    dead_letters, failing, get, hello, options, post, release, release_view, send,
};

async fn stack() -> Stack {
    Stack::start(options([])).await.unwrap()
}

async fn act(stack: &Stack, id: &str, action: &str, body: &Value) -> (u16, Value) {
    let url = format!("{}/local/releases/{id}/{action}", stack.addresses().people);
    let reply = post(&url, body).await;
    (reply.status, reply.json())
}

#[tokio::test]
async fn a_release_runs_to_the_approval() {
    let stack = stack().await;
    let id = release(
        &stack,
        &json!({
            "pipeline": "billing",
            "commitMessage": "Round VAT once",
            "author": "Ana Ruiz <ana@example.com>",
            "timeoutMinutes": 60,
        }),
    )
    .await;
    let view = release_view(&stack, &id).await;
    assert_eq!(view["executionId"], id.as_str());
    assert_eq!((&view["pipeline"], &view["status"]), (&json!("billing"), &json!("InProgress")));
    let statuses: Vec<_> =
        view["stages"].as_array().unwrap().iter().map(|stage| stage["status"].clone()).collect();
    let done = json!("Succeeded");
    assert_eq!(statuses, [done.clone(), done.clone(), done, json!("InProgress"), Value::Null]);
    let approval = &view["approval"];
    assert_eq!((&approval["stage"], &approval["action"]), (&json!("Approval"), &json!("Approve")));
    assert_eq!((&approval["decidedBy"], &approval["putCalls"]), (&Value::Null, &json!(0)));
    let expires = approval["expiresAt"].as_str().unwrap();
    assert!(expires.ends_with(":00Z"), "{expires} is a whole minute");
    assert_eq!(
        (&view["revisions"][0]["message"], &view["revisions"][0]["author"]),
        (&json!("Round VAT once"), &json!("Ana Ruiz"))
    );

    let second = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let list = get(&format!("{}/local/releases", stack.addresses().people)).await.json();
    let ids: Vec<_> =
        list.as_array().unwrap().iter().map(|one| one["executionId"].clone()).collect();
    assert_eq!(ids, [json!(second), json!(id)], "the newest first");
    stack.stop().await;
}

#[tokio::test]
async fn somebody_decides_in_the_console() {
    let stack = stack().await;
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let decision = json!({ "status": "Rejected", "summary": "Not on a Friday" });
    let (status, view) = act(&stack, &id, "console-decision", &decision).await;
    assert_eq!((status, &view["status"]), (200, &json!("Failed")));
    assert_eq!(view["approval"]["summary"], "Not on a Friday");
    assert_eq!(view["approval"]["decidedBy"], "arn:aws:iam::123456789012:user/console");
    assert_eq!(view["approval"]["putCalls"], 0);
    assert_eq!(act(&stack, &id, "console-decision", &decision).await.0, 409);
    stack.stop().await;
}

#[tokio::test]
async fn a_failed_approval_is_retried_with_a_new_token() {
    let stack = stack().await;
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    assert_eq!(act(&stack, &id, "retry", &json!({})).await.0, 409);
    let (_, rejected) =
        act(&stack, &id, "console-decision", &json!({ "status": "Rejected" })).await;
    let (status, retried) = act(&stack, &id, "retry", &json!({})).await;
    assert_eq!((status, &retried["status"]), (200, &json!("InProgress")));
    assert_eq!(retried["executionId"], id.as_str());
    assert_ne!(retried["approval"]["token"], rejected["approval"]["token"]);
    stack.stop().await;
}

#[tokio::test]
async fn a_stopped_release_is_abandoned() {
    let stack = stack().await;
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let (status, view) = act(&stack, &id, "stop", &json!({})).await;
    assert_eq!((status, &view["status"]), (200, &json!("Stopped")));
    assert_eq!(view["approval"]["status"], "Abandoned");
    assert_eq!(act(&stack, &id, "stop", &json!({})).await.0, 409);
    stack.stop().await;
}

#[tokio::test]
async fn an_invalid_release_is_refused() {
    let stack = stack().await;
    let people = &stack.addresses().people;
    let problem = post(&format!("{people}/local/releases"), &json!({ "pipeline": "other" })).await;
    assert_eq!((problem.status, problem.header("content-type")), (400, "application/problem+json"));
    let detail = problem.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("storefront and billing"), "{detail}");
    assert_eq!(get(&format!("{people}/local/releases/none")).await.status, 404);
    assert_eq!(act(&stack, "none", "stop", &json!({})).await.0, 404);
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    assert_eq!(act(&stack, &id, "console-decision", &json!({ "status": "Yes" })).await.0, 400);
    stack.stop().await;
}

#[tokio::test]
async fn the_end_of_an_approval_is_an_event_for_the_sweep() {
    let stack =
        Stack::start(options([failing(APPROVAL_SWEEP), hello(APPROVAL_REQUEST)])).await.unwrap();
    let ids = [
        release(&stack, &json!({ "pipeline": "storefront" })).await,
        release(&stack, &json!({ "pipeline": "storefront" })).await,
        release(&stack, &json!({ "pipeline": "billing" })).await,
        release(&stack, &json!({ "pipeline": "billing", "timeoutMinutes": 5 })).await,
    ];
    let decide = json!({ "status": "Approved", "summary": "Go" });
    act(&stack, &ids[0], "console-decision", &decide).await;
    act(&stack, &ids[1], "console-decision", &json!({ "status": "Rejected" })).await;
    act(&stack, &ids[2], "stop", &json!({})).await;
    let clock = format!("{}/local/clock", stack.addresses().people);
    post(&clock, &json!({ "advanceSeconds": 360 })).await;

    // Each execution ends with its approval, and is an event of its own.
    let letters = dead_letters(&stack, 8).await;
    let of = |id: &str| {
        let kind = "CodePipeline Action Execution State Change";
        let events = letters.iter().map(|letter| &letter["event"]);
        let mut events = events.filter(|event| event["detail-type"] == kind);
        events.find(|event| event["detail"]["execution-id"] == id).unwrap().clone()
    };
    let states = ids.each_ref().map(|id| of(id)["detail"]["state"].clone());
    assert_eq!(states, ["SUCCEEDED", "FAILED", "ABANDONED", "FAILED"].map(|state| json!(state)));
    assert!(letters.iter().all(|letter| letter["eventSource"] == "aws.codepipeline"));

    let event = of(&ids[0]);
    assert_eq!(event["source"], "aws.codepipeline");
    assert_eq!(
        event["resources"],
        json!(["arn:aws:codepipeline:us-east-1:123456789012:storefront"])
    );
    let detail = &event["detail"];
    assert_eq!((&detail["stage"], &detail["action"]), (&json!("Approval"), &json!("Approve")));
    assert_eq!(
        (&detail["type"]["category"], &detail["type"]["provider"]),
        (&json!("Approval"), &json!("Manual"))
    );
    assert_eq!(detail["execution-result"]["external-execution-summary"], "Go");
    stack.stop().await;
}

#[tokio::test]
async fn a_staging_link_leads_to_a_page() {
    let stack = stack().await;
    let people = &stack.addresses().people;
    let page = async |path: &str| {
        send(Method::GET, &format!("{people}{path}"), &[("accept", "text/html")], Body::empty())
            .await
    };
    release(&stack, &json!({ "pipeline": "billing", "commitMessage": "Use <b>" })).await;
    let billing = page("/local/staging/billing").await;
    assert_eq!(billing.status, 200);
    assert!(billing.text().contains("Use &#60;b&#62;"), "{}", billing.text());
    assert_eq!(page("/local/staging/other").await.status, 404);
    stack.stop().await;
}
