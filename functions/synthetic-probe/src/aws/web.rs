//! A client of an HTTP API of API Gateway, and of a function URL.

use std::str::FromStr;

use http::Uri;
use jiff::Timestamp;

use crate::aws::signed_http::{Outgoing, SignedHttp};
use crate::ports::{Answer, NoAnswer, Signing, Web};

/// A base URL, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl(String);

/// The text is not a base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a URL such as https://api.example.com, with or without a path")]
pub struct BadWebUrl;

impl FromStr for WebUrl {
    type Err = BadWebUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| BadWebUrl)?;
        let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
        // A signature needs a host.
        let has_host = uri.host().is_some_and(|host| !host.is_empty());
        // `Uri` drops the fragment after `#`, and user information before `@` is not part of the host.
        let is_plain = !text.contains(['@', '#']);
        if is_http && has_host && is_plain && uri.query().is_none() {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        } else {
            Err(BadWebUrl)
        }
    }
}

/// A client of an API or of pages. Requests are signed for API Gateway, and need `execute-api:Invoke` on the
/// route.
#[derive(Clone, Debug)]
pub struct WebClient {
    http: SignedHttp,
    url: WebUrl,
}

impl WebClient {
    /// Creates a client of what is at `url`.
    #[must_use]
    pub const fn new(http: SignedHttp, url: WebUrl) -> Self {
        Self { http, url }
    }
}

impl Web for WebClient {
    async fn get(&self, path: &str, signing: Signing, now: Timestamp) -> Result<Answer, NoAnswer> {
        let uri = format!("{}{path}", self.url.0);
        let service = (signing == Signing::Signed).then_some("execute-api");
        let outgoing = Outgoing { method: "GET", uri: &uri, service, headers: &[], body: b"" };
        let incoming = self.http.send(&outgoing, now).await?;
        let headers = incoming.response.headers().iter();
        Ok(Answer {
            status: incoming.response.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: incoming.body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::signed_http::tests::{client, serve};

    async fn get(signing: Signing) -> (Answer, String) {
        let response =
            "HTTP/1.1 403 Forbidden\r\nX-Frame-Options: DENY\r\ncontent-length: 2\r\n\r\n{}";
        let (url, requests) = serve(vec![response.to_owned()]).await;
        let api = WebClient::new(client(Some(&url)), format!("{url}/v1/").parse().unwrap());
        let answer = api.get("/numbers/1", signing, Timestamp::UNIX_EPOCH).await.unwrap();
        (answer, requests.await.unwrap().remove(0))
    }

    #[tokio::test]
    async fn a_path_is_asked_for_signed_or_not() {
        let (answer, request) = get(Signing::Signed).await;
        assert_eq!((answer.status, &answer.body[..]), (403, &b"{}"[..]));
        assert_eq!(answer.headers.get("x-frame-options").map(String::as_str), Some("DENY"));
        assert!(request.starts_with("GET /v1/numbers/1 HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("/eu-central-1/execute-api/aws4_request"), "{request}");
        let (_, request) = get(Signing::Unsigned).await;
        assert!(request.starts_with("GET /v1/numbers/1 HTTP/1.1\r\n"), "{request}");
        assert!(!request.contains("authorization") && !request.contains("x-amz"), "{request}");
    }

    #[test]
    fn a_url_has_a_host_and_no_query() {
        for good in ["https://api.example.com", "http://127.0.0.1:8080/", "https://a.example/v1"] {
            assert!(good.parse::<WebUrl>().is_ok(), "{good}");
        }
        let odd = ["https://a.example/?a", "https://a.example/#a", "https://a:b@a.example"];
        for bad in ["", "api.example.com", "https:///v1", "ftp://a.example"].into_iter().chain(odd)
        {
            assert_eq!(bad.parse::<WebUrl>(), Err(BadWebUrl), "{bad}");
        }
    }
}
