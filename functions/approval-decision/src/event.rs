//! Requests and responses of a function URL, payload format 2.0.
//!
//! The shape is in the AWS Lambda developer guide, "Request and response payloads". Only the fields that
//! are needed are read, because the guide's table and samples differ in others (`timeEpoch` as text or
//! number, `rawQueryString` with or without `?`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

/// The largest form: token, nonce and a few hundred characters of up to twelve bytes each when encoded.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// An event of the function. Whatever it is, it gets an answer: an event that fails to be read would
/// fail the invocation, and count as an error of the function.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Incoming {
    /// A request of a browser.
    Request(Event),
    /// Anything else, such as an event of payload format 1.0.
    Unreadable(IgnoredAny),
}

/// A request of a browser. `Debug` shows the method alone, because path, headers and body hold the
/// link's secret.
#[derive(derive_more::Debug, Deserialize)]
#[debug("Event({})", request_context.http.method)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    raw_path: Option<String>,
    #[serde(default)]
    headers: Headers,
    body: Option<String>,
    is_base64_encoded: Option<bool>,
    request_context: RequestContext,
}

/// Headers, with names in lower case: a function URL sends them so, and they mean the same in any case
/// (RFC 9110, section 5.1). Names that differ in case alone are one repeated header, whose values are
/// joined with commas as a function URL does it. So a check that expects one value fails.
#[derive(Default)]
struct Headers(BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let sent: Option<BTreeMap<String, String>> = Deserialize::deserialize(deserializer)?;
        let mut headers: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in sent.unwrap_or_default() {
            headers
                .entry(name.to_ascii_lowercase())
                .and_modify(|joined| *joined = format!("{joined}, {value}"))
                .or_insert(value);
        }
        Ok(Self(headers))
    }
}

#[derive(Deserialize)]
struct RequestContext {
    http: Http,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Http {
    method: String,
    source_ip: Option<String>,
    user_agent: Option<String>,
}

/// The reason why a body cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    TooLarge,
    NotText,
}

impl Event {
    pub(crate) fn method(&self) -> Option<Method> {
        self.request_context.http.method.parse().ok()
    }

    pub(crate) fn path(&self) -> &str {
        self.raw_path.as_deref().unwrap_or_default()
    }

    /// Returns a header by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.0.get(name).map(String::as_str)
    }

    /// Returns the IP address of the TCP peer.
    pub(crate) fn source_ip(&self) -> &str {
        self.request_context.http.source_ip.as_deref().unwrap_or_default()
    }

    pub(crate) fn user_agent(&self) -> &str {
        self.request_context.http.user_agent.as_deref().unwrap_or_default()
    }

    /// Returns the body. Forms arrive in base64, because Lambda does not treat their media type as
    /// text.
    pub(crate) fn body(&self) -> Result<String, BodyError> {
        let body = self.body.as_deref().unwrap_or_default();
        if self.is_base64_encoded != Some(true) {
            let small = body.len() <= MAX_BODY_BYTES;
            return if small { Ok(body.to_owned()) } else { Err(BodyError::TooLarge) };
        }
        if body.len() > MAX_BODY_BYTES.div_ceil(3) * 4 {
            return Err(BodyError::TooLarge);
        }
        let bytes = STANDARD.decode(body).map_err(|_| BodyError::NotText)?;
        String::from_utf8(bytes).map_err(|_| BodyError::NotText)
    }
}

/// A response to a browser. `Debug` shows the size of the body alone, because a review page holds the
/// link's secret.
#[derive(derive_more::Debug, Serialize)]
#[debug("Response({status_code}, {} bytes)", body.len())]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The status code.
    pub status_code: u16,
    /// The headers, with names in lower case.
    pub headers: BTreeMap<&'static str, Cow<'static, str>>,
    /// The page; empty for HEAD.
    pub body: String,
    /// Always `false`, because pages are text.
    pub is_base64_encoded: bool,
}

#[cfg(test)]
mod tests {
    use aws_lambda_events::lambda_function_urls::LambdaFunctionUrlRequest;
    use serde_json::{Value, json};

