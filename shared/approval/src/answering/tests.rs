use std::sync::atomic::{AtomicU8, Ordering};

use jiff::SignedDuration;

use super::*;
use crate::link::LinkHash;
use crate::memory::{MemoryApprovals, MemoryPipeline};
use crate::nonce::NonceKey;
use crate::ports::{Intake as _, Outbox as _};
use crate::request::RequestId;
use crate::request::tests::request;
use crate::state::Verdict;

/// A store whose next writes get no answer, though they may happen.
struct Unanswered {
    store: MemoryApprovals,
    next: AtomicU8,
    happen: bool,
}

impl Links for Unanswered {
    async fn find_link(&self, hash: &LinkHash) -> Result<Option<IssuedLink>, StoreError> {
        self.store.find_link(hash).await
    }
}

impl Requests for Unanswered {
    async fn find(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        self.store.find(id).await
    }

    async fn save(&self, update: &RequestUpdate<'_>) -> Result<Saved, StoreError> {
        let left = self.next.load(Ordering::Relaxed);
        if left == 0 {
            return self.store.save(update).await;
        }
        self.next.store(left - 1, Ordering::Relaxed);
        if self.happen {
            self.store.save(update).await?;
        }
        Err(StoreError::Unavailable("no answer".into()))
    }
}

fn token() -> LinkToken {
    LinkToken::new([1; 32])
}

/// A store with a request that one answer decides, and a link that accepts.
async fn store() -> MemoryApprovals {
    let (store, request) = (MemoryApprovals::default(), request());
    let opened = AuditEventKind::Opened { execution_id: None };
    store.open(&request, &AuditEvent::new(request.opened_at, opened)).await.unwrap();
    let link = IssuedLink {
        hash: token().hash(),
        request: request.id.clone(),
        approver: request.approvers[0].id(),
        verdict: Verdict::Accept,
        nonce_key: NonceKey::new([2; 32]),
        issued_at: request.opened_at,
        revoked_at: None,
    };
    store.issue(&[link], request.decide_by).await.unwrap();
    store
}

async fn visit(store: &(impl Links + Requests)) -> Visit {
    Visit::find(store, token()).await.unwrap().unwrap()
}

fn answer(at: Timestamp) -> Answer {
    Answer {
        id: DecisionId::new([3; 16]),
        verdict: Verdict::Accept,
        reason: None,
        visitor: Visitor::default(),
        at,
        lease_until: at + SignedDuration::from_secs(30),
    }
}

#[tokio::test]
async fn an_answer_is_recorded_and_then_delivered() {
    let (store, pipeline) = (store().await, MemoryPipeline::default());
    let visit = visit(&store).await;
    let answer = answer(visit.request.opened_at);
    let Ok(Answered::Counted(visit)) = visit.answer(&store, &answer).await else { panic!() };
    assert_eq!((visit.request.state.name(), pipeline.puts().len()), ("DECIDING", 0));
    let delivery = visit.deliver(&store, &pipeline, &answer).await.unwrap().unwrap();
    assert_eq!((delivery.request().state.name(), pipeline.puts().len()), ("APPLIED", 1));
}

#[tokio::test]
async fn the_answer_and_its_audit_have_the_verdict_of_the_form() {
    let (store, pipeline) = (store().await, MemoryPipeline::default());
    let visit = visit(&store).await;
    let answer = Answer { verdict: Verdict::Reject, ..answer(visit.request.opened_at) };
    assert_eq!(visit.link.verdict, Verdict::Accept);
    let Ok(Answered::Counted(visit)) = visit.answer(&store, &answer).await else { panic!() };
    visit.deliver(&store, &pipeline, &answer).await.unwrap();
    assert_eq!(visit.request.state.votes()[0].verdict, Verdict::Reject);
    assert_eq!(pipeline.puts()[0].0, Verdict::Reject);
    let events = store.events(&visit.request.id);
    let audited = events.iter().find_map(|event| match &event.kind {
        AuditEventKind::Voted { verdict, .. } => Some(*verdict),
        _ => None,
    });
    assert_eq!(audited, Some(Verdict::Reject));
}

#[tokio::test]
async fn a_write_without_an_answer_is_tried_again_and_counts_once() {
    for happen in [false, true] {
        let store = Unanswered { store: store().await, next: AtomicU8::new(1), happen };
        let visit = visit(&store).await;
        let answer = answer(visit.request.opened_at);
        let Ok(Answered::Counted(visit)) = visit.answer(&store, &answer).await else { panic!() };
        assert_eq!(visit.request.state.votes().len(), 1, "{happen}");
    }
}

#[tokio::test]
async fn a_second_failure_leaves_the_answer_unconfirmed() {
    let store = Unanswered { store: store().await, next: AtomicU8::new(2), happen: false };
    let visit = visit(&store).await;
    let answer = answer(visit.request.opened_at);
    let unconfirmed = visit.answer(&store, &answer).await.unwrap_err();
    assert!(matches!(unconfirmed, AnswerError::Unconfirmed(_)), "{unconfirmed:?}");
}

#[tokio::test]
async fn a_link_that_is_not_open_changes_nothing() {
    let late = async |at: Timestamp| {
        let store = store().await;
        let visit = visit(&store).await;
        assert!(!visit.is_open(at));
        matches!(visit.answer(&store, &answer(at)).await, Ok(Answered::Unchanged(_)))
    };
    assert!(late(request().decide_by).await);

    let store = store().await;
    store.revoke(&token().hash(), request().opened_at);
    let visit = visit(&store).await;
    let answer = answer(request().opened_at);
    assert!(matches!(visit.answer(&store, &answer).await, Ok(Answered::Unchanged(_))));
    assert!(Visit::find(&store, LinkToken::new([9; 32])).await.unwrap().is_none());
}
