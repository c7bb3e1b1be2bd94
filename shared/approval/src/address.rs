//! E-mail addresses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An e-mail address that Amazon SES accepts: ASCII on both sides, without quotes. `Debug` and
/// `Display` are masked.
///
/// ```
/// use switchboard_approval::EmailAddress;
///
/// let address: EmailAddress = "ana.ruiz@example.com".parse()?;
/// assert_eq!(address.to_string(), "a***@example.com");
/// assert_eq!(address.as_str(), "ana.ruiz@example.com");
/// # Ok::<(), switchboard_approval::address::BadAddress>(())
/// ```
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[debug("EmailAddress({})", self)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// The text is not an e-mail address, or one that Amazon SES does not accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address is local@domain in ASCII, such as ana@example.com")]
pub struct BadAddress;

impl EmailAddress {
    /// Returns the address itself. It must not be logged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether this is an address of exactly this domain, in upper or lower case.
    ///
    /// ```
    /// use switchboard_approval::EmailAddress;
    ///
    /// let address: EmailAddress = "ana@Mail.example.com".parse()?;
    /// assert!(address.is_in("mail.example.com"));
    /// assert!(!address.is_in("example.com"));
    /// # Ok::<(), switchboard_approval::address::BadAddress>(())
    /// ```
    #[must_use]
    pub fn is_in(&self, domain: &str) -> bool {
        self.0.split_once('@').is_some_and(|(_, own)| own.eq_ignore_ascii_case(domain))
    }
}

impl FromStr for EmailAddress {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let (local, domain) = text.split_once('@').ok_or(BadAddress)?;
        // RFC 5321, section 4.5.3.1: 64 and 255 octets; RFC 5322's atoms.
        let is_atom = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
        let is_label = |label: &str| {
            let inner = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            (1..=63).contains(&label.len())
                && inner
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let local_fits = (1..=64).contains(&local.len()) && local.chars().all(is_atom);
        let dots_fit = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        let domain_fits =
            domain.len() <= 255 && domain.contains('.') && domain.split('.').all(is_label);
        if local_fits && dots_fit && domain_fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadAddress)
        }
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = BadAddress;

    fn try_from(text: String) -> Result<Self, BadAddress> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = self.0.split_once('@').map_or("", |(_, domain)| domain);
        let first = self.0.chars().next().unwrap_or('*');
        write!(f, "{first}***@{domain}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ses_would_refuse_is_refused_here() {
        for good in ["a@example.com", "a.b+c@mail.example.co.uk", "o'brien@example.com"] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "a",
            "a@",
            "@example.com",
            "a@example",
            "a b@example.com",
            "a@exa mple.com",
            "a@example.com\r\nBcc: b@example.com",
            "a@b@example.com",
            ".a@example.com",
            "ä@example.com",
            "a@exämple.com",
            "<a@example.com>",
            "a@-x.com",
            "a..b@example.com",
            &long,
        ] {
            assert_eq!(bad.parse::<EmailAddress>(), Err(BadAddress), "{bad}");
        }
    }

    #[test]
    fn it_is_masked_wherever_it_is_shown() {
        let address: EmailAddress = "ana.ruiz@example.com".parse().unwrap();
        assert_eq!(
            format!("{address} {address:?}"),
            "a***@example.com EmailAddress(a***@example.com)"
        );
    }
}
