//! Tells CodePipeline of a decision, and finds out what came of it.
//!
//! The decision is recorded before this begins and does not change. `PutApprovalResult` is not
//! idempotent: asked again after an answer was lost, it says that the approval is answered, or that
//! its token is invalid. Both mean: find out who won. The decision's reference in the summary tells
//! our own answer from somebody else's.

use jiff::{SignedDuration, Timestamp};

use crate::audit::{Event, What};
use crate::ports::{Put, ReleaseError, Releases, Requests, Saved, Standing, Step, StoreError};
use crate::state::{DecidedBy, Elsewhere};
use crate::{Closed, Deciding, Decision, Pending, Request, State, Verdict};

/// CodePipeline's limit on a summary. Whether it counts letters or UTF-16 code units is not
/// documented; what fits the second fits the first.
const SUMMARY_LIMIT: usize = 512;

/// CodePipeline says when a time-out was noticed, which may be a little before or after.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(2);

/// How far telling CodePipeline has come.
#[derive(Debug)]
pub enum Delivery {
    /// The request is closed, by this delivery or by another that was faster.
    Closed(Request),
    /// CodePipeline has not confirmed. The decision stays recorded, and is delivered later.
    Undelivered(Request, Option<ReleaseError>),
}

impl Delivery {
    /// The request as it is now.
    #[must_use]
    pub const fn request(&self) -> &Request {
        let (Self::Closed(request) | Self::Undelivered(request, _)) = self;
        request
    }

    /// What engineers have to look after: a stable kind for alarms, and why, if that is known.
    #[must_use]
    pub fn trouble(&self) -> Option<(&'static str, Option<&ReleaseError>)> {
        match self {
            Self::Closed(request) if request.state.name() == "UNDELIVERABLE" => {
                Some(("Undeliverable", None))
            }
            Self::Closed(_) => None,
            Self::Undelivered(_, Some(error)) => Some((error.kind(), Some(error))),
            Self::Undelivered(_, None) => Some(("Undelivered", None)),
        }
    }
}

/// Tells CodePipeline of a request that is being decided, whose lease the caller holds.
pub async fn deliver(
    requests: &impl Requests,
    releases: &impl Releases,
    request: Request,
    now: Timestamp,
) -> Result<Delivery, StoreError> {
    let State::Deciding(deciding) = &request.state else {
        return Ok(Delivery::Closed(request));
    };
    let decision = deciding.decision();
    let put = releases.put(&request.release, decision.verdict, &summary(&request, decision)).await;
    let closed = match put {
        Ok(Put::Done) => deciding.clone().applied(now),
        Ok(Put::Unknown) => deciding.clone().undeliverable(now),
        // Whether an answer that never came back took effect is asked rather than guessed.
        Ok(Put::Answered) | Err(ReleaseError::Unavailable(_)) => {
            match releases.standing(&request).await {
                Ok(standing) => match reconcile(deciding, standing, &request, now) {
                    Some(closed) => closed,
                    None => return Ok(Delivery::Undelivered(request, put.err())),
                },
                Err(error) => return Ok(Delivery::Undelivered(request, Some(error))),
            }
        }
        Err(error) => return Ok(Delivery::Undelivered(request, Some(error))),
    };
    close(requests, &request, closed, now).await
}

/// Writes the end of a request. Where somebody else was faster, theirs is what happened.
async fn close(
    requests: &impl Requests,
    request: &Request,
    closed: Closed,
    now: Timestamp,
) -> Result<Delivery, StoreError> {
    let next = request.step(State::Closed(closed));
    let state = next.state.name().to_owned();
    let events = [Event::new(now, What::Closed { state })];
    match requests.save(&Step { request: &next, events: &events, link: None }).await? {
        Saved::Done => Ok(Delivery::Closed(next)),
        Saved::Lost => Ok(match requests.find(&request.id).await? {
            Some(other) if matches!(other.state, State::Closed(_)) => Delivery::Closed(other),
            Some(other) => Delivery::Undelivered(other, None),
            None => Delivery::Undelivered(next, None),
        }),
    }
}

