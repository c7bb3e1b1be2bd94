//! The port for people: the pages, the HTTP API, the function URL, and `/local`, which controls what
//! happens around the system.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

use crate::clock::Clock;
use crate::codedeploy::{self, CodeDeploy};
use crate::codepipeline::control::Releases;
use crate::connect::{self, Calls};
use crate::console::{self, Console, html};
use crate::faults::Faults;
use crate::http_api::HttpApi;
use crate::lambda::Lambda;
use crate::problem::Problem;
use crate::schedule::Schedule;
use crate::ses::Mailbox;
use crate::shell_commands::ShellCommands;
use crate::time_control::TimeControl;
use crate::{codepipeline, faults, function_url, messages, schedule, ses, time_control};

/// The services that the port serves.
#[derive(Debug)]
pub(crate) struct People {
    pub(crate) http_api: HttpApi,
    pub(crate) calls: Calls,
    pub(crate) lambda: Lambda,
    pub(crate) clock: Clock,
    pub(crate) time: TimeControl,
    pub(crate) faults: Faults,
    pub(crate) mailbox: Mailbox,
    pub(crate) releases: Releases,
    pub(crate) deployments: CodeDeploy,
    pub(crate) schedule: Schedule,
    pub(crate) commands: ShellCommands,
}

pub(crate) fn router(people: People) -> Router {
    let People { http_api, calls, lambda, clock, mailbox, releases, commands, .. } = people;
    let api = Router::new()
        .route("/vanity-numbers", any(serve_api))
        .route("/vanity-numbers/", any(serve_api))
        .route("/vanity-numbers/{*rest}", any(serve_api))
        .with_state(http_api.clone());
    let console = Console {
        http_api,
        calls: calls.clone(),
        releases: releases.clone(),
        mailbox: mailbox.clone(),
        commands,
    };
    Router::new()
        .merge(api)
        .merge(function_url::router(lambda, clock))
        .merge(connect::control::router(calls))
        .merge(time_control::router(people.time))
        .merge(faults::control::router(people.faults))
        .merge(ses::control::router(mailbox))
        .merge(codepipeline::control::router(releases))
        .merge(codedeploy::router(people.deployments))
        .merge(messages::control::router(people.schedule.queue.clone()))
        .merge(schedule::router(people.schedule))
        .merge(console::router(console))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
}

async fn serve_api(
    State(http_api): State<HttpApi>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    http_api.serve(from, request).await
}

async fn not_found(headers: HeaderMap, uri: Uri) -> Response {
    let problem = Problem::new(
        StatusCode::NOT_FOUND,
        format!("There is nothing at {}. The console page at / shows what there is.", uri.path()),
    );
    if html::is_accepted(&headers) { html::problem_page(&problem) } else { problem.into_response() }
}

async fn method_not_allowed(method: Method, uri: Uri) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("{} does not take {method}. The console page at / shows examples.", uri.path()),
    )
}
