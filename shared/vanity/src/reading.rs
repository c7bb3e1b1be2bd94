//! Readings: the ways to spell a number.
//!
//! [`lattice`] finds the words in a number, [`search`] the best readings made of them, and [`pool`]
//! keeps those. [`letters`] makes the readings that fill up when words are too few. `ranking`
//! scores readings.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "places, counts and costs are far below any limit; constants convert in no other way"
)]

pub(crate) mod blocked;
pub(crate) mod lattice;
pub(crate) mod letters;
pub(crate) mod pool;
pub(crate) mod search;
mod spelling;

use arrayvec::ArrayVec;
use switchboard_words::Word;

/// The most vanity numbers that are offered for one phone number.
pub const MAX_OFFERED: usize = 5;
/// The longest national number in digits: E.164's 15 less a country code.
pub(crate) const MAX_DIGITS: usize = 14;
/// The most surplus letters of an overlong word.
pub(crate) const MAX_SURPLUS: usize = switchboard_words::MAX_FURTHER;
/// The most words in a reading; more would read as a riddle.
pub(crate) const MAX_WORDS: usize = 4;
/// The length in letters that one word of a reading must have.
pub(crate) const MIN_LONGEST_WORD: usize = 3;
/// The most tokens in a reading: its words, and a run of digits before, between and after them.
pub(crate) const MAX_TOKENS: usize = 2 * MAX_WORDS + 1;

/// More than any reading costs, in tenths of a point, and small enough that sums do not overflow.
pub(crate) const NEVER: i32 = i32::MAX / 4;

/// A part of a reading. Places count from the start of the national number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// A word of the lexicon; an overlong one ends past the number.
    Word { word: Word, start: u8 },
    /// Digits that stay digits.
    Digits { start: u8, end: u8 },
}

impl Token {
    pub(crate) fn start(self) -> usize {
        match self {
            Self::Word { start, .. } | Self::Digits { start, .. } => start.into(),
        }
    }

    pub(crate) fn end(self) -> usize {
        match self {
            Self::Word { word, start } => usize::from(start) + word.len(),
            Self::Digits { end, .. } => end.into(),
        }
    }
}

/// A way to spell a number in words.
pub(crate) struct Reading {
    pub(crate) tokens: ArrayVec<Token, MAX_TOKENS>,
    /// The digits of an overlong word's surplus letters.
    pub(crate) surplus: ArrayVec<u8, MAX_SURPLUS>,
}

impl Reading {
    /// Returns the characters of one token, lower case; `national` is the number that the reading
    /// is of.
    pub(crate) fn characters(
        &self,
        token: Token,
        national: &[u8],
    ) -> ArrayVec<u8, { switchboard_words::MAX_LETTERS }> {
        let (start, end) = (token.start(), token.end());
        let inside = national.get(start..end.min(national.len())).unwrap_or_default();
        // A run of digits is shorter than the longest word by the limits on both: nothing is cut.
        let mut characters = ArrayVec::new();
        let _ = characters.try_extend_from_slice(inside);
        if end > national.len() {
            let _ = characters.try_extend_from_slice(&self.surplus);
        }
        if let Token::Word { word, .. } = token {
            let text = word.text(&characters);
            characters.iter_mut().zip(text.as_bytes()).for_each(|(place, letter)| *place = *letter);
        }
        characters
    }

    /// Returns the words with their places.
    pub(crate) fn words(&self) -> impl Iterator<Item = (Word, usize)> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Word { word, start } => Some((*word, usize::from(*start))),
            Token::Digits { .. } => None,
        })
    }
}
