//! The event that a function behind an HTTP API is given (payload format 2.0).

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::ACCOUNT;

/// The API's id, which AWS makes up.
const API_ID: &str = "local12345";

/// The routes, as Terraform declares them. API Gateway does not take HEAD for GET.
const COLLECTION_ROUTE: &str = "GET /vanity-numbers";
const ITEM_ROUTE: &str = "GET /vanity-numbers/{phoneNumber}";
const DEFAULT_ROUTE: &str = "$default";
const ITEM_PREFIX: &str = "/vanity-numbers/";

/// The event for a request.
pub(super) fn of(parts: &Parts, body: &[u8], from: SocketAddr, now: Timestamp) -> Value {
    let raw_path = parts.uri.path();
    // An HTTP API gives the path decoded, unlike a function URL, and the query as it came.
    let path = decode(raw_path);
    let query = parts.uri.query().unwrap_or_default();
    let (route, path_parameters) = route(&parts.method, raw_path);
    let host = text(&parts.headers, header::HOST).unwrap_or_else(|| "localhost".to_owned());
    let domain = host.split(':').next().unwrap_or_default();

    let mut event = json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers(&parts.headers, from),
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": API_ID,
            "domainName": domain,
            "domainPrefix": domain.split('.').next(),
            "http": {
                "method": parts.method.as_str(),
                "path": path,
                "protocol": format!("{:?}", parts.version),
                "sourceIp": from.ip(),
                "userAgent": text(&parts.headers, header::USER_AGENT).unwrap_or_default(),
            },
            "requestId": Uuid::new_v4().simple().to_string(),
            "routeKey": route,
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": now.as_millisecond(),
        },
        "isBase64Encoded": false,
    });
    // What is empty is left out.
    if let Some(event) = event.as_object_mut() {
        let mut put = |name: &str, value: Value| event.insert(name.to_owned(), value);
        let cookies = cookies(&parts.headers);
        if !cookies.is_empty() {
            put("cookies", json!(cookies));
        }
        let query_parameters = query_parameters(query);
        if !query_parameters.is_empty() {
            put("queryStringParameters", json!(query_parameters));
        }
        if let Some(parameters) = path_parameters {
            put("pathParameters", parameters);
        }
        if !body.is_empty() {
            let (body, encoded) = encode_body(&parts.headers, body);
            put("body", Value::String(body));
            put("isBase64Encoded", Value::Bool(encoded));
        }
    }
    event
}

/// The route that a request takes, and what its path parameters are.
fn route(method: &Method, raw_path: &str) -> (&'static str, Option<Value>) {
    if method == Method::GET {
        if raw_path == "/vanity-numbers" {
            return (COLLECTION_ROUTE, None);
        }
        // Routes are matched before anything is decoded: %2F is no separator.
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

/// Headers by lower-case name, repeated ones joined by a comma, and those that API Gateway adds.
fn headers(headers: &HeaderMap, from: SocketAddr) -> BTreeMap<&str, String> {
    let mut named: BTreeMap<&str, String> = headers
        .keys()
        .filter(|name| *name != header::COOKIE)
        .filter_map(|name| Some((name.as_str(), text(headers, name)?)))
        .collect();
    named.insert("x-forwarded-for", from.ip().to_string());
    named.insert("x-forwarded-proto", "http".to_owned());
    named
}

/// All values of a header, joined by a comma.
fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<String> {
    let values: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Cookies have a list of their own and do not appear among the headers.
fn cookies(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .map(|cookie| cookie.trim().to_owned())
        .filter(|cookie| !cookie.is_empty())
        .collect()
}

/// Query parameters decoded, repeated ones joined by a comma.
fn query_parameters(query: &str) -> BTreeMap<String, String> {
    let mut parameters = BTreeMap::<String, String>::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        parameters
            .entry(name.into_owned())
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    parameters
}

/// A body as text, or in Base64 when its type is none of those that API Gateway knows for text. Forms
/// are not among them, to the surprise of many.
fn encode_body(headers: &HeaderMap, body: &[u8]) -> (String, bool) {
    let content_type = text(headers, header::CONTENT_TYPE).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_text = essence.starts_with("text/")
        || matches!(
            essence.as_str(),
            "application/json" | "application/xml" | "application/javascript"
        )
        || essence.ends_with("+json")
        || essence.ends_with("+xml");
    match std::str::from_utf8(body) {
        Ok(body) if is_text => (body.to_owned(), false),
        _ => (BASE64.encode(body), true),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

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
    fn a_body_is_text_or_base64_by_its_type() {
        let body = |content_type: &str, body: &[u8]| {
            let request = Request::post("/vanity-numbers").header("Content-Type", content_type);
            let event = event(request, body);
            (event["body"].clone(), event["isBase64Encoded"].clone())
        };
        let text = |text: &str| (json!(text), json!(false));
        let base64 = |text: &str| (json!(text), json!(true));
        assert_eq!(body("application/json; charset=utf-8", b"{}"), text("{}"));
        assert_eq!(body("application/problem+json", b"{}"), text("{}"));
        assert_eq!(body("application/x-www-form-urlencoded", b"a=1"), base64("YT0x"));
        assert_eq!(body("image/png", b"\x89PNG"), base64("iVBORw=="));
        assert_eq!(body("text/plain", b"\xff"), base64("/w=="));
    }
}
