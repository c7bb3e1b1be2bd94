//! The times at which something is due: the deadline, reminders, and the sweep's next inspection.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::request::Request;
use crate::state::State;

/// The wait before a mail that was not sent, or an update that was not finished, is tried again.
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// The interval at which a pending request is compared with its pipeline: somebody may have answered
/// in the AWS console, and the event about it may have been lost.
const CHECK_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// How long mails about the outcome, or about what became of an accepted release, are retried: a day
/// later they are not news.
const REPORT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// How long delivery is retried after the approval has expired.
const DELIVER_FOR: SignedDuration = SignedDuration::from_hours(1);

/// The longest wait between two tries of the sweep.
const LONGEST_BACKOFF: SignedDuration = SignedDuration::from_mins(15);

/// The deadline is this much before CodePipeline stops waiting by itself, or a tenth of the time if
/// that is less. So the rejection says why, which a timeout of CodePipeline does not.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// The least margin, as far as the time allows: the sweep begins within a minute, and needs part of
/// another one.
const LEAST_MARGIN: SignedDuration = SignedDuration::from_secs(90);

/// With this much time or more, the deadline is on a quarter of an hour, which people remember. All
/// time zones of today differ from UTC by quarters of an hour.
const ROUNDED_FROM: SignedDuration = SignedDuration::from_hours(24);

const QUARTER: i64 = 15 * 60;

/// The kinds of mails to an approver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailKind {
    /// The first mail, which asks for an answer.
    Invitation,
    /// The reminder after half of the time.
    Reminder,
    /// The reminder after nine tenths of the time.
    LastReminder,
    /// The mail that reports the outcome.
    Outcome,
    /// The mail that reports that an accepted release failed or was taken back.
    Aftermath,
}

impl MailKind {
    /// Returns whether a mail of this kind asks for an answer. The others report.
    #[must_use]
    pub const fn asks(self) -> bool {
        matches!(self, Self::Invitation | Self::Reminder | Self::LastReminder)
    }

    /// Returns the name of the kind, in the table and in logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reminder => "reminder",
            Self::LastReminder => "last-reminder",
            Self::Outcome => "outcome",
            Self::Aftermath => "aftermath",
        }
    }
}

/// Returns the deadline of a request that is opened now.
pub(crate) fn decide_by(
    now: Timestamp,
    expires_at: Timestamp,
    within: Option<SignedDuration>,
) -> Timestamp {
    let time = expires_at.duration_since(now).max(SignedDuration::ZERO);
    let margin = (time / 10).clamp(LEAST_MARGIN, MARGIN).min(time / 2);
    let latest = expires_at - margin;
    let decide_by = within.map_or(latest, |within| latest.min(now + within));
    if decide_by.duration_since(now) < ROUNDED_FROM {
        return decide_by;
    }
    let second = decide_by.as_second();
    Timestamp::from_second(second - second.rem_euclid(QUARTER)).unwrap_or(decide_by)
}

/// Returns the time of the next try for a delivery that is taken over now: the longer it has
/// failed, the later.
pub(crate) fn after_take_over(
    decided_at: Timestamp,
    now: Timestamp,
    lease_until: Timestamp,
) -> Timestamp {
    let backoff = (now.duration_since(decided_at) / 4).min(LONGEST_BACKOFF);
    lease_until.max(now + backoff)
}

/// Returns the time of the first inspection of a new request, which sends the invitations if
/// nobody else has.
pub(crate) fn after_opening(now: Timestamp) -> Timestamp {
    now + RETRY_AFTER
}

impl Request {
    /// Returns the latest mail that is due. Earlier mails that were missed are skipped, because
    /// each mail says everything.
    #[must_use]
    pub fn mail_due(&self, now: Timestamp) -> MailKind {
        match &self.state {
            State::Closed(_) if self.mailed_aftermath().is_some() => MailKind::Aftermath,
            State::Closed(_) => MailKind::Outcome,
            _ if now >= self.part_of_time(90) => MailKind::LastReminder,
            _ if now >= self.part_of_time(50) => MailKind::Reminder,
            _ => MailKind::Invitation,
        }
    }

    /// Returns the time at which the sweep inspects this request next, or `None` if it is finished.
    /// `unfinished` says that something due was not done.
    #[must_use]
    pub fn next_inspection(&self, now: Timestamp, unfinished: bool) -> Option<Timestamp> {
        match &self.state {
            State::Deciding(deciding) => Some(deciding.lease_until()),
            State::Closed(closed) => {
                let news = self.mailed_aftermath().map_or(closed.at(), |aftermath| aftermath.at);
                let again = unfinished && now < news + REPORT_FOR;
                if again { Some(now + RETRY_AFTER) } else { self.next_look(now) }
            }
            State::Pending(_) if unfinished => Some(now + RETRY_AFTER),
            State::Pending(_) => {
                let moments = [self.part_of_time(50), self.part_of_time(90), self.decide_by];
                let next = moments.into_iter().filter(|moment| *moment > now).min();
                Some(next.unwrap_or(now).min(now + CHECK_EVERY))
            }
        }
    }

    /// Returns whether CodePipeline can no longer be waiting for an answer.
    pub(crate) fn is_past_delivery(&self, now: Timestamp) -> bool {
        now > self.release.expires_at + DELIVER_FOR
    }

    fn part_of_time(&self, percent: i32) -> Timestamp {
        // Divides first, so that no duration overflows.
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
            (7 * 24 * 60, Some(60), 60 * 60),
            (60, None, 55 * 60),
            (30, None, 27 * 60),
            (15, None, 15 * 60 - 90),
            (10, Some(60), 10 * 60 - 90),
            (5, None, 5 * 60 - 90),
            (2, None, 60),
            (0, None, 0),
        ] {
            let by = decide_by(now, now + minutes(expires), within.map(minutes));
            assert_eq!(by, now + SignedDuration::from_secs(decide), "{expires} {within:?}");
        }
    }

    #[test]
    fn a_deadline_in_a_day_or_later_is_on_a_quarter_of_an_hour() {
        let now: Timestamp = "2026-11-21T10:03:59.5Z".parse().unwrap();
        for (expires, within, decide) in [
            ("2026-11-28T10:04:00Z", None, "2026-11-28T09:45:00Z"),
            ("2026-11-28T10:05:00Z", None, "2026-11-28T10:00:00Z"),
            ("2026-11-28T10:04:00Z", Some(48), "2026-11-23T10:00:00Z"),
            ("2026-11-22T10:09:00Z", None, "2026-11-22T10:00:00Z"),
            ("2026-11-22T10:08:00Z", None, "2026-11-22T10:03:00Z"),
            ("2026-11-28T10:04:00Z", Some(23), "2026-11-22T09:03:59.5Z"),
        ] {
            let within = within.map(SignedDuration::from_hours);
            let by = decide_by(now, expires.parse().unwrap(), within);
            assert_eq!(by, decide.parse().unwrap(), "{expires} {within:?}");
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
        assert_eq!(
            request.next_inspection(just_before_half, false),
            Some(request.part_of_time(50))
        );
        let opened = request.opened_at;
        assert_eq!(request.next_inspection(opened, false), Some(opened + CHECK_EVERY));
        assert_eq!(request.next_inspection(opened, true), Some(opened + RETRY_AFTER));
        assert_eq!(request.next_inspection(request.decide_by, false), Some(request.decide_by));
    }
}
