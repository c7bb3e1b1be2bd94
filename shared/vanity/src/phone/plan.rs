//! Numbering plans: where the country code and the area code of a number end.
//!
//! Only the subscriber part is spelled. North America: the last seven digits; the area code too if
//! these give fewer than five readings. Elsewhere area codes have no fixed length, so the split is
//! a cautious guess that keeps the first digits of the national number as digits.

use super::PhoneNumber;

/// A number split into its parts. The digits are ASCII.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    /// The country code, without the `+`.
    pub(crate) country_code: &'a [u8],
    /// The national number: area code and subscriber part.
    pub(crate) national: &'a [u8],
    /// How many digits of `national` are the area code.
    pub(crate) area_len: usize,
    /// Whether the number is in the North American plan, which has an exchange and a line number, and
    /// an area code that may be spelled too.
    pub(crate) nanp: bool,
}

/// The digits of the line number, the last group of a subscriber number and the one that people
/// remember.
const LINE_DIGITS: usize = 4;

impl Parts<'_> {
    /// Returns the places that people write a hyphen before: the start of the subscriber number,
    /// and the start of its line number.
    pub(crate) fn groups(&self) -> [usize; 2] {
        let line = self.national.len().saturating_sub(LINE_DIGITS);
        [self.area_len, line.max(self.area_len)]
    }
}

/// The error for a well-formed number that no numbering plan has, so it has no vanity numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no numbering plan has such a number; a North American one is +1 and ten digits, where \
         neither the area code nor the exchange starts with 0 or 1"
)]
pub struct UnsupportedNumber;

/// Free-phone and shared-cost prefixes that are longer than the usual three digits.
const LONG_AREA_CODES: [(&str, &str); 2] = [("61", "1800"), ("61", "1300")];

/// Returns the length of the country code in digits, by the ITU-T list of assigned codes: country
/// codes 1 and 7 have one digit; the codes listed here have two; all others have three.
pub(super) fn country_code_len(digits: &[u8]) -> usize {
    match digits {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3.min(digits.len()),
    }
}

pub(super) fn parts(number: &PhoneNumber) -> Result<Parts<'_>, UnsupportedNumber> {
    let digits = number.digits();
    let (country_code, national) =
        digits.split_at_checked(country_code_len(digits)).ok_or(UnsupportedNumber)?;
    let nanp = country_code == b"1";
    let area_len = match national {
        [b'2'..=b'9', _, _, b'2'..=b'9', _, _, _, _, _, _] if nanp => 3,
        _ if nanp => return Err(UnsupportedNumber),
        _ => area_code_len(country_code, national),
    };
    Ok(Parts { country_code, national, area_len, nanp })
}

/// Returns the length of the area code: three digits, fewer if less than four digits would be left,
/// more if more than seven would.
fn area_code_len(country_code: &[u8], national: &[u8]) -> usize {
    let known = LONG_AREA_CODES.iter().find(|(country, area)| {
        country.as_bytes() == country_code && national.starts_with(area.as_bytes())
    });
    if let Some((_, area)) = known {
        return area.len();
    }
    let subscriber = national.len().saturating_sub(3).clamp(4, 7);
    national.len().saturating_sub(subscriber)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(e164: &str) -> Result<String, UnsupportedNumber> {
        let number = PhoneNumber::from_e164(e164).unwrap();
        number.parts().map(|parts| {
            let (area, subscriber) = parts.national.split_at(parts.area_len);
            [parts.country_code, area, subscriber].map(|p| str::from_utf8(p).unwrap()).join(" ")
        })
    }

    #[test]
    fn numbers_are_cut_where_their_parts_meet() {
        for (e164, parts) in [
            ("+18003569377", "1 800 3569377"),
            ("+41800934454", "41 800 934454"),
            ("+448007383773", "44 800 7383773"),
            ("+611800737732", "61 1800 737732"),
            ("+35212345678", "352 123 45678"),
            ("+4512345678", "45 123 45678"),
            ("+2901234", "290  1234"),
            ("+423456789012345", "423 45678 9012345"),
        ] {
            assert_eq!(split(e164).as_deref(), Ok(parts));
        }
    }

    #[test]
    fn impossible_north_american_numbers_are_unsupported() {
        for e164 in ["+1800356937", "+10003569377", "+18001569377", "+180035693771"] {
            assert_eq!(split(e164), Err(UnsupportedNumber), "{e164}");
        }
    }

    #[test]
    fn a_number_of_any_length_is_split_without_a_panic() {
        for len in 7..=15 {
            for first in 1..=9 {
                let e164 = format!("+{first}{}", "2".repeat(len - 1));
                // The North American plan alone has one length.
                let is_supported = first != 1 || len == 11;
                let digits = split(&e164).map(|parts| parts.replace(' ', ""));
                let expected = if is_supported { Ok(&e164[1..]) } else { Err(UnsupportedNumber) };
                assert_eq!(digits.as_deref(), expected.as_ref().copied(), "{e164}");
            }
        }
    }
}
