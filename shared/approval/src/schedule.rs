//! When something is due: the deadline, reminders, and the sweep's next look at a request.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Request, State};

/// A mail that did not go out, or a step that was not finished, is looked after this much later.
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// A waiting request is compared with its pipeline this often: somebody may have answered in the AWS
/// console, and the event that tells so may have been lost.
const CHECK_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// What came of a request is news for a day; who has not been told by then asks.
const TELL_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A decision that CodePipeline does not take is tried for as long as CodePipeline may still wait,
/// and an hour more.
const DELIVER_FOR: SignedDuration = SignedDuration::from_hours(1);

/// The longest between two tries of the sweep.
const LONGEST_BACKOFF: SignedDuration = SignedDuration::from_mins(15);

/// CodePipeline is told of a passed deadline before it stops waiting by itself, so that people
/// read why: this much before, or a tenth of the time where that is less.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// A mail to an approver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailKind {
    /// The first one.
    Invitation,
    /// After half of the time.
    Reminder,
    /// After nine tenths of the time.
    LastReminder,
    /// What came of it.
    Outcome,
}

impl MailKind {
    /// Its name, as it is kept and logged.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reminder => "reminder",
            Self::LastReminder => "last-reminder",
            Self::Outcome => "outcome",
        }
    }
}

/// Until when a request can be answered.
pub(crate) fn decide_by(
    now: Timestamp,
    expires_at: Timestamp,
    within: Option<SignedDuration>,
) -> Timestamp {
    let margin = MARGIN.min(expires_at.duration_since(now) / 10).max(SignedDuration::ZERO);
    let latest = expires_at - margin;
    within.map_or(latest, |within| latest.min(now + within))
}

/// When the sweep tries again what it takes over now: the longer it has failed, the later.
pub(crate) fn after_take_over(
    decided_at: Timestamp,
    now: Timestamp,
    lease_until: Timestamp,
) -> Timestamp {
    let backoff = (now.duration_since(decided_at) / 4).min(LONGEST_BACKOFF);
    lease_until.max(now + backoff)
}

/// When to look whether the first mails have gone out.
pub(crate) fn after_opening(now: Timestamp) -> Timestamp {
    now + RETRY_AFTER
}

impl Request {
    /// The mail that approvers who have not answered should have by now: the latest only, since
    /// each says all.
    #[must_use]
    pub fn mail_due(&self, now: Timestamp) -> MailKind {
        match &self.state {
            State::Closed(_) => MailKind::Outcome,
            _ if now >= self.part_of_time(90) => MailKind::LastReminder,
            _ if now >= self.part_of_time(50) => MailKind::Reminder,
            _ => MailKind::Invitation,
        }
    }

    /// When the sweep looks at this request next. `unfinished`: something was to be done and was not.
    #[must_use]
    pub fn next_look(&self, now: Timestamp, unfinished: bool) -> Option<Timestamp> {
        match &self.state {
            State::Deciding(deciding) => Some(deciding.lease_until()),
            State::Closed(closed) => {
                let worth_it = unfinished && now < closed.at() + TELL_FOR;
                worth_it.then_some(now + RETRY_AFTER)
            }
            State::Pending(_) if unfinished => Some(now + RETRY_AFTER),
            State::Pending(_) => {
                let moments = [self.part_of_time(50), self.part_of_time(90), self.decide_by];
                let next = moments.into_iter().filter(|moment| *moment > now).min();
                Some(next.unwrap_or(now).min(now + CHECK_EVERY))
            }
        }
    }

    /// Whether CodePipeline cannot be waiting for an answer any more.
    pub(crate) fn is_hopeless(&self, now: Timestamp) -> bool {
        now > self.release.expires_at + DELIVER_FOR
    }

    fn part_of_time(&self, percent: i32) -> Timestamp {
        // Divided first, so that no length of time overflows.
        self.opened_at + self.decide_by.duration_since(self.opened_at) / 100 * percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::tests::request;

    #[test]
    fn the_deadline_is_before_codepipelines_own() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let minutes = SignedDuration::from_mins;
        for (expires, within, decide) in [
            (7 * 24 * 60, None, 7 * 24 * 60 - 5),
            (7 * 24 * 60, Some(60), 60),
            (10, None, 9),
            (10, Some(60), 9),
            (0, None, 0),
        ] {
            let by = decide_by(now, now + minutes(expires), within.map(minutes));
            assert_eq!(by, now + minutes(decide), "{expires} {within:?}");
        }
    }

    #[test]
    fn reminders_are_due_at_half_and_nine_tenths_of_the_time() {
        let request = request();
        let total = request.decide_by.duration_since(request.opened_at);
        for (percent, kind) in [
            (0, MailKind::Invitation),
            (49, MailKind::Invitation),
            (50, MailKind::Reminder),
            (89, MailKind::Reminder),
            (90, MailKind::LastReminder),
            (100, MailKind::LastReminder),
        ] {
            assert_eq!(
                request.mail_due(request.opened_at + total / 100 * percent),
                kind,
                "{percent}"
            );
        }
    }

    #[test]
    fn what_keeps_failing_is_tried_less_often() {
        let at = |minutes| request().opened_at + SignedDuration::from_mins(minutes);
        for (age, lease, next) in [(0, 1, 1), (4, 5, 5), (40, 41, 50), (10_000, 10_001, 10_015)] {
            assert_eq!(after_take_over(at(0), at(age), at(lease)), at(next), "{age}");
        }
    }

    #[test]
    fn the_next_look_is_never_after_what_is_due_next() {
        let request = request();
        let just_before_half = request.part_of_time(50) - SignedDuration::from_secs(1);
        assert_eq!(request.next_look(just_before_half, false), Some(request.part_of_time(50)));
        let opened = request.opened_at;
        assert_eq!(request.next_look(opened, false), Some(opened + CHECK_EVERY));
        assert_eq!(request.next_look(opened, true), Some(opened + RETRY_AFTER));
        assert_eq!(request.next_look(request.decide_by, false), Some(request.decide_by));
    }
}
