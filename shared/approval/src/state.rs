//! The states of a request and the transitions between them.
//!
//! ```text
//! PENDING  --quorum reached or out of reach--> DECIDING
//! PENDING  --deadline passes-----------------> DECIDING
//! PENDING  --CodePipeline stops waiting------> EXPIRED
//! PENDING  --answered in the AWS console-----> CLOSED_ELSEWHERE
//! PENDING  --execution stopped---------------> CANCELLED
//! PENDING  --never shown by CodePipeline-----> NOT_SHOWN
//! DECIDING --lease runs out, taken over------> DECIDING
//! DECIDING --CodePipeline confirms-----------> APPLIED
//! DECIDING --CodePipeline stopped waiting----> EXPIRED
//! DECIDING --answered in the AWS console-----> CLOSED_ELSEWHERE
//! DECIDING --execution stopped---------------> CANCELLED
//! DECIDING --never shown by CodePipeline-----> NOT_SHOWN
//! DECIDING --refused or never confirmed------> UNDELIVERABLE
//! ```
//!
//! Each transition consumes the state that it leaves, and the fields are private: a transition that
//! is not in the diagram does not compile. A decision is recorded before CodePipeline hears of it
//! and never changes afterwards; only the ending is added.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::approver::ApproverId;
use crate::untrusted_text::UntrustedText;

/// The answer of an approver, or of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The release may go on.
    Accept,
    /// The release must not go on.
    Reject,
}

impl Verdict {
    /// Returns the name in forms and paths.
    ///
    /// ```
    /// use switchboard_approval::Verdict;
    ///
    /// assert_eq!(Verdict::named("reject"), Some(Verdict::Reject));
    /// assert_eq!(Verdict::Accept.name(), "accept");
    /// assert_eq!(Verdict::Accept.opposite(), Verdict::Reject);
    /// assert_eq!(Verdict::named("Accept"), None);
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
        }
    }

    /// Returns the verdict with this [name](Self::name).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Accept, Self::Reject].into_iter().find(|verdict| verdict.name() == name)
    }

    /// Returns the other verdict.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Accept => Self::Reject,
            Self::Reject => Self::Accept,
        }
    }
}

/// The number of answers that decide a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quorum {
    /// This many acceptances accept the release.
    pub approvals: u8,
    /// This many rejections reject the release.
    pub rejections: u8,
    /// The number of approvers who are asked.
    pub approvers: u8,
}

impl Quorum {
    /// Returns the verdict of these answers, if they decide. The release is also rejected when too
    /// few approvers are left for an acceptance.
    fn decides(self, votes: &[Vote]) -> Option<Verdict> {
        let count = |verdict| votes.iter().filter(|vote| vote.verdict == verdict).count();
        let (approvals, rejections) = (count(Verdict::Accept), count(Verdict::Reject));
        let left = usize::from(self.approvers).saturating_sub(votes.len());
        if approvals >= usize::from(self.approvals) {
            Some(Verdict::Accept)
        } else if rejections >= usize::from(self.rejections)
            || approvals + left < usize::from(self.approvals)
        {
            Some(Verdict::Reject)
        } else {
            None
        }
    }
}

/// Identifies an answer, and the decision if this answer decides.
///
/// A decision takes the id of the deciding answer; the deadline's decision has an id of its own.
/// CodePipeline's summary of the approval ends in the first eight digits, which identify the
/// decision there.
///
/// ```
/// use switchboard_approval::state::DecisionId;
///
/// assert_eq!(DecisionId::new([0xab; 16]).reference(), "abababab");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DecisionId(String);

impl DecisionId {
    /// Encodes 16 random bytes as an id.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(random)))
    }

    /// Returns the first eight hexadecimal digits, for people.
    #[must_use]
    pub fn reference(&self) -> &str {
        self.0.get(..8).unwrap_or(&self.0)
    }
}

/// One approver's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vote {
    /// The id of this answer.
    pub id: DecisionId,
    /// The approver whose link was used.
    pub approver: ApproverId,
    /// The verdict of the answer.
    pub verdict: Verdict,
    /// The time of the answer.
    pub at: Timestamp,
    /// The reason of a rejection, or a comment.
    pub reason: Option<UntrustedText>,
}

impl Vote {
    /// The longest reason or comment, in UTF-16 code units as a browser's `maxlength` counts them.
    /// CodePipeline's summary has room for 512, and also holds the name and the reference.
    pub const REASON_LIMIT: usize = 300;
}

/// Who made a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DecidedBy {
    /// The approvers, by their answers.
    Approvers,
    /// Nobody: the deadline passed, which rejects.
    Deadline,
}

