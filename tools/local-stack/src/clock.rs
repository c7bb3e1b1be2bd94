//! The stack's clock: the wall clock plus an offset, so that a test can let a week pass in a moment.
//!
//! Approvals, mail and events use this clock. Time limits and the deadlines of functions use the wall
//! clock.

use std::io;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::persistence::{Persisted, PersistenceError, Storage};

/// A day, in seconds.
pub(crate) const DAY: i64 = 24 * 60 * 60;

/// The longest step that the clock can be moved ahead, in seconds.
pub(crate) const MAX_STEP: i64 = 400 * DAY;

/// The furthest that the clock can be ahead of the wall clock, in seconds.
const MAX_OFFSET: i64 = 10 * MAX_STEP;

/// Returns the time of the wall clock.
#[expect(clippy::disallowed_methods, reason = "the local stack's one reading of the wall clock")]
pub(crate) fn wall_now() -> Timestamp {
    Timestamp::now()
}

/// The clock cannot be moved ahead.
#[derive(Debug, Error)]
pub(crate) enum AdvanceError {
    #[error(
        "The clock would be more than {} days ahead. Start a stack with another --data-dir.",
        MAX_OFFSET / DAY
    )]
    TooFar,
    #[error("The clock's offset cannot be written: {0}.")]
    Write(#[from] io::Error),
}

/// The stack's clock. Clones share one clock.
#[derive(Clone, Debug)]
pub(crate) struct Clock(Arc<Persisted<Offset>>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Offset {
    offset_seconds: i64,
}

impl Clock {
    pub(crate) fn open(storage: &Storage) -> Result<Self, PersistenceError> {
        Ok(Self(Arc::new(Persisted::open(storage, "clock.json")?)))
    }

    /// Returns the stack's time in whole milliseconds, the precision that AWS writes.
    pub(crate) fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.offset_seconds());
        let now = wall_now().checked_add(ahead).unwrap_or(Timestamp::MAX);
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Returns how far this clock is ahead of the wall clock, in seconds.
    pub(crate) fn offset_seconds(&self) -> i64 {
        self.0.read(|offset| offset.offset_seconds)
    }

    /// Moves the clock ahead. It never goes back.
    pub(crate) fn advance(&self, seconds: u32) -> Result<(), AdvanceError> {
        self.0.change(|offset| {
            let ahead = offset.offset_seconds.saturating_add(i64::from(seconds));
            if ahead > MAX_OFFSET {
                return Err(AdvanceError::TooFar);
            }
            offset.offset_seconds = ahead;
            Ok(())
        })?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_moves_ahead_up_to_a_limit() {
        let clock = Clock::open(&Storage::Memory).unwrap();
        let step = u32::try_from(MAX_STEP).unwrap();
        clock.advance(step).unwrap();
        let ahead = clock.now().duration_since(wall_now()).as_secs();
        assert!((MAX_STEP - 1..=MAX_STEP).contains(&ahead), "{ahead}");
        for _ in 1..10 {
            clock.advance(step).unwrap();
        }
        assert!(matches!(clock.advance(1), Err(AdvanceError::TooFar)));
        assert_eq!(clock.offset_seconds(), MAX_OFFSET);
    }
}
