//! The console page: place a call, see what the caller hears, see who called; start a release and
//! follow it. It works without JavaScript, and looks at the system from outside, through the same
//! functions as everybody.

mod page;
mod releases;

use std::net::SocketAddr;

use askama::Template;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::codepipeline::control::Releases;
use crate::connect::{Call, Calls};
use crate::form;
use crate::http_api::HttpApi;
use crate::kept::not_kept;
use crate::problem::Problem;
use crate::ses::Mailbox;
use crate::stack::Addresses;
pub(crate) use page::written;
use page::{Callers, ConsolePage, PlacedCall, ProblemPage};

/// No scripts, no foreign content, nothing but the page itself and its style sheet.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The largest reply of the HTTP API that the page reads.
const MAX_REPLY_BYTES: usize = 1024 * 1024;

/// What the page is made from.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    pub(crate) http_api: HttpApi,
    pub(crate) calls: Calls,
    pub(crate) releases: Releases,
    pub(crate) mailbox: Mailbox,
    pub(crate) addresses: Addresses,
}

pub(crate) fn router(console: Console) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/calls", post(place_call))
        .route("/releases", post(start_release))
        .route("/console.css", get(style))
        .with_state(console)
}

impl Console {
    async fn render(&self, from: SocketAddr, call: Option<PlacedCall>) -> Response {
        let callers = self.latest_callers(from).await;
        let releases = match self.releases.pipelines.read(releases::latest) {
            Ok(releases) => releases,
            Err(error) => return problem_page(&not_kept(error)),
        };
        let mails = self.mailbox.len();
        let addresses = &self.addresses;
        html(StatusCode::OK, &ConsolePage { addresses, call, callers, releases, mails })
    }

    async fn latest_callers(&self, from: SocketAddr) -> Callers {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::from_static("/vanity-numbers?limit=5");
        let response = self.http_api.serve(from, request).await;
        let status = response.status();
        match axum::body::to_bytes(response.into_body(), MAX_REPLY_BYTES).await {
            Ok(body) if status.is_success() => Callers::from_reply(&body),
            _ => Callers::Unavailable,
        }
    }
}

/// `GET /`
async fn page(
    State(console): State<Console>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Response {
    console.render(from, None).await
}

/// `POST /calls`, the form of the page.
async fn place_call(
    State(console): State<Console>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    body: Bytes,
) -> Response {
    let entered = form::field(&body, "phoneNumber")
        .map(|number| number.trim().to_owned())
        .filter(|number| !number.is_empty());
    let number = entered.as_deref().map(page::as_connect_sends_it);
    match console.calls.place(&Call::from_number(number)).await {
        Ok(answer) => console.render(from, Some(PlacedCall::new(entered, answer))).await,
        Err(error) => problem_page(&error.into()),
    }
}

/// `POST /releases`, the other form of the page. It redirects, so that reloading starts nothing.
async fn start_release(State(console): State<Console>, body: Bytes) -> Response {
    let pipeline = form::field(&body, "pipeline").unwrap_or_default();
    let Some(release) = console.releases.standard(&pipeline) else {
        let detail = format!("There is no pipeline {pipeline:?}.");
        return problem_page(&Problem::bad_request(detail));
    };
    match console.releases.pipelines.start(release) {
        Ok(_) => Redirect::to("/#releases").into_response(),
        Err(error) => problem_page(&not_kept(error)),
    }
}

/// `GET /console.css`
async fn style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (headers, include_str!("../../templates/console.css"))
}

/// Whether whoever asks would rather read a page than JSON.
pub(crate) fn is_for_a_browser(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// A problem as a page.
pub(crate) fn problem_page(problem: &Problem) -> Response {
    html(problem.status(), &ProblemPage { problem })
}

/// A page of the stack's own.
pub(crate) fn html(status: StatusCode, page: &impl Template) -> Response {
    html_with_policy(status, page, CONTENT_SECURITY_POLICY)
}

/// A page with another content security policy.
pub(crate) fn html_with_policy(
    status: StatusCode,
    page: &impl Template,
    policy: &'static str,
) -> Response {
    match page.render() {
        Ok(page) => {
            let headers =
                [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store")];
            (status, headers, Html(page)).into_response()
        }
        Err(error) => {
            let detail = format!("The page could not be written: {error}.");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response()
        }
    }
}
