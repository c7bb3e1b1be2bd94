//! What is to be released.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::Text;

/// The approval action that waits, by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ActionPath {
    /// The account, twelve digits.
    pub account: String,
    /// The region.
    pub region: String,
    /// The pipeline.
    pub pipeline: String,
    /// The stage.
    pub stage: String,
    /// The action.
    pub action: String,
}

/// `pipeline/stage/action`, as it ends the action's ARN.
impl fmt::Display for ActionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.pipeline, self.stage, self.action)
    }
}

/// CodePipeline's token of one approval: whoever has it and the permission answers it. Never shown.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PipelineToken(String);

impl PipelineToken {
    /// Takes a token as it came. The service model wants a UUID, its own documentation shows one
    /// that is none, so any short printable text is taken.
    #[must_use]
    pub fn new(token: &str) -> Option<Self> {
        let fits =
            (1..=256).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(token.to_owned()))
    }

    /// The token itself, for CodePipeline alone.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PipelineToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PipelineToken(***)")
    }
}

/// A release that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// Where it waits.
    #[serde(flatten)]
    pub action: ActionPath,
    /// What answers it.
    pub token: PipelineToken,
    /// When CodePipeline gives up waiting.
    pub expires_at: Timestamp,
    /// Where it can be looked at.
    pub staging: Staging,
    /// What the pipeline's author wrote for the approvers.
    pub note: Option<Text>,
    /// The pipeline's execution, once it is known.
    pub execution_id: Option<String>,
    /// The run of the approval action in it, once it is known.
    #[serde(default)]
    pub action_execution_id: Option<String>,
    /// What changes, once it is known.
    pub change: Option<Change>,
}

/// Where a release can be looked at before it is decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Staging {
    /// The pipeline names no address.
    None,
    /// An address on a host that the policy allows.
    Link(WebLink),
    /// The pipeline names an address that is not shown: no `http(s)`, or on a host that the policy
    /// does not allow.
    NotAllowed,
}

/// What changes with a release, as far as it could be found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The revision, such as a commit id.
    pub revision: Option<Text>,
    /// The commit's message, or the revision's summary.
    pub message: Option<Text>,
    /// Who wrote it.
    pub author: Option<Text>,
    /// Where it can be read.
    pub link: Option<WebLink>,
}

impl Change {
    /// Whether nothing was found out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An `http` or `https` address without user name or password, at most 2,048 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebLink(Url);

impl WebLink {
    /// Takes an address. `None` for any other scheme, for one with a user name (which makes one
    /// host look like another), or without a host.
    ///
    /// ```
    /// use switchboard_approval::release::WebLink;
    ///
    /// let link = WebLink::parse("https://staging.example.com/cart").unwrap();
    /// assert_eq!(link.host(), "staging.example.com");
    /// assert!(WebLink::parse("javascript:alert(1)").is_none());
    /// assert!(WebLink::parse("https://staging.example.com@evil.example").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text.trim()).ok().filter(|url| url.as_str().len() <= 2048)?;
        let web = matches!(url.scheme(), "http" | "https");
        let plain = url.username().is_empty() && url.password().is_none();
        (web && plain && url.host_str().is_some()).then_some(Self(url))
    }

    /// The address, percent-encoded ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Its host, ASCII (Punycode), lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "//example.com",
            "",
            "https://",
            "https://a@example.com",
            "https://a:b@example.com",
            "mailto:a@example.com",
            " java\nscript:alert(1)",
            "vbscript:x",
            "blob:https://example.com/1",
        ] {
            assert_eq!(WebLink::parse(bad), None, "{bad}");
        }
        assert_eq!(WebLink::parse(&format!("https://example.com/{}", "a".repeat(2048))), None);
    }

    #[test]
    fn the_host_is_the_one_that_a_browser_would_ask() {
        for (text, host) in [
            ("HTTPS://Staging.Example.COM:8443/x?y#z", "staging.example.com"),
            ("https://staging.example.com\\@evil.example/", "staging.example.com"),
            ("https://bücher.example/", "xn--bcher-kva.example"),
            ("http://0x7f.1/", "127.0.0.1"),
        ] {
            assert_eq!(WebLink::parse(text).unwrap().host(), host, "{text}");
        }
    }

    #[test]
    fn markup_in_an_address_is_encoded() {
        let link = WebLink::parse("https://example.com/\"><script>'\u{202e}").unwrap();
        assert!(!link.as_str().contains(['"', '<', '>', '\u{202e}']), "{}", link.as_str());
    }

    #[test]
    fn the_token_is_not_shown() {
        let token = PipelineToken::new("1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN").unwrap();
        assert_eq!(format!("{token:?}"), "PipelineToken(***)");
        assert_eq!(PipelineToken::new(""), None);
        assert_eq!(PipelineToken::new("a\r\nb"), None);
    }
}
