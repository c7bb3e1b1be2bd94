//! The trial of a version that no caller has met: it is invoked by its number, as its callers would.
//!
//! Every event has the shape of one that the function gets, and leaves nothing behind but a call of the test
//! caller: nothing is mailed, decided, or counted for people.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::check::Check;
use crate::event::DeploymentId;
use crate::function::{QualifiedFunction, Triable};
use crate::ports::{Answer, Deployments, Functions, Web};
use crate::problem::Problem;
use crate::reply::Heard;
use crate::settings::Calls;
use crate::{Probe, http_event, live, page};

/// The timeout of an invocation. The version is started for it, which takes tenths of a second.
const TRY_LIMIT: Duration = Duration::from_millis(4500);

/// An account and a pipeline that there are not, in events about nothing.
const NO_ACCOUNT: &str = "000000000000";
const NO_PIPELINE: &str = "synthetic-probe";
/// The id of a message or an execution that there is not.
const NO_ID: &str = "00000000-0000-0000-0000-000000000000";

impl<F: Functions, W: Web, D: Deployments> Probe<'_, F, W, D> {
    /// Tries a version.
    pub(crate) async fn try_version(
        &self,
        function: Triable,
        version: &QualifiedFunction,
        deployment: &DeploymentId,
        now: Timestamp,
    ) -> Vec<Check> {
        match (function, &self.calls) {
            (Triable::VanityConvert, Some(calls)) => {
                self.try_convert(calls, version, deployment, now).await
            }
            (Triable::VanityLookup, Some(calls)) => self.try_lookup(calls, version, now).await,
            // The settings are refused without a caller.
            (Triable::VanityConvert | Triable::VanityLookup, None) => {
                let problem = Problem::NotTried(version.name().to_owned());
                vec![Check::of("trial_known", Err(problem))]
            }
            (Triable::ApprovalDecision, _) => {
                vec![Check::of("page_served", self.try_page(version, now).await)]
            }
            (Triable::ApprovalRequest, _) => {
                vec![Check::of("message_refused", self.try_message(version, now).await)]
            }
            (Triable::ApprovalSweep, _) => {
                vec![Check::of("nothing_swept", self.try_sweep(version, now).await)]
            }
            // CodeDeploy invokes the newest code of the probe, so it is on trial already.
            (Triable::SyntheticProbe, _) => self.check_what_is_live(now).await,
        }
    }

    /// A call. Its contact id is the deployment's, so that the version writes to the table, once a deployment.
    async fn try_convert(
        &self,
        calls: &Calls,
        version: &QualifiedFunction,
        deployment: &DeploymentId,
        now: Timestamp,
    ) -> Vec<Check> {
        let contact_id = format!("{}-{deployment}", live::contact_id(now));
        let heard = self.call(calls, version, &contact_id, now).await;
        let recorded = heard.as_ref().ok().map(Heard::recorded);
        let answered = Check::of("call_answered", heard.map(drop));
        let recorded = recorded.map(|recorded| Check::of("call_recorded", recorded));
        [Some(answered), recorded].into_iter().flatten().collect()
    }

    /// A look-up of what the live function tells the caller, and a request for a resource that there is not.
    async fn try_lookup(
        &self,
        calls: &Calls,
        version: &QualifiedFunction,
        now: Timestamp,
    ) -> Vec<Check> {
        // A version is not to blame for calls that the live function does not answer.
        let heard = self.call(calls, &calls.convert, &live::contact_id(now), now).await.ok();
        let five = heard.as_ref().map(|heard| &heard.five);
        let route = "GET /vanity-numbers/{phoneNumber}";
        let served = self.get(version, &live::path(calls), route, now).await;
        let served = served.and_then(|answer| live::compare(&answer, calls, five, now));
        let unknown = self.get(version, "/vanity-words", "$default", now).await;
        vec![
            Check::of("numbers_served", served),
            Check::of("unknown_path_refused", unknown.and_then(|answer| is_problem(404, &answer))),
        ]
    }

    /// The page of a link that nobody has.
    async fn try_page(&self, version: &QualifiedFunction, now: Timestamp) -> Result<(), Problem> {
        page::of_unknown_link(&self.get(version, page::UNKNOWN_LINK, "$default", now).await?)
    }

    async fn get(
        &self,
        version: &QualifiedFunction,
        path: &str,
        route: &str,
        now: Timestamp,
    ) -> Result<Answer, Problem> {
        let event = http_event::get(path, route, now);
        http_event::reply(&self.invoke(version, &event, TRY_LIMIT, now).await?)
    }

    /// A batch of SQS with one message, from a queue that there is not. The function has to report it as
    /// failed. A message from its own queue or topic could become a request.
    async fn try_message(
        &self,
        version: &QualifiedFunction,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let payload = self.invoke(version, &message(), TRY_LIMIT, now).await?;
        let reply: Value = serde_json::from_slice(&payload).map_err(|_| Problem::Unreadable)?;
        let refused = json!({"batchItemFailures": [{"itemIdentifier": NO_ID}]});
        if reply == refused { Ok(()) } else { Err(Problem::NotRefused) }
    }

    /// The end of an execution of a pipeline that there is not. The function looks for requests about it in the
    /// table's index, and finds none.
    async fn try_sweep(&self, version: &QualifiedFunction, now: Timestamp) -> Result<(), Problem> {
        let payload = self.invoke(version, &end_of_an_execution(now), TRY_LIMIT, now).await?;
        let swept: Swept = serde_json::from_slice(&payload).map_err(|_| Problem::Unreadable)?;
        if swept == Swept::default() { Ok(()) } else { Err(Problem::HadEffect) }
    }
}

