//! CodeDeploy's hook `BeforeAllowTraffic`: tries the version that is to be deployed, and answers.
//!
//! The answer is given whatever happens: a hook that is not answered holds its deployment for an hour.

use std::time::Duration;

use jiff::Timestamp;
use switchboard_lambda::{Failure, Invocation, chain};
use tracing::{error, info};

use crate::Probe;
use crate::check::{Check, Report};
use crate::event::{Event, Hook};
use crate::ports::{Deployment, DeploymentError, Deployments, Functions, NoAnswer, Verdict, Web};
use crate::problem::Problem;

/// The timeout of asking CodeDeploy what is deployed, which takes two requests.
const FIND_LIMIT: Duration = Duration::from_secs(4);
/// The timeout of one attempt to answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(2);
/// How often the probe tries to answer.
const ATTEMPTS: u32 = 2;
/// The time that is kept for the answer.
const KEPT: Duration = Duration::from_secs(5);

impl<F: Functions, W: Web, D: Deployments> Probe<'_, F, W, D> {
    /// Tries the version of a deployment, and answers its hook. Fails only if the answer cannot be given.
    pub(crate) async fn answer_hook(
        &self,
        hook: &Hook,
        now: Timestamp,
        invocation: &mut Invocation<'_, Event>,
    ) -> Result<Report, Failure> {
        let time_left = Duration::try_from(invocation.time_left()).unwrap_or_default();
        let limit = time_left.saturating_sub(KEPT);
        let tried = tokio::time::timeout(limit, self.try_deployment(hook, now)).await;
        let late = |_| vec![Check::of("trial_ended", Err(Problem::TooSlow(limit)))];
        let report = Report::of(tried.unwrap_or_else(late));

        let verdict = if report.healthy { Verdict::Succeeded } else { Verdict::Failed };
        invocation.metrics.count("Trials", 1);
        invocation.metrics.count("FailedTrials", u32::from(!report.healthy));
        let failures = report.failures();
        let deployment = &hook.deployment;
        info!(event = "tried", %deployment, ?verdict, failures, "new version tried");
        match self.answer(hook, verdict, now).await {
            Ok(()) => Ok(report),
            Err(error) => {
                let problem = Problem::NotAnswered(error);
                Err(Failure::new(problem.kind(), problem))
            }
        }
    }

    async fn try_deployment(&self, hook: &Hook, now: Timestamp) -> Vec<Check> {
        let found = tokio::time::timeout(FIND_LIMIT, self.deployments.find(&hook.deployment, now));
        let found = match found.await {
            Ok(found) => found.map_err(Problem::Deployment),
            Err(_) => Err(Problem::TooSlow(FIND_LIMIT)),
        };
        let deployment = match found {
            Ok(deployment) => deployment,
            Err(problem) => return vec![Check::of("deployment_found", Err(problem))],
        };
        let mut checks = vec![Check::of("deployment_found", Ok(()))];
        let Deployment::Release(version) = deployment else {
            // Callers have met that version before, and what they meet now is worse.
            info!(event = "not_tried", deployment = %hook.deployment, "a rollback is let through");
            return checks;
        };
        info!(event = "trial", deployment = %hook.deployment, %version, "new version found");
        if let Some(function) = self.tried.find(version.name()) {
            checks.extend(self.try_version(function, &version, &hook.deployment, now).await);
        } else {
            let problem = Problem::NotTried(version.name().to_owned());
            checks.push(Check::of("trial_known", Err(problem)));
        }
        checks
    }

    /// Answers the hook, and tries again if that fails.
    async fn answer(
        &self,
        hook: &Hook,
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<(), DeploymentError> {
        let mut attempt = 1;
        loop {
            let answer = self.deployments.answer(hook, verdict, now);
            let answered = match tokio::time::timeout(ANSWER_LIMIT, answer).await {
                Ok(answered) => answered,
                Err(late) => Err(DeploymentError::NoAnswer(NoAnswer::new(late))),
            };
            match answered {
                Err(error) if attempt < ATTEMPTS => {
                    error!(event = "not_answered", attempt, error = %chain(&error), "hook not answered");
                    attempt += 1;
                }
                answered => return answered,
            }
        }
    }
}
