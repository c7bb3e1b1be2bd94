//! The verdicts of `exclude.tsv`: words that are never offered, and words that are offered last.
//!
//! Letters that run together are checked too, and digits are read as the letters that they look like:
//! people read P1SS and B00B.

use crate::index::{BLOCKED, BLOCKED_STARTS, LAST, LAST_STARTS};
use crate::packed::{self, MAX_LETTERS, pack};

/// The letters at the start of a word that the lists are indexed by.
const START: usize = 3;

/// The words of one verdict.
struct List {
    /// Packed and sorted.
    words: &'static [u64],
    /// A bit for each way to start with three letters.
    starts: &'static [u32],
}

static BLOCK_LIST: List = List { words: &BLOCKED, starts: &BLOCKED_STARTS };
static LAST_LIST: List = List { words: &LAST, starts: &LAST_STARTS };

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
        (0..characters.len()).flat_map(move |start| {
            let rest = characters.get(start..).unwrap_or_default();
            let lens = self.lens_at_start(rest);
            (START..=MAX_LETTERS).filter(move |len| lens >> len & 1 == 1).filter_map(move |len| {
                let found = rest.get(..len)?;
                found.iter().any(u8::is_ascii_lowercase).then_some((start, len))
            })
        })
    }

    /// Returns a bit for the length of each word of the list that the characters start with.
    fn lens_at_start(&self, characters: &[u8]) -> u16 {
        let mut lens = 0;
        if let Some(first) = characters.first_chunk::<START>() {
            each_letter(first[0], |one| {
                each_letter(first[1], |two| {
                    each_letter(first[2], |three| {
                        let prefix = packed::and(packed::and(packed::and(0, one), two), three);
                        if self.may_start(prefix) {
                            lens |= self.lens_behind(prefix, START, characters, self.words);
                        }
                    });
                });
            });
        }
        lens
    }

    /// Returns a bit for the length of each of `words` that starts with the `len` letters of `prefix`
    /// and goes on as the characters do.
    fn lens_behind(&self, prefix: u64, len: usize, characters: &[u8], words: &[u64]) -> u16 {
        let (from, to) = packed::starting_with(prefix, len);
        let from = words.partition_point(|word| *word < from);
        let to = words.partition_point(|word| *word <= to);
        let words = words.get(from..to).unwrap_or_default();
        let Some(first) = words.first() else { return 0 };
        let mut lens = u16::from(*first == packed::starting_with(prefix, len).0) << len;
        if let Some(next) = characters.get(len).filter(|_| len < MAX_LETTERS) {
            each_letter(*next, |letter| {
                lens |= self.lens_behind(packed::and(prefix, letter), len + 1, characters, words);
            });
        }
        lens
    }

    /// Whether some word starts with the three letters of `prefix`.
    fn may_start(&self, prefix: u64) -> bool {
        let start = prefix as usize;
        self.starts.get(start / 32).is_some_and(|bits| bits >> (start % 32) & 1 == 1)
    }
}

/// Visits the letters that a character may be read as.
fn each_letter(character: u8, mut visit: impl FnMut(u8)) {
    if character.is_ascii_lowercase() {
        visit(character);
    } else {
        look_alikes(character).iter().for_each(|letter| visit(*letter));
    }
}

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
