//! Requests, links and mails in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::audit::Event;
use crate::link::{IssuedLink, LinkHash};
use crate::ports::{
    Agenda, Claim, Intake, Links, MailKey, Opened, Outbox, Posted, Requests, Saved, Step,
    StoreError,
};
use crate::{ActionPath, Request, RequestId};

/// Requests, links and mails in memory.
#[derive(Debug, Default)]
pub struct MemoryApprovals(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    requests: BTreeMap<RequestId, Request>,
    events: HashMap<RequestId, Vec<Event>>,
    links: HashMap<LinkHash, IssuedLink>,
    mails: HashMap<MailKey, Mailing>,
}

#[derive(Clone, Debug)]
enum Mailing {
    Sending(Timestamp),
    Settled,
    Open,
}

impl MemoryApprovals {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happened to a request, in its order.
    #[must_use]
    pub fn events(&self, id: &RequestId) -> Vec<Event> {
        self.kept().events.get(id).cloned().unwrap_or_default()
    }

    /// Withdraws a link.
    pub fn revoke(&self, hash: &LinkHash, at: Timestamp) {
        if let Some(link) = self.kept().links.get_mut(hash) {
            link.revoked_at = Some(at);
        }
    }
}

impl Requests for MemoryApprovals {
    async fn find(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        Ok(self.kept().requests.get(id).cloned())
    }

    async fn save(&self, step: &Step<'_>) -> Result<Saved, StoreError> {
        let mut kept = self.kept();
        let usable =
            |link: &LinkHash| kept.links.get(link).is_some_and(|link| link.revoked_at.is_none());
        let current = kept.requests.get(&step.request.id).map(|request| request.version);
        if !step.link.is_none_or(usable)
            || current.map(|version| version + 1) != Some(step.request.version)
        {
            return Ok(Saved::Lost);
        }
        kept.requests.insert(step.request.id.clone(), step.request.clone());
        kept.events.entry(step.request.id.clone()).or_default().extend_from_slice(step.events);
        Ok(Saved::Done)
    }
}

impl Intake for MemoryApprovals {
    async fn open(&self, request: &Request, event: &Event) -> Result<Opened, StoreError> {
        let mut kept = self.kept();
        if let Some(before) = kept.requests.get(&request.id) {
            return Ok(Opened::Before(Box::new(before.clone())));
        }
        kept.requests.insert(request.id.clone(), request.clone());
        kept.events.insert(request.id.clone(), vec![event.clone()]);
        Ok(Opened::New)
    }
}

impl Links for MemoryApprovals {
    async fn find_link(&self, hash: &LinkHash) -> Result<Option<IssuedLink>, StoreError> {
        Ok(self.kept().links.get(hash).cloned())
    }
}

impl Outbox for MemoryApprovals {
    async fn claim(
        &self,
        mail: &MailKey,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Claim, StoreError> {
        let mut kept = self.kept();
        Ok(match kept.mails.get(mail) {
            Some(Mailing::Settled) => Claim::Settled,
            Some(Mailing::Sending(lease)) if *lease > now => Claim::Held,
            _ => {
                kept.mails.insert(mail.clone(), Mailing::Sending(lease_until));
                Claim::Claimed
            }
        })
    }

    async fn issue(&self, links: &[IssuedLink], _expires_at: Timestamp) -> Result<(), StoreError> {
        let mut kept = self.kept();
        kept.links.extend(links.iter().map(|link| (link.hash.clone(), link.clone())));
        Ok(())
    }

    async fn settle(
        &self,
        mail: &MailKey,
        posted: &Posted,
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let sending = matches!(kept.mails.get(mail), Some(Mailing::Sending(_)));
        match posted {
            Posted::Sent(_) => kept.mails.insert(mail.clone(), Mailing::Settled),
            Posted::Rejected if sending => kept.mails.insert(mail.clone(), Mailing::Settled),
            Posted::Later if sending => kept.mails.insert(mail.clone(), Mailing::Open),
            // Somebody took over and has settled it.
            Posted::Rejected | Posted::Later => None,
        };
        Ok(())
    }
}

impl Agenda for MemoryApprovals {
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<RequestId>, StoreError> {
        let kept = self.kept();
        let mut due: Vec<_> = kept
            .requests
            .values()
            .filter_map(|request| {
                Some((request.due_at.filter(|due| *due <= now)?, request.id.clone()))
            })
            .collect();
        due.sort();
        Ok(due.into_iter().take(limit).map(|(_, id)| id).collect())
    }

    async fn postpone(&self, id: &RequestId, due_at: Timestamp) -> Result<(), StoreError> {
        if let Some(due) =
            self.kept().requests.get_mut(id).and_then(|request| request.due_at.as_mut())
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
        let kept = self.kept();
        let of_action = kept
            .requests
            .values()
            .filter(|request| request.due_at.is_some() && request.release.action == *action);
        Ok(of_action.map(|request| request.id.clone()).take(limit).collect())
    }
}
