//! A function that a flow invokes, and its reply.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};
use thiserror::Error;

/// The largest reply that Connect accepts from a function. Source: administrator guide, "Feature
/// specifications".
const MAX_REPLY_BYTES: usize = 32 * 1024;

/// An invocation that a contact waits for.
// `Debug` leaves out the parameters, which may hold what a caller keyed in.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
pub struct Invocation {
    /// The ARN of the function, with an alias.
    pub function_arn: String,
    /// The time limit for all attempts together.
    pub time_limit: Duration,
    /// The parameters of the block: `Details.Parameters` of the event.
    #[debug(skip)]
    pub parameters: BTreeMap<String, String>,
    /// The reply that the block accepts.
    #[debug(skip)]
    pub response: ResponseType,
}

/// The shape of reply that a block accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseType {
    /// A flat object of strings.
    StringMap,
    /// Any object.
    Json,
}

/// Why an invocation has no usable reply.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Failed {
    /// The function failed at every attempt.
    #[error("the function failed")]
    Function,
    /// The function did not answer within the time limit.
    #[error("the function did not answer in time")]
    TimeLimit,
    /// The reply is larger than Connect accepts, in bytes.
    #[error("the function's reply has {0} bytes, and Connect accepts 32 KB")]
    TooLarge(usize),
    /// The reply is not a flat object of strings, and the block demands one.
    #[error("the function's reply is not a flat object of strings")]
    NotAStringMap,
    /// The reply is not a JSON object.
    #[error("the function's reply is not a JSON object")]
    NotJson,
}

impl ResponseType {
    /// Reads a reply.
    pub(super) fn read(self, reply: &[u8]) -> Result<Map<String, Value>, Failed> {
        if reply.len() > MAX_REPLY_BYTES {
            return Err(Failed::TooLarge(reply.len()));
        }
        let reply: Map<String, Value> =
            serde_json::from_slice(reply).map_err(|_| Failed::NotJson)?;
        if self == Self::StringMap && !reply.values().all(Value::is_string) {
            return Err(Failed::NotAStringMap);
        }
        Ok(reply)
    }
}
