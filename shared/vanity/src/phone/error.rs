//! Why a text is not a phone number, and why a number has no plan.

use std::fmt;

use switchboard_numbering::{Lengths, Plan};

/// Why a text is not a phone number. The message says what to write instead.
///
/// ```
/// use switchboard_vanity::{ParseError, PhoneNumber};
///
/// let refusal = "1-800-FLOWER".parse::<PhoneNumber>().unwrap_err();
/// assert!(matches!(refusal, ParseError::TooShort(_)));
/// assert!(refusal.to_string().contains("write the whole number"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The text has no digit.
    #[error("there is no phone number; write one such as +18003569377 or 1-800-FLOWERS")]
    Empty,
    /// The text has more characters than are read (128).
    #[error("this is longer than any phone number; write the number alone")]
    TooMuchText,
    /// A character stands among the digits that is not part of any phone number, such as `&`.
    #[error("{0:?} is not part of a phone number; write the number alone")]
    InvalidCharacter(char),
    /// The text is not E.164 where only that is read.
    #[error("E.164 is + and 7 to 15 digits, the first of them not 0, and nothing else")]
    NotE164,
    /// The number has fewer digits than the longest number of its country, and no number has as many.
    #[error("digits are missing; write the whole number with its area or country code: {0}")]
    TooShort(NumberLengths),
    /// The number has more digits than any number of its country.
    #[error("too many digits; write + before a country code, and one number only: {0}")]
    TooLong(NumberLengths),
    /// The country code starts with 0, which E.164 rules out.
    #[error(
        "an international number starts with + and its country code, which does not start with 0"
    )]
    LeadingZero,
    /// No country has this code, so it is unknown which letters and digits belong to the number.
    #[error("no country has this code; write + and the country code first")]
    UnknownCountryCode,
    /// The number starts with the trunk prefix of some country, and the text does not say which.
    #[error("this is how a number is dialed inside one country; write + and the country code")]
    NationalForm,
    /// Further digits, or another `+`, stand behind the number.
    #[error("these are several numbers, or digits that are not part of one; write one number")]
    SeveralNumbers,
    /// Words that are not dialed stand among the digits.
    #[error(
        "words and digits are mixed; write letters that are dialed in capitals with hyphens, as in \
         1-800-FLOWERS, and leave out other words"
    )]
    Text,
    /// A letter stands among digits of a group, where the digit that looks like it is meant.
    #[error(
        "the letter {0} stands among digits; write the digit if one is meant, or separate letters with \
         hyphens"
    )]
    LetterForDigit(char),
    /// The number may end before the letters, and may also go on in them.
    #[error(
        "the number could end before these letters; join letters that are dialed with hyphens and \
         nothing else, as in +49-800-330-FLOWERS, and leave out a name"
    )]
    MayBeName,
    /// An RFC 3966 URI gives a number that only one domain knows.
    #[error(
        "the phone-context is a domain, so only that domain knows the number; write + and the country code"
    )]
    PrivateNumber,
}

/// How many digits the numbers of a country code have. It displays as a sentence.
///
/// ```
/// let refusal = "+44 20 7946".parse::<switchboard_vanity::PhoneNumber>().unwrap_err();
/// assert!(refusal.to_string().ends_with("numbers of +44 have 7, 9 or 10 digits after the country code"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberLengths {
    country_code: u16,
    lengths: Lengths,
}

impl NumberLengths {
    pub(super) fn of(plan: Plan) -> Self {
        Self { country_code: plan.code(), lengths: plan.lengths() }
    }
}

impl fmt::Display for NumberLengths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { country_code, lengths } = self;
        write!(f, "numbers of +{country_code} have {lengths} digits after the country code")
    }
}

/// Why a well-formed number has no vanity numbers: no numbering plan has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnsupportedNumber {
    /// No country has the code.
    #[error("no country has this country code")]
    CountryCode,
    /// The country has no numbers of this length.
    #[error("the number of digits is wrong: {0}")]
    Length(NumberLengths),
    /// The North American area code is not assigned, or is a service code such as 411.
    #[error("this North American area code is not assigned")]
    AreaCode,
    /// The exchange of a North American number starts with 0 or 1, which would be dialed as a prefix.
    #[error("the three digits behind a North American area code never start with 0 or 1")]
    Exchange,
}
