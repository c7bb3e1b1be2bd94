//! The steps that a request can take.
//!
//! ```text
//! PENDING --quorum, rejection, deadline--> DECIDING --CodePipeline confirms--> APPLIED
//!    |                                        |
//!    +--> EXPIRED, CLOSED_ELSEWHERE, CANCELLED <--+--> UNDELIVERABLE
//! ```
//!
//! Each step consumes the state that it leaves, and the fields are private, so a step that is not
//! drawn cannot be written. A decision is recorded before CodePipeline hears of it and never
//! changes afterwards; only what came of it is added.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ApproverId, Text};

/// What an approver says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The release may go on.
    Accept,
    /// The release must not go on.
    Reject,
}

/// How many answers decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quorum {
    /// Accepting answers that release.
    pub approvals: u8,
    /// Rejecting answers that end it.
    pub rejections: u8,
    /// How many approvers there are.
    pub approvers: u8,
}

impl Quorum {
    /// What these answers decide, if anything. A rejection is also decided when too few approvers
    /// are left for an approval.
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

/// Names one answer. The id of the answer that decides is the decision's, and its first eight
/// letters stand in CodePipeline's summary, so that the decision is found again there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DecisionId(String);

impl DecisionId {
    /// From 16 random bytes.
    #[must_use]
    pub fn new(random: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(random)))
    }

    /// Its first eight digits, for people.
    #[must_use]
    pub fn reference(&self) -> &str {
        self.0.get(..8).unwrap_or(&self.0)
    }
}

/// One approver's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vote {
    /// Its id.
    pub id: DecisionId,
    /// Whose link it came by.
    pub approver: ApproverId,
    /// What it says.
    pub verdict: Verdict,
    /// When.
    pub at: Timestamp,
    /// The reason of a rejection, or a comment.
    pub reason: Option<Text>,
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DecidedBy {
    /// The approvers, by their answers.
    Approvers,
    /// Nobody: the time ran out, which rejects.
    Deadline,
}

/// What was decided. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// What it says.
    pub verdict: Verdict,
    /// Who decided.
    pub by: DecidedBy,
    /// When.
    pub at: Timestamp,
}

/// Where a request is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// It waits for answers.
    Pending(Pending),
    /// It is decided, and CodePipeline has not confirmed yet.
    Deciding(Deciding),
    /// Nothing more happens to it.
    Closed(Closed),
}

/// A request that waits for answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    votes: Vec<Vote>,
}

/// What an answer brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voted {
    /// It counts, and more are needed.
    Counted(Pending),
    /// It decides.
    Decided(Deciding),
}

/// The approver has answered already; this is the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlreadyVoted(pub Vote);

impl Pending {
    /// Counts an answer, one a person. If it decides, CodePipeline is to be told until
    /// `lease_until`; after that someone else tells it.
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

    /// Rejects because the time ran out.
    #[must_use]
    pub fn time_out(self, id: DecisionId, at: Timestamp, lease_until: Timestamp) -> Deciding {
        let decision = Decision { id, verdict: Verdict::Reject, by: DecidedBy::Deadline, at };
        Deciding { votes: self.votes, decision, lease_until }
    }

    /// The approval is over in the pipeline, and no link decided it.
    #[must_use]
    pub fn over(self, over: Over, at: Timestamp) -> Closed {
        Closed { votes: self.votes, decision: None, ending: over.into(), at }
    }
}

/// A decided request of which CodePipeline has to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deciding {
    votes: Vec<Vote>,
    decision: Decision,
    lease_until: Timestamp,
}

impl Deciding {
    /// What was decided.
    #[must_use]
    pub const fn decision(&self) -> &Decision {
        &self.decision
    }

    /// Until when whoever tells CodePipeline may take.
    #[must_use]
    pub const fn lease_until(&self) -> Timestamp {
        self.lease_until
    }

    /// Takes over from whoever was to tell CodePipeline and did not. Gives itself back while the
    /// other still may.
    pub fn take_over(self, now: Timestamp, lease_until: Timestamp) -> Result<Self, Box<Self>> {
        if self.lease_until <= now { Ok(Self { lease_until, ..self }) } else { Err(Box::new(self)) }
    }

    /// CodePipeline has confirmed.
    #[must_use]
    pub fn applied(self, at: Timestamp) -> Closed {
        self.close(Ending::Applied, at)
    }

    /// The approval was over in the pipeline before it was told.
    #[must_use]
    pub fn over(self, over: Over, at: Timestamp) -> Closed {
        self.close(over.into(), at)
    }

    /// CodePipeline does not know what it is told about, and never will.
    #[must_use]
    pub fn undeliverable(self, at: Timestamp) -> Closed {
        self.close(Ending::Undeliverable, at)
    }

    fn close(self, ending: Ending, at: Timestamp) -> Closed {
        Closed { votes: self.votes, decision: Some(self.decision), ending, at }
    }
}

/// How an approval can be over in its pipeline without a decision of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// CodePipeline stopped waiting.
    Expired,
    /// Somebody answered in the AWS console.
    Elsewhere(Elsewhere),
    /// The execution was stopped, or the pipeline changed.
    Cancelled,
}

impl From<Over> for Ending {
    fn from(over: Over) -> Self {
        match over {
            Over::Expired => Self::Expired,
            Over::Elsewhere(elsewhere) => Self::ClosedElsewhere(elsewhere),
            Over::Cancelled => Self::Cancelled,
        }
    }
}

