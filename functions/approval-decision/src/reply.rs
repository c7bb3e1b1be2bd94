//! Pages as HTTP responses, with the strictest headers that a page without scripts can have.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::{Method, StatusCode};
use switchboard_approval::render::page::Page;
use switchboard_approval::{Language, Site};

use crate::event::Response;

/// The headers of every response, errors included. They keep pages out of caches, frames and search
/// engines, allow no scripts, and hide the address of a page from the sites that it links to.
const HEADERS: [(&str, &str); 10] = [
    ("cache-control", "no-store"),
    ("content-type", "text/html; charset=utf-8"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("vary", "accept-language"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, nofollow"),
];

/// A reply to a browser.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    headers: BTreeMap<&'static str, Cow<'static, str>>,
    body: String,
    language: Language,
}

impl Reply {
    /// Makes a reply of a page in a language.
    pub(crate) fn page(
        status: StatusCode,
        page: &Page<'_>,
        site: Site<'_>,
        language: Language,
    ) -> Self {
        let mut headers: BTreeMap<_, _> =
            HEADERS.into_iter().map(|(name, value)| (name, Cow::Borrowed(value))).collect();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert("retry-after", Cow::Borrowed("5"));
        }
        Self { status, headers, body: page.html(language, site), language }
    }

    /// Adds the header `Allow` with these methods.
    pub(crate) fn allowing(mut self, methods: &'static str) -> Self {
        self.headers.insert("allow", Cow::Borrowed(methods));
        self
    }

    /// Adds a header that clears the browser's cache for its back button. Otherwise a form that is already
    /// answered would come back as if it were open.
    pub(crate) fn forgetting(mut self) -> Self {
        self.headers.insert("clear-site-data", Cow::Borrowed("\"cache\""));
        self
    }

    /// Makes the response to a request with this method: HEAD gets no body. `policy` is the content
    /// security policy of all pages.
    pub(crate) fn answering(mut self, method: Option<&Method>, policy: &str) -> Response {
        self.headers.insert("content-language", Cow::Borrowed(self.language.tag()));
        self.headers.insert("content-security-policy", Cow::Owned(policy.to_owned()));
        let body = if method == Some(&Method::HEAD) { String::new() } else { self.body };
        Response {
            status_code: self.status.as_u16(),
            headers: self.headers,
            body,
            is_base64_encoded: false,
        }
    }
}
