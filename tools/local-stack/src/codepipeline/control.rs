//! `/local/releases`: starts, shows, decides, ends, stops and retries releases, in place of the AWS
//! console.

use std::io;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::constraints::MAX_SUMMARY;
use super::definition::{APPROVAL_STAGE, STAGES};
use super::release::{ApprovalResult, Decision, Outcome, Release};
use super::release_request::ReleaseRequest;
use super::revision::Revision;
use super::service::{CodePipeline, NewRelease};
use crate::account::ACCOUNT;
use crate::persistence::write_failed;
use crate::problem::Problem;

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
        .route("/local/releases/{id}/end", post(end))
        .route("/local/releases/{id}/stop", post(stop))
        .route("/local/releases/{id}/retry", post(retry))
        .with_state(releases)
}

impl Releases {
    /// Returns a release with default settings; `None` if the pipeline does not exist.
    pub(crate) fn standard(&self, pipeline: &str) -> Option<NewRelease> {
        let body = json!({ "pipeline": pipeline }).to_string();
        ReleaseRequest::read(body.as_bytes()).ok().map(|request| self.new_release(request))
    }

    fn new_release(&self, request: ReleaseRequest) -> NewRelease {
        let staging = format!("{}/local/staging/{}", self.people, request.pipeline);
        request.into_release(staging)
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

async fn end(
    State(releases): State<Releases>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        result: Outcome,
    }
    let refuse = |what: String| {
        Problem::bad_request(format!(
            "This is not an end: {what}. Send {{\"result\": \"succeeded\"}}; or \"failed\", \"stopped\", \
             \"superseded\" or \"rolledBack\"."
        ))
    };
    let body: Body = serde_json::from_slice(&body).map_err(|error| refuse(error.to_string()))?;
    if body.result == Outcome::Waiting {
        return Err(refuse("it would go on".to_owned()));
    }
    let ended = releases.pipelines.end(&id, body.result);
    let conflict = "The release is not on its way to production, or there is no earlier release that it \
                    could be rolled back to. Only a release with \"afterApproval\": \"waiting\" waits there \
                    once it is approved.";
    releases.changed(&id, ended, conflict)
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
        "revisions": release.revisions.iter().map(Revision::control_view).collect::<Vec<_>>(),
        "rollsBackTo": release.rollback.as_ref().map(|rollback| &rollback.target),
    })
}

fn approval_view(release: &Release) -> Option<Value> {
    let action = release.approval()?;
    let approval = action.approval.as_ref()?;
    Some(json!({
        "stage": APPROVAL_STAGE,
        "action": action.name,
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
