//! The verdicts of `exclude.tsv`: words that are never offered, and words that are offered last.
//!
//! Letters that run together are checked too, and digits are read as the letters that they look like:
//! people read P1SS and B00B.

use crate::index;
use crate::packed::{self, MAX_LETTERS, pack};

/// The letters at the start of a word that the lists are indexed by.
const START: usize = 3;

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
        let mut window = Window::default();
        let starts = characters.iter().enumerate().filter_map(move |(end, character)| {
            window.push(*character);
            let behind = characters.get(end + 1..).unwrap_or_default();
            let lens = window.readings().map(|start| self.lens(start, behind));
            let lens = lens.fold(0, |all: u16, lens| all | lens);
            (lens != 0).then(|| (end + 1 - START, lens))
        });
        starts.flat_map(move |(start, lens)| {
            let lens = (START..=MAX_LETTERS).filter(move |len| lens >> len & 1 == 1);
            lens.map(move |len| (start, len)).filter(|(start, len)| {
                let found = characters.get(*start..start + len).unwrap_or_default();
                found.iter().any(u8::is_ascii_lowercase)
            })
        })
    }

    /// Returns a bit for the length of each word that starts with these three letters, packed, and
    /// goes on as the characters behind them do.
    #[inline]
    fn lens(&self, start: u16, behind: &[u8]) -> u16 {
        let (at, bit) = (usize::from(start / 32), start % 32);
        let bits = self.starts.get(at).copied().unwrap_or_default();
        if bits >> bit & 1 == 0 {
            return 0;
        }
        let before = (bits & ((1 << bit) - 1)).count_ones() as usize;
        let rank = usize::from(self.ranks.get(at).copied().unwrap_or_default()) + before;
        let first = |rank: usize| self.firsts.get(rank).copied().map_or(0, usize::from);
        let words = self.words.get(first(rank)..first(rank + 1)).unwrap_or_default();
        words
            .iter()
            .filter_map(|word| len_if_reads(*word, behind))
            .fold(0, |all, len| all | 1 << len)
    }
}

/// Returns the length of a packed word if the characters behind its first three letters read as the
/// rest of it.
fn len_if_reads(word: u64, behind: &[u8]) -> Option<usize> {
    let rest = packed::letters(word).skip(START);
    let mut len = START;
    for letter in rest {
        let character = *behind.get(len - START)?;
        if character != letter && !look_alikes(character).contains(&letter) {
            return None;
        }
        len += 1;
    }
    Some(len)
}

/// The last three characters, as letters. The lists are asked at every place of every reading, so this
/// is quick: only 1 has two readings.
#[derive(Clone, Copy, Default)]
struct Window {
    /// Packed, with 1 read as I.
    letters: u16,
    /// How many of the last characters read as letters.
    count: usize,
    /// What to add to read any of the ones as L, for the last place and those before it.
    ones: [u16; START],
}

impl Window {
    #[inline]
    fn push(&mut self, character: u8) {
        let code = CODES.get(usize::from(character)).copied().unwrap_or_default();
        self.letters = (self.letters << 5 | code) & 0x7FFF;
        self.count = if code == 0 { 0 } else { self.count + 1 };
        let [last, before, _] = self.ones;
        let one = if character == b'1' { u16::from(b'l' - b'i') } else { 0 };
        self.ones = [one, last << 5, before << 5];
    }

    /// Returns the ways to read the last three characters; none if one of them is no letter.
    #[inline]
    fn readings(self) -> impl Iterator<Item = u16> {
        let [last, middle, first] = self.ones;
        let ones =
            usize::from(last != 0) | usize::from(middle != 0) << 1 | usize::from(first != 0) << 2;
        let most = if self.count < START { None } else { Some(ones) };
        most.into_iter().flat_map(|most| 0..=most).filter(move |read| read & !ones == 0).map(
            move |read| {
                let added = |place: usize, one: u16| if read >> place & 1 == 1 { one } else { 0 };
                self.letters + added(0, last) + added(1, middle) + added(2, first)
            },
        )
    }
}

/// The number of the letter that each ASCII character reads as, from 1 on; 1 reads as I.
#[allow(clippy::indexing_slicing, reason = "a constant: it does not compile if it panics")]
const CODES: [u16; 128] = {
    let mut codes = [0; 128];
    let mut character = 0_u8;
    while character < 128 {
        codes[character as usize] = match (character, look_alikes(character)) {
            (b'a'..=b'z', _) => (character - b'a' + 1) as u16,
            (_, [letter, ..]) => (*letter - b'a' + 1) as u16,
            _ => 0,
        };
        character += 1;
    }
    codes
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
