//! The event of a function URL (payload format 2.0). Unlike an HTTP API, it does not decode the path and
//! has a single route.

use std::net::SocketAddr;

use axum::http::request::Parts;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::payload::request::{self, Context};

/// The id of the URL, which AWS would generate.
const URL_ID: &str = "localurl1234567890abcdefghijklmn";

/// The account of a request that is not signed.
const ANONYMOUS: &str = "anonymous";

const ROUTE: &str = "$default";

/// Returns the event for a request.
pub(super) fn of(parts: &Parts, body: &[u8], from: SocketAddr, now: Timestamp) -> Value {
    let path = parts.uri.path();
    let context = Context { account: ANONYMOUS, api: URL_ID, route: ROUTE, path, from, now };
    let mut event = json!({
        "version": "2.0",
        "routeKey": ROUTE,
        "rawPath": path,
        "rawQueryString": parts.uri.query().unwrap_or_default(),
        "headers": request::headers(&parts.headers, from),
        "requestContext": request::context(parts, &context),
        "isBase64Encoded": false,
    });
    request::add_optional_members(&mut event, parts, body);
    event
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::event_shape;

    #[test]
    fn a_form_is_in_base64_and_the_path_is_not_decoded() {
        let request = Request::post("/approvals/a%2Fb?a=1&a=2")
            .header("Host", "127.0.0.1:8080")
            .header("Cookie", "one=1; two=2")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(());
        let (parts, ()) = request.unwrap().into_parts();
        let now = "2026-11-21T10:23:45.678Z".parse().unwrap();
        let mut event = of(&parts, b"a=1", ([127, 0, 0, 1], 50_000).into(), now);
        event["requestContext"]["requestId"].take();
        assert_eq!(
            event,
            json!({
                "version": "2.0",
                "routeKey": "$default",
                "rawPath": "/approvals/a%2Fb",
                "rawQueryString": "a=1&a=2",
                "cookies": ["one=1", "two=2"],
                "headers": {
                    "content-type": "application/x-www-form-urlencoded",
                    "host": "127.0.0.1:8080",
                    "x-forwarded-for": "127.0.0.1",
                    "x-forwarded-proto": "http",
                },
                "queryStringParameters": { "a": "1,2" },
                "requestContext": {
                    "accountId": "anonymous",
                    "apiId": "localurl1234567890abcdefghijklmn",
                    "domainName": "127.0.0.1",
                    "domainPrefix": "127",
                    "http": {
                        "method": "POST",
                        "path": "/approvals/a%2Fb",
                        "protocol": "HTTP/1.1",
                        "sourceIp": "127.0.0.1",
                        "userAgent": "",
                    },
                    "requestId": null,
                    "routeKey": "$default",
                    "stage": "$default",
                    "time": "21/Nov/2026:10:23:45 +0000",
                    "timeEpoch": 1_795_256_625_678_i64,
                },
                "body": "YT0x",
                "isBase64Encoded": true,
            })
        );
    }

    #[test]
    fn an_event_has_the_members_of_a_published_one() {
        let event = |request: axum::http::request::Builder, body: &[u8]| {
            let (parts, ()) = request.body(()).unwrap().into_parts();
            let now = "2026-11-21T10:23:45.678Z".parse().unwrap();
            of(&parts, body, ([127, 0, 0, 1], 50_000).into(), now)
        };
        let get = event(Request::get("/approvals/token"), b"");
        let published = include_str!("../../../../tests/payloads/function-url-get.json");
        event_shape::assert_same(&get, published, &[]);
        let form = ("Content-Type", "application/x-www-form-urlencoded");
        let post = event(Request::post("/approvals").header(form.0, form.1), b"a=1");
        let published = include_str!("../../../../tests/payloads/function-url-post.json");
        event_shape::assert_same(&post, published, &[]);
    }
}
