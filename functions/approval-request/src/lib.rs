//! Turns a pipeline's approval notification into one request, and one mail for each approver.
//!
//! The message may be delivered several times, also at the same time. The request is opened once, each
//! mail is claimed before it is sent, and a retry sends what has not been sent. A message that can
//! never be handled fails as well, so that it ends where somebody looks: at the function's on-failure
//! destination, or in the dead-letter queue.

mod describing;
pub mod event;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use switchboard_approval::audit::{AuditEvent, AuditEventKind};
use switchboard_approval::notification::{Notification, NotificationError};
use switchboard_approval::policy::{NotGuarded, Policies};
use switchboard_approval::ports::{
    Changes, Intake, LastApproved, MailError, Mailer, Opened, Outbox,
};
use switchboard_approval::posting::PostOffice;
use switchboard_approval::release::Staging;
use switchboard_approval::{Request, State};
use switchboard_approval_lambda::{RequestError, log_mails};
use switchboard_lambda::{Failure, Invocation, chain};
use switchboard_settings::{Environment, SettingsError, all};
use tracing::{error, info, warn};

use crate::event::{BatchResponse, Event, Message, Record, SourceError, Sources};

/// Longer than it takes to send a mail. After that, another delivery of the message may send it.
const MAIL_LEASE: SignedDuration = SignedDuration::from_secs(30);

/// The rules for messages: which are accepted, and who is asked.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The topics and queues that messages are accepted from.
    pub sources: Sources,
    /// The pipelines and their approvers.
    pub policies: Policies,
}

impl Rules {
    /// Reads `APPROVAL_SOURCES` and `APPROVAL_PIPELINES`.
    pub fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
        let (sources, policies) = all((
            environment.required("APPROVAL_SOURCES"),
            environment.required("APPROVAL_PIPELINES"),
        ))?;
        Ok(Self { sources, policies })
    }
}

/// The ports of the function.
#[derive(Debug)]
pub struct Ports<'a, S, M, P> {
    /// Stores requests, mails and links.
    pub store: &'a S,
    /// Sends mails with their links.
    pub post_office: PostOffice<'a, S, M>,
    /// Says what a release changes.
    pub changes: &'a P,
}

/// The reason why a message could not be handled.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Notification(#[from] NotificationError),
    #[error("the message names another region than its topic or queue is in")]
    Region,
    #[error(transparent)]
    NotGuarded(#[from] NotGuarded),
    #[error(transparent)]
    Request(#[from] RequestError),
    #[error("{0} of {1} mails were not sent")]
    Mail(u32, usize, #[source] MailError),
}

impl Problem {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Source(_) => "SourceNotAllowed",
            Self::Notification(_) => "BadNotification",
            Self::Region => "RegionNotAllowed",
            Self::NotGuarded(NotGuarded::Pipeline { .. }) => "PipelineNotAllowed",
            Self::NotGuarded(NotGuarded::Action { .. }) => "ActionNotAllowed",
            Self::Request(error) => error.kind(),
            Self::Mail(_, _, error) => error.kind(),
        }
    }
}

/// Handles one event. The response to an SQS batch names the messages that failed; any other failure
/// fails the invocation.
pub async fn handle<S, M, P>(
    rules: &Rules,
    ports: &Ports<'_, S, M, P>,
    now: Timestamp,
    invocation: &mut Invocation<'_, Event>,
) -> Result<BatchResponse, Failure>
where
    S: Intake + Outbox + LastApproved,
    M: Mailer,
    P: Changes,
{
    let mut response = BatchResponse::default();
    let mut counts = Counts::default();
    let mut failed = None;
    for record in &invocation.event.records {
        if let Err(problem) = accept(rules, ports, record, now, &mut counts).await {
            match record.message_id() {
                Some(id) => {
                    let kind = problem.kind();
                    error!(event = "failed", error_type = kind, error = %chain(&problem), "message failed");
                    response.batch_item_failures.push(json!({"itemIdentifier": id}));
                }
                None => failed = Some(Failure::new(problem.kind(), problem)),
            }
        }
    }
    invocation.metrics.count("RequestsOpened", counts.opened);
    invocation.metrics.count("MailsSent", counts.sent);
    invocation.metrics.count("MailsFailed", counts.failed);
    failed.map_or(Ok(response), Err)
}

#[derive(Debug, Default)]
struct Counts {
    opened: u32,
    sent: u32,
    failed: u32,
}

/// Handles one message, and goes on where an earlier delivery of it stopped.
async fn accept<S, M, P>(
    rules: &Rules,
    ports: &Ports<'_, S, M, P>,
    record: &Record,
    now: Timestamp,
    counts: &mut Counts,
) -> Result<(), Problem>
where
    S: Intake + Outbox + LastApproved,
    M: Mailer,
    P: Changes,
{
    let Message { source, text } = record.open(&rules.sources)?;
    let notification = Notification::parse(&text)?;
    // A topic is in the region of its pipelines, so answers go to the region of the topic.
    if notification.region.as_deref().is_some_and(|region| region != source.region) {
        return Err(Problem::Region);
    }
    let policy = rules.policies.of(&notification)?;
    let request = policy.request(notification, source.account, source.region, now);
    if request.time_left(now).is_none() {
        warn!(event = "too_late", request = %request.id, "the approval is over before anyone was asked");
        return Ok(());
    }
    if request.release.staging == Staging::NotAllowed {
        warn!(event = "staging_not_shown", request = %request.id, "the staging address is not on an allowed host");
    }
    let request = open(ports, request, now, counts).await?;
    if matches!(request.state, State::Pending(_)) {
        ask(ports, &request, now, counts).await?;
    }
    Ok(())
}

/// Opens the request, or finds the one that an earlier delivery opened, and adds its description.
async fn open<S: Intake + LastApproved, M, P: Changes>(
    ports: &Ports<'_, S, M, P>,
    request: Request,
    now: Timestamp,
    counts: &mut Counts,
) -> Result<Request, RequestError> {
    let opened = AuditEvent::new(now, AuditEventKind::Opened { execution_id: None });
    let request = match ports.store.open(&request, &opened).await? {
        Opened::New => {
            counts.opened += 1;
            info!(event = "opened", request = %request.id, action = %request.release.action, "request opened");
            request
        }
        Opened::Existing(request) => *request,
    };
    if request.release.change.is_some() || !matches!(request.state, State::Pending(_)) {
        return Ok(request);
    }
    Ok(describing::add(ports.store, ports.changes, request, now).await?)
}

/// Sends the mail of every approver that has not been sent.
async fn ask<S, M, P>(
    ports: &Ports<'_, S, M, P>,
    request: &Request,
    now: Timestamp,
    counts: &mut Counts,
) -> Result<(), Problem>
where
    S: Intake + Outbox,
    M: Mailer,
{
    let lease_until = now + MAIL_LEASE;
    let random = || Ok::<_, RequestError>(switchboard_lambda::random()?);
    let postings = ports.post_office.post_due(request, random, now, lease_until).await?;
    log_mails(&request.id, &postings);
    counts.sent += postings.sent();
    counts.failed += postings.failed();
    let unsent = postings.retryable();
    match postings.into_retryable_error() {
        Some(error) => Err(Problem::Mail(unsent, request.approvers.len(), error)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
