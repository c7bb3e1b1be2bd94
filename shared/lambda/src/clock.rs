//! The wall clock. Only a function's `main` reads it; all other code takes the time as an argument.

use jiff::{SignedDuration, Timestamp};
use switchboard_settings::{Environment, SettingsError};

/// Returns the time of the wall clock.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// A clock that may run ahead of the wall clock, so that a test can let a week pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    ahead: SignedDuration,
}

impl Clock {
    /// Reads `SWITCHBOARD_CLOCK_OFFSET`: whole seconds ahead of the wall clock, 0 by default. Only
    /// the local stack sets it.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
        let seconds = environment.with_default::<u32>("SWITCHBOARD_CLOCK_OFFSET", 0)?;
        Ok(Self { ahead: SignedDuration::from_secs(seconds.into()) })
    }

    /// Returns the time of this clock.
    #[must_use]
    pub fn now(self) -> Timestamp {
        now() + self.ahead
    }
}
