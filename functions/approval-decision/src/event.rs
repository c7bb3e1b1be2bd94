//! Requests and responses of a function URL, payload format 2.0.
//!
//! The shape is in the AWS Lambda developer guide, "Request and response payloads". Only the fields that
//! are needed are read, because the guide's table and samples differ in others (`timeEpoch` as text or
//! number, `rawQueryString` with or without `?`).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde::{Deserialize, Serialize};

/// The largest form: token, nonce and a few hundred characters of up to twelve bytes each when encoded.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// A request of a browser. `Debug` shows the method alone, because path, headers and body hold the
/// link's secret.
#[derive(derive_more::Debug, Deserialize)]
#[debug("Event({})", request_context.http.method)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    raw_path: Option<String>,
    /// The headers. Names are in lower case; repeated headers are joined with commas.
    headers: Option<BTreeMap<String, String>>,
    body: Option<String>,
    is_base64_encoded: Option<bool>,
    request_context: RequestContext,
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

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.as_ref()?.get(name).map(String::as_str)
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
    pub headers: BTreeMap<&'static str, &'static str>,
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
