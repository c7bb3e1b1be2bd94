//! Keeps requests going: finishes decisions after a crash, sends reminders, rejects at the deadline,
//! closes requests that were answered in the AWS console, mails the outcome, and watches accepted
//! releases until their pipelines have ended.
//!
//! It never accepts a release by itself; an acceptance that it delivers was recorded from people's
//! answers. It may run twice at the same time and be stopped at any moment: each update depends on
//! the request's version or a mail's lease, and unfinished work is due again.

pub mod event;
mod inspection;

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use switchboard_approval::base_url::BadBaseUrl;
use switchboard_approval::ports::{
    Agenda, Changes, Executions, LastApproved, Mailer, Outbox, Progress, Releases, Requests,
    StoreError,
};
use switchboard_approval::posting::PostOffice;
use switchboard_approval::{BaseUrl, RequestId};
use switchboard_approval_lambda::lease_until;
use switchboard_lambda::{Failure, Invocation, chain};
use tracing::error;

use crate::event::Event;
use crate::inspection::Inspection;

/// The most requests that one run inspects. The others are due in the next minute.
const MAX_REQUESTS: usize = 25;

/// The most accepted releases that one run looks at. Nobody waits for the answer, so they come after
/// the requests.
const MAX_WATCHED: usize = 10;

/// The time after which a request that failed is due again.
const POSTPONED: SignedDuration = SignedDuration::from_mins(5);

/// The least time left in which another inspection is begun.
const ENOUGH_TIME: SignedDuration = SignedDuration::from_secs(15);

/// The setting `APPROVAL_BASE_URL`, which may still be a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkBase {
    /// Scheme and host of the links.
    Known(BaseUrl),
    /// A placeholder is set, so no request has been opened and there is nothing to sweep. If the sweep
    /// failed instead, its alarm would roll back the very deployment that sets the address.
    NotKnownYet,
}

impl FromStr for LinkBase {
    type Err = BadBaseUrl;

    fn from_str(text: &str) -> Result<Self, BadBaseUrl> {
        match text.parse() {
            Ok(base) => Ok(Self::Known(base)),
            Err(BadBaseUrl::NotKnownYet) => Ok(Self::NotKnownYet),
            Err(bad) => Err(bad),
        }
    }
}

/// The ports of the function.
#[derive(Debug)]
pub struct Ports<'a, S, M, R> {
    /// Stores requests.
    pub store: &'a S,
    /// Sends mails with their links.
    pub post_office: PostOffice<'a, S, M>,
    /// Takes decisions, and says what happened in the pipelines.
    pub releases: &'a R,
}

/// The reply: the work that a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The number of requests that were inspected.
    pub looked_at: u32,
    /// The number of requests that were closed.
    pub closed: u32,
    /// The number of mails that were sent.
    pub mails_sent: u32,
    /// The number of tasks that did not succeed and are due again.
    pub unfinished: u32,
}

/// Inspects the requests that are due, or those that an event is about.
pub async fn handle<S, M, R>(
    ports: &Ports<'_, S, M, R>,
    now: Timestamp,
    invocation: &mut Invocation<'_, Event>,
) -> Result<Report, Failure>
where
    S: Requests + Outbox + Agenda + LastApproved,
    M: Mailer,
    R: Releases + Changes + Progress,
{
    let due = due(ports.store, &invocation.event, now).await;
    let due = due.map_err(|error| Failure::new(error.kind(), error))?;
    let lease_until = lease_until(now, invocation.time_left());
    let inspection = Inspection { ports, now, lease_until };
    let mut report = Report::default();
    for id in due {
        if invocation.time_left() < ENOUGH_TIME {
            break;
        }
        report.looked_at += 1;
        if let Err(failure) = inspection.run(&id, &mut report).await {
            // A failing request must not stop the others.
            report.unfinished += 1;
            error!(event = "failed", request = %id, error_type = failure.kind(), error = %chain(&failure), "request not looked after");
            // Postponed, or it would stay first in the queue.
            if let Err(error) = ports.store.postpone(&id, now + POSTPONED).await {
                error!(event = "failed", request = %id, error_type = error.kind(), error = %chain(&error), "request not postponed");
            }
        }
    }
    invocation.metrics.count("RequestsClosed", report.closed);
    invocation.metrics.count("MailsSent", report.mails_sent);
    invocation.metrics.count("Unfinished", report.unfinished);
    Ok(report)
}

async fn due(
    store: &impl Agenda,
    event: &Event,
    now: Timestamp,
) -> Result<Vec<RequestId>, StoreError> {
    match event {
        Event::Schedule => {
            let mut due = store.due(now, MAX_REQUESTS).await?;
            due.extend(store.watched_due(now, MAX_WATCHED).await?);
            Ok(due)
        }
        Event::ApprovalEnded(action) => store.unfinished(action, MAX_REQUESTS).await,
        Event::ExecutionEnded { execution, may_roll_back } => {
            let watched = store.watched(execution, MAX_REQUESTS).await?;
            if !watched.is_empty() || !may_roll_back {
                return Ok(watched);
            }
            // A roll-back is an execution of its own, and takes back all releases after its target.
            let all = Executions { id: None, ..execution.clone() };
            store.watched(&all, MAX_REQUESTS).await
        }
    }
}

#[cfg(test)]
mod tests;
