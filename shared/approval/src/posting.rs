//! Sends the mails of a request: one to each addressee. Each mail that asks an approver for an answer
//! has its own links.
//!
//! A mail is claimed before it is sent, so it is sent once however often the pipeline's message is
//! delivered. After a crash between sending and recording, a second mail goes out, whose other links
//! work too. That is harmless, because the request counts one answer from each approver. Links are
//! stored before their mail is sent; otherwise a mail could arrive whose links are unknown.

use jiff::{SignedDuration, Timestamp};

use crate::approver::{Approver, ApproverId};
use crate::audience::{Addressee, audience};
use crate::brand::Site;
use crate::link::{IssuedLink, LinkHash, LinkToken};
use crate::nonce::NonceKey;
use crate::ports::{
    Claim, MailError, MailKey, Mailer, Outbox, OutgoingMail, SendOutcome, StoreError,
};
use crate::render::mail::{self, Links, Mail};
use crate::request::Request;
use crate::schedule::MailKind;
use crate::state::Verdict;

/// How long links can be found after CodePipeline stopped waiting, so that they still lead to a page
/// that says what happened.
const KNOWN_AFTERWARDS: SignedDuration = SignedDuration::from_hours(24 * 90);

/// The mails of one kind that were due for a request.
#[derive(Debug)]
pub struct Postings {
    /// The kind of mail.
    pub kind: MailKind,
    /// The outcome for each addressee who should have this mail.
    pub outcomes: Vec<(ApproverId, Posting)>,
}

/// The outcome for one addressee's mail.
#[derive(Debug)]
pub enum Posting {
    /// The mail was sent now, with these links. A mail about the outcome has none.
    Sent(Vec<LinkHash>),
    /// The mail was sent before, or can never be sent.
    Settled,
    /// Another sender holds the lease.
    Held,
    /// The mail was not sent. A later try may succeed if [`MailError::is_retryable`] says so.
    Failed(MailError),
}

impl Postings {
    /// Returns the number of mails that were sent now.
    #[must_use]
    pub fn sent(&self) -> u32 {
        self.count(|posting| matches!(posting, Posting::Sent(_)))
    }

    /// Returns the number of mails that failed, retryable or not.
    #[must_use]
    pub fn failed(&self) -> u32 {
        self.count(|posting| matches!(posting, Posting::Failed(_)))
    }

    /// Returns the number of mails that failed and may succeed later.
    #[must_use]
    pub fn retryable(&self) -> u32 {
        self.count(|posting| matches!(posting, Posting::Failed(error) if error.is_retryable()))
    }

