//! One delivery of messages to a function, and what came of it.

use std::collections::BTreeSet;

use axum::body::Bytes;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::queue::{Form, Message};
use super::sqs;
use crate::lambda::{Failure, InvokeError, Lambda, Outcome};

/// What came of a delivery.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Every message was taken.
    Taken,
    /// These were not, by their ids, for this reason.
    Failed { ids: BTreeSet<String>, error_type: String },
    /// There is no such function, and trying again makes none.
    Undeliverable,
    /// The stack is stopping.
    Stopping,
}

/// Delivers messages to one function: a single one as an asynchronous invocation, or a batch of SQS.
pub(super) async fn deliver(lambda: &Lambda, messages: &[Message]) -> Verdict {
    let Some(first) = messages.first() else { return Verdict::Taken };
    let batch = matches!(first.form, Form::Sqs { .. });
    let (request_id, event) = match &first.form {
        Form::Event { event } => (first.id.clone(), event.clone()),
        Form::Sqs { .. } => (Uuid::new_v4().to_string(), sqs::event(messages)),
    };
    let payload = Bytes::from(event.to_string());
    let all = || messages.iter().map(|message| message.id.clone()).collect();
    match lambda.invoke_in_turn(&first.function, request_id, payload).await {
        Ok(invocation) => match invocation.outcome {
            Outcome::Success(reply) if batch => batch_verdict(&reply, all()),
            Outcome::Success(_) => Verdict::Taken,
            Outcome::Failure(failure) => {
                Verdict::Failed { ids: all(), error_type: error_type(&failure) }
            }
        },
        Err(InvokeError::Throttled) => {
            Verdict::Failed { ids: all(), error_type: "TooManyRequestsException".to_owned() }
        }
        Err(InvokeError::NotFound { .. }) => Verdict::Undeliverable,
        Err(InvokeError::Stopping) => Verdict::Stopping,
    }
}

/// The name that the function gave its error, or Lambda's own.
fn error_type(failure: &Failure) -> String {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Document {
        error_type: String,
    }
    if let Failure::Reported(document) = failure
        && let Ok(Document { error_type }) = serde_json::from_slice(document)
    {
        return error_type;
    }
    failure.error_type().to_owned()
}

/// What a function says of a batch: an event source mapping takes a reply that it cannot read, or that
/// names a message which is not in the batch, for the failure of all.
fn batch_verdict(reply: &[u8], all: BTreeSet<String>) -> Verdict {
    let failed = |ids| Verdict::Failed { ids, error_type: "batchItemFailures".to_owned() };
    let reply: Value = serde_json::from_slice(reply).unwrap_or_default();
    let failures = match reply.get("batchItemFailures") {
        None | Some(Value::Null) => return Verdict::Taken,
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
    if ids.is_empty() { Verdict::Taken } else { failed(ids) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict(reply: &Value) -> Verdict {
        let all = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
        batch_verdict(reply.to_string().as_bytes(), all)
    }

    fn failed(ids: &[&str]) -> Verdict {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        Verdict::Failed { ids, error_type: "batchItemFailures".to_owned() }
    }

    #[test]
    fn a_batch_fails_by_the_message_or_as_a_whole() {
        for reply in [json!(null), json!({}), json!({ "batchItemFailures": [] })] {
            assert_eq!(verdict(&reply), Verdict::Taken, "{reply}");
        }
        let reply = json!({ "batchItemFailures": [{ "itemIdentifier": "b" }] });
        assert_eq!(verdict(&reply), failed(&["b"]));
        for identifier in [json!("c"), json!(""), json!(null)] {
            let reply = json!({ "batchItemFailures": [{ "itemIdentifier": identifier }] });
            assert_eq!(verdict(&reply), failed(&["a", "b"]), "{reply}");
        }
        assert_eq!(verdict(&json!({ "batchItemFailures": "b" })), failed(&["a", "b"]));
    }

    #[test]
    fn an_error_goes_by_the_name_that_the_function_gave_it() {
        let document = Bytes::from_static(br#"{"errorType":"Mine","errorMessage":"no"}"#);
        assert_eq!(error_type(&Failure::Reported(document)), "Mine");
        assert_eq!(error_type(&Failure::Reported(Bytes::new())), "Function.Unhandled");
        assert_eq!(error_type(&Failure::Exited(None)), "Runtime.ExitError");
    }
}
