//! The ports `Requests`, `Intake`, `Links`, `Outbox` and `Agenda`.
//!
//! | module | what |
//! | --- | --- |
//! | [`requests`] | requests are opened once, and written whole by whoever is first |
//! | [`links`] | links are found, and a withdrawn one writes nothing |
//! | [`outbox`] | of several who would send a mail one does |
//! | [`agenda`] | what the sweep has to look at |

pub mod agenda;
pub mod links;
pub mod outbox;
pub mod requests;
mod sample;

use jiff::Timestamp;
use switchboard_approval::RequestId;
use switchboard_approval::audit::Event;
use switchboard_approval::link::LinkHash;
use switchboard_approval::memory::MemoryApprovals;
use switchboard_approval::ports::{Agenda, Intake, Links, Outbox};
use tokio::task::JoinSet;

/// A store of approvals, with what a contract has to see and do behind its ports.
pub trait Approvals: Intake + Links + Outbox + Agenda + Send + Sync {
    /// What happened to a request, in its order.
    fn events(&self, id: &RequestId) -> impl Future<Output = Vec<Event>> + Send;

    /// Withdraws a link that was issued.
    fn revoke(&self, hash: &LinkHash, at: Timestamp) -> impl Future<Output = ()> + Send;
}

impl Approvals for MemoryApprovals {
    async fn events(&self, id: &RequestId) -> Vec<Event> {
        self.events(id)
    }

    async fn revoke(&self, hash: &LinkHash, at: Timestamp) {
        self.revoke(hash, at);
    }
}

/// What so many answer who try at the same time.
async fn at_once<F>(count: i64, one: impl Fn(i64) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    (0..count).map(one).collect::<JoinSet<_>>().join_all().await
}
