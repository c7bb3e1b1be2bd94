//! The links in mails.
//!
//! A link carries 32 random bytes. Only their SHA-256 is stored, and it is the key of the link's
//! item: neither a copy of the table nor the duration of a lookup reveals a link. A link is bound
//! to one request and one approver. Its verdict chooses the form that opening it shows; the page leads
//! to the form with the other verdict. A link can be opened any number of times; the request counts
//! one answer from each approver. So a crash after a click loses nothing.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::approver::ApproverId;
use crate::hex;
use crate::nonce::NonceKey;
use crate::request::RequestId;
use crate::state::Verdict;

/// The secret in a link. `Debug` is masked, and there is no `Display`.
///
/// ```
/// use switchboard_approval::link::LinkToken;
///
/// let token = LinkToken::new([7; 32]);
/// assert_eq!(token.as_str().len(), 43);
/// assert_eq!(LinkToken::parse(token.as_str()), Some(token.clone()));
/// assert_eq!(format!("{token:?}"), "LinkToken(***)");
/// ```
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("LinkToken(***)")]
pub struct LinkToken(String);

impl LinkToken {
    /// Encodes 32 bytes, which must come from a cryptographic generator.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random))
    }

    /// The length of every token, in characters.
    pub const LENGTH: usize = 43;

    /// Parses the last part of a link: 43 characters of base64url (RFC 4648, section 5) without
    /// padding, which encode 32 bytes. Returns `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = (text.len() == Self::LENGTH).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// Returns the secret itself. It belongs in the link and its form, and nowhere else.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the hash under which the link is stored.
    #[must_use]
    pub fn hash(&self) -> LinkHash {
        LinkHash(hex::encode(&Sha256::digest(self.0.as_bytes())))
    }
}

/// SHA-256 of a link's secret, 64 hexadecimal digits. `Display` shows the first eight, for logs.
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[debug("LinkHash({})", self)]
#[serde(transparent)]
pub struct LinkHash(String);

impl LinkHash {
    /// Returns all 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LinkHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(..8).unwrap_or_default())
    }
}

/// A link as it is stored.
///
/// ```
/// use switchboard_approval::link::{IssuedLink, LinkToken};
/// use switchboard_approval::nonce::NonceKey;
/// use switchboard_approval::{ApproverId, RequestId, Verdict};
///
/// let token = LinkToken::new([1; 32]);
/// let opened_at = "2026-11-21T10:00:00Z".parse()?;
/// let link = IssuedLink {
///     hash: token.hash(),
///     request: RequestId::from_stored("5f0c8b3e"),
///     approver: ApproverId::of(&"ana@example.com".parse()?),
///     verdict: Verdict::Accept,
///     nonce_key: NonceKey::new([2; 32]),
///     issued_at: opened_at,
///     revoked_at: None,
/// };
///
/// // A form carries a nonce for its verdict; a form without a valid one decides nothing.
/// let nonce = link.nonce(Verdict::Accept, opened_at);
/// assert!(link.confirms(&nonce, Verdict::Accept, "2026-11-21T10:59:00Z".parse()?));
/// assert!(!link.confirms(&nonce, Verdict::Accept, "2026-11-21T11:01:00Z".parse()?));
/// assert!(!link.confirms(&nonce, Verdict::Reject, opened_at));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuedLink {
    /// The key under which the link is found.
    pub hash: LinkHash,
    /// The request that the link answers.
    pub request: RequestId,
    /// The approver that the link was issued to.
    pub approver: ApproverId,
    /// The verdict of the form that opening the link shows.
    pub verdict: Verdict,
    /// The key of the nonces of this link's forms. Stored as `formKey`.
    #[serde(rename = "formKey")]
    pub nonce_key: NonceKey,
    /// The time at which the link was issued.
    pub issued_at: Timestamp,
    /// The time at which the link was withdrawn; `None` while it is valid.
    #[serde(default)]
    pub revoked_at: Option<Timestamp>,
}

impl IssuedLink {
    /// Returns the nonce of a form for this verdict that is shown now.
    #[must_use]
    pub fn nonce(&self, verdict: Verdict, now: Timestamp) -> String {
        self.nonce_key.nonce(&self.form(verdict), now)
    }

    /// Returns whether a nonce belongs to a form of this link, for this verdict, that was shown
    /// within [`NONCE_LIFETIME`](crate::nonce::NONCE_LIFETIME).
    #[must_use]
    pub fn confirms(&self, nonce: &str, verdict: Verdict, now: Timestamp) -> bool {
        self.nonce_key.confirms(nonce, &self.form(verdict), now)
    }

    /// Returns what the nonces of a form sign. A nonce of one form does not confirm another one.
    fn form(&self, verdict: Verdict) -> String {
        format!("{}.{}", self.hash.as_str(), verdict.name())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_token_is_read_back(random in any::<[u8; 32]>()) {
            let token = LinkToken::new(random);
            prop_assert_eq!(LinkToken::parse(token.as_str()), Some(token));
        }

        #[test]
        fn nothing_else_is_a_token(text in "\\PC{0,60}") {
            if let Some(token) = LinkToken::parse(&text) {
                prop_assert_eq!(URL_SAFE_NO_PAD.decode(token.as_str()).unwrap().len(), 32);
            }
        }
    }

    #[test]
    fn only_canonical_text_is_a_token() {
        let token = LinkToken::new([0xff; 32]);
        // The last character carries two bits that no byte needs. If they could be set, the same
        // link would have a second spelling.
        let alias = format!("{}_", &token.as_str()[..42]);
        assert_eq!(LinkToken::parse(&alias), None);
        for bad in ["", "a", &"a".repeat(LinkToken::LENGTH + 1), &"=".repeat(43), &"+".repeat(43)] {
            assert_eq!(LinkToken::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_hash_shows_eight_digits_of_itself() {
        let hash = LinkToken::new([1; 32]).hash();
        assert_eq!(hash.as_str().len(), 64);
        assert_eq!(format!("{hash}"), hash.as_str()[..8]);
        assert_eq!(format!("{hash:?}").len(), "LinkHash()".len() + 8);
    }
}
