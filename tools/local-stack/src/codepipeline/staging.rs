//! The page that a staging link leads to. It stands for the site that a release would have put there.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::definition::PIPELINES;
use super::service::CodePipeline;
use crate::console;
use crate::kept::not_kept;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "staging.html")]
struct StagingPage<'a> {
    pipeline: &'a str,
    /// What the latest release changes, if there is one.
    message: Option<String>,
}

pub(crate) fn router(pipelines: CodePipeline) -> Router {
    Router::new().route("/local/staging/{pipeline}", get(page)).with_state(pipelines)
}

async fn page(State(pipelines): State<CodePipeline>, Path(pipeline): Path<String>) -> Response {
    if !PIPELINES.contains(&pipeline.as_str()) {
        let detail = format!("There is no pipeline {pipeline:?}, and nothing of it on staging.");
        return console::problem_page(&Problem::new(StatusCode::NOT_FOUND, detail));
    }
    let message = pipelines.read(|releases| {
        let latest = releases.iter().rev().find(|release| release.pipeline == pipeline);
        latest.map(|release| release.commit.message.clone())
    });
    match message {
        Ok(message) => console::html(StatusCode::OK, &StagingPage { pipeline: &pipeline, message }),
        Err(error) => console::problem_page(&not_kept(error)),
    }
}
