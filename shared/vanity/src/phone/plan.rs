//! Where the country code, the area code and the groups of a number end.
//!
//! Only the subscriber part is spelled. North America: the last seven digits; the area code too if
//! these give fewer than five readings. Elsewhere the table of numbering plans says where the area
//! code ends. Numbers that it does not list are split by a cautious guess, because the table ages.

use switchboard_numbering::{Grouping, Plan};

use super::PhoneNumber;
use super::error::{NumberLengths, UnsupportedNumber};

/// The country code of North America, whose plan has rules of its own here.
pub(super) const NANP: u16 = 1;

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
    /// The groups that people write; `None` for a number that the table does not list.
    grouping: Option<Grouping>,
}

/// The digits of the line number, the end of a subscriber number and what people remember.
const LINE_DIGITS: usize = 4;

impl Parts<'_> {
    /// Returns the start of the line number: of the group that the fourth-last digit is in, or all
    /// behind the area code.
    pub(crate) fn line(&self) -> usize {
        let fourth_last = self.national.len().saturating_sub(LINE_DIGITS);
        let starts = self.groups().take_while(|start| *start <= fourth_last);
        starts.last().unwrap_or(0).max(self.area_len)
    }

    /// Returns the places in the national number that people write a hyphen before, in order.
    pub(crate) fn groups(&self) -> impl Iterator<Item = usize> {
        let known = self.grouping.into_iter().flat_map(Grouping::starts);
        let line = self.national.len().saturating_sub(LINE_DIGITS);
        let guessed = self.grouping.is_none().then_some([self.area_len, line]);
        // The hyphen before the first group is the country code's.
        known.chain(guessed.into_iter().flatten()).filter(|place| *place > 0)
    }
}

/// Splits a number.
pub(super) fn parts(number: &PhoneNumber) -> Result<Parts<'_>, UnsupportedNumber> {
    let digits = number.digits();
    let (plan, national) = Plan::of(digits).ok_or(UnsupportedNumber::CountryCode)?;
    if !plan.lengths().contains(national.len()) {
        return Err(UnsupportedNumber::Length(NumberLengths::of(plan)));
    }
    let country_code = digits.get(..digits.len() - national.len()).unwrap_or_default();
    let grouping = plan.grouping(national);
    let nanp = plan.code() == NANP;
    if nanp {
        // The table lists area codes; what is behind them is the rule of the plan itself.
        grouping.ok_or(UnsupportedNumber::AreaCode)?;
        if matches!(national.get(3), Some(b'0' | b'1')) {
            return Err(UnsupportedNumber::Exchange);
        }
    }
    let area_len = grouping.map_or_else(|| guessed_area_len(national), Grouping::area_len);
    // A service with a long prefix still has something to spell.
    let area_len = area_len.min(national.len().saturating_sub(LINE_DIGITS));
    Ok(Parts { country_code, national, area_len, nanp, grouping })
}

/// Returns the length of an area code that the table does not list: three digits, fewer if less than
/// four digits would be left, more if more than seven would.
fn guessed_area_len(national: &[u8]) -> usize {
    let subscriber = national.len().saturating_sub(3).clamp(LINE_DIGITS, 7);
    national.len().saturating_sub(subscriber)
}
