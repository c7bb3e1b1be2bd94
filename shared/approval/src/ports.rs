//! Where requests are kept, mails are sent and pipelines are told.
//!
//! One narrow trait a capability: a function is given only those that it needs, as its role in AWS
//! is. [`crate::memory`] has their twins for tests; the adapters are in `shared/aws`.

use std::error::Error;

use jiff::Timestamp;
pub use switchboard_store::StoreError;

use crate::audit::Event;
use crate::link::{IssuedLink, LinkHash};
use crate::render::mail::Mail;
use crate::schedule::MailKind;
use crate::{
    ActionPath, ApproverId, Change, EmailAddress, Release, Request, RequestId, Text, Verdict,
};

/// Where requests are kept. A request is read and written whole, and its version settles who wrote
/// first.
pub trait Requests {
    /// The request as it is now, not as it was a moment ago.
    fn find(
        &self,
        id: &RequestId,
    ) -> impl Future<Output = Result<Option<Request>, StoreError>> + Send;

    /// Writes a step, with its audit events, if nobody wrote since and the link, if the step came by
    /// one, has not been revoked.
    fn save(&self, step: &Step<'_>) -> impl Future<Output = Result<Saved, StoreError>> + Send;
}

/// A step of a request, to be written whole or not at all.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The request after the step; its version is one more than the one that was read.
    pub request: &'a Request,
    /// What happened.
    pub events: &'a [Event],
    /// The link that it came by.
    pub link: Option<&'a LinkHash>,
}

/// Whether a step was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is.
    Done,
    /// Somebody else wrote first, or the link has been revoked: read again.
    Lost,
}

/// Where new requests are opened.
pub trait Intake: Requests {
    /// Opens a request, unless it is open already.
    fn open(
        &self,
        request: &Request,
        event: &Event,
    ) -> impl Future<Output = Result<Opened, StoreError>> + Send;
}

/// Whether a request is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It is.
    New,
    /// It was opened before, and is this now.
    Before(Box<Request>),
}

/// Where links are found.
pub trait Links {
    /// The link of this hash.
    fn find_link(
        &self,
        hash: &LinkHash,
    ) -> impl Future<Output = Result<Option<IssuedLink>, StoreError>> + Send;
}

/// Where it is kept which mails have gone out, and what links they carry.
pub trait Outbox {
    /// Claims a mail, so that of several who would send it one does.
    fn claim(
        &self,
        mail: &MailKey,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> impl Future<Output = Result<Claim, StoreError>> + Send;

    /// Keeps the links of a mail, before it goes out. They are kept until `expires_at` at least.
    fn issue(
        &self,
        links: &[IssuedLink],
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes what became of a claimed mail.
    fn settle(
        &self,
        mail: &MailKey,
        posted: &Posted,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Names a mail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailKey {
    /// What it is about.
    pub request: RequestId,
    /// Whom it is for.
    pub approver: ApproverId,
    /// What it says.
    pub kind: MailKind,
}

/// Whether a mail may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It may, by whoever claimed it, until the lease runs out.
    Claimed,
    /// Somebody else is about to.
    Held,
    /// It has been, or never can be.
    Settled,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// Accepted for delivery, under this id. That is not yet delivered.
    Sent(String),
    /// Refused for good.
    Rejected,
    /// Not now; it may be claimed again.
    Later,
}

/// What the sweep has to look at.
pub trait Agenda {
    /// Requests that are due, the longest due first.
    fn due(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RequestId>, StoreError>> + Send;

    /// Lets a request that cannot be looked after, for whatever reason, be due later.
    fn postpone(
        &self,
        id: &RequestId,
        due_at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Requests of this action that are not finished, at most `limit`.
    fn unfinished(
        &self,
        action: &ActionPath,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RequestId>, StoreError>> + Send;
}

/// Sends mails.
pub trait Mailer {
    /// Hands a mail over for delivery and returns the id that it is known by.
    fn send(&self, letter: &Letter<'_>) -> impl Future<Output = Result<String, MailError>> + Send;
}

/// A mail and whom it is for.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The one addressee.
    pub to: &'a EmailAddress,
    /// Whom an answer goes to.
    pub reply_to: Option<&'a EmailAddress>,
    /// What it says.
    pub mail: &'a Mail,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The service cannot be reached, or asks to slow down. Trying again may help.
    #[error("mail cannot be sent at the moment")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The service refuses this mail, and always will.
    #[error("the mail was rejected")]
    Rejected(#[source] Box<dyn Error + Send + Sync>),
    /// The service refuses all mail: a missing permission, identity or configuration set, or a
    /// paused account. It can be sent once that is mended.
    #[error("sending mail is not allowed")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
}

impl MailError {
    /// The stable name of this kind of error, for alarms.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "MailUnavailable",
            Self::Rejected(_) => "MailRejected",
            Self::Refused(_) => "MailRefused",
        }
    }
}

/// Finds out what a release changes.
pub trait Changes {
    /// Executions and change, as far as they are known.
    fn describe(
        &self,
        release: &Release,
    ) -> impl Future<Output = Result<Described, ReleaseError>> + Send;
}

/// What was found out about a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// The pipeline's execution. Unknown as long as the pipeline does not show the approval.
    pub execution_id: Option<String>,
    /// The run of the approval action.
    pub action_execution_id: Option<String>,
    /// What changes with it.
    pub change: Change,
}

/// Compares requests with their pipelines.
pub trait Pipelines {
    /// Where the approval stands.
    fn standing(
        &self,
        request: &Request,
    ) -> impl Future<Output = Result<Standing, ReleaseError>> + Send;
}

/// Where an approval stands, as the pipeline has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits.
    Waiting,
    /// It was answered, or timed out, which looks like a rejection.
    Answered {
        /// What was said.
        verdict: Verdict,
        /// The summary that was left.
        summary: Option<Text>,
        /// When.
        at: Option<Timestamp>,
    },
    /// Its execution was stopped, or its pipeline changed.
    Abandoned,
    /// It cannot be found; it may be too new, or too old.
    Unknown,
}

/// Answers approvals.
pub trait Releases: Pipelines {
    /// Puts an answer on the pipeline.
    fn put(
        &self,
        release: &Release,
        verdict: Verdict,
        summary: &str,
    ) -> impl Future<Output = Result<Put, ReleaseError>> + Send;
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The pipeline took it.
    Done,
    /// The approval is answered already, perhaps by an earlier try of the same answer, or expired.
    Answered,
    /// There is no such approval.
    Unknown,
    /// The answer is not one that the pipeline takes, such as a summary that it counts longer.
    Malformed,
}

/// Why the pipeline did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// It cannot be reached, or asks to slow down; whether it did what it was asked is not known.
    #[error("the pipeline cannot be reached at the moment")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// A missing permission. It can be done once that is mended.
    #[error("the pipeline refused the request")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
}

impl ReleaseError {
    /// The stable name of this kind of error, for alarms.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "PipelineUnavailable",
            Self::Refused(_) => "PipelineRefused",
        }
    }
}
