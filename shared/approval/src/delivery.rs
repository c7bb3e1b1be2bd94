//! Delivers a decision to CodePipeline, effectively once.
//!
//! The decision is recorded before the delivery begins, and does not change. `PutApprovalResult` is
//! not idempotent: when it is repeated after a lost response, it says that the approval is
//! answered, or that its token is invalid. In both cases the pipeline is asked for the approval's
//! status. Our own answer is recognized by the decision's reference at the end of the summary.

mod summary;

use jiff::{SignedDuration, Timestamp};

use crate::audit::{AuditEvent, AuditEventKind};
use crate::ports::{
    ApprovalStatus, PutOutcome, ReleaseError, Releases, RequestUpdate, Requests, Saved, StoreError,
};
use crate::request::Request;
use crate::schedule;
use crate::state::{
    Closed, Deciding, Decision, Ending, ExternalAnswer, ExternalEnd, Pending, State, Verdict,
};

/// How far from the expiry a rejection may be and still count as a timeout: CodePipeline reports
/// when it noticed the timeout, which may be a little before or after the expiry.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(2);

/// The number of tries to write the end of a request when somebody else writes at the same time.
const MAX_TRIES: usize = 3;

/// The result of a delivery.
#[derive(Debug)]
pub enum Delivery {
    /// The request is closed, by this delivery or by a faster one.
    Closed(Request),
    /// CodePipeline has not confirmed. The decision stays recorded, and is delivered later.
    Undelivered(Request, Option<ReleaseError>),
}

impl Delivery {
    /// Returns the request as it is now.
    #[must_use]
    pub const fn request(&self) -> &Request {
        let (Self::Closed(request) | Self::Undelivered(request, _)) = self;
        request
    }

    /// Returns the request as it is now, by value.
    #[must_use]
    pub fn into_request(self) -> Request {
        let (Self::Closed(request) | Self::Undelivered(request, _)) = self;
        request
    }

    /// Returns the problem that engineers have to look into, if there is one: its stable kind, for
    /// alarms, and its cause, if that is known.
    #[must_use]
    pub fn problem(&self) -> Option<(&'static str, Option<&ReleaseError>)> {
        match self {
            Self::Closed(request) => match &request.state {
                State::Closed(closed) => match closed.ending() {
                    Ending::Undeliverable => Some(("Undeliverable", None)),
                    Ending::NotShown => Some(("NotShown", None)),
                    Ending::Applied
                    | Ending::Expired
                    | Ending::ClosedElsewhere(_)
                    | Ending::Cancelled => None,
                },
                State::Pending(_) | State::Deciding(_) => None,
            },
            Self::Undelivered(_, Some(error)) => Some((error.kind(), Some(error))),
            Self::Undelivered(_, None) => Some(("Undelivered", None)),
        }
    }
}

/// Delivers a decision whose lease the caller holds.
pub async fn deliver(
    requests: &impl Requests,
    releases: &impl Releases,
    request: &Request,
    deciding: &Deciding,
    now: Timestamp,
) -> Result<Delivery, StoreError> {
    match put_decision(releases, request, deciding, now).await {
        Ok(closed) => close(requests, request, closed, now).await,
        // A pipeline that is down comes back, so its decisions stay open. People have to know about
        // any other decision whose effect cannot be found out once CodePipeline no longer waits.
        Err(error)
            if request.is_past_delivery(now)
                && !matches!(error, Some(ReleaseError::Unavailable(_))) =>
        {
            close(requests, request, deciding.clone().undeliverable(now), now).await
        }
        Err(error) => Ok(Delivery::Undelivered(request.clone(), error)),
    }
}