    use super::*;

    const GET: &str = include_str!("../../../tests/payloads/function-url-get.json");
    const POST: &str = include_str!("../../../tests/payloads/function-url-post.json");

    fn read(payload: &str) -> Event {
        serde_json::from_str(payload).unwrap()
    }

    #[test]
    fn requests_are_read_as_function_urls_send_them() {
        let (get, post) = (read(GET), read(POST));
        assert_eq!((get.method(), post.method()), (Some(Method::GET), Some(Method::POST)));
        assert!(get.path().starts_with("/approvals/"));
        assert_eq!(get.header("accept-language"), Some("de-AT,de;q=0.9,en;q=0.8"));
        assert_eq!(get.source_ip(), "123.123.123.123");
        assert_eq!(get.body().as_deref(), Ok(""));
        assert_eq!(post.header("origin"), Some("null"));
        assert!(post.body().unwrap().starts_with("token="));
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(format!("{:?} {:?}", read(GET), read(POST)), "Event(GET) Event(POST)");
        let body = "secret".to_owned();
        let response =
            Response { status_code: 200, headers: BTreeMap::new(), body, is_base64_encoded: false };
        assert_eq!(format!("{response:?}"), "Response(200, 6 bytes)");
    }

    #[test]
    fn header_names_are_the_same_in_any_case() {
        let with = |headers: Value| {
            let event = json!({"headers": headers, "requestContext": {"http": {"method": "POST"}}});
            serde_json::from_value::<Event>(event).unwrap()
        };
        for name in ["Content-Type", "CONTENT-TYPE", "content-type"] {
            assert_eq!(with(json!({name: "text/html"})).header("content-type"), Some("text/html"));
        }
        let twice = with(json!({"Sec-Fetch-Site": "cross-site", "sec-fetch-site": "same-origin"}));
        assert_eq!(twice.header("sec-fetch-site"), Some("cross-site, same-origin"));
        assert_eq!(with(Value::Null).header("origin"), None);
    }

    #[test]
    fn whatever_comes_is_read_as_something() {
        let http = |headers: Value, method: Value| json!({"headers": headers, "requestContext": {"http": {"method": method}}});
        for unreadable in [
            json!(null),
            json!(7),
            json!("text"),
            json!(["no event"]),
            json!({}),
            json!({"requestContext": null}),
            json!({"requestContext": {}}),
            json!({"requestContext": {"http": null}}),
            json!({"requestContext": {"http": {}}}),
            http(json!({}), json!(null)),
            http(json!({}), json!(7)),
            http(json!({"origin": null}), json!("GET")),
            http(json!({"origin": ["a", "b"]}), json!("GET")),
            http(json!([]), json!("GET")),
            // Payload format 1.0.
            json!({"version": "1.0", "path": "/approvals", "httpMethod": "POST", "headers": {},
                "requestContext": {"httpMethod": "POST", "identity": {"sourceIp": "192.0.2.1"}}}),
        ] {
            let read = serde_json::from_value(unreadable.clone());
            assert!(matches!(read, Ok(Incoming::Unreadable(_))), "{unreadable}");
        }
        let read = serde_json::from_str(GET);
        assert!(matches!(&read, Ok(Incoming::Request(_))));
        assert_eq!(format!("{:?}", read.unwrap()), "Request(Event(GET))");
    }

    /// This type can be replaced by the published one once this test fails.
    #[test]
    fn the_published_type_reads_less_and_shows_the_secret() {
        let mut payload: Value = serde_json::from_str(GET).unwrap();
        let published: LambdaFunctionUrlRequest = serde_json::from_value(payload.clone()).unwrap();
        assert!(format!("{published:?}").contains("/approvals/BwcH"));

        // The documentation's table has text where its sample has a number.
        payload["requestContext"]["timeEpoch"] = json!("1583348638390");
        assert!(serde_json::from_value::<Event>(payload.clone()).is_ok());
        assert!(serde_json::from_value::<LambdaFunctionUrlRequest>(payload).is_err());
    }
}
