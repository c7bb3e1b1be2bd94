//! The latest callers, and a lookup with its raw request and reply, both from the HTTP API.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Uri, header};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::html::human_time;
use super::page_state::{SortOrder, segment};
use crate::http_api::HttpApi;

/// The largest reply that the page reads, in bytes.
const MAX_REPLY_BYTES: usize = 1024 * 1024;

/// The latest callers, from a reply of the API.
pub(super) enum Callers {
    Known(Vec<Caller>),
    Unavailable,
}

/// A caller in a reply of the API, with the members that the page shows.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(super) struct Caller {
    pub(super) phone_number: String,
    #[serde(default)]
    pub(super) call_count: u64,
    #[serde(default)]
    pub(super) last_called_at: String,
}

impl Caller {
    /// Returns the time of the latest call as people write it, or the text of the API if it is not
    /// a time.
    pub(super) fn last_call(&self) -> String {
        self.last_called_at
            .parse::<Timestamp>()
            .map_or_else(|_| self.last_called_at.clone(), human_time)
    }
}

impl Callers {
    /// Requests the latest callers from the API.
    pub(super) async fn latest(api: &HttpApi, from: SocketAddr) -> Self {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::from_static("/vanity-numbers?limit=5");
        let response = api.serve(from, request).await;
        let is_success = response.status().is_success();
        match axum::body::to_bytes(response.into_body(), MAX_REPLY_BYTES).await {
            Ok(body) if is_success => Self::from_reply(&body),
            _ => Self::Unavailable,
        }
    }

    /// Reads a reply of `GET /vanity-numbers`.
    fn from_reply(reply: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Reply {
            callers: Vec<Caller>,
        }
        serde_json::from_slice(reply)
            .map_or(Self::Unavailable, |Reply { callers }| Self::Known(callers))
    }
}

/// A lookup: the request as it was sent, and the reply as it arrived.
// `Debug` leaves out the request and the reply, which contain the number.
#[derive(derive_more::Debug, PartialEq, Eq)]
pub(super) struct Lookup {
    #[debug(skip)]
    pub(super) request: String,
    /// The first line of the reply.
    pub(super) status: String,
    /// The rest of the reply.
    #[debug(skip)]
    pub(super) reply: String,
}

impl Lookup {
    /// Looks up a number as it was typed; `None` if it is too long for an address.
    pub(super) async fn of(
        api: &HttpApi,
        from: SocketAddr,
        people: &str,
        number: &str,
        order: SortOrder,
    ) -> Option<Self> {
        let target = format!("/vanity-numbers/{}?order={}", segment(number), order.name());
        let host = people.trim_start_matches("http://");
        let request = Request::get(&target)
            .header(header::HOST, host)
            .header(header::ACCEPT, "application/json")
            .body(Body::empty())
            .ok()?;
        let response = api.serve(from, request).await;
        let sent = format!("GET {target} HTTP/1.1\nHost: {host}\nAccept: application/json");
        Some(Self::received(sent, response).await)
    }

    async fn received(request: String, response: Response) -> Self {
        let status = response.status();
        let reason = status.canonical_reason().unwrap_or_default();
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let head = format!("Content-Type: {content_type}");
        let body = axum::body::to_bytes(response.into_body(), MAX_REPLY_BYTES).await;
        Self {
            request,
            status: format!("HTTP/1.1 {} {reason}", status.as_u16()),
            reply: format!(
                "{head}\n\n{}",
                body.map_or_else(|_| String::new(), |body| pretty(&body))
            ),
        }
    }
}

/// JSON with a line for each member, in the original order; any other text as it is.
fn pretty(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    if serde_json::from_slice::<IgnoredAny>(body).is_ok() { indented(&text) } else { text.into() }
}

/// JSON with indentation. Parsing it would lose the order of its members.
fn indented(json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    let line = |text: &mut String, depth: usize| {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    };
    for c in json.chars() {
        if in_string {
            text.push(c);
            in_string = is_escaped || c != '"';
            is_escaped = !is_escaped && c == '\\';
            continue;
        }
        // An empty object or list stays on one line.
        let is_empty = text.ends_with(['{', '[']);
        match c {
            _ if c.is_whitespace() => continue,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !is_empty {
                    line(&mut text, depth);
                }
            }
            _ if is_empty => line(&mut text, depth),
            _ => {}
        }
        text.push(c);
        match c {
            '{' | '[' => depth += 1,
            ',' => line(&mut text, depth),
            ':' => text.push(' '),
            '"' => in_string = true,
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use axum::response::IntoResponse as _;
    use serde_json::json;

    use super::*;

    #[test]
    fn callers_are_read_from_the_reply() {
        let reply = json!({ "callers": [
            { "phoneNumber": "+1********77", "callCount": 2, "lastCalledAt": "now", "new": true },
        ] });
        let Callers::Known(callers) = Callers::from_reply(reply.to_string().as_bytes()) else {
            panic!("{reply}");
        };
        assert_eq!(callers[0].phone_number, "+1********77");
        assert!(matches!(Callers::from_reply(b"[]"), Callers::Unavailable));
    }

    #[test]
    fn a_time_is_written_for_people() {
        let last_call = |time: &str| {
            let last_called_at = time.to_owned();
            Caller { phone_number: String::new(), call_count: 1, last_called_at }.last_call()
        };
        assert_eq!(last_call("2026-11-02T10:48:02.5Z"), "2 Nov 2026, 10:48 UTC");
        assert_eq!(last_call("yesterday"), "yesterday");
    }

    #[test]
    fn json_is_indented_in_its_own_order() {
        let value = json!({
            "b": [1, { "a": "x, {y}: \\" }, [], {}, [[]], "\"["],
            "a": null, "c": -1.5e3, "d": { "e": { "f": true } },
        });
        assert_eq!(indented(&value.to_string()), serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(pretty(b"{\"b\": 1,\n\"a\":2}"), "{\n  \"b\": 1,\n  \"a\": 2\n}");
        assert_eq!(pretty(b"{\"b\""), "{\"b\"");
    }

    #[tokio::test]
    async fn a_reply_is_shown_as_it_arrived_with_its_json_indented() {
        let problem = (
            StatusCode::NOT_FOUND,
            [(header::CONTENT_TYPE, "application/problem+json")],
            "{\"title\":\"Not Found\",\"status\":404}",
        );
        let lookup = Lookup::received("GET /".to_owned(), problem.into_response()).await;
        assert_eq!(lookup.request, "GET /");
        let shown = format!("{lookup:?}");
        assert!(shown.contains("404") && !shown.contains("GET"), "{shown}");
        assert_eq!(lookup.status, "HTTP/1.1 404 Not Found");
        assert_eq!(
            lookup.reply,
            "Content-Type: application/problem+json\n\n{\n  \"title\": \"Not Found\",\n  \"status\": 404\n}"
        );
        let broken = Lookup::received(String::new(), "{not json".into_response()).await;
        assert_eq!(broken.reply, "Content-Type: text/plain; charset=utf-8\n\n{not json");
    }
}
