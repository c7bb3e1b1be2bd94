//! The reply to the contact flow: a flat object of strings, which both of Connect's response types
//! (`STRING_MAP` and `JSON`) accept, far below the limit of 32 KB.

use std::collections::BTreeMap;

use serde::Serialize;
use switchboard_vanity::{BestFive, PhoneNumber};

/// A reply to the contact flow. `Debug` shows only the status, because the rest is personal data.
///
/// It holds `status`, `phoneNumber`, `count` and `recorded` (whether the call is in the table, `true` or
/// `false`); with status `ok` also `vanity_1`, `spoken_1` and `spelled_1`, the best, to `vanity_5`,
/// `spoken_5` and `spelled_5`. The spoken and spelled forms are safe inside SSML.
#[derive(Clone, PartialEq, Eq, Serialize, derive_more::Debug)]
#[serde(transparent)]
#[debug("Reply {{ status: {:?}, .. }}", _0.get("status"))]
pub struct Reply(BTreeMap<String, String>);

impl Reply {
    pub(crate) fn ok(number: &PhoneNumber, best_five: &BestFive, recorded: bool) -> Self {
        let count = best_five.by_rank().len();
        let mut reply = Self::with_status("ok", number.as_e164(), count, recorded);
        for vanity in best_five.by_rank() {
            let rank = vanity.rank;
            reply.0.insert(format!("vanity_{rank}"), vanity.vanity_number.to_string());
            reply.0.insert(format!("spoken_{rank}"), vanity.spoken.to_string());
            reply.0.insert(format!("spelled_{rank}"), vanity.spelled());
        }
        reply
    }

    /// Returns the reply to a contact without a phone number, or whose number is withheld.
    pub(crate) fn no_number() -> Self {
        Self::with_status("no_number", "", 0, false)
    }

    /// Returns the reply to a number that cannot exist or has nothing to spell.
    pub(crate) fn unsupported_number() -> Self {
        Self::with_status("unsupported_number", "", 0, false)
    }

    fn with_status(status: &str, phone_number: &str, count: usize, recorded: bool) -> Self {
        let fields = [
            ("status", status.to_owned()),
            ("phoneNumber", phone_number.to_owned()),
            ("count", count.to_string()),
            ("recorded", recorded.to_string()),
        ];
        Self(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_reply_is_far_below_connects_limit() {
        let number = PhoneNumber::from_e164("+492345678901234").unwrap();
        let five = switchboard_vanity::best_five(&number).unwrap();
        let reply = serde_json::to_string(&Reply::ok(&number, &five, true)).unwrap();
        assert!(reply.len() < 32 * 1024 / 10, "{} bytes", reply.len());
    }
}
