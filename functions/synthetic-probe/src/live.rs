//! The checks of what is live, made every minute.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use switchboard_vanity::callers::ContactId;

use crate::check::Check;
use crate::function::QualifiedFunction;
use crate::ports::{Answer, Deployments, Functions, NoAnswer, Signing, Web};
use crate::problem::Problem;
use crate::reply::{Five, Heard};
use crate::settings::{Authorization, Calls};
use crate::{Probe, page, reply};

/// The timeout of the call. The function's own time limit is four seconds.
const CALL_LIMIT: Duration = Duration::from_millis(4500);
/// The timeout of the lookup. All timeouts together are shorter than the probe's time limit.
const SERVE_LIMIT: Duration = Duration::from_millis(2500);
/// The timeout of the stranger's request. The API refuses it without invoking a function.
const REFUSE_LIMIT: Duration = Duration::from_secs(2);
/// The timeout of the page, which needs one read of the table.
const PAGE_LIMIT: Duration = Duration::from_millis(2500);

impl<F: Functions, W: Web, D: Deployments> Probe<'_, F, W, D> {
    /// Makes all checks that the settings allow.
    pub(crate) async fn check_what_is_live(&self, now: Timestamp) -> Vec<Check> {
        let heard = match &self.calls {
            Some(calls) => Some(self.call(calls, &calls.convert, &contact_id(now), now).await),
            None => None,
        };
        let five = heard.as_ref().and_then(|heard| heard.as_ref().ok()).map(|heard| &heard.five);
        let served = match (self.api, self.authorization, &self.calls) {
            (Some(api), Authorization::AwsIam | Authorization::None, Some(calls)) => {
                Some(look_up(api, calls, five, now).await)
            }
            // The API serves only clients with a token, which the probe does not have.
            _ => None,
        };
        let refused = match (self.api, self.authorization.refusal(), &self.calls) {
            (Some(api), Some(status), Some(calls)) => {
                Some(ask_as_a_stranger(api, calls, status, now).await)
            }
            _ => None,
        };
        let page = match self.pages {
            Some(pages) => Some(open_page(pages, now).await),
            None => None,
        };
        // Nothing is known about the record of a call that was not answered.
        let recorded = heard.as_ref().and_then(|heard| heard.as_ref().ok()).map(Heard::recorded);
        let results = [
            ("call_answered", heard.map(|heard| heard.map(drop))),
            ("call_recorded", recorded),
            ("numbers_served", served),
            ("stranger_refused", refused),
            ("page_served", page),
        ];
        results.into_iter().filter_map(|(name, result)| Some(Check::of(name, result?))).collect()
    }

    /// Invokes a version of vanity-convert with a call, as Amazon Connect does.
    pub(crate) async fn call(
        &self,
        calls: &Calls,
        function: &QualifiedFunction,
        contact_id: &str,
        now: Timestamp,
    ) -> Result<Heard, Problem> {
        let payload = self.invoke(function, &contact(calls, contact_id), CALL_LIMIT, now).await?;
        reply::heard(&calls.caller, &payload)
    }

    /// Invokes a function, and returns its reply.
    pub(crate) async fn invoke(
        &self,
        function: &QualifiedFunction,
        event: &serde_json::Value,
        limit: Duration,
        now: Timestamp,
    ) -> Result<Vec<u8>, Problem> {
        let event = event.to_string();
        let invoked = within(limit, self.functions.invoke(function, event.as_bytes(), now)).await?;
        expect(200, invoked.status)?;
        if invoked.failed {
            return Err(reply::failure(&invoked.payload));
        }
        Ok(invoked.payload)
    }
}

/// Looks up the call, or the calls of the minutes before if it was not answered.
async fn look_up<W: Web>(
    api: &W,
    calls: &Calls,
    heard: Option<&Five>,
    now: Timestamp,
) -> Result<(), Problem> {
    let answer = within(SERVE_LIMIT, api.get(&path(calls), Signing::Signed, now)).await?;
    compare(&answer, calls, heard, now)
}

/// Checks that what is served is recent, and what the caller heard.
pub(crate) fn compare(
    answer: &Answer,
    calls: &Calls,
    heard: Option<&Five>,
    now: Timestamp,
) -> Result<(), Problem> {
    expect(200, answer.status)?;
    let served = reply::served(&calls.caller, &answer.body, now)?;
    match heard {
        Some(heard) if *heard != served => Err(Problem::NotTheSame),
        _ => Ok(()),
    }
}

async fn ask_as_a_stranger<W: Web>(
    api: &W,
    calls: &Calls,
    refusal: u16,
    now: Timestamp,
) -> Result<(), Problem> {
    let path = path(calls);
    let answer = within(REFUSE_LIMIT, api.get(&path, Signing::Unsigned, now)).await?;
    expect(refusal, answer.status)
}

/// Opens a link that nobody has, as a browser does.
async fn open_page<W: Web>(pages: &W, now: Timestamp) -> Result<(), Problem> {
    let asked = pages.get(page::UNKNOWN_LINK, Signing::Unsigned, now);
    page::of_unknown_link(&within(PAGE_LIMIT, asked).await?)
}

/// Returns the path with the number as it is dialed from abroad, which has no character that
/// clients percent-encode, and therefore sign, differently.
pub(crate) fn path(calls: &Calls) -> String {
    format!("/vanity-numbers/00{}", reply::digits(&calls.caller))
}

/// Returns the contact id of a scheduled call. It tells the function that no person calls. It is derived
/// from the minute, so that a retried run does not count as another call.
pub(crate) fn contact_id(now: Timestamp) -> String {
    ContactId::of_probe(now.as_second().div_euclid(60)).as_str().to_owned()
}

/// Returns the event of a call.
fn contact(calls: &Calls, contact_id: &str) -> serde_json::Value {
    json!({
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": {},
                "Channel": "VOICE",
                "ContactId": contact_id,
                "CustomerEndpoint": {
                    "Address": calls.caller.as_e164(),
                    "Type": "TELEPHONE_NUMBER",
                },
                "InitialContactId": contact_id,
                "InitiationMethod": "INBOUND",
            },
            "Parameters": {},
        },
    })
}

pub(crate) fn expect(wanted: u16, got: u16) -> Result<(), Problem> {
    if got == wanted { Ok(()) } else { Err(Problem::Status { got, wanted }) }
}

async fn within<T>(
    limit: Duration,
    request: impl Future<Output = Result<T, NoAnswer>>,
) -> Result<T, Problem> {
    let answered = tokio::time::timeout(limit, request).await;
    Ok(answered.map_err(|_| Problem::TooSlow(limit))??)
}
