//! HTTP replies: JSON with strict headers, problems and revalidation.

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use aws_lambda_events::encodings::Body;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A reply, before revalidation. It has no `Debug`, because the body is personal data.
pub(crate) struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

/// A problem as of RFC 9457. `type` is omitted, so it is `about:blank`: the status is the kind.
#[derive(Debug, Serialize)]
struct Problem<'a> {
    title: &'a str,
    status: u16,
    detail: &'a str,
}

impl Reply {
    /// Creates a response 200 with a JSON body. Only the client itself may cache it, and has to
    /// revalidate it each time, which the entity tag makes cheap.
    pub(crate) fn json(body: &impl Serialize) -> Self {
        let Ok(body) = serde_json::to_string(body) else { return Self::server_error() };
        let tag = entity_tag(&body);
        let mut reply = Self::new(StatusCode::OK, "application/json", body);
        reply.set(CACHE_CONTROL, "private, no-cache");
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            reply.headers.insert(ETAG, tag);
        }
        reply
    }

    /// Creates a problem response. `detail` says what the client should do.
    pub(crate) fn problem(status: StatusCode, detail: &str) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        let problem = Problem { title, status: status.as_u16(), detail };
        // A struct of two texts and a number always serializes.
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let mut reply = Self::new(status, "application/problem+json", body);
        reply.set(CACHE_CONTROL, "no-store");
        reply
    }

    /// Creates a response 405. `allow` lists the allowed methods.
    pub(crate) fn method_not_allowed(allow: &'static str, detail: &str) -> Self {
        let mut reply = Self::problem(StatusCode::METHOD_NOT_ALLOWED, detail);
        reply.set(ALLOW, allow);
        reply
    }

    /// Creates a response 503. The client should try again after a second.
    pub(crate) fn unavailable(detail: &str) -> Self {
        let mut reply = Self::problem(StatusCode::SERVICE_UNAVAILABLE, detail);
        reply.set(RETRY_AFTER, "1");
        reply
    }

    /// Creates a response 500, for a fault of ours; trying again does not help.
    pub(crate) fn server_error() -> Self {
        let detail = "something is wrong on this side; trying again does not help";
        Self::problem(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    fn new(status: StatusCode, content_type: &'static str, body: String) -> Self {
        let mut reply = Self { status, headers: HeaderMap::new(), body };
        reply.set(CONTENT_TYPE, content_type);
        reply.set(X_CONTENT_TYPE_OPTIONS, "nosniff");
        reply
    }

    fn set(&mut self, name: HeaderName, value: &'static str) {
        self.headers.insert(name, HeaderValue::from_static(value));
    }

    /// Returns the status, before revalidation.
    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the response to a request with this method and these headers: 304 if the client
    /// holds the reply already, and without a body for HEAD.
    pub(crate) fn answering(
        mut self,
        method: &Method,
        headers: &HeaderMap,
    ) -> ApiGatewayV2httpResponse {
        if self.status == StatusCode::OK && self.is_held_by_client(headers) {
            self.status = StatusCode::NOT_MODIFIED;
            self.headers.remove(CONTENT_TYPE);
        }
        let bodiless = method == Method::HEAD || self.status == StatusCode::NOT_MODIFIED;
        let mut response = ApiGatewayV2httpResponse::default();
        response.status_code = i64::from(self.status.as_u16());
        response.headers = self.headers;
        response.body = (!bodiless).then_some(Body::Text(self.body));
        response
    }

    fn is_held_by_client(&self, headers: &HeaderMap) -> bool {
        let Some(tag) = self.headers.get(ETAG).and_then(|tag| tag.to_str().ok()) else {
            return false;
        };
        headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .filter_map(|tags| tags.to_str().ok())
            .flat_map(|tags| tags.split(','))
            .map(|held| held.trim().trim_start_matches("W/"))
            .any(|held| held == tag || held == "*")
    }
}

/// Returns the first 64 bits of the body's SHA-256, quoted. It stays the same across releases of
/// the function and of Rust, so clients can revalidate after a deployment.
fn entity_tag(body: &str) -> String {
    let hash = Sha256::digest(body);
    let tag = hash.iter().take(8).fold(0_u64, |tag, byte| (tag << 8) | u64::from(*byte));
    format!("\"{tag:016x}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header<'a>(response: &'a ApiGatewayV2httpResponse, name: &str) -> Option<&'a str> {
        response.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[test]
    fn a_client_that_holds_the_reply_gets_304() {
        let reply = || Reply::json(&[1, 2]);
        let first = reply().answering(&Method::GET, &HeaderMap::new());
        assert_eq!((first.status_code, first.body), (200, Some(Body::Text("[1,2]".to_owned()))));
        let tag = first.headers.get(ETAG).unwrap().clone();

        let mut held = HeaderMap::new();
        held.insert(
            IF_NONE_MATCH,
            format!("\"other\", W/{}", tag.to_str().unwrap()).parse().unwrap(),
        );
        let second = reply().answering(&Method::GET, &held);
        assert_eq!((second.status_code, &second.body), (304, &None));
        assert_eq!(second.headers.get(ETAG), Some(&tag));

        let changed = Reply::json(&[1, 3]).answering(&Method::GET, &held);
        assert_eq!(changed.status_code, 200);
    }

    #[test]
    fn an_entity_tag_is_the_same_in_every_release() {
        assert_eq!(entity_tag("[1,2]"), "\"49a64717d5d4cb19\"");
    }

    #[test]
    fn head_has_the_headers_of_get_and_no_body() {
        let get = Reply::json(&"x").answering(&Method::GET, &HeaderMap::new());
        let head = Reply::json(&"x").answering(&Method::HEAD, &HeaderMap::new());
        assert_eq!((head.status_code, head.body), (200, None));
        assert_eq!(head.headers, get.headers);
    }

    #[test]
    fn problems_say_what_they_are_and_are_not_kept() {
        let response = Reply::method_not_allowed("GET, HEAD", "not that one")
            .answering(&Method::POST, &HeaderMap::new());
        assert_eq!(response.status_code, 405);
        assert_eq!(header(&response, "allow"), Some("GET, HEAD"));
        assert_eq!(header(&response, "content-type"), Some("application/problem+json"));
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
        assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
        let Some(Body::Text(body)) = response.body else { panic!("a body") };
        let problem: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(problem["title"], "Method Not Allowed");
        assert_eq!(problem["status"], 405);
    }
}
