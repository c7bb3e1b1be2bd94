//! Phone numbers: the E.164 newtype, and what people and Amazon Connect write for one.

mod characters;
mod doubt;
mod error;
mod extension;
mod note;
mod parse;
mod pieces;
mod plan;
mod prose;
mod reader;
mod start;
mod uri;
mod withheld;

pub use error::{NumberLengths, ParseError, UnsupportedNumber};
pub(crate) use plan::Parts;
pub use withheld::is_withheld;

use std::fmt;
use std::str::FromStr;

use arrayvec::ArrayString;
use switchboard_numbering::Plan;

/// The fewest digits that a masked number hides.
const MIN_HIDDEN: usize = 4;

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
    /// assert_eq!(PhoneNumber::from_e164("1-800-FLOWERS"), Err(ParseError::NotE164));
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

    /// Returns why no numbering plan has the number, if that is so. It then has no vanity numbers.
    ///
    /// ```
    /// use switchboard_vanity::{PhoneNumber, UnsupportedNumber};
    ///
    /// let supported = |e164| PhoneNumber::from_e164(e164).map(|number| number.check_plan());
    /// assert_eq!(supported("+18003569377"), Ok(Ok(())));
    /// assert_eq!(supported("+14115550123"), Ok(Err(UnsupportedNumber::AreaCode)));
    /// assert_eq!(supported("+99912345678"), Ok(Err(UnsupportedNumber::CountryCode)));
    /// ```
    pub fn check_plan(&self) -> Result<(), UnsupportedNumber> {
        self.parts().map(|_| ())
    }

    /// Splits the number into country code, area code and subscriber part.
    pub(crate) fn parts(&self) -> Result<Parts<'_>, UnsupportedNumber> {
        plan::parts(self)
    }
}

impl FromStr for PhoneNumber {
    type Err = ParseError;

    /// Understands what people write: E.164 and other international forms of every country, `tel:`
    /// URIs, North American national forms, letters in the place of digits, and words, notes and
    /// extensions around the number, which are cut. See [`ParseError`] for what is refused.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse::written(text).map(Self)
    }
}

/// Masked: the country code, the last two digits, and `*` for each digit between them. At least
/// four digits are hidden, so a short number shows fewer of the last ones.
impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        let national = Plan::of(digits).map_or(digits, |(_, national)| national);
        // The plus stands before the country code.
        let shown_first = 1 + digits.len() - national.len();
        let shown_last = self.0.len() - national.len().saturating_sub(MIN_HIDDEN).min(2);
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
        for (e164, masked) in [
            ("+18003569377", "+1********77"),
            ("+41800934454", "+41*******54"),
            ("+352123456", "+352****56"),
            ("+2901234", "+290****"),
            ("+29012345", "+290****5"),
            ("+99912345", "+******45"),
        ] {
            let number = PhoneNumber::from_e164(e164).unwrap();
            assert_eq!(number.to_string(), masked);
            assert_eq!(format!("{number:?}"), format!("PhoneNumber({masked})"));
        }
    }
}
