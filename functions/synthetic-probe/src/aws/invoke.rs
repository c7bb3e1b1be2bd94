//! Lambda's operation `Invoke`, on an alias, waiting for the reply.

use std::str::FromStr;

use jiff::Timestamp;

use crate::aws::signed_http::{Outgoing, SignedHttp};
use crate::ports::{Functions, Invoked, NoAnswer};

/// The header that Lambda sets if the function failed.
const FUNCTION_ERROR: &str = "x-amz-function-error";

/// An alias of a function, such as `vanity-convert:live`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionAlias {
    function: String,
    alias: String,
}

/// The text is not a function and its alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a function's name, a colon and the name of its alias, such as vanity-convert:live")]
pub struct BadFunctionAlias;

impl FromStr for FunctionAlias {
    type Err = BadFunctionAlias;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (function, alias) = text.split_once(':').ok_or(BadFunctionAlias)?;
        // AWS allows no other characters in either, so both go into a URL unencoded.
        let is_name = |name: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            !name.is_empty() && name.chars().all(allowed)
        };
        if is_name(function) && is_name(alias) {
            Ok(Self { function: function.to_owned(), alias: alias.to_owned() })
        } else {
            Err(BadFunctionAlias)
        }
    }
}

/// Invokes one alias of a function. Needs `lambda:InvokeFunction` on the alias.
#[derive(Clone, Debug)]
pub struct AliasInvoker {
    http: SignedHttp,
    uri: String,
}

impl AliasInvoker {
    /// Sends to the connection's endpoint, or else to the one of its region.
    #[must_use]
    pub fn new(http: SignedHttp, alias: &FunctionAlias) -> Self {
        let endpoint = match &http.settings.endpoint {
            Some(endpoint) => endpoint.as_str().trim_end_matches('/').to_owned(),
            None => regional_endpoint(&http.settings.region),
        };
        let FunctionAlias { function, alias } = alias;
        let path = format!("2015-03-31/functions/{function}/invocations?Qualifier={alias}");
        Self { http, uri: format!("{endpoint}/{path}") }
    }
}

/// Returns Lambda's endpoint in a region. The partition of China has a DNS suffix of its own.
fn regional_endpoint(region: &str) -> String {
    let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    format!("https://lambda.{region}.{suffix}")
}

impl Functions for AliasInvoker {
    async fn invoke(&self, event: &[u8], now: Timestamp) -> Result<Invoked, NoAnswer> {
        let service = Some("lambda");
        let outgoing = Outgoing { method: "POST", uri: &self.uri, service, body: event };
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

    async fn invoke(response: &'static str) -> (Invoked, String) {
        let (url, request) = serve(response).await;
        let alias = "vanity-convert:live".parse().unwrap();
        let function = AliasInvoker::new(client(Some(&url)), &alias);
        let invoked = function.invoke(b"{}", Timestamp::UNIX_EPOCH).await.unwrap();
        (invoked, request.await.unwrap())
    }

    #[tokio::test]
    async fn the_alias_is_invoked_with_the_event() {
        let response = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\"ok\"";
        let (invoked, request) = invoke(response).await;
        let expected = Invoked { status: 200, failed: false, payload: b"\"ok\"".to_vec() };
        assert_eq!(invoked, expected);
        let line = "POST /2015-03-31/functions/vanity-convert/invocations?Qualifier=live HTTP/1.1";
        assert!(request.starts_with(line), "{request}");
        assert!(request.ends_with("\r\n\r\n{}"), "{request}");
        assert!(request.contains("/eu-central-1/lambda/aws4_request"), "{request}");
    }

    #[tokio::test]
    async fn a_failed_function_and_a_refusal_are_told_apart() {
        let failed =
            "HTTP/1.1 200 OK\r\nx-amz-function-error: Unhandled\r\ncontent-length: 2\r\n\r\n{}";
        let invoked = invoke(failed).await.0;
        assert_eq!((invoked.status, invoked.failed), (200, true));
        let refused = "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\n{}";
        let invoked = invoke(refused).await.0;
        assert_eq!((invoked.status, invoked.failed), (429, false));
    }

    #[test]
    fn an_alias_is_a_name_of_a_function_and_one_of_an_alias() {
        assert!("vanity-convert:live".parse::<FunctionAlias>().is_ok());
        for bad in ["vanity-convert", "vanity-convert:", ":live", "a:b:c", "a/b:live", "a:$LATEST"]
        {
            assert_eq!(bad.parse::<FunctionAlias>(), Err(BadFunctionAlias), "{bad}");
        }
    }

    #[test]
    fn without_an_endpoint_the_regions_own_is_asked() {
        let invoker = AliasInvoker::new(client(None), &"a:b".parse().unwrap());
        assert!(invoker.uri.starts_with("https://lambda.eu-central-1.amazonaws.com/2015-03-31/"));
    }

    #[test]
    fn the_endpoint_of_a_region_is_in_its_partitions_domain() {
        for (region, endpoint) in [
            ("us-gov-west-1", "https://lambda.us-gov-west-1.amazonaws.com"),
            ("cn-north-1", "https://lambda.cn-north-1.amazonaws.com.cn"),
        ] {
            assert_eq!(regional_endpoint(region), endpoint);
        }
    }
}
