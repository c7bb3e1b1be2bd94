//! Calls through the contact flow.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use switchboard_local_stack::{LogSink, Stack, VANITY_CONVERT};

use crate::harness::{Reply, behaving, eventually, get, options, post, send, vanity_stack};

/// A reply with five vanity numbers, as the function writes it.
fn five() -> Value {
    let mut reply = json!({ "status": "ok", "phoneNumber": "+18003569377", "count": "5" });
    for rank in 1..=5 {
        for kind in ["vanity", "spoken", "spelled"] {
            reply[format!("{kind}_{rank}")] = json!(format!("{kind} {rank}"));
        }
    }
    reply
}

async fn call(stack: &Stack, request: &Value) -> Reply {
    post(&format!("{}/local/calls", stack.addresses().people), request).await
}

/// The last line of the transcript for a block.
fn line<'a>(call: &'a Value, block: &str) -> &'a Value {
    let lines = call["transcript"].as_array().unwrap();
    let found = lines.iter().rev().find(|line| line["block"] == block);
    found.unwrap_or_else(|| panic!("{block} was not reached: {call}"))
}

#[tokio::test]
async fn a_caller_hears_what_the_function_says_and_agents_see_it() {
    let stack = vanity_stack(&json!({ "echo": five() }), &json!({})).await;
    let request = json!({ "phoneNumber": "+18003569377", "contactId": "id-1", "keys": "2 9" });
    let reply = call(&stack, &request).await;
    assert_eq!(reply.status, 200);
    let call = reply.json();
    assert_eq!((&call["contactId"], &call["status"]), (&json!("id-1"), &json!("ok")));
    assert_eq!((&call["listening"], &call["attributes"]), (&Value::Null, &five()));
    assert_eq!(call["ended"], true);
    let spoken = call["spoken"].as_array().unwrap();
    let heard = |text: &str| spoken.iter().any(|line| line.as_str().unwrap().contains(text));
    assert!(heard("First: spoken 1. Second: spoken 2. Third: spoken 3."), "{call}");
    assert!(heard("Fourth: spoken 4. Fifth: spoken 5."), "{call}");
    assert_eq!(line(&call, "Offer")["branch"], "Equals 9");
    assert_eq!(line(&call, "Offer")["pressed"], "9");
    assert_eq!(call["transcript"].as_array().unwrap().last().unwrap()["block"], "Hang up");
    stack.stop().await;
}

#[tokio::test]
async fn a_caller_who_says_nothing_is_not_held_forever() {
    let stack = vanity_stack(&json!({ "echo": five() }), &json!({})).await;
    let call = call(&stack, &json!({ "phoneNumber": "+18003569377" })).await.json();
    assert_eq!(line(&call, "Count offers")["branch"], "Equals DoneLooping");
    assert_eq!(call["listening"], Value::Null);
    stack.stop().await;
}

#[tokio::test]
async fn a_function_that_fails_is_tried_three_times_before_the_apology() {
    let (logs, mut lines) = LogSink::channel();
    let function = behaving(VANITY_CONVERT, &json!({ "exit": 1 }));
    let stack = Stack::start(options([function]).logs(logs)).await.unwrap();
    let reply = call(&stack, &json!({ "phoneNumber": null })).await;
    stack.stop().await;

    assert_eq!(reply.status, 200);
    let call = reply.json();
    assert_eq!(
        (&call["status"], &call["attributes"]),
        (&"error".into(), &json!({"status": "error"}))
    );
    let apology = call["spoken"].as_array().unwrap().last().unwrap().as_str().unwrap();
    assert!(apology.starts_with("We are sorry"), "{apology}");
    let failed = line(&call, "Convert the caller");
    assert_eq!(
        (&failed["branch"], &failed["note"]),
        (&json!("NoMatchingError"), &json!("the function failed"),)
    );
    let mut attempts = 0;
    while let Some(line) = lines.recv().await {
        attempts += usize::from(line.text.starts_with("START"));
    }
    assert_eq!(attempts, 3);
}

#[tokio::test]
async fn a_function_that_takes_longer_than_the_flow_waits_is_given_up() {
    let function = behaving(VANITY_CONVERT, &json!({ "sleepMs": 60_000 }));
    let function = function.timeout(Duration::from_mins(1));
    let flows = one_second_flows();
    let stack = Stack::start(options([function]).flows_dir(flows.path())).await.unwrap();
    let call = call(&stack, &json!({ "phoneNumber": null })).await.json();
    assert_eq!(
        line(&call, "Convert the caller")["note"],
        "the function did not answer in time",
        "{call}"
    );
    // Stopping would wait for the function.
    drop(stack);
}

/// A copy of the flows in which blocks wait one second for a function.
fn one_second_flows() -> tempfile::TempDir {
    let folder = copied_flows();
    edit(&folder, |text| {
        text.replace(
            "\"InvocationTimeLimitSeconds\": \"8\"",
            "\"InvocationTimeLimitSeconds\": \"1\"",
        )
    });
    folder
}

/// A copy of the flows that a test may break.
fn copied_flows() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let flows = concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/contact-flows");
    for file in ["flows.yaml", FLOW] {
        std::fs::copy(format!("{flows}/{file}"), folder.path().join(file)).unwrap();
    }
    folder
}

const FLOW: &str = "vanity-numbers.json.tftpl";

fn edit(folder: &tempfile::TempDir, change: impl Fn(&str) -> String) {
    let path = folder.path().join(FLOW);
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(changed, text, "the change does something");
    std::fs::write(path, changed).unwrap();
}

