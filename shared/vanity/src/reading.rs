//! Readings: the ways to spell a number, and which of them are good.
//!
//! [`search`] finds the readings made of words, [`cost`] says how good each is, [`pool`] keeps the
//! best of them, [`letters`] makes the readings that fill up when words are too few.

mod cost;
pub(crate) mod letters;
mod pool;
mod search;

pub(crate) use pool::Pool;
pub(crate) use search::{Span, search};

use arrayvec::ArrayVec;
use words::Word;

/// Readings offered for a number.
pub(crate) const BEST: usize = 5;
/// The longest national number in digits: E.164's 15 less a country code.
pub(crate) const MAX_DIGITS: usize = 14;
/// How far an overlong word may run past the end of the number, in letters.
pub(crate) const MAX_SURPLUS: usize = 4;
/// More words than this read as a riddle.
pub(crate) const MAX_WORDS: usize = 4;
/// Words, and a run of digits before, between and after them.
const MAX_TOKENS: usize = 2 * MAX_WORDS + 1;

/// The characters of a reading without hyphens, lower case: what the caller's digits become.
pub(crate) type Spelling = ArrayVec<u8, { MAX_DIGITS + MAX_SURPLUS }>;

/// A part of a reading. Places count from the start of the national number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Token {
    /// A word of the lexicon; it ends past the number when it is overlong.
    Word { word: Word, start: usize },
    /// Digits that stay digits.
    Digits { start: usize, end: usize },
}

impl Token {
    fn start(&self) -> usize {
        match self {
            Self::Word { start, .. } | Self::Digits { start, .. } => *start,
        }
    }
}

/// A way to spell a number in words.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) tokens: ArrayVec<Token, MAX_TOKENS>,
    /// The digits dialed, from the start of the national number on, and behind them those of an
    /// overlong word's surplus letters.
    pub(crate) dialed: Spelling,
    /// How many of `dialed` are surplus.
    pub(crate) surplus: usize,
    /// Lower is better; see `cost.rs`.
    pub(crate) cost: i32,
}

impl Reading {
    /// The characters of one token, lower case.
    pub(crate) fn characters(&self, token: Token) -> ArrayVec<u8, { words::MAX_LETTERS }> {
        let digits = |start, end| self.dialed.get(start..end).unwrap_or_default();
        let mut characters = ArrayVec::new();
        // A run of digits is shorter than the longest word by the limits on both, so nothing is cut.
        match token {
            Token::Word { word, start } => {
                let text = word.text(digits(start, start + word.len()));
                characters.extend(text.as_bytes().iter().copied());
            }
            Token::Digits { start, end } => {
                characters.extend(digits(start, end).iter().copied().take(words::MAX_LETTERS));
            }
        }
        characters
    }

    /// All characters.
    pub(crate) fn spelling(&self) -> Spelling {
        self.tokens
            .iter()
            .flat_map(|token| self.characters(*token))
            .take(self.dialed.len())
            .collect()
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = (Word, usize)> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Word { word, start } => Some((*word, *start)),
            Token::Digits { .. } => None,
        })
    }
}
