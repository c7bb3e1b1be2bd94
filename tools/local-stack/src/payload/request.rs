//! The parts of an event of payload format 2.0 that come from the request.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// The parts of `requestContext` that the request itself does not contain.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) account: &'a str,
    pub(crate) api: &'a str,
    pub(crate) route: &'a str,
    pub(crate) path: &'a str,
    pub(crate) from: SocketAddr,
    pub(crate) now: Timestamp,
}

/// Returns the event's `requestContext`.
pub(crate) fn context(parts: &Parts, with: &Context<'_>) -> Value {
    let host = text(&parts.headers, header::HOST).unwrap_or_else(|| "localhost".to_owned());
    let domain = host.split(':').next().unwrap_or_default();
    json!({
        "accountId": with.account,
        "apiId": with.api,
        "domainName": domain,
        "domainPrefix": domain.split('.').next(),
        "http": {
            "method": parts.method.as_str(),
            "path": with.path,
            "protocol": format!("{:?}", parts.version),
            "sourceIp": with.from.ip(),
            "userAgent": text(&parts.headers, header::USER_AGENT).unwrap_or_default(),
        },
        "requestId": Uuid::new_v4().simple().to_string(),
        "routeKey": with.route,
        "stage": "$default",
        "time": with.now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": with.now.as_millisecond(),
    })
}

/// Adds cookies, query parameters and body to an event, each unless it is empty.
pub(crate) fn add_optional_members(event: &mut Value, parts: &Parts, body: &[u8]) {
    let Some(event) = event.as_object_mut() else { return };
    let mut put = |name: &str, value: Value| event.insert(name.to_owned(), value);
    let cookies = cookies(&parts.headers);
    if !cookies.is_empty() {
        put("cookies", json!(cookies));
    }
    let query_parameters = query_parameters(parts.uri.query().unwrap_or_default());
    if !query_parameters.is_empty() {
        put("queryStringParameters", json!(query_parameters));
    }
    if !body.is_empty() {
        let (body, encoded) = encode_body(&parts.headers, body);
        put("body", Value::String(body));
        put("isBase64Encoded", Value::Bool(encoded));
    }
}

/// Returns the headers by lower-case name, repeated ones joined by a comma, and the headers that
/// AWS adds.
pub(crate) fn headers(headers: &HeaderMap, from: SocketAddr) -> BTreeMap<&str, String> {
    let mut named: BTreeMap<&str, String> = headers
        .keys()
        .filter(|name| *name != header::COOKIE)
        .filter_map(|name| Some((name.as_str(), text(headers, name)?)))
        .collect();
    named.insert("x-forwarded-for", from.ip().to_string());
    named.insert("x-forwarded-proto", "http".to_owned());
    named
}

/// Returns the values of a header, joined by a comma.
fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<String> {
    let values: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Returns the cookies. They are listed separately and not among the headers.
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

/// Returns the decoded query parameters, repeated ones joined by a comma.
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

/// Returns the body as text, or in Base64 unless AWS treats its content type as text. It does not
/// treat HTML forms as text.
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

    #[test]
    fn a_body_is_text_or_base64_by_its_type() {
        let body = |content_type: &str, body: &[u8]| {
            let request = Request::post("/").header("Content-Type", content_type);
            let (parts, ()) = request.body(()).unwrap().into_parts();
            encode_body(&parts.headers, body)
        };
        let text = |text: &str| (text.to_owned(), false);
        let base64 = |text: &str| (text.to_owned(), true);
        assert_eq!(body("application/json; charset=utf-8", b"{}"), text("{}"));
        assert_eq!(body("application/problem+json", b"{}"), text("{}"));
        assert_eq!(body("application/x-www-form-urlencoded", b"a=1"), base64("YT0x"));
        assert_eq!(body("image/png", b"\x89PNG"), base64("iVBORw=="));
        assert_eq!(body("text/plain", b"\xff"), base64("/w=="));
    }
}
