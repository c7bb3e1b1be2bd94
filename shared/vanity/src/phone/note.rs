//! Notes behind a number: a name, hours, the number in other words.

use arrayvec::ArrayVec;

use super::error::ParseError;
use super::extension;
use super::pieces::Piece;
use super::reader::{Dialed, MAX_DIALED, MIN_LETTERS, Reader};
use crate::keypad;

/// With so many digits or more, what stands behind a number is another number.
const ANOTHER_NUMBER: usize = 5;
/// With so many digits or more in parentheses, they are another number.
const LOCAL_DIGITS: usize = 7;
/// Words beside hours and days.
const TIMES: [&str; 12] =
    ["am", "pm", "h", "hrs", "hours", "mon", "mo", "fri", "uhr", "ore", "hour", "до"];
/// Words behind a number of things, which is not a part of a phone number.
const UNITS: [&str; 7] = ["uur", "jam", "min", "часа", "horas", "stock", "floor"];

impl Reader<'_> {
    /// Returns whether the digits at `at`, behind a number that is whole, are the start of a note:
    /// `2nd floor`, `8 Uhr`, `24h`.
    pub(super) fn starts_note(&self, dialed: &Dialed, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        let behind = self.pieces.get(at + 1..).unwrap_or_default();
        let [next, rest @ ..] = behind else { return false };
        if !dialed.whole_before
            || piece.before.joins()
            || piece.text.len() > 2
            || next.before.opens()
            || extension::is_label_of_whole(next) && extension::starts(rest)
        {
            return false;
        }
        let before = at.checked_sub(1).and_then(|it| self.pieces.get(it));
        let long_before = before.is_some_and(|before| before.text.len() > MIN_LETTERS);
        if next.is_digits() {
            return long_before && next.text.len() <= 2 && next.before.joins();
        }
        let is_unit = UNITS.iter().chain(&TIMES).any(|unit| next.is_word(unit));
        next.before.is_nothing() || piece.text.len() == 1 || long_before || is_unit
    }

    /// Checks what stands behind a number in the printed form: an extension or a note.
    pub(super) fn require_end(
        &self,
        dialed: &Dialed,
        rest: &[Piece<'_>],
    ) -> Result<(), ParseError> {
        let [first, behind @ ..] = rest else { return Ok(()) };
        if first.is_digits() {
            let remark = first.before.opens() && self.is_remark(dialed, rest);
            let extension = first.before.starts_extension() && extension::starts(rest);
            let sure = remark || extension || is_round_the_clock(rest);
            return if sure { Ok(()) } else { Err(ParseError::SeveralNumbers) };
        }
        if extension::is_label_of_whole(first) && extension::starts(behind) {
            return Ok(());
        }
        if first.is_capitals() && !first.before.opens() {
            return Err(ParseError::MayBeName);
        }
        require(rest)
    }

    /// Returns whether what stands in parentheses behind a number is a remark: it has words and few
    /// digits, or it says the number again, as in `1-800-FLOWERS (356-9377)`.
    pub(super) fn is_remark(&self, dialed: &Dialed, rest: &[Piece<'_>]) -> bool {
        let again = rest.iter().flat_map(|piece| piece.text);
        let again: ArrayVec<u8, MAX_DIALED> =
            again.filter_map(|it| keypad::digit(*it)).take(MAX_DIALED).collect();
        let lettered = rest.iter().any(|piece| !piece.is_digits());
        let number = self.without_surplus(dialed).unwrap_or(&dialed.digits);
        let says_again = again.len() >= MIN_LETTERS
            && (number.ends_with(&again)
                || again.ends_with(number) && again.len() <= number.len() + 3);
        says_again || lettered && self.behind.closes() && require(rest).is_ok()
    }
}

/// Returns whether these pieces say when somebody answers: `after 6 pm`.
pub(super) fn is_time(rest: &[Piece<'_>]) -> bool {
    let is_unit = |piece: &Piece<'_>| TIMES.iter().any(|time| piece.is_word(time));
    let short = |piece: &Piece<'_>| !piece.is_digits() || piece.text.len() <= 2;
    rest.iter().any(is_unit) && rest.iter().all(short)
}

/// Returns whether these pieces are `24/7`, or `24x7`, which is not an extension.
pub(super) fn is_round_the_clock(rest: &[Piece<'_>]) -> bool {
    match rest {
        [hours, days] => hours.text == ['2', '4'] && days.text == ['7'] && days.before.has_slash(),
        [hours, times, days] => {
            hours.text == ['2', '4'] && times.is_word("x") && days.text == ['7']
        }
        _ => false,
    }
}

/// Checks that what stands behind a whole number, from a word on, is a note: words, text in
/// parentheses, an extension. Other digits may belong to another number.
pub(super) fn require(rest: &[Piece<'_>]) -> Result<(), ParseError> {
    let mut in_parentheses = false;
    let mut digits = 0;
    let mut in_remark = 0;
    let mut plus = false;
    for (at, piece) in rest.iter().enumerate() {
        in_parentheses = piece.before.opens() || in_parentheses && !piece.before.closes();
        let behind = rest.get(at + 1..).unwrap_or_default();
        if extension::is_label_of_whole(piece) && extension::starts(behind) {
            break;
        }
        if piece.is_digits() && in_parentheses {
            // In 9:00 the minutes are not a number's.
            let minutes = piece.before.other == Some(':');
            in_remark += if minutes { 0 } else { piece.text.len() };
        } else if piece.is_digits() {
            digits += piece.text.len();
            plus |= piece.before.has_plus();
        }
    }
    match digits {
        0 if in_remark < LOCAL_DIGITS => Ok(()),
        _ if digits < ANOTHER_NUMBER && !plus && is_time(rest) => Ok(()),
        0 => Err(ParseError::SeveralNumbers),
        _ if plus || digits >= ANOTHER_NUMBER => Err(ParseError::SeveralNumbers),
        _ => Err(ParseError::Text),
    }
}
