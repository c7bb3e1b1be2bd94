//! The console page: three panels that show the system alive. A phone dials the contact flow, the HTTP
//! API is asked, releases are started and followed. It works without JavaScript, and looks at the
//! system from outside, through the same functions as everybody.
//!
//! | module | what |
//! | --- | --- |
//! | `phone`, `dial` | a call as the caller meets it; what its forms do |
//! | `api` | the latest callers, and a lookup with its raw request and reply |
//! | `releases` | mails, and the latest releases in words |
//! | `shown` | what goes from page to page |
//! | `page` | the pages themselves |

mod api;
mod dial;
mod page;
mod phone;
mod releases;
mod shown;

use std::net::SocketAddr;

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use self::api::{Callers, Lookup};
pub(crate) use self::page::written;
use self::page::{ConsolePage, ProblemPage};
use self::phone::Phone;
use self::releases::Mails;
use self::shown::Shown;
use crate::codepipeline::control::Releases;
use crate::connect::{CallError, Calls};
use crate::form;
use crate::http_api::HttpApi;
use crate::kept::not_kept;
use crate::problem::Problem;
use crate::ses::Mailbox;
use crate::stack::Addresses;

/// No scripts, no foreign content, nothing but the page itself and its style sheet.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same, and the one script of the console page, which asks the stack only.
const CONSOLE_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every page looks like, and what the panels look like besides.
const STYLE: &str = concat!(
    include_str!("../../templates/console.css"),
    include_str!("../../templates/console/panels.css"),
    include_str!("../../templates/console/phone.css"),
);

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
        .route("/releases", post(start_release))
        .route("/console.css", get(style))
        .route("/console.js", get(script))
        .merge(dial::router())
        .with_state(console)
}

impl Console {
    async fn render(&self, from: SocketAddr, shown: Shown) -> Result<Response, Problem> {
        let phone = match &shown.call {
            None => Phone::Idle,
            Some(id) => match self.calls.view(id).await {
                Ok(view) => Phone::of(view),
                Err(CallError::Unknown(_)) => Phone::Forgotten,
                Err(error) => return Err(error.into()),
            },
        };
        let lookup = match &shown.number {
            None => None,
            Some(number) => {
                let people = &self.addresses.people;
                let lookup = Lookup::of(&self.http_api, from, people, number, shown.order).await;
                let too_long = || Problem::bad_request("This is too long to be a phone number.");
                Some(lookup.ok_or_else(too_long)?)
            }
        };
        let page = ConsolePage {
            addresses: &self.addresses,
            shown,
            phone,
            keys: phone::keys(),
            callers: Callers::latest(&self.http_api, from).await,
            lookup,
            releases: self.releases.pipelines.read(releases::latest).map_err(not_kept)?,
            mails: Mails::of(&self.mailbox),
        };
        Ok(html_with_policy(StatusCode::OK, &page, CONSOLE_POLICY))
    }
}

/// `GET /`
async fn page(
    State(console): State<Console>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    RawQuery(query): RawQuery,
) -> Response {
    let shown = Shown::read(query.unwrap_or_default().as_bytes());
    console.render(from, shown).await.unwrap_or_else(|problem| problem_page(&problem))
}

/// `POST /releases`, a form of the page. It redirects, so that reloading starts nothing.
async fn start_release(State(console): State<Console>, body: Bytes) -> Response {
    let pipeline = form::field(&body, "pipeline").unwrap_or_default();
    let Some(release) = console.releases.standard(&pipeline) else {
        let detail = format!("There is no pipeline {pipeline:?}.");
        return problem_page(&Problem::bad_request(detail));
    };
    match console.releases.pipelines.start(release) {
        Ok(_) => Redirect::to(&Shown::read(&body).address("releases")).into_response(),
        Err(error) => problem_page(&not_kept(error)),
    }
}

/// `GET /console.css`
async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// `GET /console.js`
async fn script() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (headers, include_str!("../../templates/console/console.js"))
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
    html(problem.status(), &ProblemPage { problem, back: None })
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