    /// Returns whether some mails may still have to be sent.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.retryable() > 0 || self.count(|posting| matches!(posting, Posting::Held)) > 0
    }

    /// Returns the last retryable error.
    #[must_use]
    pub fn into_retryable_error(self) -> Option<MailError> {
        self.outcomes.into_iter().rev().find_map(|(_, posting)| match posting {
            Posting::Failed(error) if error.is_retryable() => Some(error),
            _ => None,
        })
    }

    fn count(&self, matches: impl Fn(&Posting) -> bool) -> u32 {
        let count = self.outcomes.iter().filter(|(_, posting)| matches(posting)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// Sends the mails that are due, and issues their links.
///
/// ```
/// use switchboard_approval::{Brand, Site};
/// use switchboard_approval::memory::{MemoryApprovals, MemoryMailer};
/// use switchboard_approval::posting::PostOffice;
/// use switchboard_approval::ports::StoreError;
/// # use switchboard_approval::notification::Notification;
/// # use switchboard_approval::policy::Policies;
/// # let now: jiff::Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
/// # let policies: Policies =
/// #     r#"{"storefront": {"actions": ["Approval/Approve"],
/// #         "approvers": [{"email": "ana@example.com", "name": "Ana"}]}}"#.parse().unwrap();
/// # let message = r#"{"approval": {"pipelineName": "storefront", "stageName": "Approval",
/// #     "actionName": "Approve", "token": "a-pipeline-token", "expires": "2026-11-28T10:00Z"}}"#;
/// # let notification = Notification::parse(message).unwrap();
/// # let policy = policies.of(&notification).unwrap();
/// # let request = policy.request(notification, "123456789012", "us-east-1", now);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
///
/// let (outbox, mailer) = (MemoryApprovals::default(), MemoryMailer::default());
/// let base_url = "https://approve.example.com".parse().unwrap();
/// let site = Site { brand: &Brand::default(), base_url: &base_url };
/// let office = PostOffice { outbox: &outbox, mailer: &mailer, site };
///
/// // In a function, `random` is the operating system's generator.
/// let random = || Ok::<_, StoreError>([7; 32]);
/// let lease_until = now + jiff::SignedDuration::from_secs(30);
/// let postings = office.post_due(&request, random, now, lease_until).await.unwrap();
/// assert_eq!(postings.sent(), 1);
/// assert_eq!(mailer.sent()[0].to, "ana@example.com");
///
/// // A second delivery of the pipeline's message sends nothing again.
/// let postings = office.post_due(&request, random, now, lease_until).await.unwrap();
/// assert_eq!(postings.sent(), 0);
/// # });
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PostOffice<'a, O, M> {
    /// Records which mails have been sent.
    pub outbox: &'a O,
    /// Sends mails.
    pub mailer: &'a M,
    /// What all mails share.
    pub site: Site<'a>,
}

impl<O: Outbox, M: Mailer> PostOffice<'_, O, M> {
    /// Sends the mail that is due to everybody who should have it ([`audience`]). Mails that were sent before are left out. One that fails does not
    /// hold up the others. Each mail is claimed until `lease_until`. `random` is the operating
    /// system's generator.
    pub async fn post_due<E: From<StoreError>>(
        &self,
        request: &Request,
        random: impl Fn() -> Result<[u8; 32], E>,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Postings, E> {
        let kind = request.mail_due(now);
        let mut outcomes = Vec::new();
        for addressee in audience(request, kind) {
            let posting = self.post(request, addressee, kind, &random, now, lease_until).await?;
            outcomes.push((addressee.id(), posting));
        }
        Ok(Postings { kind, outcomes })
    }

    async fn post<E: From<StoreError>>(
        &self,
        request: &Request,
        addressee: Addressee<'_>,
        kind: MailKind,
        random: &impl Fn() -> Result<[u8; 32], E>,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Posting, E> {
        let key = MailKey { request: request.id.clone(), approver: addressee.id(), kind };
        match self.outbox.claim(&key, now, lease_until).await? {
            Claim::Claimed => {}
            Claim::Held => return Ok(Posting::Held),
            Claim::Settled => return Ok(Posting::Settled),
        }
        let (content, links) = match addressee.reader.approver {
            Some(approver) if kind.asks() => {
                self.asking(request, approver, kind, random, now).await?
            }
            _ => (mail::outcome(request, addressee.reader, self.site, now), Vec::new()),
        };
        let mail = OutgoingMail {
            to: addressee.address,
            reply_to: request.contact.as_ref(),
            content: &content,
        };
        let (outcome, posting) = match self.mailer.send(&mail).await {
            Ok(id) => (SendOutcome::Sent(id), Posting::Sent(links)),
            Err(error) if error.is_retryable() => (SendOutcome::Retryable, Posting::Failed(error)),
            Err(error) => (SendOutcome::Rejected, Posting::Failed(error)),
        };
        self.outbox.settle(&key, &outcome, now).await?;
        Ok(posting)
    }

    /// Writes a mail that asks for an answer, and stores its links.
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
            (self.site.base_url.link(&accept_token), self.site.base_url.link(&reject_token));
        let links = Links { accept: &accept, reject: &reject };
        Ok((mail::asking(kind, request, approver, &links, self.site, now), hashes))
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
        nonce_key: NonceKey::new(random()?),
        issued_at: now,
        revoked_at: None,
    };
    Ok((issued, token))
}
