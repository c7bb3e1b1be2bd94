//! Reads what people write for a phone number into E.164.

use arrayvec::ArrayString;

use crate::keypad;

/// The longest input that is read, in bytes. No written phone number comes near it.
const MAX_BYTES: usize = 64;

/// The digits of a North American number without its country code.
const NANP_DIGITS: usize = 10;

/// Why a text is not a phone number. The message says what to write instead.
///
/// ```
/// use switchboard_vanity::{ParseError, PhoneNumber};
///
/// assert_eq!("1-800-FLOWER".parse::<PhoneNumber>(), Err(ParseError::TooShort));
/// assert!(ParseError::TooShort.to_string().contains("write the whole number"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The text holds only blanks and punctuation.
    #[error("there is no phone number; write one such as +18003569377 or 1-800-FLOWERS")]
    Empty,
    /// The text holds a character that is not part of any phone number, such as `#`.
    #[error("a phone number holds digits, letters, spaces and + - . ( ) / only")]
    InvalidCharacter,
    /// There are fewer than seven digits after the `+`, or fewer than a national number has.
    #[error("too few digits; write the whole number with its area or country code")]
    TooShort,
    /// There are more digits than E.164 allows (15), or than a North American number has (10).
    #[error(
        "too many digits; write + before a country code; a North American number has 10 behind its 1"
    )]
    TooLong,
    /// The country code starts with 0, which E.164 rules out.
    #[error("an international number starts with + and its country code, which is never 0")]
    LeadingZero,
}

/// The digits after a `+`, while they are collected.
struct Digits(ArrayString<16>);

impl Digits {
    fn new() -> Self {
        let mut text = ArrayString::new();
        text.push('+');
        Self(text)
    }

    fn push(&mut self, digit: u8) -> Result<(), ParseError> {
        self.0.try_push(char::from(digit)).map_err(|_| ParseError::TooLong)
    }

    fn finish(self) -> Result<ArrayString<16>, ParseError> {
        match self.0.as_bytes() {
            [_, b'0', ..] => Err(ParseError::LeadingZero),
            text if text.len() < 1 + 7 => Err(ParseError::TooShort),
            _ => Ok(self.0),
        }
    }
}

/// Reads `+` and 7 to 15 digits, and nothing else.
pub(super) fn e164(text: &str) -> Result<ArrayString<16>, ParseError> {
    let digits = text.strip_prefix('+').ok_or(ParseError::InvalidCharacter)?;
    let mut number = Digits::new();
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return Err(ParseError::InvalidCharacter);
        }
        number.push(byte)?;
    }
    number.finish()
}

/// Reads anything that a person would write: E.164, a `tel:` URI, `011` and `00` prefixes, the North
/// American national forms with or without the leading 1, and letters in place of digits. A North
/// American number may run on in letters (1-800-CONTACTS), because the network takes the first ten
/// digits and ignores the rest.
pub(super) fn written(text: &str) -> Result<ArrayString<16>, ParseError> {
    if text.len() > MAX_BYTES {
        return Err(ParseError::TooLong);
    }
    let text = text.trim();
    let is_uri = text.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"));
    let text = if is_uri { text.get(4..).unwrap_or_default().trim_start() } else { text };
    // A trunk prefix, which is dialed only inside the country: +44 (0)20 7946 0958.
    let text = text.replace("(0)", "");
    let text = text.as_str();
    let (international, text) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text),
    };

    let mut dialed = ArrayString::<MAX_BYTES>::new();
    let mut letters_at_end = 0;
    for character in text.chars() {
        if let Some(digit) = keypad::digit(character) {
            dialed.push(char::from(digit));
            letters_at_end = if character.is_ascii_digit() { 0 } else { letters_at_end + 1 };
        } else if !is_separator(character) {
            return Err(ParseError::InvalidCharacter);
        }
    }
    if dialed.is_empty() {
        return Err(ParseError::Empty);
    }

    let prefixed = ["011", "00"].iter().find_map(|prefix| dialed.strip_prefix(prefix));
    let digits = match (international, prefixed) {
        (true, _) => dialed.as_str(),
        (false, Some(rest)) => rest,
        (false, None) => return nanp(dialed.strip_prefix('1').unwrap_or(&dialed), letters_at_end),
    };
    match digits.strip_prefix('1') {
        Some(national) => nanp(national, letters_at_end),
        None => collect("", digits),
    }
}

fn nanp(national: &str, letters_at_end: usize) -> Result<ArrayString<16>, ParseError> {
    let surplus = national.len().saturating_sub(NANP_DIGITS);
    match national.get(..NANP_DIGITS) {
        Some(number) if surplus <= letters_at_end => collect("1", number),
        Some(_) => Err(ParseError::TooLong),
        None => Err(ParseError::TooShort),
    }
}

fn collect(country_code: &str, digits: &str) -> Result<ArrayString<16>, ParseError> {
    let mut number = Digits::new();
    country_code.bytes().chain(digits.bytes()).try_for_each(|digit| number.push(digit))?;
    number.finish()
}

/// Returns whether people write this character between groups: blanks, punctuation, and the dashes
/// that word processors turn a hyphen into.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_understood() {
        for (text, e164) in [
            ("+18003569377", "+18003569377"),
            ("+1 (800) 356-9377", "+18003569377"),
            ("800.356.9377", "+18003569377"),
            ("18003569377", "+18003569377"),
            ("011 41 800 93 44 54", "+41800934454"),
            ("0041800934454", "+41800934454"),
            ("tel:+1-800-356-9377", "+18003569377"),
            ("TEL:+1-800-356-9377", "+18003569377"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("0041 (0)800 934454", "+41800934454"),
            ("1-800-FLOWERS", "+18003569377"),
            ("800 flowers", "+18003569377"),
            ("1-800-CONTACTS", "+18002668228"),
            ("1-800-PROGRESSIVE", "+18007764737"),
            ("+41 800 WEGGLI", "+41800934454"),
            ("1\u{2013}800\u{2013}356\u{2013}9377", "+18003569377"),
            ("+123456789012345", ""),
            ("+423456789012345", "+423456789012345"),
        ] {
            let parsed = written(text);
            if e164.is_empty() {
                assert_eq!(parsed, Err(ParseError::TooLong), "{text}");
            } else {
                assert_eq!(parsed.unwrap_or_else(|e| panic!("{text}: {e}")).as_str(), e164);
            }
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        for (text, error) in [
            ("", ParseError::Empty),
            (" - ", ParseError::Empty),
            ("+", ParseError::Empty),
            ("911", ParseError::TooShort),
            ("3569377", ParseError::TooShort),
            ("1-800-FLOWER", ParseError::TooShort),
            ("+1 234", ParseError::TooShort),
            ("+4912", ParseError::TooShort),
            ("+1 800 356 9377 12", ParseError::TooLong),
            ("80035693771", ParseError::TooLong),
            ("+4212345678901234", ParseError::TooLong),
            ("+0800356937", ParseError::LeadingZero),
            ("800-356-9377 #12", ParseError::InvalidCharacter),
            ("1+8003569377", ParseError::InvalidCharacter),
            ("８００３５６９３７７", ParseError::InvalidCharacter),
        ] {
            assert_eq!(written(text), Err(error), "{text}");
        }
        assert_eq!(written(&"8".repeat(65)), Err(ParseError::TooLong));
    }

    #[test]
    fn only_e164_is_e164() {
        assert!(e164("+18003569377").is_ok());
        for text in ["18003569377", "+1-800-356-9377", "+1800FLOWERS", "+", "", "+12345"] {
            assert!(e164(text).is_err(), "{text}");
        }
    }
}
