//! The lease of an invocation on a request.

use jiff::{SignedDuration, Timestamp};

/// Lambda may take a moment to stop an invocation whose time is up.
const MARGIN: SignedDuration = SignedDuration::from_secs(2);

/// Returns the end of a lease that an invocation takes now: nobody else acts on the request while
/// the invocation may still run.
#[must_use]
pub fn lease_until(now: Timestamp, time_left: SignedDuration) -> Timestamp {
    now + time_left + MARGIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_outlives_its_invocation() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let until = lease_until(now, SignedDuration::from_secs(10));
        assert_eq!(until.to_string(), "2026-11-21T10:00:12Z");
    }
}
