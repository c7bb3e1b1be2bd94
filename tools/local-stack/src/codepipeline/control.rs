//! `/local/releases`: starts, shows, decides, stops and retries releases, in place of the AWS console.

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
use super::notification::Subscription;
use super::release::{ApprovalResult, ApprovalSettings, Decision, Mode, Release};
use super::service::{CodePipeline, NewRelease};
use crate::account::ACCOUNT;
use crate::persistence::write_failed;
use crate::problem::Problem;

/// CodePipeline's default timeout of an approval: seven days.
const DEFAULT_TIMEOUT_MINUTES: u32 = 7 * 24 * 60;

/// The range of `timeoutInMinutes` of an approval action.
const TIMEOUT_MINUTES: std::ops::RangeInclusive<u32> = 5..=86_400;

const MAX_DELIVERIES: usize = 100;

/// The longest configuration value of an action, in characters.
const MAX_CONFIGURATION: usize = 1000;

const HOW_TO_START: &str = "Send a JSON object such as {\"pipeline\": \"storefront\"}; the pipelines \
     are storefront and billing. Optional: commitMessage, author (\"Name <address>\"), stagingLink and \
     customData (strings of up to 1000 characters, or null), timeoutMinutes (5 to 86400), \
     executionMode (\"SUPERSEDED\", \"QUEUED\" or \"PARALLEL\"), delivery (\"sns\", \"sqs\" or \
     \"sqs-raw\"), deliveries (1 to 100).";

/// The pipelines, with the address that staging links start with.
#[derive(Clone, Debug)]
pub(crate) struct Releases {
    pub(crate) pipelines: CodePipeline,
    /// The stack's address for people, which serves the staging pages.
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
struct ReleaseRequest {
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
    delivery: Subscription,
    deliveries: Option<usize>,
}

/// The link of the approval action.
#[derive(Debug, Default, PartialEq, Eq)]
enum StagingLink {
    /// The stack's own staging page, when the request has no `stagingLink`.
    #[default]
    Own,
    /// The link of the request; `None` for null.
    Given(Option<String>),
}

/// Reads `stagingLink`, where null differs from an absent member.
fn given<'de, D: Deserializer<'de>>(field: D) -> Result<StagingLink, D::Error> {
    Option::deserialize(field).map(StagingLink::Given)
}

impl ReleaseRequest {
    fn read(body: &[u8]) -> Result<Self, Problem> {
        let refuse = |what: String| {
            Problem::bad_request(format!("This is not a release: {what}. {HOW_TO_START}"))
        };
        let request: Self =
            serde_json::from_slice(body).map_err(|error| refuse(error.to_string()))?;
        if !PIPELINES.contains(&request.pipeline.as_str()) {
            return Err(refuse(format!("there is no pipeline {:?}", request.pipeline)));
        }
        if request.timeout_minutes.is_some_and(|minutes| !TIMEOUT_MINUTES.contains(&minutes)) {
            return Err(refuse("timeoutMinutes is out of range".to_owned()));
        }
        if request.deliveries.is_some_and(|times| !(1..=MAX_DELIVERIES).contains(&times)) {
            return Err(refuse("deliveries is out of range".to_owned()));
        }
        let link = match &request.staging_link {
            StagingLink::Own => None,
            StagingLink::Given(link) => link.as_deref(),
        };
        for (name, value) in [("stagingLink", link), ("customData", request.custom_data.as_deref())]
        {
            if value.is_some_and(|value| value.chars().count() > MAX_CONFIGURATION) {
                return Err(refuse(format!("{name} is too long")));
            }
        }
        Ok(request)
    }
}

impl Releases {
    /// Returns a release with default settings; `None` if the pipeline does not exist.
    pub(crate) fn standard(&self, pipeline: &str) -> Option<NewRelease> {
        let body = json!({ "pipeline": pipeline }).to_string();
        ReleaseRequest::read(body.as_bytes()).ok().map(|request| self.new_release(request))
    }

