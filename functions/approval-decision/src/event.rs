//! What a function URL sends and takes, payload format 2.0.
//!
//! Shape: "Request and response payloads", AWS Lambda developer guide. Only what is needed is read:
//! its table and its samples differ in the rest (`timeEpoch` as text or number, `rawQueryString`
//! with or without `?`).

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde::{Deserialize, Serialize};

/// The most that is read of a form: token, nonce and a few hundred letters, each up to twelve bytes
/// when encoded.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// A request of a browser.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    raw_path: Option<String>,
    /// Names in lower case; of a header that came twice, the values with a comma between them.
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

/// Why a body is not read.
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

    /// The address of the TCP peer.
    pub(crate) fn source_ip(&self) -> &str {
        self.request_context.http.source_ip.as_deref().unwrap_or_default()
    }

    pub(crate) fn user_agent(&self) -> &str {
        self.request_context.http.user_agent.as_deref().unwrap_or_default()
    }

    /// The body. Forms arrive in base64, because their type is none that Lambda takes for text.
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

/// Path, headers and body hold the link's secret.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({})", self.request_context.http.method)
    }
}

/// The answer to a browser.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// The status.
    pub status_code: u16,
    /// Names in lower case.
    pub headers: BTreeMap<&'static str, &'static str>,
    /// The page; empty for HEAD.
    pub body: String,
    /// Always false: pages are text.
    pub is_base64_encoded: bool,
}

/// A review page holds the link's secret.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status_code, self.body.len())
    }
}
