//! A message that failed its last attempt.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message that failed its last attempt.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeadLetter {
    pub(crate) id: String,
    pub(crate) function: String,
    /// The ARN or the service that sent the message.
    pub(crate) event_source: String,
    /// The error type of the last attempt, from the function or from Lambda.
    pub(crate) error_type: String,
    pub(crate) attempts: u32,
    pub(crate) given_up_at: Timestamp,
    /// The event that the function was invoked with.
    pub(crate) event: Value,
}
