//! The callers of AWS and the permissions of their roles.

use serde_json::{Value, json};
use switchboard_local_stack::lambda::Function;
use switchboard_local_stack::{LogSink, Stack};

use crate::harness::{HELLO, Reply, hello, options, reply, signed, try_send};

/// Calls with the access key of a process.
async fn call(stack: &Stack, key: &str, target: &str, input: &Value) -> Reply {
    try_send(signed(key, &stack.addresses().aws, target, input)).await.unwrap()
}

async fn stack_with(function: Function, logs: LogSink) -> (Stack, String) {
    let stack = Stack::start(options([function]).logs(logs)).await.unwrap();
    let key = reply(&stack, &json!({ "env": "AWS_ACCESS_KEY_ID" })).await;
    (stack, key.as_str().unwrap().to_owned())
}

fn get_item() -> Value {
    json!({ "TableName": "approvals", "Key": { "pk": { "S": "a" }, "sk": { "S": "b" } } })
}

fn put(item: &str) -> Value {
    let item = json!({ "pk": { "S": item }, "sk": { "S": "b" } });
    json!({ "TableName": "approvals", "Item": item })
}

#[tokio::test]
async fn a_call_that_the_role_does_not_allow_is_denied_and_logged() {
    let (logs, mut lines) = LogSink::channel();
    let (stack, key) = stack_with(hello(HELLO).allow(["dynamodb:GetItem"]), logs).await;
    assert!(key.starts_with("LOCALHELLO"), "{key}");

    let allowed = call(&stack, &key, "DynamoDB_20120810.GetItem", &get_item()).await;
    assert_eq!(allowed.status, 200, "{allowed:?}");
    let denied = call(&stack, &key, "DynamoDB_20120810.PutItem", &put("a")).await;
    assert_eq!(denied.status, 400);
    assert_eq!(
        denied.json(),
        json!({
            "__type": "com.amazon.coral.service#AccessDeniedException",
            "message": "User: arn:aws:sts::123456789012:assumed-role/hello/hello is not authorized to \
                perform: dynamodb:PutItem on resource: \
                arn:aws:dynamodb:us-east-1:123456789012:table/approvals because no identity-based \
                policy allows the dynamodb:PutItem action",
        })
    );
    let state = json!({ "name": "storefront" });
    let denied = call(&stack, &key, "CodePipeline_20150709.GetPipelineState", &state).await;
    assert_eq!((denied.status, &denied.json()["__type"]), (400, &json!("AccessDeniedException")));
    let mail = format!("{}/v2/email/outbound-emails", stack.addresses().aws);
    let denied = try_send(signed(&key, &mail, "", &json!({}))).await.unwrap();
    assert_eq!((denied.status, denied.header("x-amzn-errortype")), (403, "AccessDeniedException"));

    // A person may do everything. The denied write was not carried out.
    let read = call(&stack, "AKIASOMEBODY", "DynamoDB_20120810.GetItem", &get_item()).await;
    assert_eq!(read.json().get("Item"), None);
    let written = call(&stack, "AKIASOMEBODY", "DynamoDB_20120810.PutItem", &put("a")).await;
    assert_eq!(written.status, 200);
    stack.stop().await;
    let mut denials = 0;
    while let Some(line) = lines.recv().await {
        denials += usize::from(line.text.starts_with("AccessDenied: the role does not allow"));
    }
    assert_eq!(denials, 3);
}

#[tokio::test]
async fn a_transaction_needs_the_permission_of_each_of_its_items() {
    let function = hello(HELLO).allow(["dynamodb:PutItem"]);
    let (stack, key) = stack_with(function, LogSink::new(drop)).await;
    let target = "DynamoDB_20120810.TransactWriteItems";
    let puts = json!({ "TransactItems": [{ "Put": put("a") }, { "Put": put("b") }] });
    assert_eq!(call(&stack, &key, target, &puts).await.status, 200);
    let mut check = get_item();
    check["ConditionExpression"] = json!("attribute_exists(pk)");
    let checked = json!({ "TransactItems": [{ "Put": put("c") }, { "ConditionCheck": check }] });
    let denied = call(&stack, &key, target, &checked).await;
    let message = denied.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("dynamodb:ConditionCheckItem"), "{message}");
    stack.stop().await;
}

#[tokio::test]
async fn each_process_has_a_key_of_its_own_and_a_function_without_a_list_may_do_everything() {
    let (stack, key) = stack_with(hello(HELLO), LogSink::new(drop)).await;
    let written = call(&stack, &key, "DynamoDB_20120810.PutItem", &put("a")).await;
    assert_eq!(written.status, 200);
    let slow = json!({ "sleepMs": 300, "env": "AWS_ACCESS_KEY_ID" });
    let (one, two) = tokio::join!(reply(&stack, &slow), reply(&stack, &slow));
    assert_ne!(one, two);
    stack.stop().await;
}
