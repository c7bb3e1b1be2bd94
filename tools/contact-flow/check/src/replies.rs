//! The names in the functions' replies, found by running the functions' own code.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use switchboard_lambda::{Invocation, Metrics};
use switchboard_vanity::callers::memory::MemoryCallers;
use thiserror::Error;

/// Addresses that lead to a reply of each kind: a number with words, no number, and a number outside all
/// numbering plans.
const ADDRESSES: [Option<&str>; 3] = [Some("+18003569377"), None, Some("+10003569377")];

/// The reason why the names cannot be found.
#[derive(Debug, Error)]
pub(crate) enum ReplyError {
    /// The runtime cannot be started.
    #[error("cannot run vanity-convert: {0}")]
    Runtime(#[from] std::io::Error),
    /// The function's event or reply is not JSON.
    #[error("vanity-convert has an unexpected event or reply: {0}")]
    Reply(#[from] serde_json::Error),
}

/// Returns the names that any reply of `vanity-convert` has. A reference to a name that a reply lacks is
/// empty.
pub(crate) fn names() -> Result<BTreeSet<String>, ReplyError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
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
        let reply = runtime.block_on(reply);
        if let Value::Object(reply) = serde_json::to_value(&reply)? {
            names.extend(reply.into_iter().map(|(name, _)| name));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_names_of_all_kinds_of_replies_are_found() {
        let names = super::names().unwrap();
        for name in ["status", "phoneNumber", "count", "recorded", "vanity_1", "spoken_5"] {
            assert!(names.contains(name), "{name} is not in {names:?}");
        }
    }
}
