//! The verdicts of `exclude.tsv`: words that are never offered, and words that are offered last.
//!
//! Letters that run together are checked too, and digits are read as the letters that they look like:
//! people read P1SS and B00B.

use crate::index;
use crate::packed::{self, START, alike, is_last, marked, pack, start, unmarked};

/// Whether a lower-case word is blocked (a `block` row of `exclude.tsv`).
///
/// ```
/// assert!(switchboard_words::is_blocked(b"moron"));
/// assert!(!switchboard_words::is_blocked(b"welfare"));
/// ```
#[must_use]
pub fn is_blocked(word: &[u8]) -> bool {
    pack(word).is_some_and(|packed| words_from(start(packed)).contains(&marked(packed, false)))
}

/// Finds the place and length of everything that reads as a blocked word of at least three letters,
/// from left to right. Letters are lower case.
///
/// A digit reads as the letters that it looks like (see [`look_alikes`]), but digits alone are not a
/// word. Any other character separates words.
///
/// ```
/// let found: Vec<_> = switchboard_words::blocked_in(b"someidiots").collect();
/// assert_eq!(found, [(4, 5), (4, 6)]);
/// assert_eq!(switchboard_words::blocked_in(b"202-1d107").next(), Some((4, 5)));
/// assert_eq!(switchboard_words::blocked_in(b"1-d10t").next(), None);
/// ```
pub fn blocked_in(characters: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    (0..characters.len())
        .flat_map(|start| blocked_at(characters, start).map(move |len| (start, len)))
}

/// Finds the lengths of everything that [`blocked_in`] finds at one place, shortest first.
///
/// ```
/// assert!(switchboard_words::blocked_at(b"someidiots", 4).eq([5, 6]));
/// ```
#[inline]
pub fn blocked_at(characters: &[u8], start: usize) -> impl Iterator<Item = usize> {
    found_at(characters, start, |word| !is_last(word))
}

/// Returns whether something reads as a word of verdict `block` or `last`. It reads characters as
/// [`blocked_in`] does.
///
/// ```
/// assert!(switchboard_words::unwanted_in(b"someidiots"));
/// assert!(switchboard_words::unwanted_in(b"xsuic1de"));
/// assert!(!switchboard_words::unwanted_in(b"flowers"));
/// ```
#[must_use]
pub fn unwanted_in(characters: &[u8]) -> bool {
    (0..characters.len()).any(|start| found_at(characters, start, |_| true).next().is_some())
}

/// The lower-case letters that an ASCII digit looks like; none for 2, 6, 9 and anything else.
///
/// ```
/// assert_eq!(switchboard_words::look_alikes(b'1'), b"il");
/// assert_eq!(switchboard_words::look_alikes(b'2'), b"");
/// ```
#[must_use]
pub const fn look_alikes(digit: u8) -> &'static [u8] {
    match digit {
        b'0' => b"o",
        b'1' => b"il",
        b'3' => b"e",
        b'4' => b"a",
        b'5' => b"s",
        b'7' => b"t",
        b'8' => b"b",
        _ => b"",
    }
}

/// Finds the lengths of the `wanted` marked words that characters read as from a place on.
#[inline]
fn found_at(
    characters: &[u8],
    start: usize,
    wanted: impl Fn(u64) -> bool,
) -> impl Iterator<Item = usize> {
    let characters = characters.get(start..).unwrap_or_default();
    let mut lens = lens(characters, wanted);
    let each = std::iter::from_fn(move || {
        let len = lens.trailing_zeros() as usize;
        lens &= lens.checked_sub(1)?;
        Some(len)
    });
    let has_letter = |len: &usize| characters.iter().take(*len).any(u8::is_ascii_lowercase);
    each.filter(has_letter)
}

/// Returns a bit for the length of each wanted word that characters start with.
#[inline]
fn lens(characters: &[u8], wanted: impl Fn(u64) -> bool) -> u16 {
    let Some(first) = characters.first_chunk::<START>() else { return 0 };
    let mut start = 0;
    for character in first {
        let letters = read_as(*character);
        if letters == 0 {
            return 0;
        }
        start = start << 5 | alike(letters.trailing_zeros());
    }
    let words = words_from(start as usize).iter().filter(|word| wanted(**word));
    words.fold(0, |lens, word| lens | len_if_reads(unmarked(*word), characters))
}

/// Returns the marked words with a start.
#[inline]
fn words_from(start: usize) -> &'static [u64] {
    let (at, bit) = (start / 32, start % 32);
    let bits = index::UNWANTED_STARTS.get(at).copied().unwrap_or_default();
    if bits >> bit & 1 == 0 {
        return &[];
    }
    let before = (bits & ((1 << bit) - 1)).count_ones() as usize;
    let rank = usize::from(index::UNWANTED_RANKS.get(at).copied().unwrap_or_default()) + before;
    let first = |rank: usize| index::UNWANTED_FIRSTS.get(rank).copied().map_or(0, usize::from);
    index::UNWANTED.get(first(rank)..first(rank + 1)).unwrap_or_default()
}

/// Returns a bit for the length of a packed word if characters start with something that reads as it, 0
/// otherwise.
#[inline]
fn len_if_reads(word: u64, characters: &[u8]) -> u16 {
    let len = packed::len(word);
    let Some(characters) = characters.get(..len) else { return 0 };
    // From the end, because the start is known to be alike.
    let letters = packed::from_the_end(word);
    let reads = characters
        .iter()
        .rev()
        .zip(letters)
        .all(|(character, letter)| read_as(*character) >> letter & 1 == 1);
    if reads { 1 << len } else { 0 }
}

/// Returns a bit for each letter that a character may be read as: bit 1 for A.
#[inline]
fn read_as(character: u8) -> u32 {
    READ_AS.get(usize::from(character)).copied().unwrap_or_default()
}

#[allow(clippy::indexing_slicing, reason = "a constant: it does not compile if it panics")]
static READ_AS: [u32; 256] = {
    const fn bit(letter: u8) -> u32 {
        1 << (letter - b'a' + 1)
    }
    let mut read_as = [0; 256];
    let mut character = 0_u8;
    while character < 128 {
        read_as[character as usize] = match (character, look_alikes(character)) {
            (b'a'..=b'z', _) => bit(character),
            (_, [one]) => bit(*one),
            (_, [one, other]) => bit(*one) | bit(*other),
            _ => 0,
        };
        character += 1;
    }
    read_as
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocked_word_is_found_at_either_end_and_inside() {
        for letters in ["moronxyz", "xyzmoron", "xmoronz", "m0r0nxyz", "25m0ron", "xmor0nz"] {
            assert!(blocked_in(letters.as_bytes()).next().is_some(), "{letters}");
        }
    }

    #[test]
    fn what_is_not_a_word_is_not_blocked() {
        for word in ["", "MORON", "mor0n", "averylongstringofletters"] {
            assert!(!is_blocked(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn digits_alone_are_not_a_word() {
        // BOOB, SHIT without its letters, ASS.
        for digits in ["8008", "7-1-7", "455", "800-800-8008"] {
            assert_eq!(blocked_in(digits.as_bytes()).next(), None, "{digits}");
        }
        assert!(blocked_in(b"b008").next().is_some());
    }

    #[test]
    fn each_digit_reads_as_the_letters_it_looks_like() {
        for text in ["p1ss", "s1ut", "m0r0n", "s3xy", "d4mn", "a5shole", "shi7", "8itch", "k1ke"] {
            assert_eq!(blocked_in(text.as_bytes()).next().map(|(at, _)| at), Some(0), "{text}");
        }
    }
}
