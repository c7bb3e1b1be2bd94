//! The console page: place a call, see what the caller hears, see who called. It works without
//! JavaScript, and looks at the system from outside, through the same functions as everybody.

mod page;

use std::net::SocketAddr;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

use crate::connect::{Call, ContactFlow};
use crate::http_api::HttpApi;
use crate::problem::Problem;
use crate::stack::Addresses;
use page::{Callers, ConsolePage, PlacedCall, ProblemPage};

/// No scripts, no foreign content, nothing but the page itself and its style sheet.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The largest reply of the HTTP API that the page reads.
const MAX_REPLY_BYTES: usize = 1024 * 1024;

/// What the page is made from.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    http_api: HttpApi,
    flow: ContactFlow,
    addresses: Addresses,
}

impl Console {
    pub(crate) fn new(http_api: HttpApi, flow: ContactFlow, addresses: Addresses) -> Self {
        Self { http_api, flow, addresses }
    }

    async fn render(&self, from: SocketAddr, call: Option<PlacedCall>) -> Response {
        let callers = self.latest_callers(from).await;
        html(StatusCode::OK, &ConsolePage { addresses: &self.addresses, call, callers })
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
pub(crate) async fn page(
    State(console): State<Console>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Response {
    console.render(from, None).await
}

/// `POST /calls`, the form of the page.
pub(crate) async fn place_call(
    State(console): State<Console>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    form: Bytes,
) -> Response {
    let entered = form_urlencoded::parse(&form)
        .find_map(|(name, value)| (name == "phoneNumber").then(|| value.trim().to_owned()))
        .filter(|number| !number.is_empty());
    let number = entered.as_deref().map(page::as_connect_sends_it);
    let answer = console.flow.place(Call::from_number(number)).await;
    console.render(from, Some(PlacedCall::new(entered, answer))).await
}

/// `GET /console.css`
pub(crate) async fn style() -> impl IntoResponse {
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

fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(page) => {
            let headers = [
                (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (status, headers, Html(page)).into_response()
        }
        Err(error) => {
            let detail = format!("The page could not be written: {error}.");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response()
        }
    }
}
