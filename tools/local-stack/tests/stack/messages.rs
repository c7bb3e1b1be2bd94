//! SNS, SQS and asynchronous invocations: their envelopes, retries and dead letters.

use std::time::Duration;

use serde_json::{Value, json};
use switchboard_local_stack::{APPROVAL_REQUEST, APPROVAL_SWEEP, LogSink, Stack};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::harness::{
    approval_stand_ins, behaving, dead_letters, eventually, failing, get, options, post, release,
    release_view,
};

async fn failing_stack() -> Stack {
    Stack::start(options([failing(APPROVAL_REQUEST)])).await.unwrap()
}

/// The approval request inside a message.
fn request(message: &Value) -> Value {
    serde_json::from_str(message.as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn an_approval_is_asked_for_over_sns_and_given_up_after_three_attempts() {
    let stack = failing_stack().await;
    let id =
        release(&stack, &json!({ "pipeline": "storefront", "customData": "Look at it" })).await;
    let letters = dead_letters(&stack, 1).await;
    let letter = &letters[0];
    let topic = "arn:aws:sns:us-east-1:123456789012:release-approvals";
    assert_eq!(
        (&letter["function"], &letter["eventSource"]),
        (&json!(APPROVAL_REQUEST), &json!(topic))
    );
    assert_eq!(
        (&letter["errorType"], &letter["attempts"]),
        (&json!("Runtime.ExitError"), &json!(3))
    );

    let record = &letter["event"]["Records"][0];
    assert_eq!(
        (&record["EventSource"], &record["EventVersion"]),
        (&json!("aws:sns"), &json!("1.0"))
    );
    let sns = &record["Sns"];
    assert_eq!((&sns["Type"], &sns["TopicArn"]), (&json!("Notification"), &json!(topic)));
    assert_eq!(sns["MessageAttributes"], json!({}));
    let view = release_view(&stack, &id).await;
    let (token, expires) =
        (&view["approval"]["token"], view["approval"]["expiresAt"].as_str().unwrap());
    let console =
        "https://console.aws.amazon.com/codepipeline/home?region=us-east-1#/view/storefront";
    assert_eq!(
        request(&sns["Message"]),
        json!({
            "region": "us-east-1",
            "consoleLink": console,
            "approval": {
                "pipelineName": "storefront",
                "stageName": "Approval",
                "actionName": "Approve",
                "token": token,
                "expires": expires.replace(":00Z", "Z"),
                "externalEntityLink": format!("{}/local/staging/storefront", stack.addresses().people),
                "approvalReviewLink": format!("{console}/Approval/Approve/approve/{}", token.as_str().unwrap()),
                "customData": "Look at it",
            },
        })
    );
    stack.stop().await;
}

#[tokio::test]
async fn a_queue_holds_the_notification_or_the_message_alone() {
    let stack = failing_stack().await;
    let queue = "arn:aws:sqs:us-east-1:123456789012:release-approvals";
    for delivery in ["sqs", "sqs-raw"] {
        let order = json!({ "pipeline": "billing", "delivery": delivery, "stagingLink": null });
        release(&stack, &order).await;
    }
    let letters = dead_letters(&stack, 2).await;
    let mut wrapped = 0;
    for letter in &letters {
        assert_eq!((&letter["eventSource"], &letter["attempts"]), (&json!(queue), &json!(3)));
        let record = &letter["event"]["Records"][0];
        assert_eq!(
            (&record["eventSource"], &record["eventSourceARN"]),
            (&json!("aws:sqs"), &json!(queue))
        );
        assert_eq!(record["attributes"]["ApproximateReceiveCount"], "3");
        let mut body = request(&record["body"]);
        if body["Type"] == "Notification" {
            assert!(body["SigningCertURL"].is_string());
            body = request(&body["Message"]);
            wrapped += 1;
        }
        let approval = body["approval"].as_object().unwrap();
        assert_eq!(approval["pipelineName"], "billing");
        assert!(
            !approval.contains_key("externalEntityLink") && !approval.contains_key("customData")
        );
    }
    assert_eq!(wrapped, 1);
    stack.stop().await;
}

/// The number of invocations of the function, counted until the log ends.
async fn invocations(mut lines: UnboundedReceiver<switchboard_local_stack::LogLine>) -> usize {
    let mut count = 0;
    while let Some(line) = lines.recv().await {
        count += usize::from(line.text.starts_with("START"));
    }
    count
}

#[tokio::test]
async fn a_message_is_delivered_as_often_as_requested() {
    let (logs, mut lines) = LogSink::channel();
    let stack = Stack::start(options(approval_stand_ins()).logs(logs)).await.unwrap();
    release(&stack, &json!({ "pipeline": "storefront", "deliveries": 12 })).await;
    let twelve = async {
        let mut count = 0;
        while count < 12 {
            let line = lines.recv().await.unwrap();
            count += usize::from(line.text.starts_with("START"));
        }
    };
    tokio::time::timeout(Duration::from_secs(10), twelve).await.expect("there are fewer");
    stack.stop().await;
    assert_eq!(invocations(lines).await, 0, "there are more");
}

#[tokio::test]
async fn a_batch_is_tried_again_without_the_delivered_messages() {
    // A reply that names a message outside the batch fails the whole batch.
    let bad = json!({ "echo": { "batchItemFailures": [{ "itemIdentifier": "other" }] } });
    let good = json!({ "echo": { "batchItemFailures": [] } });
    for (behaviour, expected) in [(bad, 3), (good, 1)] {
        let (logs, lines) = LogSink::channel();
        let function = behaving(APPROVAL_REQUEST, &behaviour);
        let stack = Stack::start(options([function]).logs(logs)).await.unwrap();
        release(&stack, &json!({ "pipeline": "storefront", "delivery": "sqs", "deliveries": 4 }))
            .await;
        if expected == 3 {
            let letters = dead_letters(&stack, 4).await;
            assert_eq!(letters[0]["errorType"], "batchItemFailures");
        } else {
            eventually(async || {
                (stack.lambda().idle_processes(APPROVAL_REQUEST) == 1).then_some(())
            })
            .await;
        }
        stack.stop().await;
        assert_eq!(invocations(lines).await, expected, "four messages are one batch");
    }
}

#[tokio::test]
async fn an_asynchronous_invocation_is_tried_again_with_the_same_request_id() {
    let (logs, mut lines) = LogSink::channel();
    let stack = Stack::start(options([failing(APPROVAL_SWEEP)]).logs(logs)).await.unwrap();
    let url =
        format!("{}/2015-03-31/functions/{APPROVAL_SWEEP}/invocations", stack.addresses().aws);
    let headers = [("x-amz-invocation-type", "Event")];
    let reply = crate::harness::send(axum::http::Method::POST, &url, &headers, "{\"a\":1}").await;
    let id = reply.header("x-amzn-requestid").to_owned();
    assert_eq!(reply.status, 202);
    let letters = dead_letters(&stack, 1).await;
    assert_eq!((&letters[0]["id"], &letters[0]["event"]), (&json!(id), &json!({ "a": 1 })));
    stack.stop().await;
    let mut attempts = 0;
    while let Some(line) = lines.recv().await {
        attempts += usize::from(line.text == format!("START RequestId: {id} Version: $LATEST"));
    }
    assert_eq!(attempts, 3);
}

#[tokio::test]
async fn without_its_function_a_message_is_a_dead_letter_at_once() {
    let stack = Stack::start(options([])).await.unwrap();
    release(&stack, &json!({ "pipeline": "storefront" })).await;
    let letters = dead_letters(&stack, 1).await;
    assert_eq!(letters[0]["errorType"], "ResourceNotFoundException");
    let people = &stack.addresses().people;
    assert_eq!(post(&format!("{people}/local/dead-letters"), &json!({})).await.status, 405);
    assert_eq!(get(&format!("{people}/local/dead-letters")).await.status, 200);
    stack.stop().await;
}
