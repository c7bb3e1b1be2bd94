//! Proves from outside, every minute, that callers are answered and clients are served.
//!
//! | check | what holds |
//! | --- | --- |
//! | `call_answered` | a call of the test caller is answered with five vanity numbers that dial it |
//! | `numbers_served` | the API tells a known client of that call, with the same five |
//! | `stranger_refused` | the API refuses a request that does not say who asks |
//!
//! A check that fails is no failure of the probe, which would be tried again and hidden: it is a
//! metric, a line in the log, and a part of the reply.

mod adapters;
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
use tracing::{error, info};

use crate::ports::{Api, Functions, NoAnswer, Signing};
use crate::problem::Problem;
use crate::reply::Five;
use crate::settings::Authorization;

/// How long the function may take, which gives up by itself after four seconds.
const CALL_LIMIT: Duration = Duration::from_millis(4500);
/// How long the API may take to serve. All three together are less than the probe's time limit.
const SERVE_LIMIT: Duration = Duration::from_millis(2500);
/// How long the API may take to refuse, for which it invokes nothing.
const REFUSE_LIMIT: Duration = Duration::from_secs(2);

/// What the probe works with.
#[derive(Debug)]
pub struct Probe<'a, F, A> {
    /// What answers callers.
    pub functions: &'a F,
    /// What serves clients; `None` where the probe cannot reach it.
    pub api: Option<&'a A>,
    /// Who calls.
    pub caller: PhoneNumber,
    /// How the API is protected: who is to be refused.
    pub authorization: Authorization,
}

/// What a run found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// In the order of the module's table.
    pub checks: Vec<Check>,
    /// Whether all of them hold.
    pub healthy: bool,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// Whether it holds.
    pub ok: bool,
    /// Why it does not; `ok` if it does. No personal data.
    pub detail: String,
}

/// Makes the checks. Whatever the event is, it is the reason to.
pub async fn handle<F: Functions, A: Api>(
    probe: &Probe<'_, F, A>,
    now: Timestamp,
    invocation: &mut Invocation<'_, IgnoredAny>,
) -> Report {
    let heard = probe.call(now).await;
    let served = match (probe.api, probe.authorization) {
        (Some(api), Authorization::AwsIam | Authorization::None) => {
            Some(probe.look_up(api, heard.as_ref().ok(), now).await)
        }
        // Without a token there is no being served.
        (Some(_), Authorization::Jwt) | (None, _) => None,
    };
    let refused = match (probe.api, probe.authorization.refusal()) {
        (Some(api), Some(status)) => Some(probe.ask_as_a_stranger(api, status, now).await),
        (None, _) | (_, None) => None,
    };
    let results = [
        ("call_answered", Some(heard.map(drop))),
        ("numbers_served", served),
        ("stranger_refused", refused),
    ];
    let checks: Vec<_> =
        results.into_iter().filter_map(|(name, result)| Some(Check::of(name, result?))).collect();

    let failures = checks.iter().filter(|check| !check.ok).count();
    let healthy = failures == 0;
    invocation.metrics.count("Failures", u32::try_from(failures).unwrap_or(u32::MAX));
    invocation.metrics.count("Successes", u32::from(healthy));
    // An alarm asks for the least of a minute; the other two are added up.
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
    /// Calls, as Amazon Connect passes a call on.
    async fn call(&self, now: Timestamp) -> Result<Five, Problem> {
        let event = self.contact(now);
        let invoked = within(CALL_LIMIT, self.functions.invoke(event.as_bytes(), now)).await?;
        expect(200, invoked.status)?;
        if invoked.failed {
            return Err(reply::failure(&invoked.payload));
        }
        reply::heard(&self.caller, &invoked.payload)
    }

    /// Looks up what is kept of the call. Where it was not answered, of those in the minutes before.
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

    /// The number as it is dialed from abroad: it has no character that clients encode, and sign, in
    /// different ways.
    fn path(&self) -> String {
        format!("/vanity-numbers/00{}", reply::digits(&self.caller))
    }

    /// One contact a minute, so that a retried run does not count as another call.
    fn contact(&self, now: Timestamp) -> String {
        let minute = now.as_second().div_euclid(60);
        let contact_id = format!("synthetic-probe-{minute}");
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
    asked: impl Future<Output = Result<T, NoAnswer>>,
) -> Result<T, Problem> {
    let answered = tokio::time::timeout(limit, asked).await;
    Ok(answered.map_err(|_| Problem::TooSlow(limit))??)
}

#[cfg(test)]
mod tests;
