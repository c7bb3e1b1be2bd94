//! The capabilities that the domain needs from outside: storage, mail and the pipeline.
//!
//! There is one narrow trait for each capability. A function is given only those that it needs,
//! like its role in AWS. [`crate::memory`] has in-memory fakes for tests; the adapters are in
//! `shared/aws`.

use std::error::Error;

use jiff::Timestamp;
pub use switchboard_store::StoreError;

use crate::address::EmailAddress;
use crate::approved::{ApprovedRelease, PastExecution};
use crate::approver::ApproverId;
use crate::audit::AuditEvent;
use crate::link::{IssuedLink, LinkHash};
use crate::release::{ActionPath, Change, Release};
use crate::render::mail::Mail;
use crate::request::{Aftermath, Request, RequestId};
use crate::schedule::MailKind;
use crate::state::Verdict;
use crate::untrusted_text::UntrustedText;

/// Finds requests and writes their updates.
pub trait Requests {
    /// Finds a request, with all updates that were written before (a consistent read).
    fn find(
        &self,
        id: &RequestId,
    ) -> impl Future<Output = Result<Option<Request>, StoreError>> + Send;

    /// Writes an update with its audit events, all or nothing, on two conditions: the stored
    /// request still has the version before, and the link of the update, if there is one, has not
    /// been withdrawn. An update that closes the request as accepted is also remembered for
    /// [`LastApproved`].
    fn save(
        &self,
        update: &RequestUpdate<'_>,
    ) -> impl Future<Output = Result<Saved, StoreError>> + Send;
}

/// An update of a request, which is written all or nothing.
#[derive(Clone, Debug)]
pub struct RequestUpdate<'a> {
    /// The request after the update. Its version is one more than the version that was read.
    pub request: &'a Request,
    /// The audit events of the update.
    pub events: &'a [AuditEvent],
    /// The link that caused the update.
    pub link: Option<&'a LinkHash>,
}

/// Whether an update was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The update was written.
    Written,
    /// Somebody else wrote first, or the link has been withdrawn. Read the request again.
    Conflict,
}

/// Stores new requests, each once.
pub trait Intake: Requests {
    /// Opens a request, unless it is already open.
    fn open(
        &self,
        request: &Request,
        event: &AuditEvent,
    ) -> impl Future<Output = Result<Opened, StoreError>> + Send;
}

/// Whether a request is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The request was opened now.
    New,
    /// The request was opened before; this is how it is stored now.
    Existing(Box<Request>),
}

/// Finds issued links by their hash.
pub trait Links {
    /// Finds the link with this hash.
    fn find_link(
        &self,
        hash: &LinkHash,
    ) -> impl Future<Output = Result<Option<IssuedLink>, StoreError>> + Send;
}

