//! Phone numbers: the E.164 newtype, and what people and Amazon Connect write for one.

mod parse;
mod plan;
mod withheld;

pub use parse::ParseError;
pub(crate) use plan::Parts;
pub use plan::UnsupportedNumber;
pub use withheld::is_withheld;

use std::fmt;
use std::str::FromStr;

use arrayvec::ArrayString;

/// A phone number in E.164: `+`, then 7 to 15 digits, the first of them not 0.
///
/// A phone number is personal data, so `Debug` and `Display` mask it: they show the country code and
/// the last two digits. [`PhoneNumber::as_e164`] gives the number itself.
///
/// ```
/// let number: switchboard_vanity::PhoneNumber = "1-800-FLOWERS".parse()?;
/// assert_eq!(number.as_e164(), "+18003569377");
/// assert_eq!(number.to_string(), "+1********77");
/// assert_eq!(format!("{number:?}"), "PhoneNumber(+1********77)");
/// # Ok::<(), switchboard_vanity::ParseError>(())
/// ```
#[derive(Clone, Copy, derive_more::Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[debug("PhoneNumber({self})")]
pub struct PhoneNumber(ArrayString<16>);

impl PhoneNumber {
    /// Parses a number that is already E.164, such as a caller's endpoint or a table's key. It
    /// refuses national forms and letters, which [`str::parse`] understands.
    ///
    /// ```
    /// use switchboard_vanity::{ParseError, PhoneNumber};
    ///
    /// assert!(PhoneNumber::from_e164("+18003569377").is_ok());
    /// assert_eq!(PhoneNumber::from_e164("1-800-FLOWERS"), Err(ParseError::InvalidCharacter));
    /// ```
    pub fn from_e164(text: &str) -> Result<Self, ParseError> {
        parse::e164(text).map(Self)
    }

    /// Returns the number itself, `+` and digits. It must not be logged.
    #[must_use]
    pub fn as_e164(&self) -> &str {
        &self.0
    }

    /// Returns the ASCII digits without the `+`.
    pub(crate) fn digits(&self) -> &[u8] {
        self.0.as_bytes().get(1..).unwrap_or_default()
    }

    /// Splits the number into country code, area code and subscriber part.
    pub(crate) fn parts(&self) -> Result<Parts<'_>, UnsupportedNumber> {
        plan::parts(self)
    }
}

impl FromStr for PhoneNumber {
    type Err = ParseError;

    /// Understands E.164, `tel:` URIs, national and international North American forms, and
    /// letters in the place of digits (see [`ParseError`] for what is refused).
    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse::written(text).map(Self)
    }
}

/// Masked: the country code, the last two digits, and `*` for each digit between them.
impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown_first = 1 + plan::country_code_len(self.digits());
        let shown_last = self.0.len().saturating_sub(2);
        for (at, character) in self.0.chars().enumerate() {
            let shown = at < shown_first || at >= shown_last;
            write!(f, "{}", if shown { character } else { '*' })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_debug_nor_display_shows_the_number() {
        for e164 in ["+18003569377", "+41800934454", "+352123456", "+1234567"] {
            let number = PhoneNumber::from_e164(e164).unwrap();
            let shown = format!("{number} {number:?}");
            let middle = &e164[4..e164.len() - 2];
            assert!(!shown.contains(middle), "{shown}");
            assert!(shown.contains('*'), "{shown}");
        }
    }
}
