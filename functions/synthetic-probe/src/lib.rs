//! Checks from outside, every minute, that callers are answered and clients are served.
//!
//! | check | passes if |
//! | --- | --- |
//! | `call_answered` | a call of the test caller is answered with five vanity numbers that dial its number |
//! | `call_recorded` | the function says that the call is in the table |
//! | `numbers_served` | the API serves an authenticated client that call and the same five vanity numbers |
//! | `stranger_refused` | the API refuses a request without credentials |
//! | `page_served` | a link that nobody has leads to a page that says so, with strict headers |
//!
//! A failed check does not fail the invocation, because Lambda would retry it and hide the failure. It
//! is reported as a metric, a log line and a part of the reply.
//!
//! CodeDeploy invokes the probe too, before it shifts callers to a new version of a function. The probe then
//! tries that version, and answers whether the deployment goes on.

pub mod aws;
mod check;
pub mod event;
pub mod function;
mod hook;
mod http_event;
mod live;
mod name;
mod page;
pub mod ports;
mod problem;
mod reply;
pub mod settings;
mod trial;

use jiff::Timestamp;
use switchboard_lambda::{Failure, Invocation};
use tracing::info;

pub use crate::check::{Check, Report};
use crate::event::Event;
use crate::function::TriedFunctions;
pub use crate::name::Name;
use crate::ports::{Deployments, Functions, Web};
use crate::settings::{Authorization, Calls};

/// The probe with its ports and the relevant settings.
#[derive(Debug)]
pub struct Probe<'a, F, W, D> {
    /// The functions that answer callers, and those that are tried.
    pub functions: &'a F,
    /// The API that serves clients. `None` if the probe cannot reach it.
    pub api: Option<&'a W>,
    /// The pages behind approval links. `None` if there are none.
    pub pages: Option<&'a W>,
    /// The deployments that ask the probe.
    pub deployments: &'a D,
    /// The calls that the probe makes. `None` where nobody calls.
    pub calls: Option<Calls>,
    /// How the API authenticates clients.
    pub authorization: Authorization,
    /// The functions whose new versions may be tried.
    pub tried: TriedFunctions,
}

/// Makes the checks of what is live, or tries the version of a deployment. Fails only if a hook cannot be
/// answered.
pub async fn handle<F: Functions, W: Web, D: Deployments>(
    probe: &Probe<'_, F, W, D>,
    now: Timestamp,
    invocation: &mut Invocation<'_, Event>,
) -> Result<Report, Failure> {
    if let Event::Hook(hook) = &invocation.event {
        let hook = hook.clone();
        return probe.answer_hook(&hook, now, invocation).await;
    }
    let report = Report::of(probe.check_what_is_live(now).await);
    let (failures, healthy) = (report.failures(), report.healthy);
    invocation.metrics.count("Failures", failures);
    invocation.metrics.count("Successes", u32::from(healthy));
    // An alarm uses the minimum of `Healthy` per minute; the other two are summed.
    invocation.metrics.count("Healthy", u32::from(healthy));
    info!(event = "probed", healthy, failures, "probed");
    Ok(report)
}

#[cfg(test)]
mod tests;
