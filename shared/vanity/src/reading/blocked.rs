//! Whether a reading, as it is displayed, reads as a blocked word. `docs/words-policy.md` has the rule.
//!
//! Digits read as the letters that they look like: 0 as O, 1 as I or L. The digits 3, 4, 5, 7 and 8 are
//! further from a letter, so they count in fewer places.

use arrayvec::ArrayVec;

use super::{MAX_DIGITS, MAX_SURPLUS, Reading};
use crate::phone::Parts;

/// Returns whether random letters, with the digits beside them, read as a blocked word, or spell one
/// that is offered last. Other letters can be drawn, so every digit counts.
pub(super) fn is_in_letters(characters: &[u8]) -> bool {
    switchboard_words::unwanted_in(characters)
}

/// Returns whether a reading of a national number reads as a blocked word across words and digits.
/// Inside one word of the lexicon it is harmless.
pub(crate) fn is_in_words(reading: &Reading, parts: &Parts<'_>) -> bool {
    let Some(last) = reading.tokens.last() else { return false };
    let mut shown: ArrayVec<u8, { MAX_DIGITS + MAX_SURPLUS }> = ArrayVec::new();
    let _ = shown.try_extend_from_slice(parts.national);
    let _ = shown.try_extend_from_slice(&reading.surplus);
    for (word, at) in reading.words() {
        let digits = shown.get_mut(at..at + word.len()).unwrap_or_default();
        let text = word.text(digits);
        digits.iter_mut().zip(text.as_bytes()).for_each(|(digit, letter)| *digit = *letter);
    }
    // What starts in the last token is inside one word, or has no letter.
    (0..last.start()).filter(|from| may_end(reading, &shown, *from, parts)).any(|from| {
        switchboard_words::blocked_at(&shown, from).any(|len| {
            let to = from + len;
            let in_one_word = reading.words().any(|(word, at)| at <= from && to <= at + word.len());
            !in_one_word && may_end(reading, &shown, to - 1, parts)
        })
    })
}

/// Returns whether the character at a place may be the first or the last letter of a word. A digit that
/// hardly looks like a letter may be one only if it stands alone, as in FAR-7: in 555-HITS people see the
/// digits of an exchange.
fn may_end(reading: &Reading, shown: &[u8], at: usize, parts: &Parts<'_>) -> bool {
    if !matches!(shown.get(at), Some(b'2'..=b'9')) {
        return true;
    }
    // Digits before the first word, and those at the end, are displayed in the groups that people write.
    let first = reading.tokens.first().map_or(0, |token| token.start());
    let token = reading.tokens.iter().find(|token| token.start() <= at && at < token.end());
    let (start, end) = token.map_or((0, first), |token| (token.start(), token.end()));
    let in_groups = token.is_none() || end == parts.national.len();
    let is_edge = |place: usize| {
        place == start || place == end || in_groups && parts.groups().any(|group| group == place)
    };
    is_edge(at) && is_edge(at + 1)
}