/// What somebody else answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Elsewhere {
    /// What they said.
    pub verdict: Verdict,
    /// The summary that they left.
    pub summary: Option<Text>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Ending {
    /// CodePipeline has confirmed the decision.
    Applied,
    /// CodePipeline stopped waiting before anything was decided or told.
    Expired,
    /// Somebody answered in the AWS console.
    ClosedElsewhere(Elsewhere),
    /// The execution was stopped, or the pipeline changed.
    Cancelled,
    /// The decision is recorded, and CodePipeline knows no such approval.
    Undeliverable,
}

/// A request to which nothing more happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    votes: Vec<Vote>,
    decision: Option<Decision>,
    ending: Ending,
    at: Timestamp,
}

impl Closed {
    /// What came of it.
    #[must_use]
    pub const fn ending(&self) -> &Ending {
        &self.ending
    }

    /// What was decided by links, if anything was.
    #[must_use]
    pub const fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// When it was closed.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

impl State {
    /// The answers so far.
    #[must_use]
    pub fn votes(&self) -> &[Vote] {
        match self {
            Self::Pending(Pending { votes })
            | Self::Deciding(Deciding { votes, .. })
            | Self::Closed(Closed { votes, .. }) => votes,
        }
    }

    /// The answer of this approver.
    #[must_use]
    pub fn vote_of(&self, approver: &ApproverId) -> Option<&Vote> {
        self.votes().iter().find(|vote| vote.approver == *approver)
    }

    /// What was decided by links, or by their deadline.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Pending(_) => None,
            Self::Deciding(deciding) => Some(&deciding.decision),
            Self::Closed(closed) => closed.decision.as_ref(),
        }
    }

    /// Its name, for logs and audits.
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
                Ending::Undeliverable => "UNDELIVERABLE",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn vote(approver: u8, verdict: Verdict) -> Vote {
        Vote {
            id: DecisionId::new([approver; 16]),
            approver: ApproverId::of(&format!("p{approver}@example.com").parse().unwrap()),
            verdict,
            at: at(approver.into()),
            reason: None,
        }
    }

    #[test]
    fn the_answer_that_completes_the_quorum_decides() {
        let quorum = Quorum { approvals: 2, rejections: 1, approvers: 3 };
        let step = Pending::default().vote(vote(1, Verdict::Accept), quorum, at(60)).unwrap();
        let Voted::Counted(pending) = step else { panic!("{step:?}") };
        let step = pending.vote(vote(2, Verdict::Accept), quorum, at(60)).unwrap();
        let Voted::Decided(deciding) = step else { panic!("{step:?}") };
        assert_eq!(deciding.decision().verdict, Verdict::Accept);
        assert_eq!(deciding.decision().id, DecisionId::new([2; 16]));
        assert_eq!(State::Closed(deciding.applied(at(9))).name(), "APPLIED");
    }

    #[test]
    fn nobody_answers_twice() {
        let quorum = Quorum { approvals: 2, rejections: 2, approvers: 3 };
        let step = Pending::default().vote(vote(1, Verdict::Accept), quorum, at(60)).unwrap();
        let Voted::Counted(pending) = step else { panic!("{step:?}") };
        let again = pending.vote(vote(1, Verdict::Reject), quorum, at(60)).unwrap_err();
        assert_eq!(again.0.verdict, Verdict::Accept);
    }

    #[test]
    fn a_lease_is_taken_over_only_when_it_has_run_out() {
        let deciding = Pending::default().time_out(DecisionId::new([0; 16]), at(0), at(30));
        assert_eq!(deciding.decision().verdict, Verdict::Reject);
        let held = deciding.take_over(at(29), at(90)).unwrap_err();
        let taken = held.take_over(at(30), at(90)).unwrap();
        assert_eq!(taken.lease_until(), at(90));
        assert_eq!(taken.decision().by, DecidedBy::Deadline);
    }

    proptest! {
        /// Whatever people answer in whatever order: at most one decision, never an approval
        /// without its quorum, never an open request that nobody is left to decide.
        #[test]
        fn answers_decide_once_and_rightly(
            approvers in 1_u8..6, approvals in 1_u8..6, rejections in 1_u8..6,
            answers in prop::collection::vec((0_u8..6, any::<bool>()), 0..12),
        ) {
            let approvals = approvals.min(approvers);
            let rejections = rejections.min(approvers);
            let quorum = Quorum { approvals, rejections, approvers };
            let mut pending = Pending::default();
            for (approver, accept) in answers {
                let verdict = if accept { Verdict::Accept } else { Verdict::Reject };
                match pending.clone().vote(vote(approver % approvers, verdict), quorum, at(60)) {
                    Err(_) => {}
                    Ok(Voted::Counted(next)) => pending = next,
                    Ok(Voted::Decided(deciding)) => {
                        let count = |wanted| deciding.votes.iter().filter(|v| v.verdict == wanted).count();
                        let accepted = count(Verdict::Accept) >= usize::from(approvals);
                        prop_assert_eq!(deciding.decision().verdict == Verdict::Accept, accepted);
                        return Ok(());
                    }
                }
            }
            prop_assert!(pending.votes.len() < usize::from(approvers));
            let accepted = pending.votes.iter().filter(|v| v.verdict == Verdict::Accept).count();
            prop_assert!(accepted < usize::from(approvals));
        }
    }
}
