//! The ports `Requests`, `Intake`, `Links`, `Outbox` and `Agenda`.
//!
//! | module | contract |
//! | --- | --- |
//! | [`requests`] | a request is opened once; of concurrent writes, the first wins |
//! | [`links`] | issued links are found; a step by a revoked link is not written |
//! | [`outbox`] | of concurrent senders of a mail, one gets the claim |
//! | [`agenda`] | the requests that the sweep must process |

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

/// A store of approvals, with access behind its ports for the contracts.
pub trait Approvals: Intake + Links + Outbox + Agenda + Send + Sync {
    /// The audit events of a request, in the order in which they were written.
    fn events(&self, id: &RequestId) -> impl Future<Output = Vec<Event>> + Send;

    /// Revokes an issued link.
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

/// Runs this many futures concurrently, and returns their results.
async fn at_once<F>(count: i64, one: impl Fn(i64) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    (0..count).map(one).collect::<JoinSet<_>>().join_all().await
}
