//! Watches accepted releases until their pipelines have ended, so that those who decided hear of a
//! failure or a roll-back.

use jiff::{SignedDuration, Timestamp};

use crate::audit::{AuditEvent, AuditEventKind};
use crate::ports::{RequestUpdate, Requests, Saved, StoreError};
use crate::request::{Aftermath, AftermathResult, Request};
use crate::state::{State, Verdict};

/// How long a pipeline that does not end is watched. A later stage may wait for weeks.
const WATCH_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How long a release is watched after its pipeline has ended: it may be rolled back, and what failed
/// may be tried again.
const AFTER_END: SignedDuration = SignedDuration::from_hours(24);

/// The shortest wait between two looks. An event of the pipeline usually comes first.
const SHORTEST_WAIT: SignedDuration = SignedDuration::from_mins(5);

/// The longest wait between two looks.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

impl AftermathResult {
    /// Returns the name of the result, in logs and in the audit trail.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Stopped => "STOPPED",
            Self::Superseded => "SUPERSEDED",
            Self::RolledBack => "ROLLED_BACK",
        }
    }

    /// Returns whether people are mailed: the release that they accepted is not where they expect it,
    /// and no newer one is there either.
    #[must_use]
    pub const fn is_mailed(self) -> bool {
        matches!(self, Self::Failed | Self::Stopped | Self::RolledBack)
    }

    /// Returns whether nothing can follow. What failed or was stopped may be tried again, and what
    /// succeeded may be rolled back.
    const fn is_final(self) -> bool {
        matches!(self, Self::Superseded | Self::RolledBack)
    }
}

impl Request {
    /// Returns the time at which the request was closed as accepted, through links or in the AWS
    /// console.
    #[must_use]
    pub fn accepted_at(&self) -> Option<Timestamp> {
        let State::Closed(closed) = &self.state else { return None };
        (closed.verdict() == Some(Verdict::Accept)).then_some(closed.at())
    }

    /// Returns whether all that is left to do is to watch an accepted release.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        // A request that was just closed is due at once, and reports the outcome first.
        self.accepted_at().is_some_and(|accepted_at| self.due_at.is_some_and(|at| at > accepted_at))
    }

    /// Returns what became of the accepted release, if people are mailed about it.
    #[must_use]
    pub fn mailed_aftermath(&self) -> Option<&Aftermath> {
        self.aftermath.as_ref().filter(|aftermath| aftermath.result.is_mailed())
    }

    /// Returns the time of the next look at an accepted release: the longer ago it was accepted, the
    /// later. `None` once it is no longer watched.
    pub(crate) fn next_look(&self, now: Timestamp) -> Option<Timestamp> {
        let accepted_at = self.accepted_at()?;
        self.release.execution_id.as_ref()?;
        let until = match &self.aftermath {
            Some(aftermath) if aftermath.result.is_final() => return None,
            Some(aftermath) => aftermath.at + AFTER_END,
            None => accepted_at + WATCH_FOR,
        };
        let wait = (now.duration_since(accepted_at) / 4).clamp(SHORTEST_WAIT, LONGEST_WAIT);
        (now < until).then(|| until.min(now + wait))
    }
}