/// What the pipeline's standing means for a decision. `None`: nothing yet.
fn reconcile(
    deciding: &Deciding,
    standing: Standing,
    request: &Request,
    now: Timestamp,
) -> Option<Closed> {
    let decision = deciding.decision();
    match standing {
        Standing::Answered { verdict, summary, .. }
            if verdict == decision.verdict
                && summary.as_ref().is_some_and(|summary| is_ours(summary.as_str(), decision)) =>
        {
            Some(deciding.clone().applied(now))
        }
        Standing::Answered { verdict, summary, at } => {
            Some(if timed_out(verdict, summary.is_some(), at, request) {
                deciding.clone().expired(now)
            } else {
                deciding.clone().closed_elsewhere(Elsewhere { verdict, summary }, now)
            })
        }
        Standing::Abandoned => Some(deciding.clone().cancelled(now)),
        Standing::Waiting | Standing::Unknown => None,
    }
}

/// Closes a waiting request whose approval is over in the pipeline. `None` while it waits there too.
pub async fn close_if_over(
    requests: &impl Requests,
    request: &Request,
    pending: &Pending,
    standing: Standing,
    now: Timestamp,
) -> Result<Option<Delivery>, StoreError> {
    let closed = match standing {
        Standing::Answered { verdict, summary, at } => {
            if timed_out(verdict, summary.is_some(), at, request) {
                pending.clone().expired(now)
            } else {
                pending.clone().closed_elsewhere(Elsewhere { verdict, summary }, now)
            }
        }
        Standing::Abandoned => pending.clone().cancelled(now),
        Standing::Waiting | Standing::Unknown => return Ok(None),
    };
    close(requests, request, closed, now).await.map(Some)
}

/// Whether an answer is CodePipeline's own, at the end of the time: nobody wrote a summary.
fn timed_out(
    verdict: Verdict,
    has_summary: bool,
    at: Option<Timestamp>,
    request: &Request,
) -> bool {
    let late = at.is_some_and(|at| at + CLOCKS_DIFFER >= request.release.expires_at);
    verdict == Verdict::Reject && !has_summary && late
}

fn is_ours(summary: &str, decision: &Decision) -> bool {
    summary.trim_end().ends_with(&format!("ref {}", decision.id.reference()))
}

/// What CodePipeline keeps of a decision: who, why and the reference, within its limit.
fn summary(request: &Request, decision: &Decision) -> String {
    let reference = format!(" ref {}", decision.id.reference());
    let room = SUMMARY_LIMIT - reference.len();
    let text = match (decision.by, decision.verdict) {
        (DecidedBy::Deadline, _) => "Rejected: nobody decided in time.".to_owned(),
        (DecidedBy::Approvers, Verdict::Accept) => told(request, "Accepted", Verdict::Accept),
        (DecidedBy::Approvers, Verdict::Reject) => told(request, "Rejected", Verdict::Reject),
    };
    format!("{}{reference}", cut(&text, room))
}

/// "Accepted via the link issued to Ana: looks good. ..."
fn told(request: &Request, what: &str, verdict: Verdict) -> String {
    let votes = request.state.votes().iter().filter(|vote| vote.verdict == verdict);
    let told = votes.map(|vote| {
        let name = request.approver(&vote.approver).map_or("an approver", |one| one.name.as_str());
        match &vote.reason {
            Some(reason) => {
                let reason = reason.as_str().replace('\n', " ");
                format!("{what} via the link issued to {name}: {reason}")
            }
            None => format!("{what} via the link issued to {name}."),
        }
    });
    told.collect::<Vec<_>>().join(" ")
}

/// The text within so many UTF-16 code units.
fn cut(text: &str, limit: usize) -> String {
    if text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut left = limit.saturating_sub(1);
    let fits = |character: &char| {
        let fits = character.len_utf16() <= left;
        left = left.saturating_sub(character.len_utf16());
        fits
    };
    let cut: String = text.chars().take_while(fits).collect();
    format!("{cut}…")
}

#[cfg(test)]
mod tests;
