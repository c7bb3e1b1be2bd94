//! Checks from outside, every minute, that callers are answered and clients are served.
//!
//! | check | passes if |
//! | --- | --- |
//! | `call_answered` | a call of the test caller is answered with five vanity numbers that dial its number |
//! | `call_recorded` | the function says that the call is in the table |
//! | `numbers_served` | the API serves an authenticated client that call and the same five vanity numbers |
//! | `stranger_refused` | the API refuses a request without credentials |
//!
//! A failed check does not fail the invocation, because Lambda would retry it and hide the failure. It
//! is reported as a metric, a log line and a part of the reply.

pub mod aws;
pub mod ports;
mod problem;
mod reply;
pub mod settings;

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::json;
use switchboard_lambda::{Invocation, chain};
use switchboard_vanity::PhoneNumber;
use switchboard_vanity::callers::ContactId;
use tracing::{error, info};

use crate::ports::{Api, Functions, NoAnswer, Signing};
use crate::problem::Problem;
use crate::reply::{Five, Heard};
use crate::settings::Authorization;

/// The timeout of the call. The function's own time limit is four seconds.
const CALL_LIMIT: Duration = Duration::from_millis(4500);
/// The timeout of the lookup. All three timeouts together are shorter than the probe's time limit.
const SERVE_LIMIT: Duration = Duration::from_millis(2500);
/// The timeout of the stranger's request. The API refuses it without invoking a function.
const REFUSE_LIMIT: Duration = Duration::from_secs(2);

/// The probe with its ports and the relevant settings.
#[derive(Debug)]
pub struct Probe<'a, F, A> {
    /// The function that answers callers.
    pub functions: &'a F,
    /// The API that serves clients. `None` if the probe cannot reach it.
    pub api: Option<&'a A>,
    /// The number of the test caller.
    pub caller: PhoneNumber,
    /// How the API authenticates clients.
    pub authorization: Authorization,
}

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The checks that were made, in the order of the table above.
    pub checks: Vec<Check>,
    /// Whether all checks passed.
    pub healthy: bool,
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The name of the check.
    pub name: &'static str,
    /// Whether the check passed.
    pub ok: bool,
    /// Why the check failed, or `ok`. It holds no personal data.
    pub detail: String,
}

/// Makes the checks. The event is ignored.
pub async fn handle<F: Functions, A: Api>(
    probe: &Probe<'_, F, A>,
    now: Timestamp,
    invocation: &mut Invocation<'_, IgnoredAny>,
) -> Report {
    let heard = probe.call(now).await;
    let served = match (probe.api, probe.authorization) {
        (Some(api), Authorization::AwsIam | Authorization::None) => {
            let five = heard.as_ref().ok().map(|heard| &heard.five);
            Some(probe.look_up(api, five, now).await)
        }
        // The API serves only clients with a token, which the probe does not have.
        (Some(_), Authorization::Jwt) | (None, _) => None,
    };
    let refused = match (probe.api, probe.authorization.refusal()) {
        (Some(api), Some(status)) => Some(probe.ask_as_a_stranger(api, status, now).await),
        (None, _) | (_, None) => None,
    };
    let recorded = heard.as_ref().ok().map(Heard::recorded);
    let answered = heard.map(drop);
    let results = [
        ("call_answered", Some(answered)),
        // Nothing is known about the record of a call that was not answered.
        ("call_recorded", recorded),
        ("numbers_served", served),
        ("stranger_refused", refused),
    ];
    let checks: Vec<_> =
        results.into_iter().filter_map(|(name, result)| Some(Check::of(name, result?))).collect();

    let failures = checks.iter().filter(|check| !check.ok).count();
    let healthy = failures == 0;
    invocation.metrics.count("Failures", u32::try_from(failures).unwrap_or(u32::MAX));
    invocation.metrics.count("Successes", u32::from(healthy));
    // An alarm uses the minimum of `Healthy` per minute; the other two are summed.
    invocation.metrics.count("Healthy", u32::from(healthy));
    info!(event = "probed", healthy, failures, "probed");
    Report { checks, healthy }
}

impl Check {
    fn of(name: &'static str, result: Result<(), Problem>) -> Self {
        match result {
            Ok(()) => Self { name, ok: true, detail: "ok".to_owned() },
            Err(problem) => {
                let detail = chain(&problem);
                error!(event = "check_failed", check = name, error_type = problem.kind(), error = %detail, "check failed");
                Self { name, ok: false, detail }
            }
        }
    }
}

impl<F: Functions, A: Api> Probe<'_, F, A> {
    /// Invokes the function with a call, as Amazon Connect does.
    async fn call(&self, now: Timestamp) -> Result<Heard, Problem> {
        let event = self.contact(now);
        let invoked = within(CALL_LIMIT, self.functions.invoke(event.as_bytes(), now)).await?;
        expect(200, invoked.status)?;
        if invoked.failed {
            return Err(reply::failure(&invoked.payload));
        }
        reply::heard(&self.caller, &invoked.payload)
    }

    /// Looks up the call, or the calls of the minutes before if it was not answered.
    async fn look_up(&self, api: &A, heard: Option<&Five>, now: Timestamp) -> Result<(), Problem> {
        let answer = within(SERVE_LIMIT, api.get(&self.path(), Signing::Signed, now)).await?;
        expect(200, answer.status)?;
        let served = reply::served(&self.caller, &answer.body, now)?;
        match heard {
            Some(heard) if *heard != served => Err(Problem::NotTheSame),
            _ => Ok(()),
        }
    }

    async fn ask_as_a_stranger(
        &self,
        api: &A,
        refusal: u16,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let path = self.path();
        let answer = within(REFUSE_LIMIT, api.get(&path, Signing::Unsigned, now)).await?;
        expect(refusal, answer.status)
    }

    /// Returns the path with the number as it is dialed from abroad, which has no character that
    /// clients percent-encode, and therefore sign, differently.
    fn path(&self) -> String {
        format!("/vanity-numbers/00{}", reply::digits(&self.caller))
    }

    /// Returns the event of a call. The contact id tells the function that no person calls. It is derived
    /// from the minute, so that a retried run does not count as another call.
    fn contact(&self, now: Timestamp) -> String {
        let contact_id = ContactId::of_probe(now.as_second().div_euclid(60));
        let contact_id = contact_id.as_str();
        json!({
            "Name": "ContactFlowEvent",
            "Details": {
                "ContactData": {
                    "Attributes": {},
                    "Channel": "VOICE",
                    "ContactId": contact_id,
                    "CustomerEndpoint": {
                        "Address": self.caller.as_e164(),
                        "Type": "TELEPHONE_NUMBER",
                    },
                    "InitialContactId": contact_id,
                    "InitiationMethod": "INBOUND",
                },
                "Parameters": {},
            },
        })
        .to_string()
    }
}

fn expect(wanted: u16, got: u16) -> Result<(), Problem> {
    if got == wanted { Ok(()) } else { Err(Problem::Status { got, wanted }) }
}

async fn within<T>(
    limit: Duration,
    request: impl Future<Output = Result<T, NoAnswer>>,
) -> Result<T, Problem> {
    let answered = tokio::time::timeout(limit, request).await;
    Ok(answered.map_err(|_| Problem::TooSlow(limit))??)
}

#[cfg(test)]
mod tests;
