//! Words that are probably not a part of a number.

use arrayvec::ArrayVec;

use super::doubt;
use super::error::ParseError;
use super::pieces::{Kind, Piece};
use super::plan::NANP;
use super::reader::{Dialed, NANP_DIGITS, Reader};

/// The digits of a North American number without its area code.
const LOCAL_DIGITS: usize = 7;
/// The digits of a North American area code.
const AREA_DIGITS: usize = 3;
/// The area codes that vanity numbers mostly have.
const TOLL_FREE: [&[u8]; 8] = [b"800", b"833", b"844", b"855", b"866", b"877", b"888", b"900"];

impl Reader<'_> {
    /// Refuses words that are probably prose: `305 Ocean Drive`, `3 little pigs`, `555-0123 BOB`.
    pub(super) fn require_vanity(
        &self,
        dialed: &Dialed,
        at: usize,
        rest: &[Piece<'_>],
    ) -> Result<(), ParseError> {
        let [word, ..] = rest else { return Ok(()) };
        let nanp = self.plan.code() == NANP;
        if nanp && doubt::has_digit_for_letter(self.pieces, at) {
            return Err(ParseError::Text);
        }
        if dialed.lettered {
            return Ok(());
        }
        let len = dialed.digits.len();
        let joined = word.before.joins();
        let plain = joined && word.is_capitals();
        if len == 0 && !joined || nanp && len < AREA_DIGITS && (self.bare || !plain) {
            return Err(ParseError::Text);
        }
        if !self.bare || joined && len > AREA_DIGITS {
            return Ok(());
        }
        // 555-0123 is a number without its area code, and what follows is a name.
        if len >= LOCAL_DIGITS {
            return Err(self.too_short());
        }
        let mut left = NANP_DIGITS.saturating_sub(len);
        let words = rest.iter().take_while(|piece| piece.kind == Kind::Letters);
        let words: ArrayVec<&Piece<'_>, NANP_DIGITS> = words
            .take_while(|word| {
                let starts_inside = left > 0;
                left = left.saturating_sub(word.text.len());
                starts_inside
            })
            .take(NANP_DIGITS)
            .collect();
        if words.iter().all(|word| word.before.joins()) {
            return Ok(());
        }
        let letters: usize = words.iter().map(|word| word.text.len()).sum();
        let exact = len + letters == NANP_DIGITS;
        let capitals = words.iter().all(|word| word.is_capitals());
        let digits_follow = rest.get(words.len()).is_some_and(Piece::is_digits) && left > 0;
        let area = TOLL_FREE.iter().any(|code| dialed.digits.starts_with(code));
        let sure = match len {
            AREA_DIGITS if digits_follow => capitals,
            AREA_DIGITS => {
                (area || word.before.closes()) && (capitals || exact || words.len() == 1)
            }
            _ => capitals || len == 2 * AREA_DIGITS,
        };
        if sure { Ok(()) } else { Err(ParseError::Text) }
    }
}