/// Stores what became of an accepted release, and returns the request as it is afterwards. `found` is
/// `None` while the pipeline runs; then nothing is stored.
pub async fn save(
    requests: &impl Requests,
    request: Request,
    found: Option<Aftermath>,
    now: Timestamp,
) -> Result<Request, StoreError> {
    let known = request.aftermath.as_ref().map(|known| (known.result, known.stage.clone()));
    let Some(mut found) = found else { return Ok(request) };
    if request.accepted_at().is_none() || known == Some((found.result, found.stage.clone())) {
        return Ok(request);
    }
    // The watch ends by this time, so another clock must not put it off.
    found.at = found.at.min(now);
    let kind = AuditEventKind::WentOn {
        result: found.result.name().to_owned(),
        stage: found.stage.clone(),
    };
    let mut next = request.rescheduled(request.due_at);
    next.aftermath = Some(found);
    let events = [AuditEvent::new(now, kind)];
    match requests.save(&RequestUpdate { request: &next, events: &events, link: None }).await? {
        Saved::Written => Ok(next),
        Saved::Conflict => Ok(requests.find(&request.id).await?.unwrap_or(request)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::MemoryApprovals;
    use crate::ports::Intake as _;
    use crate::request::tests::request;
    use crate::schedule::MailKind;
    use crate::state::{ExternalAnswer, ExternalEnd, Pending};
    use crate::untrusted_text::UntrustedText;

    /// A request that was answered in the console when it was opened.
    fn answered(verdict: Verdict) -> Request {
        let mut request = request();
        request.release.execution_id = Some("execution-1".to_owned());
        let end = ExternalEnd::Answered(ExternalAnswer { verdict, summary: None });
        let closed = Pending::default().close_externally(end, request.opened_at);
        request.advanced_to(State::Closed(closed))
    }

    fn after(request: &Request, minutes: i64) -> Timestamp {
        request.opened_at + SignedDuration::from_mins(minutes)
    }

    /// The minutes after the acceptance at which a release is looked at, until the watch ends.
    fn looks(mut request: Request, ended: Option<(i64, AftermathResult)>) -> Vec<i64> {
        let (mut now, mut looks) = (request.opened_at, Vec::new());
        while let Some(next) = request.next_look(now) {
            now = next;
            looks.push(now.duration_since(request.opened_at).as_mins());
            if let Some((minute, result)) = ended
                && now >= after(&request, minute)
            {
                let at = after(&request, minute);
                request.aftermath = Some(Aftermath { result, at, stage: None });
            }
        }
        looks
    }

    #[test]
    fn a_release_is_looked_at_less_and_less_often_until_its_time_is_over() {
        let accepted = answered(Verdict::Accept);
        let all = looks(accepted.clone(), None);
        assert_eq!(all[..4], [5, 10, 15, 20]);
        assert_eq!(all.last(), Some(&(7 * 24 * 60)));
        assert!(all.windows(2).all(|pair| pair[1] - pair[0] <= 60), "{all:?}");
        assert!(all.len() < 200, "{}", all.len());

        let succeeded = looks(accepted.clone(), Some((20, AftermathResult::Succeeded)));
        assert_eq!(succeeded.last(), Some(&(20 + 24 * 60)));
        let rolled_back = looks(accepted.clone(), Some((20, AftermathResult::RolledBack)));
        assert_eq!(rolled_back, [5, 10, 15, 20]);

        assert_eq!(looks(answered(Verdict::Reject), None), [0; 0]);
        let mut unknown = accepted;
        unknown.release.execution_id = None;
        assert_eq!(looks(unknown, None), [0; 0]);
    }

    #[test]
    fn the_outcome_is_reported_before_a_release_is_watched() {
        let mut accepted = answered(Verdict::Accept);
        assert!(!accepted.is_watched());
        let now = after(&accepted, 1);
        assert_eq!(accepted.next_inspection(now, true), Some(after(&accepted, 2)));
        accepted.due_at = accepted.next_inspection(now, false);
        assert_eq!(accepted.due_at, Some(after(&accepted, 6)));
        assert!(accepted.is_watched());
        let mut rejected = answered(Verdict::Reject);
        rejected.due_at = Some(now);
        assert!(!rejected.is_watched());
        assert_eq!(rejected.next_inspection(now, false), None);
    }

    #[tokio::test]
    async fn what_became_of_a_release_is_stored_once() {
        let accepted = answered(Verdict::Accept);
        let store = MemoryApprovals::default();
        let opened =
            AuditEvent::new(accepted.opened_at, AuditEventKind::Opened { execution_id: None });
        store.open(&accepted, &opened).await.unwrap();
        let now = after(&accepted, 30);
        let found = |result, minutes| {
            let stage = UntrustedText::line("Production", 80);
            Some(Aftermath { result, at: after(&accepted, minutes), stage })
        };
        let running = save(&store, accepted.clone(), None, now).await.unwrap();
        assert_eq!(running, accepted, "a release that runs");
        // The pipeline's clock is ahead.
        let failed = found(AftermathResult::Failed, 90);
        let failed = save(&store, running.clone(), failed, now).await.unwrap();
        assert_eq!(failed.aftermath.as_ref().unwrap().at, now);
        let again = found(AftermathResult::Failed, 20);
        assert_eq!(save(&store, failed.clone(), again, now).await.unwrap(), failed);
        let repaired = found(AftermathResult::Succeeded, 25);
        let repaired = save(&store, failed, repaired, now).await.unwrap();
        assert_eq!(repaired.version, accepted.version + 2);
        assert_eq!(store.events(&accepted.id).len(), 3);
        // Who reads an old version gets the current one.
        let late = found(AftermathResult::Stopped, 26);
        assert_eq!(save(&store, running, late, now).await.unwrap(), repaired);

        let rejected = answered(Verdict::Reject);
        let failed = found(AftermathResult::Failed, 20);
        assert_eq!(save(&store, rejected.clone(), failed, now).await.unwrap(), rejected);
    }

    #[test]
    fn people_are_mailed_about_what_they_do_not_expect() {
        let mut request = answered(Verdict::Accept);
        for (result, kind) in [
            (AftermathResult::Succeeded, MailKind::Outcome),
            (AftermathResult::Superseded, MailKind::Outcome),
            (AftermathResult::Failed, MailKind::Aftermath),
            (AftermathResult::Stopped, MailKind::Aftermath),
            (AftermathResult::RolledBack, MailKind::Aftermath),
        ] {
            let at = after(&request, 60 * 48);
            request.aftermath = Some(Aftermath { result, at, stage: None });
            assert_eq!(request.mail_due(at), kind, "{result:?}");
            // Mails about it are tried again for a day, however long ago the acceptance was.
            let again =
                request.next_inspection(at, true) == Some(at + SignedDuration::from_mins(1));
            assert_eq!(again, kind == MailKind::Aftermath, "{result:?}");
        }
    }
}
