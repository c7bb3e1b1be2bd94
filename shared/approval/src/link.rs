//! One-time links.
//!
//! A link carries 32 random bytes. Only their SHA-256 is kept, as the key that they are found by,
//! so neither the table nor the time that a look-up takes gives a link away. A link is bound to one
//! request, one approver and one verdict. That it works once is the request's doing, not the
//! link's: a crash after a click loses nothing, because nothing was used up.

use std::fmt::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::form::FormKey;
use crate::{ApproverId, RequestId, Verdict};

/// The secret in a link. `Debug` shows nothing of it, and it has no `Display`.
///
/// ```
/// use switchboard_approval::link::LinkToken;
///
/// let token = LinkToken::new([7; 32]);
/// assert_eq!(token.as_str().len(), 43);
/// assert_eq!(LinkToken::parse(token.as_str()), Some(token.clone()));
/// assert_eq!(format!("{token:?}"), "LinkToken(***)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(String);

impl LinkToken {
    /// From 32 bytes of the operating system's generator.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random))
    }

    /// Reads what stands in a link: 43 characters of base64url (RFC 4648, section 5) without
    /// padding that stand for 32 bytes. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = (text.len() == 43).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
        (bytes.len() == 32).then(|| Self(text.to_owned()))
    }

    /// The secret, for the link and the form alone.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> LinkHash {
        LinkHash(hex(&Sha256::digest(self.0.as_bytes())))
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(***)")
    }
}

/// SHA-256 of a link's secret, 64 hexadecimal digits. `Display` shows eight, for logs.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkHash(String);

impl LinkHash {
    /// All of it.
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

impl fmt::Debug for LinkHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkHash({self})")
    }
}

/// A link as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuedLink {
    /// What it is found by.
    pub hash: LinkHash,
    /// The request that it answers.
    pub request: RequestId,
    /// The approver that it was issued to.
    pub approver: ApproverId,
    /// What it says.
    pub verdict: Verdict,
    /// The key of its forms.
    pub form_key: FormKey,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When somebody withdrew it.
    #[serde(default)]
    pub revoked_at: Option<Timestamp>,
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a text never fails.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
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
        // The last character carries two bits that no byte needs; set, they would be a second
        // spelling of the same link.
        let twin = format!("{}_", &token.as_str()[..42]);
        assert_eq!(LinkToken::parse(&twin), None);
        for bad in ["", "a", &"a".repeat(44), &"=".repeat(43), &"+".repeat(43)] {
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
