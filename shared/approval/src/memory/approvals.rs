//! The in-memory fake of the table of approvals.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::approved::ApprovedRelease;
use crate::audit::AuditEvent;
use crate::link::{IssuedLink, LinkHash};
use crate::ports::{
    Agenda, Claim, Executions, Intake, LastApproved, Links, MailKey, Opened, Outbox, RequestUpdate,
    Requests, Saved, SendOutcome, StoreError,
};
use crate::release::ActionPath;
use crate::request::{Request, RequestId};

/// Stores requests, links and mails in memory, with the promises of the real table.
#[derive(Debug, Default)]
pub struct MemoryApprovals(Mutex<Contents>);

#[derive(Debug, Default)]
struct Contents {
    requests: BTreeMap<RequestId, Request>,
    events: HashMap<RequestId, Vec<AuditEvent>>,
    links: HashMap<LinkHash, IssuedLink>,
    mails: HashMap<MailKey, MailState>,
    approved: HashMap<ActionPath, ApprovedRelease>,
}

#[derive(Clone, Debug)]
enum MailState {
    Sending(Timestamp),
    Settled,
    Open,
}

impl Contents {
    /// Returns the requests that are due, the longest due first.
    fn due(&self, now: Timestamp, limit: usize, watched: bool) -> Vec<RequestId> {
        let of_queue = self.requests.values().filter(|request| request.is_watched() == watched);
        let mut due: Vec<_> = of_queue
            .filter_map(|request| {
                Some((request.due_at.filter(|due| *due <= now)?, request.id.clone()))
            })
            .collect();
        due.sort();
        due.into_iter().take(limit).map(|(_, id)| id).collect()
    }
}

impl MemoryApprovals {
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the audit events of a request, in their order.
    #[must_use]
    pub fn events(&self, id: &RequestId) -> Vec<AuditEvent> {
        self.contents().events.get(id).cloned().unwrap_or_default()
    }

    /// Withdraws a link that was issued.
    pub fn revoke(&self, hash: &LinkHash, at: Timestamp) {
        if let Some(link) = self.contents().links.get_mut(hash) {
            link.revoked_at = Some(at);
        }
    }
}

impl Requests for MemoryApprovals {
    async fn find(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        Ok(self.contents().requests.get(id).cloned())
    }

    async fn save(&self, update: &RequestUpdate<'_>) -> Result<Saved, StoreError> {
        let mut contents = self.contents();
        let usable = |link: &LinkHash| {
            contents.links.get(link).is_some_and(|link| link.revoked_at.is_none())
        };
        let current = contents.requests.get(&update.request.id).map(|request| request.version);
        if !update.link.is_none_or(usable)
            || current.map(|version| version + 1) != Some(update.request.version)
        {
            return Ok(Saved::Conflict);
        }
        contents.requests.insert(update.request.id.clone(), update.request.clone());
        contents
            .events
            .entry(update.request.id.clone())
            .or_default()
            .extend_from_slice(update.events);
        if let Some(release) = ApprovedRelease::closed_by(update) {
            let action = &update.request.release.action;
            let before = contents.approved.get(action);
            if before.is_none_or(|before| before.approved_at <= release.approved_at) {
                contents.approved.insert(action.clone(), release);
            }
        }
        Ok(Saved::Written)
    }
}

impl LastApproved for MemoryApprovals {
    async fn last_approved(
        &self,
        action: &ActionPath,
    ) -> Result<Option<ApprovedRelease>, StoreError> {
        Ok(self.contents().approved.get(action).cloned())
    }
}

impl Intake for MemoryApprovals {
    async fn open(&self, request: &Request, event: &AuditEvent) -> Result<Opened, StoreError> {
        let mut contents = self.contents();
        if let Some(existing) = contents.requests.get(&request.id) {
            return Ok(Opened::Existing(Box::new(existing.clone())));
        }
        contents.requests.insert(request.id.clone(), request.clone());
        contents.events.insert(request.id.clone(), vec![event.clone()]);
        Ok(Opened::New)
    }
}

impl Links for MemoryApprovals {
    async fn find_link(&self, hash: &LinkHash) -> Result<Option<IssuedLink>, StoreError> {
        Ok(self.contents().links.get(hash).cloned())
    }
}

impl Outbox for MemoryApprovals {
    async fn claim(
        &self,
        mail: &MailKey,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Claim, StoreError> {
        let mut contents = self.contents();
        Ok(match contents.mails.get(mail) {
            Some(MailState::Settled) => Claim::Settled,
            Some(MailState::Sending(lease)) if *lease > now => Claim::Held,
            _ => {
                contents.mails.insert(mail.clone(), MailState::Sending(lease_until));
                Claim::Claimed
            }
        })
    }

    async fn issue(&self, links: &[IssuedLink], _expires_at: Timestamp) -> Result<(), StoreError> {
        let mut contents = self.contents();
        contents.links.extend(links.iter().map(|link| (link.hash.clone(), link.clone())));
        Ok(())
    }

    async fn settle(
        &self,
        mail: &MailKey,
        outcome: &SendOutcome,
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut contents = self.contents();
        let sending = matches!(contents.mails.get(mail), Some(MailState::Sending(_)));
        match outcome {
            SendOutcome::Sent(_) => contents.mails.insert(mail.clone(), MailState::Settled),
            SendOutcome::Rejected if sending => {
                contents.mails.insert(mail.clone(), MailState::Settled)
            }
            SendOutcome::Retryable if sending => {
                contents.mails.insert(mail.clone(), MailState::Open)
            }
            // Another sender took over and has settled the mail.
            SendOutcome::Rejected | SendOutcome::Retryable => None,
        };
        Ok(())
    }
}

impl Agenda for MemoryApprovals {
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<RequestId>, StoreError> {
        Ok(self.contents().due(now, limit, false))
    }

    async fn watched_due(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        Ok(self.contents().due(now, limit, true))
    }

    async fn watched(
        &self,
        executions: &Executions,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        let contents = self.contents();
        let matches = |request: &&Request| {
            let action = &request.release.action;
            let id = executions.id.as_ref();
            request.is_watched()
                && action.account == executions.account
                && action.region == executions.region
                && action.pipeline == executions.pipeline
                && id.is_none_or(|id| request.release.execution_id.as_ref() == Some(id))
        };
        let watched = contents.requests.values().filter(matches);
        Ok(watched.map(|request| request.id.clone()).take(limit).collect())
    }

    async fn postpone(&self, id: &RequestId, due_at: Timestamp) -> Result<(), StoreError> {
        if let Some(due) =
            self.contents().requests.get_mut(id).and_then(|request| request.due_at.as_mut())
        {
            *due = due_at;
        }
        Ok(())
    }

    async fn unfinished(
        &self,
        action: &ActionPath,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        let contents = self.contents();
        let of_action = contents
            .requests
            .values()
            .filter(|request| request.due_at.is_some() && !request.is_watched())
            .filter(|request| request.release.action == *action);
        Ok(of_action.map(|request| request.id.clone()).take(limit).collect())
    }
}
