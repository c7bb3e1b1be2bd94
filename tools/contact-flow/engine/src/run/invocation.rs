//! A function that a flow invokes, and what comes of it.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};
use thiserror::Error;

/// The largest reply of a function that Connect takes. Source: administrator guide, "Feature
/// specifications".
const MAX_REPLY_BYTES: usize = 32 * 1024;

/// A function to be invoked.
#[derive(Clone, PartialEq, Eq)]
pub struct Invocation {
    /// Its ARN, with an alias.
    pub function_arn: String,
    /// How long Connect waits, all attempts together.
    pub time_limit: Duration,
    /// The parameters of the block, `Details.Parameters` of the event.
    pub parameters: BTreeMap<String, String>,
    /// What its reply has to be.
    pub response: ResponseType,
}

/// The parameters may be what a caller keyed in.
impl fmt::Debug for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invocation")
            .field("function_arn", &self.function_arn)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

/// What a function's reply has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseType {
    /// A flat object of strings.
    StringMap,
    /// Any object.
    Json,
}

/// Why a function has no reply.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Failed {
    /// It failed each time that it was tried.
    #[error("the function failed")]
    Function,
    /// It did not answer within the time limit.
    #[error("the function did not answer in time")]
    TimeLimit,
    /// Its reply is larger than Connect takes.
    #[error("the function's reply has {0} bytes, and Connect takes 32 KB")]
    TooLarge(usize),
    /// Its reply is not what the block says it is.
    #[error("the function's reply is no flat object of strings")]
    NotAStringMap,
    /// Its reply is no object at all.
    #[error("the function's reply is no JSON object")]
    NotJson,
}

impl ResponseType {
    /// Reads a reply, if it is what it has to be.
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
