//! A release that waits for an approval.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::address::EmailAddress;
use crate::untrusted_text::UntrustedText;

/// The longest line with the ids of several revisions, in characters.
const IDS_LIMIT: usize = 1_000;

/// The names that identify an approval action.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ActionPath {
    /// The AWS account, twelve digits.
    pub account: String,
    /// The AWS region.
    pub region: String,
    /// The pipeline's name.
    pub pipeline: String,
    /// The stage's name.
    pub stage: String,
    /// The action's name.
    pub action: String,
}

/// Shows `pipeline/stage/action`, the end of the action's ARN.
impl fmt::Display for ActionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.pipeline, self.stage, self.action)
    }
}

/// CodePipeline's token of one approval, which is needed to answer it. `Debug` is masked.
///
/// ```
/// use switchboard_approval::PipelineToken;
///
/// let token = PipelineToken::new("1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN").unwrap();
/// assert_eq!(format!("{token:?}"), "PipelineToken(***)");
/// assert_eq!(PipelineToken::new("a\r\nb"), None);
/// ```
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[debug("PipelineToken(***)")]
#[serde(transparent)]
pub struct PipelineToken(String);

impl PipelineToken {
    /// Takes a token of 1 to 256 printable ASCII characters. The service model asks for a UUID, but
    /// the sample in its documentation is not one.
    #[must_use]
    pub fn new(token: &str) -> Option<Self> {
        let fits =
            (1..=256).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(token.to_owned()))
    }

    /// Returns the token itself. Only CodePipeline may see it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A release that waits for an approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// The approval action at which the release waits.
    #[serde(flatten)]
    pub action: ActionPath,
    /// The token that is needed to answer the approval.
    pub token: PipelineToken,
    /// The time at which CodePipeline stops waiting.
    pub expires_at: Timestamp,
    /// The address at which the release can be tried.
    pub staging: Staging,
    /// The note that the pipeline's author wrote for the approvers.
    pub note: Option<UntrustedText>,
    /// The address of the release notes, on a host that the policy allows.
    #[serde(default)]
    pub notes_link: Option<WebLink>,
    /// The id of the pipeline execution, once it is known.
    pub execution_id: Option<String>,
    /// The id of the approval action's run, once it is known.
    #[serde(default)]
    pub action_execution_id: Option<String>,
    /// The change, once it is known.
    pub change: Option<Change>,
    /// The stage that follows the approval in the pipeline, once it is known. `None` too if the
    /// approval is not the last action of its stage.
    #[serde(default)]
    pub next_stage: Option<UntrustedText>,
    /// The time at which the pipeline was first asked and did not show the approval. `None` before the
    /// pipeline was asked, and once it has shown the approval.
    #[serde(default)]
    pub not_shown_since: Option<Timestamp>,
}

impl Release {
    /// How long an approval that the pipeline does not show is waited for. The pipeline's state may
    /// lag behind its message, but not by minutes.
    pub(crate) const MISSING_AFTER: SignedDuration = SignedDuration::from_mins(15);

    /// Returns whether the pipeline has not shown the approval for so long that it does not have it.
    /// An approval that was shown once is never missing.
    #[must_use]
    pub fn is_missing(&self, now: Timestamp) -> bool {
        let since = self.not_shown_since.filter(|_| self.execution_id.is_none());
        since.is_some_and(|since| since + Self::MISSING_AFTER <= now)
    }
}

/// The address at which a release can be tried before it is decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Staging {
    /// The pipeline gives no address.
    None,
    /// The address is on a host that the policy allows.
    Link(WebLink),
    /// The pipeline gives an address that is not shown, because its scheme is not `http(s)` or the
    /// policy does not allow its host.
    NotAllowed,
}

/// The change that is released, as far as it could be found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Change {
    /// The revision of each source of the pipeline, in the pipeline's order.
    pub revisions: Vec<Revision>,
    /// The time at which the last release before this one was approved at the same action.
    pub last_approved_at: Option<Timestamp>,
}

/// The revision that one source of a pipeline contributes to a release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Revision {
    /// The name of the source's output artifact.
    pub source: Option<UntrustedText>,
    /// The id of the revision, such as a commit id or the version of an object.
    pub id: Option<UntrustedText>,
    /// The tag that started the pipeline, or the tag of the image.
    pub tag: Option<UntrustedText>,
    /// The branch.
    pub branch: Option<UntrustedText>,
    /// The commit's message.
    pub message: Option<UntrustedText>,
    /// The name of the commit's author.
    pub author: Option<UntrustedText>,
    /// The address of the commit's author.
    pub author_email: Option<EmailAddress>,
    /// The address at which everybody who may read the repository can read the revision.
    pub link: Option<WebLink>,
    /// The revisions of this source since the last approved release; `None` if that is not known.
    pub since: Option<Since>,
}

/// The revisions of a source that the pipeline has seen since the last approved release, this one
/// included. A push of several commits counts as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Since {
    /// The number of revisions. 0 if this revision was approved before; `None` if the pipeline's
    /// history could not be read back to the last approved release.
    pub count: Option<u32>,
    /// The first lines of the messages of the other revisions, newest first. They may be fewer than
    /// `count`.
    pub earlier: Vec<UntrustedText>,
    /// The address at which the two revisions are compared.
    pub compare: Option<WebLink>,
}

impl Change {
    /// Returns whether nothing is known about the change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// Returns the ids of all revisions in one line, such as `App 41dd27b, Config 8f5e1c6`. The id of
    /// an only source stands alone.
    ///
    /// ```
    /// use switchboard_approval::{Change, Revision, UntrustedText};
    ///
    /// let line = |text| UntrustedText::line(text, 100);
    /// let revision = |source, id| Revision { source: line(source), id: line(id), ..Revision::default() };
    /// let mut change = Change { revisions: vec![revision("App", "41dd27b")], last_approved_at: None };
    /// assert_eq!(change.revision_ids(), line("41dd27b"));
    /// change.revisions.push(revision("Config", "8f5e1c6"));
    /// assert_eq!(change.revision_ids(), line("App 41dd27b, Config 8f5e1c6"));
    /// ```
    #[must_use]
    pub fn revision_ids(&self) -> Option<UntrustedText> {
        if let [only] = &self.revisions[..] {
            return only.id.clone();
        }
        let named = |revision: &Revision| {
            let id = revision.id.as_ref()?;
            Some(match &revision.source {
                Some(source) => format!("{source} {id}"),
                None => id.to_string(),
            })
        };
        let named: Vec<String> = self.revisions.iter().filter_map(named).collect();
        UntrustedText::line(&named.join(", "), IDS_LIMIT)
    }

    /// Returns the revision of the first source.
    #[must_use]
    pub fn first(&self) -> Option<&Revision> {
        self.revisions.first()
    }
}

/// An `http` or `https` address without user name or password, at most 2,048 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebLink(Url);

impl WebLink {
    /// Takes an address. Returns `None` for any other scheme, for an address with a user name (which
    /// makes one host look like another), and for one without a host.
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

    /// Returns the address in percent-encoded ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the host in lower-case ASCII (Punycode).
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
