//! What was given up after its last attempt.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message that nobody tries to deliver any more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeadLetter {
    pub(crate) id: String,
    pub(crate) function: String,
    /// The ARN or the service that the message came from.
    pub(crate) event_source: String,
    /// Why the last attempt failed, by the name that the function or Lambda gave it.
    pub(crate) error_type: String,
    pub(crate) attempts: u32,
    pub(crate) given_up_at: Timestamp,
    /// What the function was invoked with.
    pub(crate) event: Value,
}
