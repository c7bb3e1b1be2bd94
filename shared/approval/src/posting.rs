//! Sends the mails of a request: one an approver, each with links of its own.
//!
//! A mail is claimed before it is sent, so that one is sent however often the pipeline's message
//! comes. A crash between sending and noting it sends a second one, with other links that work too:
//! that is harmless, because the request is what answers once. Links are kept before the mail goes
//! out and never after, or a mail could arrive whose links nobody knows.

use jiff::{SignedDuration, Timestamp};

use crate::form::FormKey;
use crate::link::{IssuedLink, LinkHash, LinkToken};
use crate::ports::{Claim, Letter, MailError, MailKey, Mailer, Outbox, Posted, StoreError};
use crate::render::mail::{self, Links, Mail};
use crate::request::Approver;
use crate::schedule::MailKind;
use crate::{ApproverId, BaseUrl, Request, Verdict};

/// How long a link is known after its request can no longer be answered, so that it still leads to
/// a page that says what happened.
const KNOWN_AFTERWARDS: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What became of one approver's mail.
#[derive(Debug)]
pub enum Posting {
    /// It was sent now, with these links; an outcome has none.
    Sent(Vec<LinkHash>),
    /// It was sent before, or never can be.
    Settled,
    /// Somebody else is about to send it.
    Held,
    /// It was not sent. Where the error is not [`MailError::Rejected`], it can be tried again.
    Failed(MailError),
}

impl Posting {
    /// Whether it has to be looked after.
    #[must_use]
    pub const fn is_unfinished(&self) -> bool {
        match self {
            Self::Sent(_) | Self::Settled | Self::Failed(MailError::Rejected(_)) => false,
            Self::Held | Self::Failed(_) => true,
        }
    }
}

/// What it takes to send mails.
#[derive(Clone, Copy, Debug)]
pub struct PostOffice<'a, O, M> {
    /// Where it is kept what has been sent.
    pub outbox: &'a O,
    /// What sends.
    pub mailer: &'a M,
    /// Where links lead.
    pub base_url: &'a BaseUrl,
}

impl<O: Outbox, M: Mailer> PostOffice<'_, O, M> {
    /// Sends every approver who owes an answer, or is to hear what came of it, the mail that is due,
    /// unless it has been sent. One that fails does not hold up the others. Until `lease_until` nobody
    /// else tries. `random` is the operating system's generator.
    pub async fn post_due<E: From<StoreError>>(
        &self,
        request: &Request,
        random: impl Fn() -> Result<[u8; 32], E>,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Vec<(ApproverId, Posting)>, E> {
        let kind = request.mail_due(now);
        let mut postings = Vec::new();
        for approver in &request.approvers {
            let id = approver.id();
            let has_answered = request.state.vote_of(&id).is_some();
            if kind != MailKind::Outcome && has_answered {
                continue;
            }
            let posting = self.post(request, approver, kind, &random, now, lease_until).await?;
            postings.push((id, posting));
        }
        Ok(postings)
    }

    async fn post<E: From<StoreError>>(
        &self,
        request: &Request,
        approver: &Approver,
        kind: MailKind,
        random: &impl Fn() -> Result<[u8; 32], E>,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Posting, E> {
        let key = MailKey { request: request.id.clone(), approver: approver.id(), kind };
        match self.outbox.claim(&key, now, lease_until).await? {
            Claim::Claimed => {}
            Claim::Held => return Ok(Posting::Held),
            Claim::Settled => return Ok(Posting::Settled),
        }
        let (mail, links) = match kind {
            MailKind::Outcome => (mail::outcome(request, approver, now), Vec::new()),
            kind => self.asking(request, approver, kind, random, now).await?,
        };
        let letter =
            Letter { to: &approver.email, reply_to: request.contact.as_ref(), mail: &mail };
        let (posted, posting) = match self.mailer.send(&letter).await {
            Ok(id) => (Posted::Sent(id), Posting::Sent(links)),
            Err(error @ MailError::Rejected(_)) => (Posted::Rejected, Posting::Failed(error)),
            Err(error) => (Posted::Later, Posting::Failed(error)),
        };
        self.outbox.settle(&key, &posted, now).await?;
        Ok(posting)
    }

    /// A mail that asks, whose links are kept from here on.
    async fn asking<E: From<StoreError>>(
        &self,
        request: &Request,
        approver: &Approver,
        kind: MailKind,
        random: &impl Fn() -> Result<[u8; 32], E>,
        now: Timestamp,
    ) -> Result<(Mail, Vec<LinkHash>), E> {
        let (accept, accept_token) = link(request, approver, Verdict::Accept, random, now)?;
        let (reject, reject_token) = link(request, approver, Verdict::Reject, random, now)?;
        let known_until = request.release.expires_at + KNOWN_AFTERWARDS;
        let hashes = vec![accept.hash.clone(), reject.hash.clone()];
        self.outbox.issue(&[accept, reject], known_until).await?;
        let (accept, reject) =
            (self.base_url.link(&accept_token), self.base_url.link(&reject_token));
        let links = Links { accept: &accept, reject: &reject };
        Ok((mail::asking(kind, request, approver, &links, now), hashes))
    }
}

fn link<E>(
    request: &Request,
    approver: &Approver,
    verdict: Verdict,
    random: &impl Fn() -> Result<[u8; 32], E>,
    now: Timestamp,
) -> Result<(IssuedLink, LinkToken), E> {
    let token = LinkToken::new(random()?);
    let issued = IssuedLink {
        hash: token.hash(),
        request: request.id.clone(),
        approver: approver.id(),
        verdict,
        form_key: FormKey::new(random()?),
        issued_at: now,
        revoked_at: None,
    };
    Ok((issued, token))
}