/// The decision of a request. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// The id of the deciding answer, or a new id if the deadline decided.
    pub id: DecisionId,
    /// The verdict.
    pub verdict: Verdict,
    /// Who made the decision.
    pub by: DecidedBy,
    /// The time of the decision.
    pub at: Timestamp,
}

/// The state of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// The request waits for answers.
    Pending(Pending),
    /// The request is decided, and CodePipeline has not confirmed yet.
    Deciding(Deciding),
    /// The request has ended.
    Closed(Closed),
}

/// The state of a request that waits for answers.
///
/// ```
/// use switchboard_approval::state::{DecisionId, Voted};
/// use switchboard_approval::{ApproverId, Pending, Quorum, Verdict, Vote};
///
/// let now = "2026-11-21T10:00:00Z".parse()?;
/// let lease_until = "2026-11-21T10:00:30Z".parse()?;
/// let quorum = Quorum { approvals: 2, rejections: 1, approvers: 3 };
/// let accepts = |address: &str, id| Vote {
///     id: DecisionId::new([id; 16]),
///     approver: ApproverId::of(&address.parse().unwrap()),
///     verdict: Verdict::Accept,
///     at: now,
///     reason: None,
/// };
///
/// // The first of two answers is counted; the request still waits.
/// let ana = Pending::default().vote(accepts("ana@example.com", 1), quorum, lease_until);
/// let Ok(Voted::Counted(pending)) = ana else { panic!() };
///
/// // The second one completes the quorum. `vote` has consumed the pending request, so nobody can
/// // vote on it any more: `Deciding` has no such method.
/// let jonas = pending.vote(accepts("jonas@example.com", 2), quorum, lease_until);
/// let Ok(Voted::Decided(deciding)) = jonas else { panic!() };
/// assert_eq!(deciding.decision().verdict, Verdict::Accept);
///
/// // Only when CodePipeline has confirmed is the decision applied.
/// let closed = deciding.applied(now);
/// assert_eq!(closed.decision().unwrap().id, DecisionId::new([2; 16]));
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    votes: Vec<Vote>,
}

/// The state of a request after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voted {
    /// The answer is counted, and more are needed.
    Counted(Pending),
    /// The answer completes the decision.
    Decided(Deciding),
}

/// Refuses a second answer of the same approver; holds the first one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlreadyVoted(pub Vote);

impl Pending {
    /// Counts an answer, one from each approver. If it decides, the caller holds the lease and
    /// puts the decision on the pipeline before `lease_until`; after that, anyone may take over.
    pub fn vote(
        mut self,
        vote: Vote,
        quorum: Quorum,
        lease_until: Timestamp,
    ) -> Result<Voted, AlreadyVoted> {
        if let Some(before) = self.votes.iter().find(|before| before.approver == vote.approver) {
            return Err(AlreadyVoted(before.clone()));
        }
        let (id, at) = (vote.id.clone(), vote.at);
        self.votes.push(vote);
        Ok(match quorum.decides(&self.votes) {
            None => Voted::Counted(self),
            Some(verdict) => {
                let decision = Decision { id, verdict, by: DecidedBy::Approvers, at };
                Voted::Decided(Deciding { votes: self.votes, decision, lease_until })
            }
        })
    }

    /// Rejects because the deadline passed. The caller holds the lease, as with [`Self::vote`].
    #[must_use]
    pub fn time_out(self, id: DecisionId, at: Timestamp, lease_until: Timestamp) -> Deciding {
        let decision = Decision { id, verdict: Verdict::Reject, by: DecidedBy::Deadline, at };
        Deciding { votes: self.votes, decision, lease_until }
    }

    /// Closes a request whose approval ended in the pipeline without a decision through links.
    #[must_use]
    pub fn close_externally(self, end: ExternalEnd, at: Timestamp) -> Closed {
        Closed { votes: self.votes, decision: None, ending: end.into(), at }
    }
}

/// The state of a request that is decided, and whose decision has to reach CodePipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deciding {
    votes: Vec<Vote>,
    decision: Decision,
    lease_until: Timestamp,
}

impl Deciding {
    /// Returns the decision.
    #[must_use]
    pub const fn decision(&self) -> &Decision {
        &self.decision
    }

    /// Returns the end of the lease: until then, only its holder puts the decision on the pipeline.
    #[must_use]
    pub const fn lease_until(&self) -> Timestamp {
        self.lease_until
    }

    /// Takes over the lease of a holder who did not finish. Returns the unchanged state while the
    /// lease runs.
    pub fn take_over(self, now: Timestamp, lease_until: Timestamp) -> Result<Self, Box<Self>> {
        if self.lease_until <= now { Ok(Self { lease_until, ..self }) } else { Err(Box::new(self)) }
    }

