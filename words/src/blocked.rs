//! Blocked words: never in the lexicon, and never offered in letters that run together.

use crate::index::{BLOCKED, BLOCKED_STARTS};
use crate::packed::{self, MAX_LETTERS, pack};

/// The shortest blocked word. Two letters are in every second word.
const MIN_LETTERS: usize = 3;

/// Whether a lower-case word is blocked (a `block` row of `exclude.tsv`).
///
/// ```
/// assert!(switchboard_words::is_blocked(b"moron"));
/// assert!(!switchboard_words::is_blocked(b"welfare"));
/// ```
#[must_use]
pub fn is_blocked(word: &[u8]) -> bool {
    pack(word).is_some_and(|packed| BLOCKED.binary_search(&packed).is_ok())
}

/// Finds the place and length of every blocked word of at least three letters, from left to right.
/// Letters are lower case; anything else, such as a digit, separates words.
///
/// ```
/// let found: Vec<_> = switchboard_words::blocked_in(b"someidiots").collect();
/// assert_eq!(found, [(4, 5), (4, 6)]);
/// assert_eq!(switchboard_words::blocked_in(b"idi0t").next(), None);
/// ```
pub fn blocked_in(letters: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    (0..letters.len()).filter(|start| may_start(letters, *start)).flat_map(move |start| {
        let rest = letters.get(start..).unwrap_or_default();
        (MIN_LETTERS..=rest.len().min(MAX_LETTERS))
            .filter(|len| rest.get(..*len).is_some_and(is_blocked))
            .map(move |len| (start, len))
    })
}

/// Whether some blocked word starts like the letters at this place.
fn may_start(letters: &[u8], start: usize) -> bool {
    let Some(Some(packed)) = letters.get(start..start + MIN_LETTERS).map(pack) else {
        return false;
    };
    let start = packed::start(packed);
    BLOCKED_STARTS.get(start / 32).is_some_and(|bits| bits >> (start % 32) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocked_word_is_found_at_either_end_and_inside() {
        for letters in ["moronxyz", "xyzmoron", "xmoronz"] {
            assert!(blocked_in(letters.as_bytes()).next().is_some(), "{letters}");
        }
    }

    #[test]
    fn what_is_not_a_word_is_not_blocked() {
        for word in ["", "MORON", "mor0n", "averylongstringofletters"] {
            assert!(!is_blocked(word.as_bytes()), "{word}");
        }
    }
}
