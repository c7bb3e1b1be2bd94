//! Counts an answer: recorded first, all at once; then the pipeline is told; only then is it said.

use jiff::Timestamp;
use switchboard_approval::audit::{Event as AuditEvent, Visitor, What};
use switchboard_approval::delivery::{self, Delivery};
use switchboard_approval::ports::{Links, Releases, Requests, Saved, Step, StoreError};
use switchboard_approval::state::{DecisionId, Vote, Voted};
use switchboard_approval::{Request, State, Text};
use switchboard_lambda::chain;
use tracing::{error, info};

use crate::visit::Visit;

/// How often an answer is tried when other approvers' come first. Each time, one of them gets in.
const MAX_TRIES: usize = 10;

/// What an approver answered, and from where.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) id: DecisionId,
    pub(crate) reason: Option<Text>,
    pub(crate) visitor: Visitor,
    pub(crate) at: Timestamp,
    /// Until when this invocation tells the pipeline.
    pub(crate) lease_until: Timestamp,
}

/// What became of an answer.
#[derive(Debug)]
pub(crate) enum Counted {
    /// It counts; the visit holds what came of it.
    Now(Visit),
    /// It changed nothing; the visit holds what was there before.
    Before(Visit),
    /// It is not recorded, for certain.
    NotRecorded(StoreError),
    /// It may be recorded or not.
    Unconfirmed(StoreError),
}

/// Counts an answer, however many come at the same time.
pub(crate) async fn count(
    store: &(impl Links + Requests),
    releases: &impl Releases,
    mut visit: Visit,
    answer: &Answer,
) -> Counted {
    let mut failed = None;
    for _ in 0..MAX_TRIES {
        if visit.is_answered_by(&answer.id) {
            return Counted::Now(tell(store, releases, visit, answer).await);
        }
        if !visit.is_open(answer.at) {
            return Counted::Before(visit);
        }
        let Some(next) = vote(&visit, answer) else { return Counted::Before(visit) };
        let events = events(&visit, &next, answer);
        let step = Step { request: &next, events: &events, link: Some(&visit.link.hash) };
        match store.save(&step).await {
            Ok(Saved::Done) => {
                info!(event = "voted", request = %next.id, approver = %visit.link.approver, link = %visit.link.hash, state = next.state.name(), "answer recorded");
                visit.request = next;
                return Counted::Now(tell(store, releases, visit, answer).await);
            }
            Ok(Saved::Lost) => {}
            // It may have been written, or be written yet. Written again on what is there then, it
            // counts once either way.
            Err(error) if failed.is_none() => failed = Some(error),
            Err(error) => return Counted::Unconfirmed(error),
        }
        visit = match (Visit::find(store, visit.token.clone()).await, failed.take()) {
            (Ok(Some(visit)), error) => {
                failed = error;
                visit
            }
            (_, Some(error)) | (Err(error), None) => return Counted::Unconfirmed(error),
            (Ok(None), None) => {
                return Counted::NotRecorded(StoreError::Corrupt("the request is gone"));
            }
        };
    }
    Counted::Unconfirmed(StoreError::Unavailable("other answers came first, every time".into()))
}

/// The request with this answer. `None`: the approver has answered before.
fn vote(visit: &Visit, answer: &Answer) -> Option<Request> {
    let State::Pending(pending) = &visit.request.state else { return None };
    let vote = Vote {
        id: answer.id.clone(),
        approver: visit.link.approver.clone(),
        verdict: visit.link.verdict,
        at: answer.at,
        reason: answer.reason.clone(),
    };
    let voted = pending.clone().vote(vote, visit.request.quorum, answer.lease_until).ok()?;
    Some(visit.request.step(match voted {
        Voted::Counted(pending) => State::Pending(pending),
        Voted::Decided(deciding) => State::Deciding(deciding),
    }))
}

fn events(visit: &Visit, next: &Request, answer: &Answer) -> Vec<AuditEvent> {
    let change = visit.request.release.change.as_ref();
    let voted = What::Voted {
        approver: visit.link.approver.clone(),
        verdict: visit.link.verdict,
        reason: answer.reason.clone(),
        revision: change.and_then(|change| change.revision.clone()),
        visitor: answer.visitor.clone(),
    };
    let decided = next.state.decision().map(What::decided);
    [Some(voted), decided]
        .into_iter()
        .flatten()
        .map(|what| AuditEvent::new(answer.at, what))
        .collect()
}

/// Tells the pipeline, if the answer decided. What fails here is not lost: the decision is
/// recorded, and the sweep or the next visit tells it.
async fn tell(
    store: &impl Requests,
    releases: &impl Releases,
    mut visit: Visit,
    answer: &Answer,
) -> Visit {
    if let State::Deciding(deciding) = &visit.request.state
        && deciding.decision().id == answer.id
    {
        let delivery =
            delivery::deliver(store, releases, &visit.request, deciding, answer.at).await;
        visit.learn(delivery.map(Some));
    }
    visit
}

/// Finishes what another visit began and did not finish, once its time is over.
pub(crate) async fn finish(
    store: &impl Requests,
    releases: &impl Releases,
    mut visit: Visit,
    now: Timestamp,
    lease_until: Timestamp,
) -> Visit {
    let delivery = delivery::take_over(store, releases, &visit.request, now, lease_until).await;
    visit.learn(delivery);
    visit
}

impl Visit {
    fn is_answered_by(&self, id: &DecisionId) -> bool {
        self.request.state.votes().iter().any(|vote| vote.id == *id)
    }

    /// Takes on what became of a delivery. What went wrong is for engineers: the decision is
    /// recorded, and is delivered later.
    fn learn(&mut self, delivery: Result<Option<Delivery>, StoreError>) {
        let id = &self.request.id;
        match delivery {
            Ok(Some(delivery)) => {
                if let Some((error_type, why)) = delivery.trouble() {
                    let why = why.map(|error| chain(error)).unwrap_or_default();
                    error!(event = "undelivered", request = %id, error_type, error = %why, "the pipeline has not confirmed");
                } else {
                    let state = delivery.request().state.name();
                    info!(event = "closed", request = %id, state, "request closed");
                }
                self.request = delivery.request().clone();
            }
            Ok(None) => {}
            Err(error) => {
                error!(event = "undelivered", request = %id, error_type = error.kind(), error = %chain(&error), "the end is not recorded");
            }
        }
    }
}
