//! A store that fails at the moment that a test chooses.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use switchboard_approval::audit::Event;
use switchboard_approval::link::{IssuedLink, LinkHash};
use switchboard_approval::memory::MemoryApprovals;
use switchboard_approval::ports::{Links, Requests, Saved, Step, StoreError};
use switchboard_approval::state::{DecisionId, Vote, Voted};
use switchboard_approval::{Request, RequestId, State, Verdict};

/// What happens at the next save.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// It is not written.
    Fails,
    /// It is written, and nothing says so.
    AnswerLost,
    /// It is not written, and nothing can be read from then on.
    Gone,
    /// The link is revoked just before.
    Revoke(LinkHash),
    /// The approver of this link accepts just before.
    VoteFirst(LinkHash),
}

/// The store in memory, with faults.
pub(super) struct Faulty {
    inner: MemoryApprovals,
    fault: Mutex<Option<Fault>>,
    gone: AtomicBool,
    calls: AtomicUsize,
}

impl Faulty {
    pub(super) fn new(inner: MemoryApprovals) -> Self {
        Self {
            inner,
            fault: Mutex::default(),
            gone: AtomicBool::new(false),
            calls: AtomicUsize::new(0),
        }
    }

    pub(super) fn inner(&self) -> &MemoryApprovals {
        &self.inner
    }

    pub(super) fn at_next_save(&self, fault: Fault) {
        *self.fault.lock().unwrap() = Some(fault);
    }

    /// How often anything was asked of it.
    pub(super) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    pub(super) fn events(&self, id: &RequestId) -> Vec<Event> {
        self.inner.events(id)
    }

    /// From now on, nothing can be read or written.
    pub(super) fn go(&self) {
        self.gone.store(true, Ordering::Relaxed);
    }

    fn ask(&self) -> Result<(), StoreError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if self.gone.load(Ordering::Relaxed) { Err(unavailable()) } else { Ok(()) }
    }

    async fn vote(&self, hash: &LinkHash) {
        let link = self.inner.find_link(hash).await.unwrap().unwrap();
        let request = self.inner.find(&link.request).await.unwrap().unwrap();
        let State::Pending(pending) = &request.state else { unreachable!() };
        let at = request.opened_at;
        let vote = Vote {
            id: DecisionId::new([9; 16]),
            approver: link.approver.clone(),
            verdict: Verdict::Accept,
            at,
            reason: None,
        };
        let Ok(Voted::Counted(pending)) = pending.clone().vote(vote, request.quorum, at) else {
            unreachable!()
        };
        let next = request.step(State::Pending(pending));
        let step = Step { request: &next, events: &[], link: None };
        assert_eq!(self.inner.save(&step).await.unwrap(), Saved::Done);
    }
}

fn unavailable() -> StoreError {
    StoreError::Unavailable("no answer".into())
}

impl Links for Faulty {
    async fn find_link(&self, hash: &LinkHash) -> Result<Option<IssuedLink>, StoreError> {
        self.ask()?;
        self.inner.find_link(hash).await
    }
}

impl Requests for Faulty {
    async fn find(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        self.ask()?;
        self.inner.find(id).await
    }

    async fn save(&self, step: &Step<'_>) -> Result<Saved, StoreError> {
        self.ask()?;
        let fault = self.fault.lock().unwrap().take();
        match fault {
            None => self.inner.save(step).await,
            Some(Fault::Fails) => Err(unavailable()),
            Some(Fault::AnswerLost) => self.inner.save(step).await.and(Err(unavailable())),
            Some(Fault::Gone) => {
                self.go();
                Err(unavailable())
            }
            Some(Fault::Revoke(hash)) => {
                self.inner.revoke(&hash, step.request.opened_at);
                self.inner.save(step).await
            }
            Some(Fault::VoteFirst(hash)) => {
                self.vote(&hash).await;
                self.inner.save(step).await
            }
        }
    }
}
