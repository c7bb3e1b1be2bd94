//! The path of a link, as it was copied.
//!
//! People copy links from texts, with what stood after them. Different spellings of one address are
//! equal (RFC 3986, section 6.2.2): percent-encoded unreserved characters, dot segments, and empty
//! segments, which many servers ignore too. Reading is lenient only up to the token: what is left of it
//! has to be a token as it was issued.

use percent_encoding::percent_decode_str;
use switchboard_approval::Verdict;
use switchboard_approval::base_url::PATH;
use switchboard_approval::link::LinkToken;

/// The link that a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkPath {
    pub(crate) token: LinkToken,
    /// The form that is asked for; `None` for the one that the link chooses.
    pub(crate) verdict: Option<Verdict>,
}

impl LinkPath {
    /// Reads a path. Returns `None` if it is not the path of a link.
    pub(crate) fn read(path: &str) -> Option<Self> {
        let segments = segments(path);
        let (prefix, link) = segments.split_first()?;
        let link: Vec<&str> = link.iter().map(String::as_str).collect();
        if format!("/{prefix}") != PATH {
            return None;
        }
        // A verdict is read first, because its letters could end a token, but no token is so short.
        match link.as_slice() {
            [token] => Some(Self { token: copied_token(token)?, verdict: None }),
            [token, verdict] => {
                let verdict = Verdict::named(without_tail(verdict))?;
                Some(Self { token: LinkToken::parse(token)?, verdict: Some(verdict) })
            }
            _ => None,
        }
    }
}

/// Splits a path into decoded segments, without empty and dot segments. A last segment that has only
/// characters that no link has is left out.
fn segments(path: &str) -> Vec<String> {
    let mut segments: Vec<String> = Vec::new();
    for segment in path.split('/') {
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        match segment.as_ref() {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other.to_owned()),
        }
    }
    if segments.last().is_some_and(|last| without_tail(last).is_empty()) {
        segments.pop();
    }
    segments
}

/// Reads a token with what was copied after it. No token is longer than others, so a dash or an
/// underscore after one, as marks of emphasis are, does not belong to it either.
fn copied_token(segment: &str) -> Option<LinkToken> {
    let text = without_tail(segment);
    let (token, marks) = text.split_at_checked(LinkToken::LENGTH)?;
    marks.chars().all(|mark| matches!(mark, '-' | '_')).then(|| LinkToken::parse(token))?
}

/// Returns what stands before the first character that is not base64url (RFC 4648, section 5).
fn without_tail(segment: &str) -> &str {
    let is_foreign =
        |character: char| !(character.is_ascii_alphanumeric() || "-_".contains(character));
    segment.split(is_foreign).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token() -> LinkToken {
        LinkToken::new([0xfb; 32])
    }

    fn assert_found(path: &str, verdict: Option<Verdict>) {
        let found = LinkPath::read(path);
        assert_eq!(found, Some(LinkPath { token: token(), verdict }), "{path}");
    }

    #[test]
    fn what_stands_after_a_link_is_not_part_of_it() {
        let token = token();
        for tail in [
            "",
            "/",
            "//",
            ".",
            ",",
            ")",
            ">",
            "%3E",
            "%3e",
            ";",
            "]",
            "]]",
            "\"",
            "%22",
            "'",
            "*",
            "**",
            "_",
            "__",
            "`",
            "|",
            "!",
            "?",
            "%3F",
            ":",
            "%20",
            "%0A",
            "%0D%0A",
            "%09",
            "...",
            "%E2%80%A6",
            "…",
            "%E2%80%9D",
            "”",
            "“",
            "’",
            "»",
            "%C2%BB",
            "。",
            ").",
            ">,",
            "%20Please%20answer",
            " (by Monday)",
            "&amp;x=1",
            "&utm_source=mail",
            "=",
            "%",
            "%ZZ",
            "%00",
            "%FF",
            "%2F",
            "%2520",
            "#x",
            "%23top",
            "\\",
            "/.",
            "/./",
            "/...",
            "/%20",
            "/)",
            "/x/..",
            "\u{200b}",
            "\u{feff}",
            "\u{a0}",
            "%C2%A0",
            "-",
        ] {
            assert_found(&format!("/approvals/{}{tail}", token.as_str()), None);
        }
        for (tail, verdict) in [
            ("/accept", Verdict::Accept),
            ("/reject", Verdict::Reject),
            ("/reject/", Verdict::Reject),
            ("//reject", Verdict::Reject),
            ("/reject).", Verdict::Reject),
            ("/%72eject", Verdict::Reject),
            ("/accept/../reject", Verdict::Reject),
        ] {
            assert_found(&format!("/approvals/{}{tail}", token.as_str()), Some(verdict));
        }
    }

    #[test]
    fn equal_spellings_of_an_address_are_equal() {
        let token = token();
        let text = token.as_str();
        let escaped = |escaped: String, byte| format!("{escaped}%{byte:02X}");
        let encoded = text.bytes().fold(String::new(), escaped);
        for path in [
            format!("/%61pprovals/{text}"),
            format!("/approvals/{encoded}"),
            format!("/approvals/{}", encoded.to_lowercase()),
            format!("//approvals//{text}"),
            format!("/./approvals/./{text}"),
            format!("/x/../approvals/{text}"),
            format!("/../../approvals/{text}"),
            format!("/%2E/approvals/%2e%2E/approvals/{text}"),
            format!("/approvals/{}/%2e%2e/{text}", "x".repeat(43)),
        ] {
            assert_found(&path, None);
        }
    }

    #[test]
    fn nothing_else_is_a_link() {
        let token = token();
        let text = token.as_str();
        let short = &text[..42];
        for path in [
            String::new(),
            "/".to_owned(),
            "/approvals".to_owned(),
            "/approvals/".to_owned(),
            format!("/{text}"),
            format!("/approvalsx/{text}"),
            format!("/Approvals/{text}"),
            format!("/approvals%2F{text}"),
            format!("/approvals/x/{text}"),
            format!("/approvals/{text}/.."),
            format!("/approvals/{text}/x"),
            format!("/approvals/{text}/Accept"),
            format!("/approvals/{text}/accept/reject"),
            format!("/approvals/{text}./accept"),
            format!("/approvals/{text}x"),
            format!("/approvals/{text}{text}"),
            format!("/approvals/.{text}"),
            format!("/approvals/{short}"),
            format!("/approvals/{short}."),
            // Not the canonical spelling of any 32 bytes.
            format!("/approvals/{short}_"),
            format!("/approvals/{}", "%41".repeat(42)),
        ] {
            assert_eq!(LinkPath::read(&path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn every_token_is_found_whatever_follows(random in any::<[u8; 32]>(), tail in "[^A-Za-z0-9_/-]\\PC{0,20}") {
            prop_assume!(!tail.contains('/'));
            let token = LinkToken::new(random);
            let found = LinkPath::read(&format!("/approvals/{}{tail}", token.as_str()));
            // An escape after a token may stand for a letter, which makes another token.
            prop_assume!(!tail.contains('%'));
            prop_assert_eq!(found, Some(LinkPath { token, verdict: None }));
        }

        #[test]
        fn what_is_found_is_in_the_path(path in "/approvals/\\PC{0,80}") {
            if let Some(link) = LinkPath::read(&path) {
                let decoded = percent_decode_str(&path).decode_utf8_lossy();
                prop_assert!(decoded.contains(link.token.as_str()));
            }
        }
    }
}
