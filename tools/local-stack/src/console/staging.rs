//! The page that a staging link opens, in place of the site that a release would deploy to staging.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::html;
use crate::codepipeline::CodePipeline;
use crate::codepipeline::definition::PIPELINES;
use crate::codepipeline::release::Release;
use crate::persistence::write_failed;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "staging.html")]
struct StagingPage<'a> {
    pipeline: &'a str,
    /// The commit message of the latest release, if there is one.
    message: Option<String>,
}

pub(super) fn router(pipelines: CodePipeline) -> Router {
    Router::new().route("/local/staging/{pipeline}", get(page)).with_state(pipelines)
}

async fn page(State(pipelines): State<CodePipeline>, Path(pipeline): Path<String>) -> Response {
    if !PIPELINES.contains(&pipeline.as_str()) {
        let detail = format!("There is no pipeline {pipeline:?}, so it has no staging site.");
        return html::problem_page(&Problem::new(StatusCode::NOT_FOUND, detail));
    }
    let message = pipelines.read(|releases| {
        let latest = releases.iter().rev().find(|release| release.pipeline == pipeline);
        latest.map(Release::message)
    });
    match message {
        Ok(message) => html::page(StatusCode::OK, &StagingPage { pipeline: &pipeline, message }),
        Err(error) => html::problem_page(&write_failed(error)),
    }
}
