//! Letter readings, which fill up the five when words are too few.
//!
//! They are random letters on the keys of the digits, drawn from a generator that the number seeds.
//! The easier a letter is to pronounce after the one before, the likelier it is drawn, and the
//! readings that are easiest to pronounce come first.

use std::cmp::Reverse;
use std::ops::Range;

use arrayvec::ArrayVec;
use rand::Rng as _;
use rand_pcg::Pcg64Mcg;

use super::{MAX_DIGITS, MAX_OFFERED, blocked};
use crate::keypad;

/// How many readings are drawn for the five. Even two digits have at least nine spellings, but some of
/// them may be refused, and the likely ones are drawn again and again.
const DRAWS: usize = 256;
/// The fewest letters that are worth a reading of their own.
const MIN_LETTERS: usize = 3;

/// The characters of a national number, lower case.
type Characters = ArrayVec<u8, MAX_DIGITS>;

/// Draws letter readings of one national number. The generator ignores the two lowest bits of its
/// seed, so up to four consecutive numbers draw the same.
pub(crate) struct Letters<'a> {
    national: &'a [u8],
    generator: Pcg64Mcg,
}

impl<'a> Letters<'a> {
    /// Seeds the generator with a national number, ASCII digits.
    pub(crate) fn new(national: &'a [u8]) -> Self {
        let seed = national.iter().fold(0, |seed, digit| seed * 10 + u128::from(digit - b'0'));
        Self { national, generator: Pcg64Mcg::new(seed) }
    }

    /// Returns whether a range of places has enough letters for a reading of its own.
    pub(crate) fn are_worthwhile(&self, places: &Range<usize>) -> bool {
        let digits = self.national.get(places.clone()).unwrap_or_default();
        digits.iter().filter(|digit| matches!(digit, b'2'..=b'9')).count() >= MIN_LETTERS
    }

    /// Returns up to five readings with letters at these places, easiest to pronounce first. All
    /// other digits, and 0 and 1, stay.
    pub(crate) fn at(
        &mut self,
        places: &Range<usize>,
    ) -> ArrayVec<ArrayVec<u8, MAX_DIGITS>, MAX_OFFERED> {
        let mut drawn: ArrayVec<(Reverse<u32>, Characters), MAX_OFFERED> = ArrayVec::new();
        for _ in 0..DRAWS {
            let (pronounceability, characters) = self.draw(places);
            let known = drawn.iter().any(|(_, other)| *other == characters);
            if !known && !blocked::is_in_letters(&characters) {
                drawn.push((Reverse(pronounceability), characters));
            }
            if drawn.is_full() {
                break;
            }
        }
        drawn.sort_unstable();
        drawn.into_iter().map(|(_, characters)| characters).collect()
    }

    fn draw(&mut self, places: &Range<usize>) -> (u32, Characters) {
        let mut characters: Characters = self.national.iter().copied().take(MAX_DIGITS).collect();
        let (mut pronounceability, mut before) = (0, Before::Nothing);
        for digit in characters.get_mut(places.clone()).unwrap_or_default() {
            match self.choose(keypad::letters(*digit), before) {
                Some((letter, weight)) => {
                    pronounceability += weight;
                    before = before.and(letter);
                    *digit = letter;
                }
                None => before = Before::Nothing,
            }
        }
        (pronounceability, characters)
    }

    /// Draws one of the letters of a key, and returns how easy it is to pronounce.
    fn choose(&mut self, letters: &[u8], before: Before) -> Option<(u8, u32)> {
        let sum: u32 = letters.iter().map(|letter| before.pronounceability(*letter)).sum();
        if sum == 0 {
            return None;
        }
        // A multiplication instead of a division; the bias is far below one in a million.
        let mut chosen = ((u64::from(self.generator.next_u32()) * u64::from(sum)) >> 32) as u32;
        letters.iter().map(|letter| (*letter, before.pronounceability(*letter))).find(
            |(_, weight)| {
                let here = chosen < *weight;
                chosen = chosen.wrapping_sub(*weight);
                here
            },
        )
    }
}

/// The character before a letter.
#[derive(Clone, Copy, Debug)]
enum Before {
    /// A digit, or the start.
    Nothing,
    Vowel,
    Consonant,
    Consonants,
}

impl Before {
    fn and(self, letter: u8) -> Self {
        match self {
            _ if is_vowel(letter) => Self::Vowel,
            Self::Consonant | Self::Consonants => Self::Consonants,
            _ => Self::Consonant,
        }
    }

    /// Returns how easy a letter is to pronounce here: easy where vowels and consonants alternate,
    /// hard after two consonants, and harder for rare letters.
    fn pronounceability(self, letter: u8) -> u32 {
        let weight: u32 = match (self, is_vowel(letter)) {
            (Self::Nothing, _) => 4,
            (Self::Vowel, false) | (Self::Consonant | Self::Consonants, true) => 12,
            (Self::Vowel, true) | (Self::Consonant, false) => 3,
            (Self::Consonants, false) => 1,
        };
        if matches!(letter, b'q' | b'x' | b'z') { weight.div_ceil(4) } else { weight }
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(national: &[u8], places: Range<usize>) -> Vec<Vec<u8>> {
        let characters = Letters::new(national).at(&places);
        characters.iter().map(|characters| characters.to_vec()).collect()
    }

    #[test]
    fn what_can_be_said_is_drawn_more_often_and_comes_first() {
        let total = |word: &[u8]| {
            let add = |(sum, before): (u32, Before), letter: &u8| {
                (sum + before.pronounceability(*letter), before.and(*letter))
            };
            word.iter().fold((0, Before::Nothing), add).0
        };
        assert!(total(b"bako") > total(b"bcko"));
        assert!(total(b"bcko") > total(b"bckm"));
        let letters = drawn(b"2125552256", 6..10);
        let totals: Vec<u32> =
            letters.iter().map(|letters| total(letters.get(6..).unwrap())).collect();
        assert!(totals.is_sorted_by(|one, other| one >= other), "{letters:?}: {totals:?}");
        assert!(totals.first().is_some_and(|best| *best > 30), "{letters:?}: {totals:?}");
    }

    #[test]
    fn the_same_number_gives_the_same_letters() {
        let once = drawn(b"2125550199", 3..10);
        assert_eq!(once, drawn(b"2125550199", 3..10));
        assert_eq!(once.len(), MAX_OFFERED);
        let other = drawn(b"3125550199", 3..10);
        let spelled = |drawn: &[Vec<u8>]| -> Vec<Vec<u8>> {
            drawn.iter().filter_map(|characters| Some(characters.get(3..)?.to_vec())).collect()
        };
        assert_ne!(spelled(&once), spelled(&other));
    }

    #[test]
    fn zeros_and_ones_and_what_is_outside_the_places_stay() {
        for characters in drawn(b"2125012999", 6..10) {
            assert!(characters.starts_with(b"212501"), "{characters:?}");
            assert!(characters.iter().skip(6).all(u8::is_ascii_lowercase), "{characters:?}");
        }
    }
}
