//! Records a call while its caller waits, within a limit and without failing.

use std::time::Duration;

use jiff::SignedDuration;
use switchboard_vanity::callers::{BadContactId, Call, CallLog, Recorded, StoreError};

/// The longest that a caller waits for the record. DynamoDB answers in single-digit milliseconds, so in this time an
/// attempt that got lost (800 ms) can be followed by a second one.
const LONGEST: Duration = Duration::from_millis(1500);

/// What is left of an invocation for the reply, before Lambda stops it and the caller hears the apology.
const RESERVE: Duration = Duration::from_millis(500);

/// Why a call was answered but is not known to be recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotRecorded {
    /// Neither the contact nor the invocation has an id that can identify a retry.
    #[error(transparent)]
    ContactId(#[from] BadContactId),
    /// The table refused, could not be reached, or holds something else.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The table did not record the call in time, retries included. It may still do so.
    #[error("the table did not record the call within {0:?}")]
    TooSlow(Duration),
}

impl NotRecorded {
    /// Returns the stable name of the variant, for logs.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::ContactId(_) => "BadContactId",
            Self::Store(error) => error.kind(),
            // A throttled table ends in this or in `Store`, depending on the SDK's random waits.
            Self::TooSlow(_) => "StoreUnavailable",
        }
    }
}

/// Returns how long recording may take of an invocation that ends in `time_left`.
pub(crate) fn limit(time_left: SignedDuration) -> Duration {
    // A negative time left counts as zero.
    Duration::try_from(time_left).unwrap_or_default().saturating_sub(RESERVE).min(LONGEST)
}

/// Records a call, and gives up after `limit`.
pub(crate) async fn within(
    limit: Duration,
    calls: &impl CallLog,
    call: &Call,
) -> Result<Recorded, NotRecorded> {
    let recorded = tokio::time::timeout(limit, calls.record(call)).await;
    Ok(recorded.map_err(|_| NotRecorded::TooSlow(limit))??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_waits_for_the_limit_at_most_and_a_reply_always_fits() {
        for (time_left, allowed) in [(4000, 1500), (2000, 1500), (1999, 1499), (600, 100)] {
            let limit = limit(SignedDuration::from_millis(time_left));
            assert_eq!(limit, Duration::from_millis(allowed), "{time_left}");
        }
        for time_left in [500, 1, 0, -1, i64::MIN] {
            assert_eq!(limit(SignedDuration::from_millis(time_left)), Duration::ZERO);
        }
    }
}
