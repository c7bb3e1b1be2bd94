//! A message for a function, and how it is delivered.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// A message for a function.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Message {
    /// The request id of an invocation, or the message id of SQS.
    pub(crate) id: String,
    /// The name of the function.
    pub(crate) function: String,
    /// The ARN or the service that the message comes from.
    pub(crate) source: String,
    // Data folders of earlier versions call it `form`.
    #[serde(alias = "form")]
    pub(super) delivery: Delivery,
    /// The number of attempts so far.
    pub(super) attempts: u32,
}

/// The way in which a message reaches its function.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) enum Delivery {
    /// An asynchronous invocation with this event.
    Event { event: Value },
    /// A record in a batch that is read from an SQS queue.
    Sqs { body: String, sent_at: Timestamp },
}

impl Message {
    /// Creates a message for an asynchronous invocation.
    pub(crate) fn event(function: &str, source: &str, event: Value) -> Self {
        Self::new(function, source, Delivery::Event { event })
    }

    /// Creates a message in an SQS queue, whose ARN is the source.
    pub(crate) fn sqs(function: &str, source: &str, body: String, sent_at: Timestamp) -> Self {
        Self::new(function, source, Delivery::Sqs { body, sent_at })
    }

    fn new(function: &str, source: &str, delivery: Delivery) -> Self {
        let id = Uuid::new_v4().to_string();
        Self { id, function: function.to_owned(), source: source.to_owned(), delivery, attempts: 0 }
    }
}