    fn new_release(&self, request: ReleaseRequest) -> NewRelease {
        let staging_link = match request.staging_link {
            StagingLink::Own => Some(format!("{}/local/staging/{}", self.people, request.pipeline)),
            StagingLink::Given(link) => link,
        };
        let settings = ApprovalSettings {
            staging_link,
            custom_data: request.custom_data,
            timeout_minutes: request.timeout_minutes.unwrap_or(DEFAULT_TIMEOUT_MINUTES),
        };
        NewRelease {
            pipeline: request.pipeline,
            mode: request.execution_mode,
            commit_message: request.commit_message,
            author: request.author,
            settings,
            subscription: request.delivery,
            deliveries: request.deliveries.unwrap_or(1),
        }
    }

    fn view(&self, id: &str) -> Result<Json<Value>, Problem> {
        let view = self
            .pipelines
            .read(|releases| releases.iter().find(|release| release.id == id).map(view));
        view.map_err(write_failed)?.map(Json).ok_or_else(|| no_release(id))
    }

    /// Returns the response to a change: the release, or the problem that it does not exist or
    /// cannot change.
    fn changed(
        &self,
        id: &str,
        change: io::Result<Option<bool>>,
        conflict: &str,
    ) -> Result<Json<Value>, Problem> {
        match change.map_err(write_failed)? {
            None => Err(no_release(id)),
            Some(false) => Err(Problem::new(StatusCode::CONFLICT, conflict)),
            Some(true) => self.view(id),
        }
    }
}

fn no_release(id: &str) -> Problem {
    let detail = format!("There is no release {id}. GET /local/releases lists all releases.");
    Problem::new(StatusCode::NOT_FOUND, detail)
}

async fn start(
    State(releases): State<Releases>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let new = releases.new_release(ReleaseRequest::read(&body)?);
    let id = releases.pipelines.start(new).map_err(write_failed)?;
    Ok((StatusCode::CREATED, Json(json!({ "executionId": id }))))
}

async fn list(State(releases): State<Releases>) -> Result<Json<Value>, Problem> {
    let list =
        releases.pipelines.read(|releases| releases.iter().rev().map(view).collect::<Vec<_>>());
    Ok(Json(json!(list.map_err(write_failed)?)))
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
            "This is not a decision: {what}. Send {{\"status\": \"Approved\" or \"Rejected\", \
             \"summary\": \"...\"}}; the summary has up to {MAX_SUMMARY} characters and may be left out."
        ))
    };
    let body: Body = serde_json::from_slice(&body).map_err(|error| refuse(error.to_string()))?;
    if body.summary.chars().count() > MAX_SUMMARY {
        return Err(refuse("the summary is too long".to_owned()));
    }
    let by = format!("arn:aws:iam::{ACCOUNT}:user/console");
    let result = ApprovalResult { decision: body.status, summary: &body.summary, by: &by };
    let decided = releases.pipelines.decide(&id, &result);
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

/// Returns a release, as `/local/releases` shows it.
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
    fn the_refusal_of_a_release_says_what_to_send() {
        for body in [
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
            let problem = ReleaseRequest::read(body.as_bytes()).unwrap_err();
            assert!(problem.detail().ends_with(HOW_TO_START), "{body}");
        }
    }

    #[test]
    fn a_staging_link_is_given_or_null_or_the_stacks_own() {
        let link = |body: &str| ReleaseRequest::read(body.as_bytes()).unwrap().staging_link;
        assert_eq!(link(r#"{"pipeline":"billing"}"#), StagingLink::Own);
        assert_eq!(link(r#"{"pipeline":"billing","stagingLink":null}"#), StagingLink::Given(None));
        let given = link(r#"{"pipeline":"billing","stagingLink":"https://x"}"#);
        assert_eq!(given, StagingLink::Given(Some("https://x".to_owned())));
    }
}