/// Takes over a delivery that its holder did not finish in time. Returns `None` if there is none to
/// take over, or somebody else does.
pub async fn take_over(
    requests: &impl Requests,
    releases: &impl Releases,
    request: &Request,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Delivery>, StoreError> {
    let State::Deciding(deciding) = &request.state else { return Ok(None) };
    let Ok(taken) = deciding.clone().take_over(now, lease_until) else { return Ok(None) };
    let mut next = request.advanced_to(State::Deciding(taken.clone()));
    next.due_at = Some(schedule::after_take_over(taken.decision().at, now, lease_until));
    let events = [AuditEvent::new(now, AuditEventKind::TakenOver)];
    match requests.save(&RequestUpdate { request: &next, events: &events, link: None }).await? {
        Saved::Written => deliver(requests, releases, &next, &taken, now).await.map(Some),
        Saved::Conflict => Ok(None),
    }
}

/// Closes a pending request whose approval has ended in the pipeline, or is missing there. Returns
/// `None` while the pipeline waits too.
pub async fn close_if_ended(
    requests: &impl Requests,
    request: &Request,
    pending: &Pending,
    status: ApprovalStatus,
    now: Timestamp,
) -> Result<Option<Delivery>, StoreError> {
    let Some(end) = external_end(status, request, now) else { return Ok(None) };
    close(requests, request, pending.clone().close_externally(end, now), now).await.map(Some)
}

/// Puts a decision on the pipeline. Returns the end of the request, or the reason why there is none
/// yet.
async fn put_decision(
    releases: &impl Releases,
    request: &Request,
    deciding: &Deciding,
    now: Timestamp,
) -> Result<Closed, Option<ReleaseError>> {
    let decision = deciding.decision();
    let (release, verdict) = (&request.release, decision.verdict);
    let mut put = releases.put(release, verdict, &summary::full(request, decision)).await;
    if let Ok(PutOutcome::Malformed) = put {
        put = releases.put(release, verdict, &summary::plain(decision)).await;
    }
    let unanswered = match put {
        Ok(PutOutcome::Recorded) => return Ok(deciding.clone().applied(now)),
        Ok(PutOutcome::NotFound | PutOutcome::Malformed) => {
            return Ok(deciding.clone().undeliverable(now));
        }
        // Whether an answer took effect whose response was lost is asked below, not guessed.
        Ok(PutOutcome::AlreadyAnswered) => None,
        Err(error @ ReleaseError::Unavailable(_)) => Some(error),
        Err(error) => return Err(Some(error)),
    };
    let status = releases.status(request).await.map_err(Some)?;
    if is_ours(&status, decision) {
        return Ok(deciding.clone().applied(now));
    }
    match external_end(status, request, now) {
        // A put without an answer proves nothing about the approval.
        Some(ExternalEnd::NotShown) if unanswered.is_some() => Err(unanswered),
        Some(end) => Ok(deciding.clone().close_externally(end, now)),
        None => Err(unanswered),
    }
}

/// Writes the end of a request. If somebody else has written an end first, that end is kept. If
/// somebody else has only taken over the delivery, this end is written on top.
async fn close(
    requests: &impl Requests,
    request: &Request,
    closed: Closed,
    now: Timestamp,
) -> Result<Delivery, StoreError> {
    let mut current = request.clone();
    for _ in 0..MAX_TRIES {
        let next = current.advanced_to(State::Closed(closed.clone()));
        let state = next.state.name().to_owned();
        let events = [AuditEvent::new(now, AuditEventKind::Closed { state })];
        if requests.save(&RequestUpdate { request: &next, events: &events, link: None }).await?
            == Saved::Written
        {
            return Ok(Delivery::Closed(next));
        }
        match requests.find(&request.id).await? {
            Some(other) if matches!(other.state, State::Closed(_)) => {
                return Ok(Delivery::Closed(other));
            }
            Some(other) if closed.decision() == other.state.decision() => current = other,
            Some(other) => return Ok(Delivery::Undelivered(other, None)),
            None => break,
        }
    }
    Ok(Delivery::Undelivered(current, None))
}

/// Returns how the approval has ended in the pipeline, if it has. One that the pipeline has never shown
/// ends once it is missing.
fn external_end(status: ApprovalStatus, request: &Request, now: Timestamp) -> Option<ExternalEnd> {
    match status {
        ApprovalStatus::Answered { verdict, summary, at } => {
            Some(if is_timeout(verdict, summary.is_some(), at, request) {
                ExternalEnd::Expired
            } else {
                ExternalEnd::Answered(ExternalAnswer { verdict, summary })
            })
        }
        ApprovalStatus::Abandoned => Some(ExternalEnd::Cancelled),
        ApprovalStatus::Unknown if request.release.is_missing(now) => Some(ExternalEnd::NotShown),
        ApprovalStatus::Waiting | ApprovalStatus::Unknown => None,
    }
}

/// Returns whether a rejection is CodePipeline's own timeout. After the expiry nobody else can have
/// answered. Shortly before it, only an answer of a person has a summary.
fn is_timeout(
    verdict: Verdict,
    has_summary: bool,
    at: Option<Timestamp>,
    request: &Request,
) -> bool {
    let expires_at = request.release.expires_at;
    let late = |margin| at.is_some_and(|at| at + margin >= expires_at);
    let expired = late(SignedDuration::ZERO) || (late(CLOCK_TOLERANCE) && !has_summary);
    verdict == Verdict::Reject && expired
}

/// Returns whether the pipeline was answered with this decision: the same verdict and reference.
fn is_ours(status: &ApprovalStatus, decision: &Decision) -> bool {
    let ApprovalStatus::Answered { verdict, summary: Some(summary), .. } = status else {
        return false;
    };
    *verdict == decision.verdict
        && summary.as_str().trim_end().ends_with(&summary::reference(decision))
}

#[cfg(test)]
mod tests;
