//! The event for a function behind an HTTP API (payload format 2.0).

use std::net::SocketAddr;

use axum::http::Method;
use axum::http::request::Parts;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::account::ACCOUNT;
use crate::payload::request::{self, Context};

/// The id of the API, which AWS would generate.
const API_ID: &str = "local12345";

const COLLECTION_ROUTE: &str = "GET /vanity-numbers";
const ITEM_ROUTE: &str = "GET /vanity-numbers/{phoneNumber}";
const DEFAULT_ROUTE: &str = "$default";
/// The routes of the API, as Terraform declares them. API Gateway does not treat HEAD as GET.
pub const ROUTES: [&str; 3] = [COLLECTION_ROUTE, ITEM_ROUTE, DEFAULT_ROUTE];
const ITEM_PREFIX: &str = "/vanity-numbers/";

/// Returns the event for a request.
pub(super) fn of(parts: &Parts, body: &[u8], from: SocketAddr, now: Timestamp) -> Value {
    let raw_path = parts.uri.path();
    // An HTTP API decodes the path, unlike a function URL, and leaves the query as it is.
    let path = decode(raw_path);
    let query = parts.uri.query().unwrap_or_default();
    let (route, path_parameters) = route(&parts.method, raw_path);
    let mut event = json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": request::headers(&parts.headers, from),
        "requestContext": request::context(
            parts,
            &Context { account: ACCOUNT, api: API_ID, route, path: &path, from, now },
        ),
        "isBase64Encoded": false,
    });
    request::add_optional_members(&mut event, parts, body);
    if let (Some(parameters), Some(event)) = (path_parameters, event.as_object_mut()) {
        event.insert("pathParameters".to_owned(), parameters);
    }
    event
}

/// Returns the route that matches a request, and its path parameters.
fn route(method: &Method, raw_path: &str) -> (&'static str, Option<Value>) {
    if method == Method::GET {
        if raw_path == "/vanity-numbers" {
            return (COLLECTION_ROUTE, None);
        }
        // Routes match the encoded path: %2F is not a separator.
        let item = raw_path.strip_prefix(ITEM_PREFIX);
        if let Some(segment) = item.filter(|item| !item.is_empty() && !item.contains('/')) {
            return (ITEM_ROUTE, Some(json!({ "phoneNumber": decode(segment) })));
        }
    }
    (DEFAULT_ROUTE, None)
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::event_shape;

    fn event(request: axum::http::request::Builder, body: &[u8]) -> Value {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let now = "2026-11-21T10:23:45.678Z".parse().unwrap();
        let mut event = of(&parts, body, ([127, 0, 0, 1], 50_000).into(), now);
        let request_id = event["requestContext"]["requestId"].take();
        assert!(request_id.as_str().is_some_and(|id| !id.is_empty()));
        event
    }

    #[test]
    fn a_request_for_a_number() {
        let request = Request::get("/vanity-numbers/%2B18003569377?order=best&a=1&a=2%2C3")
            .header("Host", "localhost:8080")
            .header("User-Agent", "curl/8")
            .header("Accept", "application/json")
            .header("Accept", "text/html")
            .header("Cookie", "one=1; two=2");
        assert_eq!(
            event(request, b""),
            json!({
                "version": "2.0",
                "routeKey": "GET /vanity-numbers/{phoneNumber}",
                "rawPath": "/vanity-numbers/+18003569377",
                "rawQueryString": "order=best&a=1&a=2%2C3",
                "cookies": ["one=1", "two=2"],
                "headers": {
                    "accept": "application/json,text/html",
                    "host": "localhost:8080",
                    "user-agent": "curl/8",
                    "x-forwarded-for": "127.0.0.1",
                    "x-forwarded-proto": "http",
                },
                "queryStringParameters": { "a": "1,2,3", "order": "best" },
                "pathParameters": { "phoneNumber": "+18003569377" },
                "requestContext": {
                    "accountId": "123456789012",
                    "apiId": "local12345",
                    "domainName": "localhost",
                    "domainPrefix": "localhost",
                    "http": {
                        "method": "GET",
                        "path": "/vanity-numbers/+18003569377",
                        "protocol": "HTTP/1.1",
                        "sourceIp": "127.0.0.1",
                        "userAgent": "curl/8",
                    },
                    "requestId": null,
                    "routeKey": "GET /vanity-numbers/{phoneNumber}",
                    "stage": "$default",
                    "time": "21/Nov/2026:10:23:45 +0000",
                    "timeEpoch": 1_795_256_625_678_i64,
                },
                "isBase64Encoded": false,
            })
        );
    }

    #[test]
    fn routes_are_those_of_the_api() {
        let route = |method, path| route(&method, path).0;
        assert_eq!(route(Method::GET, "/vanity-numbers"), COLLECTION_ROUTE);
        assert_eq!(route(Method::GET, "/vanity-numbers/1%2F2"), ITEM_ROUTE);
        assert_eq!(route(Method::GET, "/vanity-numbers/1/2"), DEFAULT_ROUTE);
        assert_eq!(route(Method::GET, "/vanity-numbers/"), DEFAULT_ROUTE);
        assert_eq!(route(Method::HEAD, "/vanity-numbers"), DEFAULT_ROUTE);
        assert_eq!(route(Method::POST, "/vanity-numbers/1"), DEFAULT_ROUTE);
    }

    #[test]
    fn an_event_has_the_members_of_a_published_one() {
        let request = Request::get("/vanity-numbers/18003569377").header("Host", "localhost");
        let published = include_str!("../../../../tests/payloads/http-api-v2-get.json");
        // The route has a parameter, which the published event leaves out.
        event_shape::assert_same(&event(request, b""), published, &[".pathParameters"]);
    }
}
