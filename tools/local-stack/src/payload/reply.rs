//! Turns a function's reply into an HTTP response.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

/// A reply is not an HTTP response. AWS writes this to its own log only.
#[derive(Debug, Error)]
pub(crate) enum Malformed {
    #[error("the reply is not JSON: {0}")]
    NotJson(#[source] serde_json::Error),
    #[error("the reply is not an HTTP response: {0}")]
    Shape(#[source] serde_json::Error),
    #[error("{0} is not an HTTP status")]
    Status(u16),
    #[error("the header {0} cannot be sent")]
    Header(String),
    #[error("the body is not Base64: {0}")]
    Base64(#[from] base64::DecodeError),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    status_code: u16,
    #[serde(default)]
    headers: Option<Map<String, Value>>,
    #[serde(default)]
    cookies: Option<Vec<String>>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// Returns the HTTP response for a reply. `content_type` is used when the reply names none.
pub(crate) fn from(reply: &[u8], content_type: HeaderValue) -> Result<Response, Malformed> {
    let reply: Value = serde_json::from_slice(reply).map_err(Malformed::NotJson)?;
    if reply.get("statusCode").is_none() {
        return Ok(inferred(reply));
    }
    let reply: Reply = serde_json::from_value(reply).map_err(Malformed::Shape)?;

    let body = match reply.body {
        Some(body) if reply.is_base64_encoded => Body::from(BASE64.decode(body)?),
        Some(body) => Body::from(body),
        None => Body::empty(),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status_code)
        .map_err(|_| Malformed::Status(reply.status_code))?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, content_type);
    for (name, value) in reply.headers.unwrap_or_default() {
        let value = match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let (Ok(header), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) else {
            return Err(Malformed::Header(name));
        };
        // The server counts the bytes itself. A wrong count would make the client wait forever.
        if header != header::CONTENT_LENGTH {
            headers.insert(header, value);
        }
    }
    for cookie in reply.cookies.unwrap_or_default() {
        let cookie = cookie.parse().map_err(|_| Malformed::Header("set-cookie".to_owned()))?;
        headers.append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Returns the response for a reply without a status: the reply is the body, and JSON.
fn inferred(reply: Value) -> Response {
    let body = match reply {
        Value::String(text) => text,
        other => other.to_string(),
    };
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PLAIN: HeaderValue = HeaderValue::from_static("text/plain");

    async fn parts(reply: Value) -> (u16, Vec<(String, String)>, Vec<u8>) {
        let response = from(reply.to_string().as_bytes(), PLAIN).unwrap();
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, headers, body.to_vec())
    }

    fn header(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[tokio::test]
    async fn a_full_reply_becomes_a_response() {
        let (status, headers, body) = parts(json!({
            "statusCode": 404,
            "headers": { "Content-Type": "application/problem+json", "X-Count": 2 },
            "cookies": ["a=1", "b=2; Secure"],
            "body": "{}",
        }))
        .await;
        assert_eq!(status, 404);
        assert_eq!(
            headers,
            [
                header("content-type", "application/problem+json"),
                header("x-count", "2"),
                header("set-cookie", "a=1"),
                header("set-cookie", "b=2; Secure"),
            ]
        );
        assert_eq!(body, b"{}");
    }

    #[tokio::test]
    async fn a_base64_body_is_decoded() {
        let reply = json!({ "statusCode": 200, "body": "iVBORw==", "isBase64Encoded": true });
        let (_, headers, body) = parts(reply).await;
        assert_eq!(headers, [header("content-type", "text/plain")]);
        assert_eq!(body, b"\x89PNG");
    }

    #[tokio::test]
    async fn a_reply_without_a_status_is_a_json_body() {
        let json_header = [header("content-type", "application/json")];
        let object = parts(json!({ "message": "hello" })).await;
        assert_eq!(object, (200, json_header.to_vec(), br#"{"message":"hello"}"#.to_vec()));
        let text = parts(json!("hello")).await;
        assert_eq!(text, (200, json_header.to_vec(), b"hello".to_vec()));
    }

    #[test]
    fn a_reply_that_is_not_a_response_is_malformed() {
        for reply in [
            "",
            "hello",
            r#"{"statusCode":"OK"}"#,
            r#"{"statusCode":99}"#,
            r#"{"statusCode":200,"body":{}}"#,
            r#"{"statusCode":200,"headers":{"a b":"c"}}"#,
            r#"{"statusCode":200,"body":"*","isBase64Encoded":true}"#,
        ] {
            assert!(from(reply.as_bytes(), PLAIN).is_err(), "{reply}");
        }
    }
}
