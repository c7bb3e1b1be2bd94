//! The wall clock. Only a function's `main` asks it; everything else is told the time.

use jiff::{SignedDuration, Timestamp};
use switchboard_settings::Environment;

/// The time now.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// A clock that may run ahead, so that a week can pass in a test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    ahead: SignedDuration,
}

impl Clock {
    /// Reads `SWITCHBOARD_CLOCK_OFFSET`: whole seconds ahead of the wall clock, 0 unless set. The
    /// local stack sets it; an account never does.
    pub fn read(environment: &mut Environment<'_>) -> Option<Self> {
        let seconds = environment.or::<u32>("SWITCHBOARD_CLOCK_OFFSET", 0)?;
        Some(Self { ahead: SignedDuration::from_secs(seconds.into()) })
    }

    /// The time now.
    #[must_use]
    pub fn now(self) -> Timestamp {
        now() + self.ahead
    }
}
