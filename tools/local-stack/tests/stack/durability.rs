//! Data that survives the end of a stack.

use serde_json::{Value, json};
use switchboard_local_stack::{APPROVAL_REQUEST, PersistenceError, Stack, StackError, Storage};

use crate::harness::{dead_letters, failing, get, options, post, release, release_view};

#[tokio::test]
async fn releases_and_mail_are_still_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::Folder(folder.path().to_owned());
    let start = async || Stack::start(options([]).storage(storage.clone())).await.unwrap();

    let stack = start().await;
    let id = release(&stack, &json!({ "pipeline": "storefront" })).await;
    let before = release_view(&stack, &id).await;
    let mail = json!({
        "FromEmailAddress": "releases@example.com",
        "Destination": { "ToAddresses": ["ana@example.com"] },
        "Content": { "Simple": {
            "Subject": { "Data": "Look" },
            "Body": { "Text": { "Data": "text" } },
        } },
    });
    post(&format!("{}/v2/email/outbound-emails", stack.addresses().aws), &mail).await;
    stack.stop().await;

    let stack = start().await;
    assert_eq!(release_view(&stack, &id).await, before);
    let people = &stack.addresses().people;
    let mails = get(&format!("{people}/local/mailbox")).await.json();
    assert_eq!(mails[0]["subject"], "Look");
    let decision = json!({ "status": "Approved" });
    let url = format!("{people}/local/releases/{id}/console-decision");
    assert_eq!(post(&url, &decision).await.json()["status"], "Succeeded");
    stack.stop().await;
}

#[tokio::test]
async fn a_waiting_message_is_delivered_by_the_next_stack() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::Folder(folder.path().to_owned());
    let start = async || {
        let options = options([failing(APPROVAL_REQUEST)]).storage(storage.clone());
        Stack::start(options).await.unwrap()
    };
    let stack = start().await;
    release(&stack, &json!({ "pipeline": "storefront" })).await;
    // The first attempt fails at once. The message waits for the second one when the stack stops.
    stack.stop().await;

    let stack = start().await;
    let letters = dead_letters(&stack, 1).await;
    assert_eq!((letters.len(), &letters[0]["attempts"]), (1, &json!(3)));
    stack.stop().await;
}

#[tokio::test]
async fn a_damaged_file_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("releases.json"), "{").unwrap();
    let storage = Storage::Folder(folder.path().to_owned());
    let error = Stack::start(options([]).storage(storage)).await.unwrap_err();
    assert!(matches!(error, StackError::Persistence(PersistenceError::Damaged { .. })), "{error}");
    let message: Value = json!(error.to_string());
    assert!(message.as_str().unwrap().contains("releases.json"), "{message}");
}
