//! The wall clock, injected so that tests can set it.

use jiff::Timestamp;

/// Tells the time.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's.
    System,
    /// Stands still, for tests.
    Fixed(Timestamp),
}

impl Clock {
    /// The time now.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            #[allow(clippy::disallowed_methods, reason = "this is the clock that is injected")]
            Self::System => Timestamp::now(),
            Self::Fixed(at) => at,
        }
    }
}
