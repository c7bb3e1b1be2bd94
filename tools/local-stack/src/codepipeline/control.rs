//! `/local/releases`: what people and tests do to pipelines without an AWS console.

use std::io;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::constraints::MAX_SUMMARY;
use super::definition::{APPROVAL_STAGE, PIPELINES, STAGES, stage};
use super::notification::Delivery;
use super::release::{Answer, ApprovalSettings, Decision, Mode, Release};
use super::service::{CodePipeline, NewRelease};
use crate::ACCOUNT;
use crate::kept::not_kept;
use crate::problem::Problem;

/// Seven days, as long as CodePipeline waits when nobody says otherwise.
pub(crate) const DEFAULT_TIMEOUT_MINUTES: u32 = 7 * 24 * 60;

/// What `timeoutInMinutes` of an approval action may be.
const TIMEOUT_MINUTES: std::ops::RangeInclusive<u32> = 5..=86_400;

const MAX_DELIVERIES: usize = 100;

/// What a configuration value of an action has room for, in characters.
const MAX_CONFIGURATION: usize = 1000;

const HOW_TO_START: &str = "Send a JSON object such as {\"pipeline\": \"storefront\"}; the pipelines \
     are storefront and billing. Optional: commitMessage, author (\"Name <address>\"), stagingLink and \
     customData (strings of up to 1000 characters, or null), timeoutMinutes (5 to 86400), \
     executionMode (\"SUPERSEDED\", \"QUEUED\" or \"PARALLEL\"), delivery (\"sns\", \"sqs\" or \
     \"sqs-raw\"), deliveries (1 to 100).";

/// What the control interface works on.
#[derive(Clone, Debug)]
pub(crate) struct Releases {
    pub(crate) pipelines: CodePipeline,
    /// The address that the staging pages are at.
    pub(crate) people: String,
}

pub(crate) fn router(releases: Releases) -> Router {
    Router::new()
        .route("/local/releases", get(list).post(start))
        .route("/local/releases/{id}", get(show))
        .route("/local/releases/{id}/console-decision", post(decide))
        .route("/local/releases/{id}/stop", post(stop))
        .route("/local/releases/{id}/retry", post(retry))
        .with_state(releases)
}

/// The body of `POST /local/releases`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    pipeline: String,
    commit_message: Option<String>,
    author: Option<String>,
    #[serde(default, deserialize_with = "given")]
    staging_link: StagingLink,
    custom_data: Option<String>,
    timeout_minutes: Option<u32>,
    #[serde(default)]
    execution_mode: Mode,
    #[serde(default)]
    delivery: Delivery,
    deliveries: Option<usize>,
}

/// What the approval action links to.
#[derive(Debug, Default, PartialEq, Eq)]
enum StagingLink {
    /// Nothing was said: the stack's own staging page.
    #[default]
    Ours,
    /// This, or nothing, for null.
    Given(Option<String>),
}

/// Tells null from a field that is not there.
fn given<'de, D: Deserializer<'de>>(field: D) -> Result<StagingLink, D::Error> {
    Option::deserialize(field).map(StagingLink::Given)
}

impl Order {
    fn read(body: &[u8]) -> Result<Self, Problem> {
        let refuse = |what: String| {
            Problem::bad_request(format!("This is no release: {what}. {HOW_TO_START}"))
        };
        let order: Self =
            serde_json::from_slice(body).map_err(|error| refuse(error.to_string()))?;
        if !PIPELINES.contains(&order.pipeline.as_str()) {
            return Err(refuse(format!("there is no pipeline {:?}", order.pipeline)));
        }
        if order.timeout_minutes.is_some_and(|minutes| !TIMEOUT_MINUTES.contains(&minutes)) {
            return Err(refuse("timeoutMinutes is out of range".to_owned()));
        }
        if order.deliveries.is_some_and(|times| !(1..=MAX_DELIVERIES).contains(&times)) {
            return Err(refuse("deliveries is out of range".to_owned()));
        }
        let link = match &order.staging_link {
            StagingLink::Ours => None,
            StagingLink::Given(link) => link.as_deref(),
        };
        for (name, value) in [("stagingLink", link), ("customData", order.custom_data.as_deref())] {
            if value.is_some_and(|value| value.chars().count() > MAX_CONFIGURATION) {
                return Err(refuse(format!("{name} is too long")));
            }
        }
        Ok(order)
    }
}

impl Releases {
    /// A release as the console page starts one.
    pub(crate) fn standard(&self, pipeline: &str) -> Option<NewRelease> {
        let order = json!({ "pipeline": pipeline }).to_string();
        Order::read(order.as_bytes()).ok().map(|order| self.new_release(order))
    }

    fn new_release(&self, order: Order) -> NewRelease {
        let staging_link = match order.staging_link {
            StagingLink::Ours => Some(format!("{}/local/staging/{}", self.people, order.pipeline)),
            StagingLink::Given(link) => link,
        };
        let settings = ApprovalSettings {
            staging_link,
            custom_data: order.custom_data,
            timeout_minutes: order.timeout_minutes.unwrap_or(DEFAULT_TIMEOUT_MINUTES),
        };
        NewRelease {
            pipeline: order.pipeline,
            mode: order.execution_mode,
            commit_message: order.commit_message,
            author: order.author,
            settings,
            delivery: order.delivery,
            deliveries: order.deliveries.unwrap_or(1),
        }
    }

