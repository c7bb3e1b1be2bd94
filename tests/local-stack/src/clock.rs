//! The one place that reads the wall clock.

use jiff::Timestamp;

/// The time now.
#[expect(clippy::disallowed_methods, reason = "the local stack's one reading of the wall clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
