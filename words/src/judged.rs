//! The verdicts of `exclude.tsv`: words that are never offered, and words that are offered last.
//!
//! Letters that run together are checked too, and digits are read as the letters that they look like:
//! people read P1SS and B00B.

#![allow(
    clippy::cast_possible_truncation,
    reason = "numbers of letters, which are far below any limit"
)]

use crate::index;
use crate::packed::{self, pack};

/// The letters at the start of a word that the lists are indexed by.
const START: usize = 3;
/// The bits of so many packed letters.
const LETTERS: u16 = (1 << (5 * START)) - 1;

/// The words of one verdict.
struct List {
    /// Packed and sorted.
    words: &'static [u64],
    /// A bit for each way to start with three letters, set if a word starts so. Most letters are
    /// harmless, and one look shows it.
    starts: &'static [u32],
    /// The number of bits set before each integer of `starts`.
    ranks: &'static [u16],
    /// The place of the first word with each start, and the number of words.
    firsts: &'static [u16],
}

static BLOCK_LIST: List = List {
    words: &index::BLOCKED,
    starts: &index::BLOCKED_STARTS,
    ranks: &index::BLOCKED_RANKS,
    firsts: &index::BLOCKED_FIRSTS,
};
static LAST_LIST: List = List {
    words: &index::LAST,
    starts: &index::LAST_STARTS,
    ranks: &index::LAST_RANKS,
    firsts: &index::LAST_FIRSTS,
};

/// Whether a lower-case word is blocked (a `block` row of `exclude.tsv`).
///
/// ```
/// assert!(switchboard_words::is_blocked(b"moron"));
/// assert!(!switchboard_words::is_blocked(b"welfare"));
/// ```
#[must_use]
pub fn is_blocked(word: &[u8]) -> bool {
    pack(word).is_some_and(|packed| index::BLOCKED.binary_search(&packed).is_ok())
}

/// Finds the place and length of everything that reads as a blocked word of at least three letters,
/// from left to right. Letters are lower case.
///
/// A digit reads as the letters that it looks like (see [`look_alikes`]), but digits alone are no
/// word. Any other character separates words.
///
/// ```
/// let found: Vec<_> = switchboard_words::blocked_in(b"someidiots").collect();
/// assert_eq!(found, [(4, 5), (4, 6)]);
/// assert_eq!(switchboard_words::blocked_in(b"202-1d107").next(), Some((4, 5)));
/// assert_eq!(switchboard_words::blocked_in(b"1-d10t").next(), None);
/// ```
pub fn blocked_in(characters: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    BLOCK_LIST.found_in(characters)
}

/// Finds what reads as a word of verdict `last` of at least four letters, as [`blocked_in`] does.
///
/// ```
/// assert_eq!(switchboard_words::last_in(b"xsuic1de").next(), Some((1, 7)));
/// assert_eq!(switchboard_words::last_in(b"flowers").next(), None);
/// ```
pub fn last_in(characters: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    LAST_LIST.found_in(characters)
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

impl List {
    fn found_in(&'static self, characters: &[u8]) -> impl Iterator<Item = (usize, usize)> {
        Found { list: self, characters, window: Window::default(), end: 0, lens: 0 }
    }

    /// Returns a bit for the length of each word that starts with the three letters of the window, and
    /// goes on as the characters behind them do.
    #[inline]
    fn lens(&self, window: Window, behind: &[u8]) -> u16 {
        let (mut lens, mut as_l) = (0, window.ones);
        // Each 1 is read as L or as I, in all combinations.
        loop {
            let start = window.letters + as_l * u16::from(b'l' - b'i');
            if self.may_start(start) {
                lens |= self.lens_of(start, behind);
            }
            if as_l == 0 {
                return lens;
            }
            as_l = (as_l - 1) & window.ones;
        }
    }

    /// Returns whether some word starts with three letters, packed.
    #[inline]
    fn may_start(&self, start: u16) -> bool {
        let bits = self.starts.get(usize::from(start / 32)).copied().unwrap_or_default();
        bits >> (start % 32) & 1 == 1
    }

    fn lens_of(&self, start: u16, behind: &[u8]) -> u16 {
        let (at, bit) = (usize::from(start / 32), start % 32);
        let bits = self.starts.get(at).copied().unwrap_or_default();
        let before = (bits & ((1 << bit) - 1)).count_ones() as usize;
        let rank = usize::from(self.ranks.get(at).copied().unwrap_or_default()) + before;
        let first = |rank: usize| self.firsts.get(rank).copied().map_or(0, usize::from);
        let words = self.words.get(first(rank)..first(rank + 1)).unwrap_or_default();
        words.iter().fold(0, |lens, word| lens | len_if_reads(*word, behind))
    }
}

/// Returns a bit for the length of a packed word if the characters behind its first three letters read
/// as the rest of it, 0 otherwise.
#[inline]
fn len_if_reads(word: u64, behind: &[u8]) -> u16 {
    let mut rest = packed::behind(word, START);
    let mut len = 1 << START;
    for character in behind {
        if rest == 0 {
            return len;
        }
        let letter = packed::first(rest);
        if read_as(*character) >> letter & 1 == 0 {
            return 0;
        }
        rest = packed::behind(rest, 1);
        len <<= 1;
    }
    if rest == 0 { len } else { 0 }
}

/// What is found, from left to right. One place after the other is looked at, because most have nothing,
/// and the lists are asked at every place of every reading.
struct Found<'a> {
    list: &'static List,
    characters: &'a [u8],
    window: Window,
    /// The place behind the window.
    end: usize,
    /// A bit for the length of each word that starts with the window, and was not given yet.
    lens: u16,
}

impl Iterator for Found<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        loop {
            if self.lens == 0 {
                let (character, behind) = self.characters.get(self.end..)?.split_first()?;
                self.end += 1;
                self.window.push(*character);
                if self.window.count >= START {
                    self.lens = self.list.lens(self.window, behind);
                }
            } else {
                let (start, len) = (self.end - START, self.lens.trailing_zeros() as usize);
                self.lens &= self.lens - 1;
                let found = self.characters.get(start..start + len).unwrap_or_default();
                if found.iter().any(u8::is_ascii_lowercase) {
                    return Some((start, len));
                }
            }
        }
    }
}

/// The last three characters, as letters. Only 1 has two readings.
#[derive(Clone, Copy, Default)]
struct Window {
    /// Packed, with 1 read as I.
    letters: u16,
    /// How many of the last characters read as letters.
    count: usize,
    /// The lowest bit of each letter that is a 1.
    ones: u16,
}

impl Window {
    #[inline]
    fn push(&mut self, character: u8) {
        let letters = read_as(character);
        self.count = if letters == 0 { 0 } else { self.count + 1 };
        self.letters = (self.letters << 5 | (letters.trailing_zeros() as u16 & 31)) & LETTERS;
        self.ones = (self.ones << 5 | u16::from(character == b'1')) & LETTERS;
    }
}

/// Returns a bit for each letter that a character may be read as: bit 1 for A.
#[inline]
fn read_as(character: u8) -> u32 {
    READ_AS.get(usize::from(character)).copied().unwrap_or_default()
}

#[allow(clippy::indexing_slicing, reason = "a constant: it does not compile if it panics")]
static READ_AS: [u32; 128] = {
    const fn bit(letter: u8) -> u32 {
        1 << (letter - b'a' + 1)
    }
    let mut read_as = [0; 128];
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
    fn digits_alone_are_no_word() {
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