    /// Closes a request whose decision CodePipeline has confirmed.
    #[must_use]
    pub fn applied(self, at: Timestamp) -> Closed {
        self.close(Ending::Applied, at)
    }

    /// Closes a request whose approval ended in the pipeline before the decision reached it.
    #[must_use]
    pub fn close_externally(self, end: ExternalEnd, at: Timestamp) -> Closed {
        self.close(end.into(), at)
    }

    /// Closes a request whose decision cannot be delivered.
    #[must_use]
    pub fn undeliverable(self, at: Timestamp) -> Closed {
        self.close(Ending::Undeliverable, at)
    }

    fn close(self, ending: Ending, at: Timestamp) -> Closed {
        Closed { votes: self.votes, decision: Some(self.decision), ending, at }
    }
}

/// The ways in which an approval can end in its pipeline without a decision through links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExternalEnd {
    /// CodePipeline stopped waiting.
    Expired,
    /// Somebody answered in the AWS console.
    Answered(ExternalAnswer),
    /// The execution was stopped, or the pipeline was changed.
    Cancelled,
    /// CodePipeline has never shown the approval.
    NotShown,
}

impl From<ExternalEnd> for Ending {
    fn from(end: ExternalEnd) -> Self {
        match end {
            ExternalEnd::Expired => Self::Expired,
            ExternalEnd::Answered(answer) => Self::ClosedElsewhere(answer),
            ExternalEnd::Cancelled => Self::Cancelled,
            ExternalEnd::NotShown => Self::NotShown,
        }
    }
}

/// An answer that somebody gave in the AWS console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalAnswer {
    /// The verdict.
    pub verdict: Verdict,
    /// The summary that was written with it.
    pub summary: Option<UntrustedText>,
}

/// The reason why a request is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Ending {
    /// CodePipeline has confirmed the decision.
    Applied,
    /// CodePipeline stopped waiting before a decision reached it.
    Expired,
    /// Somebody answered in the AWS console.
    ClosedElsewhere(ExternalAnswer),
    /// The execution was stopped, or the pipeline was changed.
    Cancelled,
    /// CodePipeline has never shown the approval, so there is nothing to answer. The message about
    /// it was wrong or forged.
    NotShown,
    /// The decision is recorded, and CodePipeline refused it, does not know the approval, or
    /// has not confirmed it in time.
    Undeliverable,
}

/// The state of a request that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    votes: Vec<Vote>,
    decision: Option<Decision>,
    ending: Ending,
    at: Timestamp,
}

impl Closed {
    /// Returns the reason why the request is closed.
    #[must_use]
    pub const fn ending(&self) -> &Ending {
        &self.ending
    }

    /// Returns the decision, made through links or by the deadline, if there was one.
    #[must_use]
    pub const fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// Returns the verdict that took effect in the pipeline, if one did.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        match &self.ending {
            Ending::Applied => self.decision.as_ref().map(|decision| decision.verdict),
            Ending::ClosedElsewhere(answer) => Some(answer.verdict),
            Ending::Expired | Ending::Cancelled | Ending::NotShown | Ending::Undeliverable => None,
        }
    }

    /// Returns the time at which the request was closed.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

impl State {
    /// Returns the answers so far, in their order.
    #[must_use]
    pub fn votes(&self) -> &[Vote] {
        match self {
            Self::Pending(Pending { votes })
            | Self::Deciding(Deciding { votes, .. })
            | Self::Closed(Closed { votes, .. }) => votes,
        }
    }

    /// Returns the answer of this approver.
    #[must_use]
    pub fn vote_of(&self, approver: &ApproverId) -> Option<&Vote> {
        self.votes().iter().find(|vote| vote.approver == *approver)
    }

    /// Returns the decision, made through links or by the deadline, if there is one.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Pending(_) => None,
            Self::Deciding(deciding) => Some(&deciding.decision),
            Self::Closed(closed) => closed.decision.as_ref(),
        }
    }

    /// Returns the name of the state, for logs, audits and the table: `PENDING`, `DECIDING`, or the
    /// name of the ending.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pending(_) => "PENDING",
            Self::Deciding(_) => "DECIDING",
            Self::Closed(closed) => match closed.ending {
                Ending::Applied => "APPLIED",
                Ending::Expired => "EXPIRED",
                Ending::ClosedElsewhere(_) => "CLOSED_ELSEWHERE",
                Ending::Cancelled => "CANCELLED",
                Ending::NotShown => "NOT_SHOWN",
                Ending::Undeliverable => "UNDELIVERABLE",
            },
        }
    }
}

#[cfg(test)]
mod tests;
