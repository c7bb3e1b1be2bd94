//! Records the answer that an approver gives through a link.
//!
//! An answer is recorded before the pipeline hears of it, and once, however many arrive at the same
//! time. Nothing here logs: callers report what the results say.

use jiff::Timestamp;

use crate::approver::Approver;
use crate::audit::{AuditEvent, AuditEventKind, Visitor};
use crate::delivery::{self, Delivery};
use crate::link::{IssuedLink, LinkToken};
use crate::ports::{Links, Releases, RequestUpdate, Requests, Saved, StoreError};
use crate::release::Change;
use crate::request::Request;
use crate::state::{DecisionId, State, Verdict, Vote, Voted};
use crate::untrusted_text::UntrustedText;

/// The number of tries when other approvers' answers are written first. Each round, one of them
/// succeeds.
const MAX_TRIES: usize = 10;

/// A link that somebody opened, with the request and the approver that it belongs to.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The secret in the link.
    pub token: LinkToken,
    /// The link as it is stored.
    pub link: IssuedLink,
    /// The request that the link answers.
    pub request: Request,
    /// The approver that the link was issued to.
    pub approver: Approver,
}

/// An answer that an approver gives.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The id of the answer, new for each click.
    pub id: DecisionId,
    /// The verdict of the form that was sent.
    pub verdict: Verdict,
    /// The reason of a rejection, or a comment.
    pub reason: Option<UntrustedText>,
    /// Where the answer came from.
    pub visitor: Visitor,
    /// The time of the answer.
    pub at: Timestamp,
    /// End of the lease for delivering the decision.
    pub lease_until: Timestamp,
}

/// An answer that reached the store. Each variant holds the visit with the request as it is now.
#[derive(Clone, Debug)]
pub enum Answered {
    /// The answer counts.
    Counted(Visit),
    /// The answer changed nothing, because the request could no longer be answered through this
    /// link.
    Unchanged(Visit),
}