/// Claims mails before they are sent, stores their links, and records the outcome.
pub trait Outbox {
    /// Claims a mail until `lease_until`, so that only one of several senders sends it.
    fn claim(
        &self,
        mail: &MailKey,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> impl Future<Output = Result<Claim, StoreError>> + Send;

    /// Stores the links of a mail, before the mail is sent. They can be found until `expires_at` at
    /// least.
    fn issue(
        &self,
        links: &[IssuedLink],
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Records the outcome of sending a claimed mail.
    fn settle(
        &self,
        mail: &MailKey,
        outcome: &SendOutcome,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Identifies a mail: a request has at most one of each kind for each addressee.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailKey {
    /// The request that the mail is about.
    pub request: RequestId,
    /// The addressee: an approver, the contact, or the author of a commit.
    pub approver: ApproverId,
    /// The kind of mail.
    pub kind: MailKind,
}

/// The answer to an attempt to claim a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The caller may send the mail until the lease ends.
    Claimed,
    /// Another sender holds the lease.
    Held,
    /// The mail has been sent, or can never be sent.
    Settled,
}

/// The outcome of sending a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// The mail was accepted for delivery under this id, which does not yet mean delivered.
    Sent(String),
    /// The mail was refused and always will be.
    Rejected,
    /// The mail was not sent, and may be claimed again.
    Retryable,
}

/// Lists the requests that the sweep has to inspect, and postpones inspections.
pub trait Agenda {
    /// Lists at most `limit` requests that are due, the longest due first, without those that are
    /// only watched ([`Request::is_watched`]).
    fn due(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RequestId>, StoreError>> + Send;

    /// Makes a request due later. It does not change the request's version.
    fn postpone(
        &self,
        id: &RequestId,
        due_at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Lists at most `limit` unfinished requests of an approval action, due or not.
    fn unfinished(
        &self,
        action: &ActionPath,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RequestId>, StoreError>> + Send;

    /// Lists at most `limit` requests whose accepted release has to be looked at, the longest due
    /// first. They are on no other list, so that they hold up nothing that somebody waits for.
    fn watched_due(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RequestId>, StoreError>> + Send;

    /// Lists at most `limit` requests whose accepted release is watched, due or not.
    fn watched(
        &self,
        executions: &Executions,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<RequestId>, StoreError>> + Send;
}

/// Executions of one pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Executions {
    /// The AWS account, twelve digits.
    pub account: String,
    /// The AWS region.
    pub region: String,
    /// The pipeline's name.
    pub pipeline: String,
    /// The id of one execution. `None` stands for all of them.
    pub id: Option<String>,
}

/// Hands mails to the mail service.
pub trait Mailer {
    /// Hands a mail over for delivery. Returns the id that the mail service gave it.
    fn send(
        &self,
        mail: &OutgoingMail<'_>,
    ) -> impl Future<Output = Result<String, MailError>> + Send;
}

/// A mail with its addresses.
#[derive(Clone, Copy, Debug)]
pub struct OutgoingMail<'a> {
    /// The only addressee.
    pub to: &'a EmailAddress,
    /// The address that replies go to.
    pub reply_to: Option<&'a EmailAddress>,
    /// Subject and content.
    pub content: &'a Mail,
}

/// The error for a mail that was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The service cannot be reached, or asks to slow down. Another try may succeed.
    #[error("mail cannot be sent at the moment")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The service refuses this mail, and always will.
    #[error("the mail was rejected")]
    Rejected(#[source] Box<dyn Error + Send + Sync>),
    /// The service refuses all mail: a permission, an identity or a configuration set is missing, or
    /// the account is paused. The mail can be sent once that is fixed.
    #[error("sending mail is not allowed")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
}

impl MailError {
    /// Returns the stable name of this kind of error, for alarms.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "MailUnavailable",
            Self::Rejected(_) => "MailRejected",
            Self::Refused(_) => "MailRefused",
        }
    }

    /// Returns whether a later try may send the mail.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::Rejected(_))
    }
}

/// Remembers the last release that was approved at each action.
///
/// It is written by [`Requests::save`], in one with the update that closes a request as accepted. Of
/// several requests, the one that was closed last stays.
pub trait LastApproved {
    /// Finds the last release that was approved at an action.
    fn last_approved(
        &self,
        action: &ActionPath,
    ) -> impl Future<Output = Result<Option<ApprovedRelease>, StoreError>> + Send;
}

/// Asks the pipeline what a release changes.
pub trait Changes {
    /// Asks the pipeline for the executions and the change of a release.
    fn describe(
        &self,
        release: &Release,
    ) -> impl Future<Output = Result<Description, ReleaseError>> + Send;

    /// Lists the executions of the release's pipeline, newest first, at least down to the execution
    /// with the id `down_to`. A long history ends before that.
    fn history(
        &self,
        release: &Release,
        down_to: &str,
    ) -> impl Future<Output = Result<Vec<PastExecution>, ReleaseError>> + Send;
}

/// What the pipeline says about a release.
#[derive(Debug)]
pub enum Description {
    /// The pipeline was asked, and shows no such approval: it may show it later, or not have it.
    NotShown,
    /// The pipeline shows the approval.
    Shown(ReleaseDescription),
}

/// What the pipeline says about a release whose approval it shows.
#[derive(Debug)]
pub struct ReleaseDescription {
    /// The id of the pipeline execution.
    pub execution_id: String,
    /// The id of the approval action's run.
    pub action_execution_id: Option<String>,
    /// The stage after the approval, if the approval is the last action of its stage.
    pub next_stage: Option<UntrustedText>,
    /// The change that is to be released, or the reason why it is not known.
    pub change: Result<Change, ReleaseError>,
}

/// Says what became of accepted releases in their pipelines.
pub trait Progress {
    /// Returns how the execution of an accepted release ended, or that its changes were rolled back.
    /// `None` while it runs, and if the pipeline does not know it.
    fn aftermath(
        &self,
        release: &Release,
    ) -> impl Future<Output = Result<Option<Aftermath>, ReleaseError>> + Send;
}

/// Reads the status of approvals from their pipelines.
pub trait Pipelines {
    /// Returns the status of the approval that a request asks for.
    fn status(
        &self,
        request: &Request,
    ) -> impl Future<Output = Result<ApprovalStatus, ReleaseError>> + Send;
}

/// The status of an approval in its pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApprovalStatus {
    /// The approval waits for an answer.
    Waiting,
    /// The approval was answered. A timeout looks like a rejection.
    Answered {
        /// The verdict of the answer.
        verdict: Verdict,
        /// The summary that was written with it.
        summary: Option<UntrustedText>,
        /// The time of the answer, if the pipeline says it.
        at: Option<Timestamp>,
    },
    /// The execution was stopped, or the pipeline was changed.
    Abandoned,
    /// The approval cannot be found; it may be too new or too old.
    Unknown,
}

/// Writes answers to approvals into their pipelines.
pub trait Releases: Pipelines {
    /// Puts an answer on the pipeline.
    fn put(
        &self,
        release: &Release,
        verdict: Verdict,
        summary: &str,
    ) -> impl Future<Output = Result<PutOutcome, ReleaseError>> + Send;
}

/// The pipeline's reply to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOutcome {
    /// The pipeline recorded the answer.
    Recorded,
    /// The approval is already answered, perhaps by an earlier try of the same answer, or expired.
    AlreadyAnswered,
    /// The pipeline knows no such approval.
    NotFound,
    /// The pipeline does not accept the form of the answer, such as a summary that is too long.
    Malformed,
}

/// The error for a pipeline that gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The pipeline cannot be reached, or asks to slow down. It may have done what was asked.
    #[error("the pipeline cannot be reached at the moment")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// A permission is missing. Another try succeeds once that is fixed.
    #[error("the pipeline refused the request")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
}

impl ReleaseError {
    /// Returns the stable name of this kind of error, for alarms.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "PipelineUnavailable",
            Self::Refused(_) => "PipelineRefused",
        }
    }
}
