//! Writes HTML pages: their headers, the problem page, and times in words.

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;

use crate::problem::Problem;

/// Allows the page itself and its style sheet: no scripts and no foreign content.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    problem: &'a Problem,
    back: Option<BackLink>,
}

/// A link back to the page that a person came from.
pub(super) struct BackLink {
    pub(super) address: String,
    pub(super) text: &'static str,
}

/// Returns whether a client accepts HTML, which means that it is a browser.
pub(crate) fn is_accepted(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Returns a problem as a page.
pub(crate) fn problem_page(problem: &Problem) -> Response {
    page(problem.status(), &ProblemPage { problem, back: None })
}

/// Returns a problem as a page with a link back.
pub(super) fn problem_page_with_link(problem: &Problem, back: BackLink) -> Response {
    page(problem.status(), &ProblemPage { problem, back: Some(back) })
}

/// Returns a page without scripts and foreign content.
pub(super) fn page(status: StatusCode, page: &impl Template) -> Response {
    page_with_policy(status, page, CONTENT_SECURITY_POLICY)
}

/// Returns a page with another content security policy.
pub(super) fn page_with_policy(
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

/// Returns a time as people write it, such as `2 Nov 2026, 10:48 UTC`.
pub(super) fn human_time(time: Timestamp) -> String {
    time.strftime("%-d %b %Y, %H:%M UTC").to_string()
}
