//! The form on a review page: what makes its answer a person's.
//!
//! A nonce ties an answer to a page that was shown: whoever posts the bare link has none. It is an
//! HMAC-SHA256 with a key that is made with the link and kept beside its hash, so no secret of the
//! whole system has to be looked after, and one link's nonce is worth nothing for another.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::link::LinkHash;

/// How long a page that was opened can be answered.
pub const NONCE_LIFETIME: SignedDuration = SignedDuration::from_mins(60);

/// The most that an approver can write, in UTF-16 code units as a browser's `maxlength` counts.
/// CodePipeline's summary has room for 512, and says who and which reference besides.
pub const REASON_LIMIT: usize = 300;

/// The key of one link's nonces: 32 random bytes, kept as base64url.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormKey(String);

impl FormKey {
    /// From 32 bytes of the operating system's generator.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random))
    }

    /// The nonce of a page that is shown now: `seconds.mac`.
    #[must_use]
    pub fn nonce(&self, link: &LinkHash, now: Timestamp) -> String {
        let seconds = now.as_second().to_string();
        let mac = self.mac(link, &seconds).map(|mac| mac.finalize().into_bytes());
        format!("{seconds}.{}", mac.map(|mac| URL_SAFE_NO_PAD.encode(mac)).unwrap_or_default())
    }

    /// Whether a nonce is of a page of this link that was shown within [`NONCE_LIFETIME`].
    #[must_use]
    pub fn confirms(&self, nonce: &str, link: &LinkHash, now: Timestamp) -> bool {
        let confirmed = || {
            let (seconds, mac) = nonce.split_once('.')?;
            let shown_at = Timestamp::from_second(seconds.parse().ok()?).ok()?;
            let age = now.duration_since(shown_at);
            // Two instances' clocks may differ by a little.
            let fresh = (SignedDuration::from_mins(-1)..=NONCE_LIFETIME).contains(&age);
            let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
            // In constant time.
            let genuine = self.mac(link, seconds)?.verify_slice(&mac).is_ok();
            Some(fresh && genuine)
        };
        confirmed().unwrap_or(false)
    }

    fn mac(&self, link: &LinkHash, seconds: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        mac.update(link.as_str().as_bytes());
        mac.update(b".");
        mac.update(seconds.as_bytes());
        Some(mac)
    }
}

impl fmt::Debug for FormKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::LinkToken;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn a_nonce_confirms_its_link_for_an_hour() {
        let (key, link) = (FormKey::new([1; 32]), LinkToken::new([2; 32]).hash());
        let nonce = key.nonce(&link, at(0));
        assert!(key.confirms(&nonce, &link, at(0)));
        assert!(key.confirms(&nonce, &link, at(3600)));
        assert!(!key.confirms(&nonce, &link, at(3601)));
        assert!(!key.confirms(&nonce, &link, at(-61)));
        assert!(!key.confirms(&nonce, &LinkToken::new([3; 32]).hash(), at(0)));
        assert!(!FormKey::new([4; 32]).confirms(&nonce, &link, at(0)));
    }

    #[test]
    fn a_guess_confirms_nothing() {
        let (key, link) = (FormKey::new([1; 32]), LinkToken::new([2; 32]).hash());
        let nonce = key.nonce(&link, at(0));
        let (seconds, mac) = nonce.split_once('.').unwrap();
        let later = format!("{}.{mac}", at(10).as_second());
        let short = format!("{seconds}.{}", &mac[..20]);
        for guess in ["", ".", "1", "1.", "x.y", &later, &short, &format!("{seconds}.")] {
            assert!(!key.confirms(guess, &link, at(10)), "{guess}");
        }
    }
}
