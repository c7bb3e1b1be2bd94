//! The pages for people. The console page has three panels: a phone that calls the contact flow, requests
//! to the HTTP API, and releases. It works without JavaScript and uses the same functions as any client.
//!
//! | module | what |
//! | --- | --- |
//! | `html` | writes pages, and problems as pages |
//! | `page_state` | the state of the console page, carried in addresses and hidden fields |
//! | `phone`, `call_forms` | a call as the caller meets it, and the forms of the phone |
//! | `api` | the latest callers, and a lookup with its raw request and reply |
//! | `releases` | mail and the latest releases, in words |
//! | `page` | the console page |
//! | `mailbox`, `staging` | captured mail, and the staging page of a pipeline |
//! | `openapi` | the description of the HTTP API, as a file and as a page |

mod api;
mod call_forms;
pub(crate) mod html;
mod mailbox;
mod openapi;
mod page;
mod page_state;
mod phone;
mod releases;
mod staging;

use std::net::SocketAddr;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use self::api::{Callers, Lookup};
use self::page::ConsolePage;
use self::page_state::PageState;
use self::phone::Phone;
use self::releases::Mails;
use crate::codepipeline::control::Releases;
use crate::connect::{CallError, Calls};
use crate::field;
use crate::http_api::HttpApi;
use crate::persistence::write_failed;
use crate::problem::Problem;
use crate::ses::Mailbox;
use crate::shell_commands::ShellCommands;

/// Allows the page itself, its style sheet and its one script, which sends requests to the stack only.
const CONSOLE_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The services that the pages show.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    pub(crate) http_api: HttpApi,
    pub(crate) calls: Calls,
    pub(crate) releases: Releases,
    pub(crate) mailbox: Mailbox,
    pub(crate) commands: ShellCommands,
}

pub(crate) fn router(console: Console) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/releases", post(start_release))
        .route("/console.css", get(style))
        .route("/console.js", get(script))
        .with_state(console.clone())
        .merge(call_forms::router(console.calls))
        .merge(mailbox::router(console.mailbox))
        .merge(staging::router(console.releases.pipelines))
        .merge(openapi::router(console.commands.addresses().clone()))
}

impl Console {
    async fn render(&self, from: SocketAddr, state: PageState) -> Result<Response, Problem> {
        let phone = match &state.call {
            None => Phone::Idle,
            Some(id) => match self.calls.view(id).await {
                Ok(view) => Phone::of(view),
                Err(CallError::Unknown(_)) => Phone::Forgotten,
                Err(error) => return Err(error.into()),
            },
        };
        let lookup = match &state.number {
            None => None,
            Some(number) => {
                let people = &self.commands.addresses().people;
                let lookup = Lookup::of(&self.http_api, from, people, number, state.order).await;
                let too_long = || Problem::bad_request("This is too long to be a phone number.");
                Some(lookup.ok_or_else(too_long)?)
            }
        };
        let page = ConsolePage {
            addresses: self.commands.addresses(),
            commands: &self.commands,
            state,
            phone,
            keys: phone::keys(),
            callers: Callers::latest(&self.http_api, from).await,
            lookup,
            releases: self.releases.pipelines.read(releases::latest).map_err(write_failed)?,
            mails: Mails::of(&self.mailbox),
        };
        Ok(html::page_with_policy(StatusCode::OK, &page, CONSOLE_POLICY))
    }
}

/// `GET /`
async fn page(
    State(console): State<Console>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    RawQuery(query): RawQuery,
) -> Response {
    let state = PageState::read(query.unwrap_or_default().as_bytes());
    console.render(from, state).await.unwrap_or_else(|problem| html::problem_page(&problem))
}

/// `POST /releases`, a form of the page. It redirects, so that reloading does not start another release.
async fn start_release(State(console): State<Console>, body: Bytes) -> Response {
    let pipeline = field::first(&body, "pipeline").unwrap_or_default();
    let Some(release) = console.releases.standard(&pipeline) else {
        let detail = format!("There is no pipeline {pipeline:?}.");
        return html::problem_page(&Problem::bad_request(detail));
    };
    match console.releases.pipelines.start(release) {
        Ok(_) => Redirect::to(&PageState::read(&body).address("releases")).into_response(),
        Err(error) => html::problem_page(&write_failed(error)),
    }
}

/// `GET /console.css`
async fn style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (headers, include_str!("../templates/console.css"))
}

/// `GET /console.js`
async fn script() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (headers, include_str!("../templates/console/console.js"))
}
