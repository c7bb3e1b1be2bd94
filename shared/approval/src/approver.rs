//! The people who may answer a request.

use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::address::EmailAddress;
use crate::hex;
use crate::language::Language;
use crate::untrusted_text::UntrustedText;

/// Identifies an approver without revealing the address: the first twelve hexadecimal digits of
/// its SHA-256. Safe for logs.
///
/// ```
/// use switchboard_approval::ApproverId;
///
/// let id = ApproverId::of(&"Ana@Example.com".parse()?);
/// assert_eq!(id, ApproverId::of(&"ana@example.com".parse()?));
/// assert_eq!(id.as_str().len(), 12);
/// # Ok::<(), switchboard_approval::address::BadAddress>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApproverId(String);

impl ApproverId {
    /// Derives the id of an address. Upper and lower case make no difference.
    #[must_use]
    pub fn of(address: &EmailAddress) -> Self {
        let digest = Sha256::digest(address.as_str().to_ascii_lowercase().as_bytes());
        Self(hex::encode(&digest).get(..12).unwrap_or_default().to_owned())
    }

    /// Returns the twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApproverId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person who may answer a request through a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approver {
    /// The address that mails go to.
    pub email: EmailAddress,
    /// The name that mails and pages use.
    pub name: UntrustedText,
    /// The language of mails, and of pages where the browser asks for none that exists.
    #[serde(default)]
    pub language: Language,
    /// The IANA name of the time zone that times are shown in. It is checked when the settings are
    /// read.
    pub time_zone: String,
}

impl Approver {
    /// Returns the id of this approver.
    #[must_use]
    pub fn id(&self) -> ApproverId {
        ApproverId::of(&self.email)
    }

    /// Returns the time zone, or UTC if this version's time zone data no longer has it.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approver_is_the_same_however_the_address_is_capitalised() {
        let id = |address: &str| ApproverId::of(&address.parse().unwrap());
        assert_eq!(id("Ana@Example.com"), id("ana@example.com"));
        assert_ne!(id("ana@example.com"), id("anna@example.com"));
    }
}
