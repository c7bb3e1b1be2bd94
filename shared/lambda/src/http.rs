//! Replies of functions behind HTTP: JSON with strict headers, problems, revalidation.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use aws_lambda_events::encodings::Body;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::Serialize;

/// A reply on its way out.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

/// An RFC 9457 problem. `type` is left at `about:blank`: the status says what kind it is.
#[derive(Debug, Serialize)]
struct Problem<'a> {
    title: &'a str,
    status: u16,
    detail: &'a str,
}

impl Reply {
    /// 200 with a JSON body. It may be kept by the client alone, who asks each time whether it
    /// still holds; the entity tag makes that cheap.
    #[must_use]
    pub fn json(body: &impl Serialize) -> Self {
        let Ok(body) = serde_json::to_string(body) else { return Self::server_error() };
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let tag = format!("\"{:016x}\"", hasher.finish());
        let mut reply = Self::new(StatusCode::OK, "application/json", body);
        reply.set(CACHE_CONTROL, "private, no-cache");
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            reply.headers.insert(ETAG, tag);
        }
        reply
    }

    /// A problem, with a detail that tells the caller what to do.
    #[must_use]
    pub fn problem(status: StatusCode, detail: &str) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        let problem = Problem { title, status: status.as_u16(), detail };
        // A struct of two texts and a number always serialises.
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let mut reply = Self::new(status, "application/problem+json", body);
        reply.set(CACHE_CONTROL, "no-store");
        reply
    }

    /// 405, naming in `Allow` what is allowed.
    #[must_use]
    pub fn method_not_allowed(allow: &'static str, detail: &str) -> Self {
        let mut reply = Self::problem(StatusCode::METHOD_NOT_ALLOWED, detail);
        reply.set(ALLOW, allow);
        reply
    }

    /// 503, to be tried again after a second.
    #[must_use]
    pub fn unavailable(detail: &str) -> Self {
        let mut reply = Self::problem(StatusCode::SERVICE_UNAVAILABLE, detail);
        reply.set(RETRY_AFTER, "1");
        reply
    }

    /// 500, when it is nobody's turn but ours.
    #[must_use]
    pub fn server_error() -> Self {
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

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The reply that this request gets: 304 where the client holds the same already, and no
    /// body for HEAD.
    #[must_use]
    pub fn answering(mut self, method: &Method, headers: &HeaderMap) -> ApiGatewayV2httpResponse {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn header<'a>(response: &'a ApiGatewayV2httpResponse, name: &str) -> Option<&'a str> {
        response.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[test]
    fn a_client_that_holds_the_reply_is_told_so() {
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
