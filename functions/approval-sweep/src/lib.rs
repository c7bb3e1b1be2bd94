//! Looks after requests: finishes decisions that a crash left half done, sends reminders, rejects
//! at the deadline, closes what was decided in the AWS console, and tells approvers what came of it.
//!
//! It never approves by itself; an acceptance that it delivers was recorded by people. It may run
//! twice at the same time and be ended at any moment: each step is claimed by the request's version
//! or a mail's lease, and what is left is due again.

pub mod event;
mod look;

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use switchboard_approval::base_url::BadBaseUrl;
use switchboard_approval::ports::{
    Agenda, Changes, Mailer, Outbox, Releases, Requests, StoreError,
};
use switchboard_approval::posting::PostOffice;
use switchboard_approval::{BaseUrl, RequestId};
use switchboard_lambda::{Failure, Invocation, chain};
use tracing::error;

use crate::event::Event;
use crate::look::Look;

/// The most requests that one run looks at; the rest is due a minute later.
const MAX_REQUESTS: usize = 25;

/// Lambda may take a moment to end an invocation whose time is over.
const LEASE_MARGIN: SignedDuration = SignedDuration::from_secs(2);

/// When a request is due again that could not be looked after.
const POSTPONED: SignedDuration = SignedDuration::from_mins(5);

/// A request is begun only while there is time to finish it.
const ENOUGH_TIME: SignedDuration = SignedDuration::from_secs(15);

/// Where links lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkBase {
    /// Here.
    Known(BaseUrl),
    /// A placeholder is set. There is nothing to sweep then: no request was taken. Failing once a
    /// minute would set off the alarm that stops the deployment which makes the address known.
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

/// What the function works with.
#[derive(Debug)]
pub struct Ports<'a, S, M, R> {
    /// Where requests are kept.
    pub store: &'a S,
    /// What sends mails, and where their links lead.
    pub post_office: PostOffice<'a, S, M>,
    /// What is told of decisions, and asked for others'.
    pub releases: &'a R,
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Requests looked at.
    pub looked_at: u32,
    /// Requests closed.
    pub closed: u32,
    /// Mails sent.
    pub mails_sent: u32,
    /// Steps that did not succeed and are due again.
    pub unfinished: u32,
}

/// Looks at what is due, or at what an event is about.
pub async fn handle<S, M, R>(
    ports: &Ports<'_, S, M, R>,
    now: Timestamp,
    invocation: &mut Invocation<'_, Event>,
) -> Result<Report, Failure>
where
    S: Requests + Outbox + Agenda,
    M: Mailer,
    R: Releases + Changes,
{
    let due = due(ports, &invocation.event, now).await;
    let due = due.map_err(|error| Failure::new(error.kind(), error))?;
    let lease_until = now + invocation.time_left() + LEASE_MARGIN;
    let mut report = Report::default();
    for id in due {
        if invocation.time_left() < ENOUGH_TIME {
            break;
        }
        report.looked_at += 1;
        let look = Look { ports, now, lease_until };
        if let Err(problem) = look.at(&id, &mut report).await {
            // One request's trouble is not the others'.
            report.unfinished += 1;
            error!(event = "failed", request = %id, error_type = problem.kind(), error = %chain(&problem), "request not looked after");
            // And does not keep its place before theirs.
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

async fn due<S: Agenda, M, R>(
    ports: &Ports<'_, S, M, R>,
    event: &Event,
    now: Timestamp,
) -> Result<Vec<RequestId>, StoreError> {
    match event {
        Event::Schedule => ports.store.due(now, MAX_REQUESTS).await,
        Event::ApprovalOver(action) => ports.store.unfinished(action, MAX_REQUESTS).await,
    }
}

#[cfg(test)]
mod tests;