/// What a sweep did.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Swept {
    looked_at: u32,
    closed: u32,
    mails_sent: u32,
    unfinished: u32,
}

fn is_problem(status: u16, answer: &Answer) -> Result<(), Problem> {
    live::expect(status, answer.status)?;
    let content_type = answer.headers.get("content-type").map(String::as_str);
    if content_type == Some("application/problem+json") {
        Ok(())
    } else {
        Err(Problem::Header("content-type"))
    }
}

/// Returns a batch of SQS (AWS Lambda developer guide, "Using Lambda with Amazon SQS").
fn message() -> Value {
    let text = "a trial of a new version, not a request for approval";
    json!({
        "Records": [{
            "messageId": NO_ID,
            "receiptHandle": NO_PIPELINE,
            "body": text,
            "attributes": {
                "ApproximateReceiveCount": "1",
                "SentTimestamp": "0",
                "SenderId": NO_ACCOUNT,
                "ApproximateFirstReceiveTimestamp": "0",
            },
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": format!("arn:aws:sqs:us-east-1:{NO_ACCOUNT}:{NO_PIPELINE}"),
            "awsRegion": "us-east-1",
        }],
    })
}

/// Returns an event of EventBridge (AWS CodePipeline user guide, "Monitoring CodePipeline events"). Its
/// trigger is not a roll-back, which would lead to other executions of the pipeline.
fn end_of_an_execution(now: Timestamp) -> Value {
    json!({
        "version": "0",
        "id": NO_ID,
        "detail-type": "CodePipeline Pipeline Execution State Change",
        "source": "aws.codepipeline",
        "account": NO_ACCOUNT,
        "time": now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "region": "us-east-1",
        "resources": [format!("arn:aws:codepipeline:us-east-1:{NO_ACCOUNT}:{NO_PIPELINE}")],
        "detail": {
            "pipeline": NO_PIPELINE,
            "execution-id": NO_ID,
            "state": "SUCCEEDED",
            "version": 1.0,
            "execution-trigger": {"trigger-type": "StartPipelineExecution", "trigger-detail": NO_PIPELINE},
        },
    })
}
