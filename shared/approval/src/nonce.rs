//! Nonces, which tie a submitted form to a page that was shown.
//!
//! A client that posts the bare link has no nonce. A nonce is an HMAC-SHA256 under a key that is made
//! with the link and stored beside its hash. So there is no secret of the whole system to protect
//! or rotate, and the nonce of one form is worthless for another link and for the other verdict.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// How long a form can be submitted after its page was shown.
pub const NONCE_LIFETIME: SignedDuration = SignedDuration::from_mins(60);

/// The key of one link's nonces: 32 random bytes, stored as base64url. `Debug` is masked.
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize, Deserialize)]
#[debug("NonceKey(***)")]
#[serde(transparent)]
pub struct NonceKey(String);

impl NonceKey {
    /// Encodes 32 bytes, which must come from a cryptographic generator.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random))
    }

    /// Signs a subject and the time, in whole seconds: `seconds.mac`.
    pub(crate) fn nonce(&self, subject: &str, now: Timestamp) -> String {
        let seconds = now.as_second().to_string();
        let mac = self.mac(subject, &seconds).map(|mac| mac.finalize().into_bytes());
        format!("{seconds}.{}", mac.map(|mac| URL_SAFE_NO_PAD.encode(mac)).unwrap_or_default())
    }

    /// Returns whether a nonce was made for this subject within [`NONCE_LIFETIME`].
    pub(crate) fn confirms(&self, nonce: &str, subject: &str, now: Timestamp) -> bool {
        let confirmed = || {
            let (seconds, mac) = nonce.split_once('.')?;
            let shown_at = Timestamp::from_second(seconds.parse().ok()?).ok()?;
            let age = now.duration_since(shown_at);
            // The clocks of two instances may differ a little.
            let is_fresh = (SignedDuration::from_mins(-1)..=NONCE_LIFETIME).contains(&age);
            let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
            // Compares in constant time.
            let is_genuine = self.mac(subject, seconds)?.verify_slice(&mac).is_ok();
            Some(is_fresh && is_genuine)
        };
        confirmed().unwrap_or(false)
    }

    fn mac(&self, subject: &str, seconds: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        mac.update(subject.as_bytes());
        mac.update(b".");
        mac.update(seconds.as_bytes());
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: &str = "a-link";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    #[test]
    fn a_nonce_confirms_its_link_for_an_hour() {
        let key = NonceKey::new([1; 32]);
        let nonce = key.nonce(SUBJECT, at(0));
        assert!(key.confirms(&nonce, SUBJECT, at(0)));
        assert!(key.confirms(&nonce, SUBJECT, at(3600)));
        assert!(!key.confirms(&nonce, SUBJECT, at(3601)));
        assert!(!key.confirms(&nonce, SUBJECT, at(-61)));
        assert!(!key.confirms(&nonce, "another-link", at(0)));
        assert!(!NonceKey::new([4; 32]).confirms(&nonce, SUBJECT, at(0)));
    }

    #[test]
    fn a_guess_confirms_nothing() {
        let key = NonceKey::new([1; 32]);
        let nonce = key.nonce(SUBJECT, at(0));
        let (seconds, mac) = nonce.split_once('.').unwrap();
        let later = format!("{}.{mac}", at(10).as_second());
        let short = format!("{seconds}.{}", &mac[..20]);
        for guess in ["", ".", "1", "1.", "x.y", &later, &short, &format!("{seconds}.")] {
            assert!(!key.confirms(guess, SUBJECT, at(10)), "{guess}");
        }
    }

    #[test]
    fn the_key_is_not_shown() {
        assert_eq!(format!("{:?}", NonceKey::new([1; 32])), "NonceKey(***)");
    }
}
