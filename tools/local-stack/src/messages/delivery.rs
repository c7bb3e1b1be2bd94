//! One attempt to deliver messages to a function.

use std::collections::BTreeSet;

use axum::body::Bytes;
use serde_json::Value;
use uuid::Uuid;

use super::message::{Delivery, Message};
use super::sqs;
use crate::lambda::{self, InvokeError, Lambda};

/// The outcome of one attempt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Every message was delivered.
    Delivered,
    /// The messages with these ids were not delivered.
    Failed { ids: BTreeSet<String>, error_type: String },
    /// The function does not exist, so another attempt would fail too.
    NoSuchFunction,
    /// The stack is stopping.
    Stopping,
}

/// Delivers one asynchronous invocation, or one batch of SQS, to a function.
pub(super) async fn deliver(lambda: &Lambda, messages: &[Message]) -> Outcome {
    let Some(first) = messages.first() else { return Outcome::Delivered };
    let batch = matches!(first.delivery, Delivery::Sqs { .. });
    let (request_id, event) = match &first.delivery {
        Delivery::Event { event } => (first.id.clone(), event.clone()),
        Delivery::Sqs { .. } => (Uuid::new_v4().to_string(), sqs::event(messages)),
    };
    let payload = Bytes::from(event.to_string());
    let all = || messages.iter().map(|message| message.id.clone()).collect();
    match lambda.invoke_in_turn(&first.function, request_id, payload).await {
        Ok(invocation) => match invocation.outcome {
            lambda::Outcome::Success(reply) if batch => batch_outcome(&reply, all()),
            lambda::Outcome::Success(_) => Outcome::Delivered,
            lambda::Outcome::Failure(failure) => {
                Outcome::Failed { ids: all(), error_type: failure.reported_type() }
            }
        },
        Err(InvokeError::Throttled) => {
            Outcome::Failed { ids: all(), error_type: "TooManyRequestsException".to_owned() }
        }
        Err(InvokeError::NotFound { .. }) => Outcome::NoSuchFunction,
        Err(InvokeError::Stopping) => Outcome::Stopping,
    }
}

/// Reads the reply to a batch. As in an event source mapping, the whole batch has failed if the reply
/// cannot be read or names a message that is not in the batch.
fn batch_outcome(reply: &[u8], all: BTreeSet<String>) -> Outcome {
    let failed = |ids| Outcome::Failed { ids, error_type: "batchItemFailures".to_owned() };
    let reply: Value = serde_json::from_slice(reply).unwrap_or_default();
    let failures = match reply.get("batchItemFailures") {
        None | Some(Value::Null) => return Outcome::Delivered,
        Some(Value::Array(failures)) => failures,
        Some(_) => return failed(all),
    };
    let mut ids = BTreeSet::new();
    for failure in failures {
        match failure.get("itemIdentifier").and_then(Value::as_str) {
            Some(id) if all.contains(id) => ids.insert(id.to_owned()),
            _ => return failed(all),
        };
    }
    if ids.is_empty() { Outcome::Delivered } else { failed(ids) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome(reply: &Value) -> Outcome {
        let all = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
        batch_outcome(reply.to_string().as_bytes(), all)
    }

    fn failed(ids: &[&str]) -> Outcome {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        Outcome::Failed { ids, error_type: "batchItemFailures".to_owned() }
    }

    #[test]
    fn a_batch_fails_by_the_message_or_as_a_whole() {
        for reply in [json!(null), json!({}), json!({ "batchItemFailures": [] })] {
            assert_eq!(outcome(&reply), Outcome::Delivered, "{reply}");
        }
        let reply = json!({ "batchItemFailures": [{ "itemIdentifier": "b" }] });
        assert_eq!(outcome(&reply), failed(&["b"]));
        for identifier in [json!("c"), json!(""), json!(null)] {
            let reply = json!({ "batchItemFailures": [{ "itemIdentifier": identifier }] });
            assert_eq!(outcome(&reply), failed(&["a", "b"]), "{reply}");
        }
        assert_eq!(outcome(&json!({ "batchItemFailures": "b" })), failed(&["a", "b"]));
    }
}
