//! Turns a pipeline's approval notification into one request, and one mail an approver.
//!
//! The message may come often, and at the same time: the request is opened once, each mail is
//! claimed before it is sent, and whatever is not sent yet is what a retry sends. A message that
//! can never be taken fails as well, so that it ends where somebody looks: the function's
//! on-failure destination, or the queue's dead letters.

pub mod event;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use switchboard_approval::audit::{Event as AuditEvent, What};
use switchboard_approval::notification::{Notification, NotificationError};
use switchboard_approval::policy::Policies;
use switchboard_approval::ports::{
    Changes, Intake, MailError, Mailer, Opened, Outbox, ReleaseError, StoreError,
};
use switchboard_approval::posting::{PostOffice, Posting};
use switchboard_approval::release::Staging;
use switchboard_approval::{Request, State, description};
use switchboard_lambda::{Failure, Invocation, NoRandomness, chain};
use switchboard_settings::{Environment, SettingsError, all};
use tracing::{error, info, warn};

use crate::event::{Answer, Event, Record, SourceError, Sources};

/// The mail does not wait longer to say what changes.
const DESCRIBE_LIMIT: Duration = Duration::from_secs(2);

/// Longer than a mail takes to be sent; after it, somebody else sends it.
const MAIL_LEASE: SignedDuration = SignedDuration::from_secs(30);

/// What decides which messages are taken, and who is asked.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Topics and queues.
    pub sources: Sources,
    /// Pipelines and their approvers.
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

/// What the function works with.
#[derive(Debug)]
pub struct Ports<'a, S, M, P> {
    /// Where requests are opened, and mails and links are kept.
    pub store: &'a S,
    /// What sends, and where links lead.
    pub post_office: PostOffice<'a, S, M>,
    /// What tells what changes.
    pub changes: &'a P,
}

/// Why a message was not dealt with.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Notification(#[from] NotificationError),
    #[error("the message names another region than its topic or queue is in")]
    Region,
    #[error(
        "pipeline {0} has no approvers: add it to APPROVAL_PIPELINES, or take the topic off its approval action"
    )]
    NoPolicy(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    #[error("{0} of {1} mails were not sent")]
    Mail(usize, usize, #[source] MailError),
}

impl Problem {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Source(_) => "SourceNotAllowed",
            Self::Notification(_) => "BadNotification",
            Self::Region => "RegionNotAllowed",
            Self::NoPolicy(_) => "PipelineNotAllowed",
            Self::Store(error) => error.kind(),
            Self::Randomness(_) => "NoRandomness",
            Self::Mail(_, _, error) => error.kind(),
        }
    }
}

/// Handles one event. Of a batch of SQS, the messages that failed are named; any other failure is
/// the invocation's.
pub async fn handle<S, M, P>(
    rules: &Rules,
    ports: &Ports<'_, S, M, P>,
    now: Timestamp,
    invocation: &mut Invocation<'_, Event>,
) -> Result<Answer, Failure>
where
    S: Intake + Outbox,
    M: Mailer,
    P: Changes,
{
    let mut answer = Answer::default();
    let mut counts = Counts::default();
    let mut failed = None;
    for record in &invocation.event.records {
        if let Err(problem) = take(rules, ports, record, now, &mut counts).await {
            match record.message_id() {
                Some(id) => {
                    let kind = problem.kind();
                    error!(event = "failed", error_type = kind, error = %chain(&problem), "message failed");
                    answer.batch_item_failures.push(json!({"itemIdentifier": id}));
                }
                None => failed = Some(Failure::new(problem.kind(), problem)),
            }
        }
    }
    invocation.metrics.count("RequestsOpened", counts.opened);
    invocation.metrics.count("MailsSent", counts.sent);
    invocation.metrics.count("MailsFailed", counts.failed);
    failed.map_or(Ok(answer), Err)
}

#[derive(Debug, Default)]
struct Counts {
    opened: u32,
    sent: u32,
    failed: u32,
}

/// Deals with one message, from whatever an earlier delivery of it left undone.
async fn take<S, M, P>(
    rules: &Rules,
    ports: &Ports<'_, S, M, P>,
    record: &Record,
    now: Timestamp,
    counts: &mut Counts,
) -> Result<(), Problem>
where
    S: Intake + Outbox,
    M: Mailer,
    P: Changes,
{
    let delivery = record.open(&rules.sources)?;
    let notification = Notification::parse(&delivery.message)?;
    // A topic is in the region of its pipelines, and answers go to the region of the topic.
    if notification.region.as_deref().is_some_and(|region| region != delivery.source.region) {
        return Err(Problem::Region);
    }
    let policy = rules.policies.of(&notification.pipeline);
    let policy = policy.ok_or_else(|| Problem::NoPolicy(notification.pipeline.clone()))?;
    let request =
        policy.request(notification, delivery.source.account, delivery.source.region, now);
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

async fn open<S: Intake, M, P: Changes>(
    ports: &Ports<'_, S, M, P>,
    request: Request,
    now: Timestamp,
    counts: &mut Counts,
) -> Result<Request, Problem> {
    let opened = AuditEvent::new(now, What::Opened { execution_id: None });
    let request = match ports.store.open(&request, &opened).await? {
        Opened::New => {
            counts.opened += 1;
            info!(event = "opened", request = %request.id, action = %request.release.action, "request opened");
            request
        }
        Opened::Before(request) => *request,
    };
    if request.release.change.is_some() || !matches!(request.state, State::Pending(_)) {
        return Ok(request);
    }
    describe(ports, request, now).await
}

/// Adds what changes, as far as it is to be had in time. Nothing depends on it.
async fn describe<S: Intake, M, P: Changes>(
    ports: &Ports<'_, S, M, P>,
    request: Request,
    now: Timestamp,
) -> Result<Request, Problem> {
    let described = tokio::time::timeout(DESCRIBE_LIMIT, ports.changes.describe(&request.release));
    let late = |elapsed| Err(ReleaseError::Unavailable(Box::new(elapsed)));
    match described.await.unwrap_or_else(late) {
        Ok(described) => Ok(description::keep(ports.store, request, described, now).await?),
        Err(error) => {
            let kind = error.kind();
            warn!(event = "not_described", request = %request.id, error_type = kind, error = %chain(&error), "what changes is not known");
            Ok(request)
        }
    }
}

/// Sends every approver's mail that has not been sent. One that fails does not hold up the others.
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
    let kind = request.mail_due(now).name();
    let lease_until = now + MAIL_LEASE;
    let random = || Ok::<_, Problem>(switchboard_lambda::random()?);
    let postings = ports.post_office.post_due(request, random, now, lease_until).await?;
    let mut unsent: Vec<MailError> = Vec::new();
    for (approver, posting) in postings {
        match posting {
            Posting::Sent(links) => {
                counts.sent += 1;
                info!(event = "mail_sent", request = %request.id, %approver, kind, ?links, "mail sent");
            }
            Posting::Settled | Posting::Held => {}
            Posting::Failed(error) => {
                counts.failed += 1;
                let error_type = error.kind();
                error!(event = "mail_failed", request = %request.id, %approver, kind, error_type, error = %chain(&error), "mail not sent");
                if !matches!(error, MailError::Rejected(_)) {
                    unsent.push(error);
                }
            }
        }
    }
    let count = unsent.len();
    match unsent.pop() {
        Some(error) => Err(Problem::Mail(count, request.approvers.len(), error)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
