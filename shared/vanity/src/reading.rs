//! Readings: the ways to spell a number.
//!
//! [`lattice`] finds the words that stand in a number, [`search`] the best readings made of them,
//! [`pool`] keeps those, [`letters`] makes the readings that fill up when words are too few. How
//! good a reading is, `ranking` says.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "places, counts and costs are far below any limit; what is const converts no other way"
)]

mod lattice;
pub(crate) mod letters;
mod pool;
mod search;
mod spelling;

pub(crate) use lattice::Lattice;
pub(crate) use pool::{Pool, most_alike};
pub(crate) use search::{MIN_COVERED, MIN_COVERED_IN_PHRASE, Span, search};
use spelling::Spelling;

use arrayvec::ArrayVec;
use switchboard_words::Word;

/// Readings offered for a number.
pub(crate) const BEST: usize = 5;
/// The longest national number in digits: E.164's 15 less a country code.
pub(crate) const MAX_DIGITS: usize = 14;
/// How far an overlong word may run past the end of the number, in letters.
pub(crate) const MAX_SURPLUS: usize = switchboard_words::MAX_FURTHER;
/// More words than this read as a riddle.
pub(crate) const MAX_WORDS: usize = 4;
/// A reading needs one word of this length.
pub(crate) const MIN_LONGEST_WORD: usize = 3;
/// Words, and a run of digits before, between and after them.
pub(crate) const MAX_TOKENS: usize = 2 * MAX_WORDS + 1;

/// More than anything costs, in tenths, and small enough to add to.
pub(crate) const NEVER: i32 = i32::MAX / 4;

/// A part of a reading. Places count from the start of the national number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// A word of the lexicon; it ends past the number when it is overlong.
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
#[derive(Clone)]
pub(crate) struct Reading {
    pub(crate) tokens: ArrayVec<Token, MAX_TOKENS>,
    /// The digits of an overlong word's surplus letters.
    pub(crate) surplus: ArrayVec<u8, MAX_SURPLUS>,
    pub(crate) spelling: Spelling,
    /// In tenths, lower is better.
    pub(crate) cost: i32,
}

impl Reading {
    /// The characters of one token, lower case, of a reading of this national number.
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

    pub(crate) fn words(&self) -> impl DoubleEndedIterator<Item = (Word, usize)> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Word { word, start } => Some((*word, usize::from(*start))),
            Token::Digits { .. } => None,
        })
    }
}
