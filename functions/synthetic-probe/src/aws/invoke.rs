//! Lambda's operation `Invoke`, waiting for the reply.

use jiff::Timestamp;

use crate::aws::endpoint;
use crate::aws::signed_http::{Outgoing, SignedHttp};
use crate::function::QualifiedFunction;
use crate::ports::{Functions, Invoked, NoAnswer};

/// The header that Lambda sets if the function failed.
const FUNCTION_ERROR: &str = "x-amz-function-error";

/// Invokes functions. Needs `lambda:InvokeFunction` on the alias or version.
#[derive(Clone, Debug)]
pub struct Invoker {
    http: SignedHttp,
    endpoint: String,
}

impl Invoker {
    /// Sends to the connection's endpoint, or else to the one of its region.
    #[must_use]
    pub fn new(http: SignedHttp) -> Self {
        let endpoint = endpoint::of("lambda", &http.settings);
        Self { http, endpoint }
    }
}

impl Functions for Invoker {
    async fn invoke(
        &self,
        function: &QualifiedFunction,
        event: &[u8],
        now: Timestamp,
    ) -> Result<Invoked, NoAnswer> {
        let (name, qualifier) = (function.name(), function.qualifier());
        let path = format!("2015-03-31/functions/{name}/invocations?Qualifier={qualifier}");
        let uri = format!("{}/{path}", self.endpoint);
        let service = Some("lambda");
        let outgoing = Outgoing { method: "POST", uri: &uri, service, headers: &[], body: event };
        let incoming = self.http.send(&outgoing, now).await?;
        Ok(Invoked {
            status: incoming.response.status().as_u16(),
            failed: incoming.response.headers().contains_key(FUNCTION_ERROR),
            payload: incoming.body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::signed_http::tests::{client, serve};

    async fn invoke(function: &QualifiedFunction, response: &'static str) -> (Invoked, String) {
        let (url, requests) = serve(vec![response.to_owned()]).await;
        let functions = Invoker::new(client(Some(&url)));
        let invoked = functions.invoke(function, b"{}", Timestamp::UNIX_EPOCH).await.unwrap();
        (invoked, requests.await.unwrap().remove(0))
    }

    fn live() -> QualifiedFunction {
        "vanity-convert:live".parse().unwrap()
    }

    #[tokio::test]
    async fn an_alias_or_a_version_is_invoked_with_the_event() {
        let response = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\"ok\"";
        let version = QualifiedFunction::version("vanity-convert", "7").unwrap();
        for (function, qualifier) in [(live(), "live"), (version, "7")] {
            let (invoked, request) = invoke(&function, response).await;
            let expected = Invoked { status: 200, failed: false, payload: b"\"ok\"".to_vec() };
            assert_eq!(invoked, expected);
            let path = "/2015-03-31/functions/vanity-convert/invocations?Qualifier=";
            let line = format!("POST {path}{qualifier} HTTP/1.1\r\n");
            assert!(request.starts_with(&line), "{request}");
            assert!(request.ends_with("\r\n\r\n{}"), "{request}");
            assert!(request.contains("/eu-central-1/lambda/aws4_request"), "{request}");
        }
    }

    #[tokio::test]
    async fn a_failed_function_and_a_refusal_are_told_apart() {
        let failed =
            "HTTP/1.1 200 OK\r\nx-amz-function-error: Unhandled\r\ncontent-length: 2\r\n\r\n{}";
        let invoked = invoke(&live(), failed).await.0;
        assert_eq!((invoked.status, invoked.failed), (200, true));
        let refused = "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\n{}";
        let invoked = invoke(&live(), refused).await.0;
        assert_eq!((invoked.status, invoked.failed), (429, false));
    }
}