/// The error for an answer that was not recorded, or may not have been.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The answer is certainly not recorded.
    #[error("the answer is not recorded")]
    NotRecorded(#[source] StoreError),
    /// It is unknown whether the answer was recorded.
    #[error("it is unknown whether the answer was recorded")]
    Unconfirmed(#[source] StoreError),
}

/// What is known about the writes so far.
enum Write {
    /// Every write was answered, and none was successful.
    Clean,
    /// One write failed without an answer: it may have happened, or may still happen.
    Ambiguous(StoreError),
}

impl Write {
    /// Returns the state after another failure. A second failure ends the tries.
    fn fail(self, error: StoreError) -> Result<Self, AnswerError> {
        match self {
            Self::Clean => Ok(Self::Ambiguous(error)),
            Self::Ambiguous(_) => Err(AnswerError::Unconfirmed(error)),
        }
    }

    /// Returns the error for a request that cannot be read again: the outcome is reported as
    /// unconfirmed. After clean writes this is cautious, because none of them recorded the answer.
    fn unreadable(self, error: StoreError) -> AnswerError {
        match self {
            Self::Clean => AnswerError::Unconfirmed(error),
            Self::Ambiguous(first) => AnswerError::Unconfirmed(first),
        }
    }

    /// Returns the error for a request that no longer exists.
    fn gone(self) -> AnswerError {
        match self {
            Self::Clean => AnswerError::NotRecorded(StoreError::Corrupt("the request is gone")),
            Self::Ambiguous(first) => AnswerError::Unconfirmed(first),
        }
    }
}

impl Visit {
    /// Finds the link of a token, with its request and approver. Returns `None` for a link that is
    /// unknown or has expired from the store.
    pub async fn find(
        store: &(impl Links + Requests),
        token: LinkToken,
    ) -> Result<Option<Self>, StoreError> {
        let Some(link) = store.find_link(&token.hash()).await? else { return Ok(None) };
        let Some(request) = store.find(&link.request).await? else { return Ok(None) };
        let approver = request.approver(&link.approver).cloned();
        Ok(approver.map(|approver| Self { token, link, request, approver }))
    }

    /// Returns whether the link can be answered now: it is not withdrawn, the request is pending
    /// with time left, and the approver has not answered yet.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.link.revoked_at.is_none()
            && matches!(self.request.state, State::Pending(_))
            && self.request.time_left(now).is_some()
            && self.request.state.vote_of(&self.link.approver).is_none()
    }

    /// Records an answer. If other answers are written first, it tries again with the new version.
    pub async fn answer(
        mut self,
        store: &(impl Links + Requests),
        answer: &Answer,
    ) -> Result<Answered, AnswerError> {
        let mut write = Write::Clean;
        for _ in 0..MAX_TRIES {
            if self.has_recorded(answer) {
                return Ok(Answered::Counted(self));
            }
            let Some(next) = self.request_with(answer) else {
                return Ok(Answered::Unchanged(self));
            };
            let events = self.events(&next, answer);
            let link = Some(&self.link.hash);
            match store.save(&RequestUpdate { request: &next, events: &events, link }).await {
                Ok(Saved::Written) => {
                    return Ok(Answered::Counted(Self { request: next, ..self }));
                }
                Ok(Saved::Conflict) => {}
                // Written again on top of what is stored then, the answer counts once either way.
                Err(error) => write = write.fail(error)?,
            }
            self = match Self::find(store, self.token.clone()).await {
                Ok(Some(visit)) => visit,
                Ok(None) => return Err(write.gone()),
                Err(error) => return Err(write.unreadable(error)),
            };
        }
        let busy = "other answers were written first, every time";
        Err(AnswerError::Unconfirmed(StoreError::Unavailable(busy.into())))
    }

    /// Puts the decision on the pipeline, if this answer made it. A failure loses nothing: the
    /// decision is recorded, and the sweep or the next visit delivers it.
    pub async fn deliver(
        &self,
        store: &impl Requests,
        releases: &impl Releases,
        answer: &Answer,
    ) -> Result<Option<Delivery>, StoreError> {
        match &self.request.state {
            State::Deciding(deciding) if deciding.decision().id == answer.id => {
                delivery::deliver(store, releases, &self.request, deciding, answer.at)
                    .await
                    .map(Some)
            }
            _ => Ok(None),
        }
    }

    fn has_recorded(&self, answer: &Answer) -> bool {
        self.request.state.votes().iter().any(|vote| vote.id == answer.id)
    }

    /// Returns the request with this answer; `None` if the link cannot be answered.
    fn request_with(&self, answer: &Answer) -> Option<Request> {
        if !self.is_open(answer.at) {
            return None;
        }
        let State::Pending(pending) = &self.request.state else { return None };
        let vote = Vote {
            id: answer.id.clone(),
            approver: self.link.approver.clone(),
            verdict: answer.verdict,
            at: answer.at,
            reason: answer.reason.clone(),
        };
        let voted = pending.clone().vote(vote, self.request.quorum, answer.lease_until).ok()?;
        Some(self.request.advanced_to(match voted {
            Voted::Counted(pending) => State::Pending(pending),
            Voted::Decided(deciding) => State::Deciding(deciding),
        }))
    }

    fn events(&self, next: &Request, answer: &Answer) -> Vec<AuditEvent> {
        let change = self.request.release.change.as_ref();
        let voted = AuditEventKind::Voted {
            approver: self.link.approver.clone(),
            verdict: answer.verdict,
            reason: answer.reason.clone(),
            revision: change.and_then(Change::revision_ids),
            visitor: answer.visitor.clone(),
        };
        let decided = next.state.decision().map(AuditEventKind::decided);
        [Some(voted), decided]
            .into_iter()
            .flatten()
            .map(|kind| AuditEvent::new(answer.at, kind))
            .collect()
    }
}

#[cfg(test)]
mod tests;
