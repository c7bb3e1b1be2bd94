//! DynamoDB on the AWS port, and its data after a restart.

use serde_json::{Value, json};
use switchboard_local_stack::{DataFileError, DynamoDbError, Stack, StackError, Storage};

use crate::harness::{dynamodb, get_item, options, put_item};

async fn start(storage: &Storage) -> Stack {
    Stack::start(options([]).storage(storage.clone())).await.unwrap()
}

#[tokio::test]
async fn the_table_is_there_with_its_index_and_its_expiry() {
    let stack = start(&Storage::Memory).await;
    let aws = &stack.addresses().aws;
    let request = json!({ "TableName": "vanity-numbers" });
    let table = dynamodb(aws, "DescribeTable", &request).await.json();
    let index = &table["Table"]["GlobalSecondaryIndexes"][0];
    assert_eq!(index["IndexName"], "latest-callers");
    assert_eq!(index["Projection"]["ProjectionType"], "INCLUDE");
    let expiry = dynamodb(aws, "DescribeTimeToLive", &request).await.json();
    assert_eq!(
        expiry["TimeToLiveDescription"],
        json!({ "AttributeName": "expiresAt", "TimeToLiveStatus": "ENABLED" })
    );
    stack.stop().await;
}

#[tokio::test]
async fn an_item_is_still_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::Folder(folder.path().join("new"));
    let item = json!({ "id": { "S": "one" }, "callCount": { "N": "1" } });

    let stack = start(&storage).await;
    put_item(&stack.addresses().aws, &item).await;
    assert_eq!(get_item(&stack.addresses().aws, "one").await, item);
    stack.stop().await;

    let stack = start(&storage).await;
    assert_eq!(get_item(&stack.addresses().aws, "one").await, item);
    stack.stop().await;
}

#[tokio::test]
async fn what_has_expired_is_gone_when_a_stack_starts() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::Folder(folder.path().to_owned());
    let item = |id: &str, seconds: i64| json!({ "id": { "S": id }, "expiresAt": { "N": (now() + seconds).to_string() } });

    let stack = start(&storage).await;
    put_item(&stack.addresses().aws, &item("expired", -60)).await;
    put_item(&stack.addresses().aws, &item("fresh", 3600)).await;
    stack.stop().await;

    let stack = start(&storage).await;
    assert_eq!(get_item(&stack.addresses().aws, "expired").await, Value::Null);
    assert_ne!(get_item(&stack.addresses().aws, "fresh").await, Value::Null);
    stack.stop().await;
}

#[expect(clippy::disallowed_methods, reason = "items expire by the wall clock")]
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[tokio::test]
async fn a_folder_serves_one_stack_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::Folder(folder.path().to_owned());
    let first = start(&storage).await;
    let second = Stack::start(options([]).storage(storage.clone())).await;
    assert!(matches!(
        second,
        Err(StackError::DynamoDb(DynamoDbError::DataFile(DataFileError::InUse { .. })))
    ));
    first.stop().await;
    start(&storage).await.stop().await;
}