#[tokio::test]
async fn a_change_of_the_flow_is_heard_at_the_next_call_and_a_mistake_names_its_block() {
    let function = behaving(VANITY_CONVERT, &json!({ "echo": { "status": "no_number" } }));
    let flows = copied_flows();
    let stack = Stack::start(options([function]).flows_dir(flows.path())).await.unwrap();
    edit(&flows, |text| text.replace("We cannot see the number", "Nobody sees the number"));
    let changed = call(&stack, &json!({ "phoneNumber": null })).await.json();
    assert!(changed["spoken"].to_string().contains("Nobody sees the number"), "{changed}");

    edit(&flows, |text| {
        text.replace("\"NextAction\": \"Say withheld\"", "\"NextAction\": \"Say\"")
    });
    let broken = call(&stack, &json!({ "phoneNumber": null })).await;
    assert_eq!(broken.status, 500);
    let detail = broken.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("\"Keep withheld\" leads to \"Say\""), "{detail}");

    edit(&flows, |_| "{\"modules\": []}".to_owned());
    let old = call(&stack, &json!({ "phoneNumber": null })).await;
    assert!(old.json()["detail"].as_str().unwrap().contains("old export format"), "{old:?}");
    stack.stop().await;
    let none = options([]).flows_dir("/nowhere");
    let error = Stack::start(none).await.unwrap_err().to_string();
    assert!(error.contains("/nowhere/flows.yaml cannot be read"), "{error}");
}

#[tokio::test]
async fn an_interactive_call_waits_for_keys_until_somebody_hangs_up() {
    let stack = vanity_stack(&json!({ "echo": five() }), &json!({})).await;
    let request =
        json!({ "phoneNumber": "+18003569377", "contactId": "id-1", "interactive": true });
    let waiting = call(&stack, &request).await.json();
    assert_eq!(waiting["listening"]["block"], "Offer");
    assert_eq!(waiting["listening"]["timeLimitSeconds"], 8);

    let url = format!("{}/local/calls/id-1", stack.addresses().people);
    let keys = |keys: &str| {
        let (url, keys) = (format!("{url}/keys"), json!({ "keys": keys }));
        async move { post(&url, &keys).await }
    };
    let keying = keys("4 800").await.json();
    assert_eq!(keying["listening"]["block"], "Ask for a number");
    assert_eq!(keying["listening"]["entered"], "800");
    assert_eq!(keying["listening"]["maxDigits"], 18);
    assert_eq!(keys("#").await.json()["listening"]["block"], "Confirm the entry");
    assert_eq!(get(&url).await.json()["listening"]["block"], "Confirm the entry");

    let over = send(Method::DELETE, &url, &[], Body::empty()).await.json();
    assert_eq!(over["listening"], Value::Null);
    assert_eq!(line(&over, "Confirm the entry")["note"], "the caller hung up");
    let late = keys("1").await;
    assert_eq!((late.status, late.header("content-type")), (409, "application/problem+json"));
    let bad = keys("x").await;
    assert_eq!(bad.status, 400);
    let unknown = get(&format!("{}/local/calls/other", stack.addresses().people)).await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.json()["detail"].as_str().unwrap().contains("Place one"), "{unknown:?}");
    stack.stop().await;
}

#[tokio::test]
async fn a_call_continues_after_its_client_has_disconnected() {
    let convert = json!({ "echo": five(), "sleepMs": 300 });
    let stack = vanity_stack(&convert, &json!({})).await;
    let request =
        json!({ "phoneNumber": "+18003569377", "contactId": "id-1", "interactive": true });
    let url = format!("{}/local/calls/id-1", stack.addresses().people);
    // The client disconnects while the function is at work.
    let at_work = || async { (stack.lambda().busy_processes(VANITY_CONVERT) == 1).then_some(()) };
    tokio::select! {
        reply = call(&stack, &request) => panic!("the function is not that quick: {reply:?}"),
        () = eventually(at_work) => {},
    }
    let view = get(&url).await.json();
    assert_eq!((&view["ended"], &view["listening"]["block"]), (&json!(false), &json!("Offer")));
    stack.stop().await;
}

#[tokio::test]
async fn a_reply_that_the_flow_cannot_use_is_an_error() {
    let stack = vanity_stack(&json!({ "event": true }), &json!({})).await;
    let call = call(&stack, &json!({ "phoneNumber": "+18003569377" })).await.json();
    let note = &line(&call, "Convert the caller")["note"];
    assert_eq!(note, "the function's reply is not a flat object of strings");
    assert_eq!(call["status"], "error");
    stack.stop().await;
}

#[tokio::test]
async fn an_invalid_call_is_refused() {
    let stack = vanity_stack(&json!({}), &json!({})).await;
    let reply = call(&stack, &json!({ "number": "+18003569377" })).await;
    assert_eq!((reply.status, reply.header("content-type")), (400, "application/problem+json"));
    assert!(reply.json()["detail"].as_str().unwrap().starts_with("phoneNumber is missing."));
    let request = json!({ "phoneNumber": null, "failingBlocks": ["Nothing"] });
    let reply = call(&stack, &request).await;
    assert_eq!(reply.status, 400);
    assert!(reply.json()["detail"].as_str().unwrap().contains("no block \"Nothing\""));
    let request = json!({ "phoneNumber": null, "failingBlocks": ["Hang up"] });
    let reply = call(&stack, &request).await;
    assert_eq!(reply.status, 400);
    assert!(reply.json()["detail"].as_str().unwrap().contains("\"Hang up\" has no error branch"));
    let order = json!({ "phoneNumber": null, "dialledNumber": "+18005550199" });
    let reply = call(&stack, &order).await;
    assert_eq!(reply.status, 400);
    let detail = reply.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("No contact flow answers \"+18005550199\"."), "{detail}");
    assert!(detail.ends_with("dial one of these: +18005550100."), "{detail}");
    stack.stop().await;
}
