//! The settings of the approval functions in a running stack.

use serde_json::{Value, json};
use switchboard_local_stack::{
    APPROVAL_REQUEST, Options, PEOPLE_ADDRESS, Stack, approval_functions,
};

use crate::harness::{dynamodb, options};

/// A stack whose approval functions are `hello-function`, which can report its environment.
async fn stack() -> Stack {
    let functions = approval_functions(PEOPLE_ADDRESS);
    Stack::start(options(functions.into_iter().map(|function| function.binary("hello-function"))))
        .await
        .unwrap()
}

async fn variable(stack: &Stack, function: &str, name: &str) -> Value {
    let event = json!({ "env": name }).to_string();
    let invocation = stack.lambda().invoke(function, event.into()).await.unwrap();
    let switchboard_local_stack::lambda::Outcome::Success(reply) = invocation.outcome else {
        panic!("{invocation:?}")
    };
    serde_json::from_slice(&reply).unwrap()
}

#[tokio::test]
async fn links_begin_with_the_stacks_own_address() {
    let stack = stack().await;
    let people = json!(stack.addresses().people);
    for function in ["approval-request", "approval-decision", "approval-sweep"] {
        assert_eq!(variable(&stack, function, "APPROVAL_BASE_URL").await, people);
        assert_eq!(variable(&stack, function, "APPROVALS_TABLE").await, "approvals");
    }
    let pipelines = variable(&stack, APPROVAL_REQUEST, "APPROVAL_PIPELINES").await;
    let pipelines: Value = serde_json::from_str(pipelines.as_str().unwrap()).unwrap();
    assert_eq!(pipelines["storefront"]["approvers"][1]["timeZone"], "Europe/Berlin");
    assert_eq!(pipelines["billing"]["approvalsNeeded"], 2);
    assert_eq!(pipelines["billing"]["actions"], json!(["Approval/Approve", "Approval/Approve-2"]));
    stack.stop().await;
}

#[test]
fn all_functions_run_unless_others_are_named() {
    let names = |options: &Options| {
        options.functions.iter().map(|function| function.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&Options::new(".")),
        [
            "vanity-convert",
            "vanity-lookup",
            "approval-request",
            "approval-decision",
            "approval-sweep",
            "synthetic-probe"
        ]
    );
    assert!(names(&Options::new(".").functions([])).is_empty());
}

#[tokio::test]
async fn their_table_has_its_index_and_its_expiry() {
    let stack = Stack::start(options([])).await.unwrap();
    let aws = &stack.addresses().aws;
    let request = json!({ "TableName": "approvals" });
    let table = dynamodb(aws, "DescribeTable", &request).await.json()["Table"].clone();
    let keys = |hash: &str, range: &str| {
        json!([
            { "AttributeName": hash, "KeyType": "HASH" },
            { "AttributeName": range, "KeyType": "RANGE" },
        ])
    };
    assert_eq!(table["KeySchema"], keys("pk", "sk"));
    let index = &table["GlobalSecondaryIndexes"][0];
    assert_eq!(index["IndexName"], "open-requests");
    assert_eq!(index["KeySchema"], keys("queue", "dueAt"));
    assert_eq!(
        index["Projection"],
        json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": ["actionPath"] })
    );
    let expiry = dynamodb(aws, "DescribeTimeToLive", &request).await.json();
    assert_eq!(expiry["TimeToLiveDescription"]["AttributeName"], "expiresAt");
    stack.stop().await;
}
