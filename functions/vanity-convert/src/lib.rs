//! Turns a caller's number into its five best vanity numbers, records the call and answers the
//! contact flow.
//!
//! Amazon Connect invokes the function from a contact flow. Only a call from the caller's own number is
//! recorded, once a contact, however often Connect delivers it. A number that a caller keys in is answered,
//! and nothing of it is kept. A contact without a usable number is answered with a status that the flow
//! branches on.
//!
//! The answer does not depend on the record: if the table cannot record the call in time, the caller hears the
//! five all the same, and the reply, a metric and a log line say that the call is not recorded.

mod event;
mod recording;
mod reply;

pub use event::ConnectEvent;
pub use reply::Reply;

use jiff::Timestamp;
use switchboard_lambda::{Invocation, Metrics, chain};
use switchboard_vanity::callers::{Call, CallLog, CallerNumber, ContactId, Recorded};
use switchboard_vanity::{BestFive, best_five};
use tracing::{error, info};

use crate::event::Spelled;
use crate::recording::NotRecorded;

/// Handles one contact. It always has an answer.
pub async fn handle(
    calls: &impl CallLog,
    now: Timestamp,
    invocation: &mut Invocation<'_, ConnectEvent>,
) -> Reply {
    let Some(spelled) = invocation.event.spelled() else {
        invocation.metrics.count("WithoutNumber", 1);
        info!(event = "no_number", channel = invocation.event.channel(), "no number to spell");
        return Reply::no_number();
    };
    let phone_number = spelled.number();
    let best_five = match best_five(phone_number) {
        Ok(best_five) => best_five,
        Err(reason) => {
            invocation.metrics.count("Unsupported", 1);
            info!(event = "unsupported_number", %phone_number, %reason, "number not supported");
            return Reply::unsupported_number();
        }
    };
    let recorded = match spelled {
        Spelled::Callers(caller) => record(calls, now, invocation, caller, &best_five).await,
        Spelled::AskedFor(_) => {
            invocation.metrics.count("NumbersAskedFor", 1);
            info!(event = "number_asked_for", %phone_number, "a number asked for was answered");
            false
        }
    };
    Reply::ok(phone_number, &best_five, recorded)
}

/// Records a call, and returns whether it is in the table.
async fn record(
    calls: &impl CallLog,
    now: Timestamp,
    invocation: &mut Invocation<'_, ConnectEvent>,
    caller: CallerNumber,
    best_five: &BestFive,
) -> bool {
    let limit = recording::limit(invocation.time_left());
    let contact_id = contact_id(invocation);
    let is_probe = contact_id.as_ref().is_ok_and(ContactId::is_of_probe);
    let recorded = match contact_id {
        Ok(contact_id) => {
            let call = Call { contact_id, caller, at: now, best_five: best_five.clone() };
            recording::within(limit, calls, &call).await
        }
        Err(error) => Err(error),
    };

    let words = best_five.by_rank().iter().filter(|vanity| !vanity.words.is_empty()).count();
    if is_probe {
        invocation.metrics.count("ProbeCalls", 1);
    } else {
        count(invocation.metrics, &recorded, words);
    }
    match &recorded {
        Ok(recorded) => {
            let phone_number = caller.number();
            info!(event = "call_recorded", %phone_number, ?recorded, words, is_probe, "call recorded");
        }
        Err(error) => {
            let (error_type, error) = (error.kind(), chain(error));
            error!(event = "not_recorded", error_type, %error, is_probe, "call answered but not recorded");
        }
    }
    recorded.is_ok()
}

/// Returns the id that identifies a retry. Without a usable contact id, a retry cannot be distinguished from a
/// call and may count twice.
fn contact_id(invocation: &Invocation<'_, ConnectEvent>) -> Result<ContactId, NotRecorded> {
    let of_contact = invocation.event.contact_id().map(ContactId::new);
    match of_contact {
        Some(Ok(contact_id)) => Ok(contact_id),
        Some(Err(_)) | None => Ok(ContactId::new(&invocation.request_id)?),
    }
}

/// Counts a call of a person: what the dashboard and the alarm read.
fn count(metrics: &mut Metrics, recorded: &Result<Recorded, NotRecorded>, words: usize) {
    metrics.count("Calls", u32::from(matches!(recorded, Ok(Recorded::New))));
    metrics.count("Retries", u32::from(matches!(recorded, Ok(Recorded::Before))));
    metrics.count("NotRecorded", u32::from(recorded.is_err()));
    metrics.count("WordReadings", u32::try_from(words).unwrap_or(u32::MAX));
}

#[cfg(test)]
mod tests;
