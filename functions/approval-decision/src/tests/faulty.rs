//! A store with a fault that a test chooses.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use switchboard_approval::audit::AuditEvent;
use switchboard_approval::link::{IssuedLink, LinkHash};
use switchboard_approval::memory::MemoryApprovals;
use switchboard_approval::ports::{Links, RequestUpdate, Requests, Saved, StoreError};
use switchboard_approval::state::{DecisionId, Vote, Voted};
use switchboard_approval::{Request, RequestId, State, Verdict};

/// A fault of the next write.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// The update is not written.
    Fails,
    /// The update is written, and the response is lost.
    ResponseLost,
    /// The update is not written, and the store is down from then on.
    Down,
    /// The link is withdrawn just before.
    Revoke(LinkHash),
    /// The approver of this link accepts just before.
    VoteFirst(LinkHash),
}

/// The in-memory store with faults.
pub(super) struct Faulty {
    inner: MemoryApprovals,
    fault: Mutex<Option<Fault>>,
    down: AtomicBool,
    calls: AtomicUsize,
}

impl Faulty {
    pub(super) fn new(inner: MemoryApprovals) -> Self {
        Self {
            inner,
            fault: Mutex::default(),
            down: AtomicBool::new(false),
            calls: AtomicUsize::new(0),
        }
    }

    pub(super) fn inner(&self) -> &MemoryApprovals {
        &self.inner
    }

    pub(super) fn at_next_save(&self, fault: Fault) {
        *self.fault.lock().unwrap() = Some(fault);
    }

    /// The number of calls to the store.
    pub(super) fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    pub(super) fn events(&self, id: &RequestId) -> Vec<AuditEvent> {
        self.inner.events(id)
    }

    /// Takes the store down: from now on, every call fails.
    pub(super) fn take_down(&self) {
        self.down.store(true, Ordering::Relaxed);
    }

    fn ask(&self) -> Result<(), StoreError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if self.down.load(Ordering::Relaxed) { Err(unavailable()) } else { Ok(()) }
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
        let next = request.advanced_to(State::Pending(pending));
        let update = RequestUpdate { request: &next, events: &[], link: None };
        assert_eq!(self.inner.save(&update).await.unwrap(), Saved::Written);
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

    async fn save(&self, update: &RequestUpdate<'_>) -> Result<Saved, StoreError> {
        self.ask()?;
        let fault = self.fault.lock().unwrap().take();
        match fault {
            None => self.inner.save(update).await,
            Some(Fault::Fails) => Err(unavailable()),
            Some(Fault::ResponseLost) => self.inner.save(update).await.and(Err(unavailable())),
            Some(Fault::Down) => {
                self.take_down();
                Err(unavailable())
            }
            Some(Fault::Revoke(hash)) => {
                self.inner.revoke(&hash, update.request.opened_at);
                self.inner.save(update).await
            }
            Some(Fault::VoteFirst(hash)) => {
                self.vote(&hash).await;
                self.inner.save(update).await
            }
        }
    }
}
