//! Whether a reading, as it is displayed, reads as a blocked word. `docs/words-policy.md` has the rule.
//!
//! Digits read as the letters that they look like: 0 as O, 1 as I or L. The digits 3, 4, 5, 7 and 8 are
//! further from a letter, so they count in fewer places.

use arrayvec::ArrayVec;

use super::{MAX_DIGITS, MAX_SURPLUS, Reading, Token};
use crate::phone::Parts;

/// Returns whether random letters, with the digits beside them, read as a blocked word, or spell one
/// that is offered last. Other letters can be drawn, so every digit counts.
pub(super) fn is_in_letters(characters: &[u8]) -> bool {
    switchboard_words::blocked_in(characters).next().is_some()
        || switchboard_words::last_in(characters).next().is_some()
}

/// Returns whether a reading of a national number reads as a blocked word across words and digits.
/// Inside one word of the lexicon it is harmless.
pub(crate) fn is_in_words(reading: &Reading, parts: &Parts<'_>) -> bool {
    let national = parts.national;
    let start = reading.tokens.first().map_or(0, |token| token.start());
    let mut shown: ArrayVec<u8, { MAX_DIGITS + MAX_SURPLUS }> = ArrayVec::new();
    let _ = shown.try_extend_from_slice(national.get(..start).unwrap_or_default());
    for token in &reading.tokens {
        let _ = shown.try_extend_from_slice(&reading.characters(*token, national));
    }
    switchboard_words::blocked_in(&shown).any(|(from, len)| {
        let to = from + len;
        let in_one_word = reading.words().any(|(word, at)| at <= from && to <= at + word.len());
        let ends = [from, to - 1].into_iter();
        !in_one_word && ends.into_iter().all(|at| may_end(reading, &shown, at, parts))
    })
}

/// Returns whether the character at a place may be the first or the last letter of a word. A digit that
/// hardly looks like a letter may be one only if it stands alone, as in FAR-7: in 555-HITS people see the
/// digits of an exchange.
fn may_end(reading: &Reading, shown: &[u8], at: usize, parts: &Parts<'_>) -> bool {
    if !matches!(shown.get(at), Some(b'2'..=b'9')) {
        return true;
    }
    reading.tokens.iter().any(|token| {
        let (start, end) = (token.start(), token.end());
        let mut group = start..end;
        // Digits at the end are displayed in the groups that people write.
        if end == parts.national.len() {
            for place in parts.groups().filter(|place| start < *place && *place < end) {
                if place <= at {
                    group.start = place;
                } else {
                    group.end = group.end.min(place);
                }
            }
        }
        matches!(token, Token::Digits { .. }) && group == (at..at + 1)
    })
}