    fn view(&self, id: &str) -> Result<Json<Value>, Problem> {
        let view = self
            .pipelines
            .read(|releases| releases.iter().find(|release| release.id == id).map(view));
        view.map_err(not_kept)?.map(Json).ok_or_else(|| no_release(id))
    }

    /// What a change of a release comes to: the release, or why there is none.
    fn changed(
        &self,
        id: &str,
        change: io::Result<Option<bool>>,
        unless: &str,
    ) -> Result<Json<Value>, Problem> {
        match change.map_err(not_kept)? {
            None => Err(no_release(id)),
            Some(false) => Err(Problem::new(StatusCode::CONFLICT, unless)),
            Some(true) => self.view(id),
        }
    }
}

fn no_release(id: &str) -> Problem {
    let detail = format!("There is no release {id}. GET /local/releases lists those there are.");
    Problem::new(StatusCode::NOT_FOUND, detail)
}

async fn start(
    State(releases): State<Releases>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let new = releases.new_release(Order::read(&body)?);
    let id = releases.pipelines.start(new).map_err(not_kept)?;
    Ok((StatusCode::CREATED, Json(json!({ "executionId": id }))))
}

async fn list(State(releases): State<Releases>) -> Result<Json<Value>, Problem> {
    let list =
        releases.pipelines.read(|releases| releases.iter().rev().map(view).collect::<Vec<_>>());
    Ok(Json(json!(list.map_err(not_kept)?)))
}

async fn show(
    State(releases): State<Releases>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    releases.view(&id)
}

async fn decide(
    State(releases): State<Releases>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        status: Decision,
        #[serde(default)]
        summary: String,
    }
    let refuse = |what: String| {
        Problem::bad_request(format!(
            "This is no decision: {what}. Send {{\"status\": \"Approved\" or \"Rejected\", \
             \"summary\": \"...\"}}; the summary has up to {MAX_SUMMARY} characters and may be left out."
        ))
    };
    let body: Body = serde_json::from_slice(&body).map_err(|error| refuse(error.to_string()))?;
    if body.summary.chars().count() > MAX_SUMMARY {
        return Err(refuse("the summary is too long".to_owned()));
    }
    let by = format!("arn:aws:iam::{ACCOUNT}:user/console");
    let answer = Answer { decision: body.status, summary: &body.summary, by: &by };
    let decided = releases.pipelines.decide(&id, &answer);
    releases.changed(&id, decided, "The release does not wait for approval.")
}

async fn stop(
    State(releases): State<Releases>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let stopped = releases.pipelines.stop(&id);
    releases.changed(&id, stopped, "The release has ended; there is nothing to stop.")
}

async fn retry(
    State(releases): State<Releases>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let retried = releases.pipelines.retry(&id);
    releases.changed(&id, retried, "Only an approval that failed can be retried.")
}

/// A release, as the control interface shows it.
fn view(release: &Release) -> Value {
    let stages: Vec<_> = STAGES
        .iter()
        .map(|definition| {
            let status = release.stage_status(definition.stage);
            json!({ "name": definition.stage, "status": status })
        })
        .collect();
    json!({
        "executionId": release.id,
        "pipeline": release.pipeline,
        "status": release.status,
        "startedAt": release.started_at,
        "stages": stages,
        "approval": approval_view(release),
        "commit": release.commit.control_view(),
    })
}

fn approval_view(release: &Release) -> Option<Value> {
    let definition = stage(APPROVAL_STAGE)?;
    let action = release.approval()?;
    let approval = action.approval.as_ref()?;
    Some(json!({
        "stage": definition.stage,
        "action": definition.action,
        "status": action.status,
        "token": approval.token,
        "summary": action.summary,
        "startedAt": action.started_at,
        "expiresAt": approval.expires_at,
        "decidedBy": action.updated_by,
        "putCalls": approval.put_calls,
        "putsThatTookEffect": approval.puts_that_took_effect,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_is_none_says_what_to_send() {
        for order in [
            "",
            "{}",
            r#"{"pipeline":"other"}"#,
            r#"{"pipeline":"billing","timeoutMinutes":4}"#,
            r#"{"pipeline":"billing","timeoutMinutes":86401}"#,
            r#"{"pipeline":"billing","deliveries":0}"#,
            r#"{"pipeline":"billing","deliveries":101}"#,
            r#"{"pipeline":"billing","delivery":"fifo"}"#,
            r#"{"pipeline":"billing","executionMode":"parallel"}"#,
            r#"{"pipeline":"billing","colour":"red"}"#,
        ] {
            let problem = Order::read(order.as_bytes()).unwrap_err();
            assert!(problem.detail().ends_with(HOW_TO_START), "{order}");
        }
    }

    #[test]
    fn a_staging_link_is_given_or_left_out_or_ours() {
        let link = |order: &str| Order::read(order.as_bytes()).unwrap().staging_link;
        assert_eq!(link(r#"{"pipeline":"billing"}"#), StagingLink::Ours);
        assert_eq!(link(r#"{"pipeline":"billing","stagingLink":null}"#), StagingLink::Given(None));
        let given = link(r#"{"pipeline":"billing","stagingLink":"https://x"}"#);
        assert_eq!(given, StagingLink::Given(Some("https://x".to_owned())));
    }
}
