//! What the functions reply: asked of their own code, so that it cannot differ from it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use switchboard_lambda::{Failure, Invocation, Metrics};
use switchboard_vanity::callers::memory::MemoryCallers;
use thiserror::Error;

/// A number with words, none, and one that no plan has: a reply of each kind.
const ADDRESSES: [Option<&str>; 3] = [Some("+18003569377"), None, Some("+10003569377")];

/// Why the functions do not say what they reply.
#[derive(Debug, Error)]
pub(crate) enum ReplyError {
    /// Nothing can be run.
    #[error("cannot run vanity-convert: {0}")]
    Runtime(#[from] std::io::Error),
    /// It fails.
    #[error("vanity-convert fails in memory: {0}")]
    Failed(Failure),
    /// What it takes or replies is no JSON.
    #[error("vanity-convert does not reply as it should: {0}")]
    Reply(#[from] serde_json::Error),
}

/// The names that the replies of `vanity-convert` have, whatever its status. A reference to one that
/// this reply lacks is empty.
pub(crate) fn names() -> Result<BTreeSet<String>, ReplyError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let callers = MemoryCallers::new(SignedDuration::from_hours(24));
    let mut names = BTreeSet::new();
    for address in ADDRESSES {
        let event = json!({"Details": {"ContactData": {
            "Channel": "VOICE",
            "ContactId": "contact-1",
            "CustomerEndpoint": {"Address": address, "Type": "TELEPHONE_NUMBER"},
        }}});
        let mut invocation = Invocation {
            event: serde_json::from_value(event)?,
            request_id: "request-1".to_owned(),
            deadline: Timestamp::UNIX_EPOCH,
            metrics: &mut Metrics::default(),
        };
        let reply =
            switchboard_vanity_convert::handle(&callers, Timestamp::UNIX_EPOCH, &mut invocation);
        let reply = runtime.block_on(reply).map_err(ReplyError::Failed)?;
        if let Value::Object(reply) = serde_json::to_value(&reply)? {
            names.extend(reply.into_iter().map(|(name, _)| name));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_kinds_of_replies_are_counted_in() {
        let names = super::names().unwrap();
        for name in ["status", "phoneNumber", "count", "vanity_1", "spoken_5"] {
            assert!(names.contains(name), "{name} is not in {names:?}");
        }
    }
}
