//! Tells CodePipeline of a decision, and finds out what came of it.
//!
//! The decision is recorded before this begins and does not change. `PutApprovalResult` is not
//! idempotent: asked again after an answer was lost, it says that the approval is answered, or that
//! its token is invalid. Both mean: find out who won. The decision's reference in the summary tells
//! our own answer from somebody else's.

use jiff::{SignedDuration, Timestamp};

use crate::audit::{Event, What};
use crate::ports::{Put, ReleaseError, Releases, Requests, Saved, Standing, Step, StoreError};
use crate::state::{DecidedBy, Elsewhere, Over};
use crate::{Closed, Deciding, Decision, Ending, Pending, Request, State, Verdict, schedule};

/// CodePipeline's limit on a summary. Whether it counts letters or UTF-16 code units is not
/// documented; what fits the second fits the first.
const SUMMARY_LIMIT: usize = 512;

/// CodePipeline says when a time-out was noticed, which may be a little before or after.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(2);

/// How often the end is written when somebody else writes at the same time.
const MAX_TRIES: usize = 3;

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
            Self::Closed(request) => match &request.state {
                State::Closed(closed) if *closed.ending() == Ending::Undeliverable => {
                    Some(("Undeliverable", None))
                }
                _ => None,
            },
            Self::Undelivered(_, Some(error)) => Some((error.kind(), Some(error))),
            Self::Undelivered(_, None) => Some(("Undelivered", None)),
        }
    }
}

/// Tells CodePipeline of a decision, whose lease the caller holds.
pub async fn deliver(
    requests: &impl Requests,
    releases: &impl Releases,
    request: &Request,
    deciding: &Deciding,
    now: Timestamp,
) -> Result<Delivery, StoreError> {
    match tell(releases, request, deciding, now).await {
        Ok(closed) => close(requests, request, closed, now).await,
        // A pipeline that is down comes back. But where nobody waits for this answer any more, and
        // nobody can find out what became of it, people have to know.
        Err(error)
            if request.is_hopeless(now) && !matches!(error, Some(ReleaseError::Unavailable(_))) =>
        {
            close(requests, request, deciding.clone().undeliverable(now), now).await
        }
        Err(error) => Ok(Delivery::Undelivered(request.clone(), error)),
    }
}

/// Takes over from whoever was to tell CodePipeline and did not, and tells it. `None`: there is
/// nothing to take over, or somebody else does.
pub async fn take_over(
    requests: &impl Requests,
    releases: &impl Releases,
    request: &Request,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Delivery>, StoreError> {
    let State::Deciding(deciding) = &request.state else { return Ok(None) };
    let Ok(taken) = deciding.clone().take_over(now, lease_until) else { return Ok(None) };
    let mut next = request.step(State::Deciding(taken.clone()));
    next.due_at = Some(schedule::after_take_over(taken.decision().at, now, lease_until));
    let events = [Event::new(now, What::TakenOver)];
    match requests.save(&Step { request: &next, events: &events, link: None }).await? {
        Saved::Done => deliver(requests, releases, &next, &taken, now).await.map(Some),
        Saved::Lost => Ok(None),
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
    let Some(over) = over(standing, request) else { return Ok(None) };
    close(requests, request, pending.clone().over(over, now), now).await.map(Some)
}

/// The end of a decision, or why there is none yet.
async fn tell(
    releases: &impl Releases,
    request: &Request,
    deciding: &Deciding,
    now: Timestamp,
) -> Result<Closed, Option<ReleaseError>> {
    let decision = deciding.decision();
    let (release, verdict) = (&request.release, decision.verdict);
    let mut put = releases.put(release, verdict, &summary(request, decision)).await;
    if let Ok(Put::Malformed) = put {
        put = releases.put(release, verdict, &plain_summary(decision)).await;
    }
    let unanswered = match put {
        Ok(Put::Done) => return Ok(deciding.clone().applied(now)),
        Ok(Put::Unknown | Put::Malformed) => return Ok(deciding.clone().undeliverable(now)),
        // Whether an answer that never came back took effect is asked rather than guessed.
        Ok(Put::Answered) => None,
        Err(error @ ReleaseError::Unavailable(_)) => Some(error),
        Err(error) => return Err(Some(error)),
    };
    let standing = releases.standing(request).await.map_err(Some)?;
    if is_ours(&standing, decision) {
        return Ok(deciding.clone().applied(now));
    }
    let over = over(standing, request).ok_or(unanswered)?;
    Ok(deciding.clone().over(over, now))
}

/// Writes the end of a request. Where somebody else has written it, theirs is what happened; where
/// somebody else has only taken over, what is known here is still what happened.
async fn close(
    requests: &impl Requests,
    request: &Request,
    closed: Closed,
    now: Timestamp,
) -> Result<Delivery, StoreError> {
    let mut current = request.clone();
    for _ in 0..MAX_TRIES {
        let next = current.step(State::Closed(closed.clone()));
        let state = next.state.name().to_owned();
        let events = [Event::new(now, What::Closed { state })];
        if requests.save(&Step { request: &next, events: &events, link: None }).await?
            == Saved::Done
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

/// How the approval is over in the pipeline, if it is.
fn over(standing: Standing, request: &Request) -> Option<Over> {
    match standing {
        Standing::Answered { verdict, summary, at } => {
            let expired = timed_out(verdict, summary.is_some(), at, request);
            let elsewhere = || Over::Elsewhere(Elsewhere { verdict, summary });
            Some(if expired { Over::Expired } else { elsewhere() })
        }
        Standing::Abandoned => Some(Over::Cancelled),
        Standing::Waiting | Standing::Unknown => None,
    }
}

/// Whether a rejection is CodePipeline's own, at the end of the time. From then on nobody else can
/// have answered; shortly before, whoever did left a summary.
fn timed_out(
    verdict: Verdict,
    has_summary: bool,
    at: Option<Timestamp>,
    request: &Request,
) -> bool {
    let expires_at = request.release.expires_at;
    let late = |margin| at.is_some_and(|at| at + margin >= expires_at);
    let over = late(SignedDuration::ZERO) || (late(CLOCKS_DIFFER) && !has_summary);
    verdict == Verdict::Reject && over
}

/// Whether what was answered is this decision: the same verdict, under its reference.
fn is_ours(standing: &Standing, decision: &Decision) -> bool {
    let Standing::Answered { verdict, summary: Some(summary), .. } = standing else { return false };
    *verdict == decision.verdict && summary.as_str().trim_end().ends_with(&reference(decision))
}

fn reference(decision: &Decision) -> String {
    format!("ref {}", decision.id.reference())
}

/// What fits however it is counted, for a pipeline that does not take the whole one.
fn plain_summary(decision: &Decision) -> String {
    let what = match decision.verdict {
        Verdict::Accept => "Accepted",
        Verdict::Reject => "Rejected",
    };
    format!("{what} by link. {}", reference(decision))
}

/// What CodePipeline keeps of a decision: who, why and the reference, within its limit.
fn summary(request: &Request, decision: &Decision) -> String {
    let reference = format!(" {}", reference(decision));
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
