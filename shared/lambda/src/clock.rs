//! The wall clock. Only a function's `main` asks it; everything else is told the time.

use jiff::Timestamp;

/// The time now.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
