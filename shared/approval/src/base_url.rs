//! The address that links lead to.

use std::fmt;
use std::str::FromStr;

use crate::link::LinkToken;
use crate::release::WebLink;
use crate::state::Verdict;

/// The path under which links and their forms are served.
pub const PATH: &str = "/approvals";

/// Returns the path of a link's form for this verdict.
///
/// ```
/// use switchboard_approval::link::LinkToken;
/// use switchboard_approval::{Verdict, base_url};
///
/// let path = base_url::form_path(&LinkToken::new([0; 32]), Verdict::Reject);
/// assert!(path.starts_with("/approvals/AAAA") && path.ends_with("/reject"));
/// ```
#[must_use]
pub fn form_path(token: &LinkToken, verdict: Verdict) -> String {
    format!("{PATH}/{}/{}", token.as_str(), verdict.name())
}

/// Scheme and host of every link. It comes from the settings and never from a request, because
/// anyone can choose a request's host.
///
/// ```
/// use switchboard_approval::BaseUrl;
/// use switchboard_approval::link::LinkToken;
///
/// let base: BaseUrl = "https://approve.example.com".parse()?;
/// assert!(base.link(&LinkToken::new([0; 32])).starts_with("https://approve.example.com/approvals/AAAA"));
/// assert!(base.is_origin("https://approve.example.com"));
/// # Ok::<(), switchboard_approval::base_url::BadBaseUrl>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

/// The error for a setting that cannot be the base of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBaseUrl {
    /// The text is not a scheme and a host.
    #[error(
        "it is https:// and a host, such as https://approve.example.com, without a path; http:// only for 127.0.0.1 or localhost"
    )]
    NotAnOrigin,
    /// The host ends in `.invalid` (RFC 6761), so it can never be reached. The address of a
    /// function is known only after the function exists, so the first deployment has such a
    /// placeholder. Sending no mail is better than sending dead links.
    #[error(
        "it is a placeholder: set the address that links lead to, deploy again and shift the traffic"
    )]
    NotKnownYet,
}

impl FromStr for BaseUrl {
    type Err = BadBaseUrl;

    fn from_str(text: &str) -> Result<Self, BadBaseUrl> {
        let link = WebLink::parse(text).ok_or(BadBaseUrl::NotAnOrigin)?;
        if link.host().ends_with(".invalid") {
            return Err(BadBaseUrl::NotKnownYet);
        }
        let origin = link.as_str().trim_end_matches('/');
        let (scheme, host) = origin.split_once("://").ok_or(BadBaseUrl::NotAnOrigin)?;
        let local = matches!(link.host(), "127.0.0.1" | "localhost");
        let bare = !host.contains(['/', '?', '#']);
        if bare && (scheme == "https" || local) {
            Ok(Self(origin.to_owned()))
        } else {
            Err(BadBaseUrl::NotAnOrigin)
        }
    }
}

impl BaseUrl {
    /// Returns the address of a link.
    #[must_use]
    pub fn link(&self, token: &LinkToken) -> String {
        format!("{}{PATH}/{}", self.0, token.as_str())
    }

    /// Returns the host, with its port if there is one.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, host)| host)
    }

    /// Returns whether a header `Origin` names this site.
    #[must_use]
    pub fn is_origin(&self, origin: &str) -> bool {
        origin.eq_ignore_ascii_case(&self.0)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_https_unless_they_stay_on_this_machine() {
        for good in
            ["https://approve.example.com/", "https://a.example:8443", "http://127.0.0.1:8080"]
        {
            assert!(good.parse::<BaseUrl>().is_ok(), "{good}");
        }
        for bad in [
            "http://approve.example.com",
            "approve.example.com",
            "https://a.example/x",
            "https://a.example/?q",
            "",
        ] {
            assert_eq!(bad.parse::<BaseUrl>(), Err(BadBaseUrl::NotAnOrigin), "{bad}");
        }
        let placeholder = "https://approvals.invalid".parse::<BaseUrl>();
        assert_eq!(placeholder, Err(BadBaseUrl::NotKnownYet));
    }
}
