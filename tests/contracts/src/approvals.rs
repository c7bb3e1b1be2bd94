//! The ports `Requests`, `Intake`, `Links`, `LastApproved`, `Outbox` and `Agenda`.
//!
//! | module | contract |
//! | --- | --- |
//! | [`requests`] | requests are opened once, and of several writers the first one wins |
//! | [`links`] | links are found, and a withdrawn link writes nothing |
//! | [`last_approved`] | the last release that was approved at an action is remembered |
//! | [`outbox`] | only one of several senders sends a mail |
//! | [`agenda`] | the requests that the sweep has to inspect |

pub mod agenda;
pub mod last_approved;
pub mod links;
pub mod outbox;
pub mod requests;
mod sample;

use jiff::Timestamp;
use switchboard_approval::RequestId;
use switchboard_approval::audit::AuditEvent;
use switchboard_approval::link::LinkHash;
use switchboard_approval::memory::MemoryApprovals;
use switchboard_approval::ports::{Agenda, Intake, LastApproved, Links, Outbox};
use tokio::task::JoinSet;

/// A store of approvals, with the access behind its ports that a contract needs.
pub trait Approvals: Intake + Links + LastApproved + Outbox + Agenda + Send + Sync {
    /// The audit events of a request, in their order.
    fn events(&self, id: &RequestId) -> impl Future<Output = Vec<AuditEvent>> + Send;

    /// Withdraws a link that was issued.
    fn revoke(&self, hash: &LinkHash, at: Timestamp) -> impl Future<Output = ()> + Send;
}

impl Approvals for MemoryApprovals {
    async fn events(&self, id: &RequestId) -> Vec<AuditEvent> {
        self.events(id)
    }

    async fn revoke(&self, hash: &LinkHash, at: Timestamp) {
        self.revoke(hash, at);
    }
}

/// The results of this many calls at the same time.
async fn at_once<F>(count: i64, one: impl Fn(i64) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    (0..count).map(one).collect::<JoinSet<_>>().join_all().await
}
