//! The lexicon: English words, found by the digits that dial them.
//!
//! The words, their grades and their classes come from the lists in this folder (see its
//! `README.md` for sources and licences). They are compiled into the crate as plain arrays, so
//! nothing is read, parsed or allocated before the first look-up.
//!
//! A [`Node`] stands for a string of digits that starts some word. Walk from [`Node::ROOT`], one
//! digit at a time; a missing child means that no word goes on this way.
//!
//! ```
//! use words::Node;
//!
//! let node = Node::ROOT.walk(b"3569377").expect("some word starts with these digits");
//! let texts: Vec<_> = node.words().map(|word| word.text(b"3569377").to_string()).collect();
//! assert!(texts.contains(&"flowers".to_owned()));
//! ```

mod blocked;
mod classes;
mod packed;

pub use blocked::{blocked_in, is_blocked};
pub use classes::Classes;

use std::fmt;

#[allow(clippy::unreadable_literal, reason = "written by the build script")]
mod index {
    include!(concat!(env!("OUT_DIR"), "/index.rs"));
}

/// The longest word of the lexicon, in letters.
pub const MAX_LETTERS: usize = packed::MAX_LETTERS;

/// The letters of each key, E.161: 2 is ABC, 9 is WXYZ.
const KEYS: [&[u8]; 8] = [b"abc", b"def", b"ghi", b"jkl", b"mno", b"pqrs", b"tuv", b"wxyz"];

/// A string of digits that starts at least one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    number: usize,
    depth: u8,
}

impl Node {
    /// Before the first digit.
    pub const ROOT: Self = Self { number: 0, depth: 0 };

    /// The node one digit on (ASCII, `b'2'` to `b'9'`); `None` if no word goes on that way.
    #[must_use]
    pub fn child(self, digit: u8) -> Option<Self> {
        let key = usize::from(digit.checked_sub(b'2').filter(|key| *key < 8)?);
        let (block, place) = (self.number / 8, 8 * (self.number % 8) + key);
        let bits = *index::CHILDREN.get(block)?;
        if bits >> place & 1 == 0 {
            return None;
        }
        let before = (bits & ((1 << place) - 1)).count_ones();
        let number = (index::CHILD_RANK.get(block)? + before) as usize;
        Some(Self { number, depth: self.depth + 1 })
    }

    /// The node after all of `digits` (ASCII).
    #[must_use]
    pub fn walk(self, digits: &[u8]) -> Option<Self> {
        digits.iter().try_fold(self, |node, digit| node.child(*digit))
    }

    /// The digits that lead on, with their nodes, ascending.
    pub fn children(self) -> impl Iterator<Item = (u8, Self)> {
        (b'2'..=b'9').filter_map(move |digit| Some((digit, self.child(digit)?)))
    }

    /// The words that these digits dial in full, commonest first.
    #[must_use]
    pub fn words(self) -> impl ExactSizeIterator<Item = Word> {
        let (block, place) = (self.number / 8, 4 * (self.number % 8));
        let counts = index::COUNTS.get(block).copied().unwrap_or_default();
        let count = counts >> place & 15;
        let mut before = counts & ((1 << place) - 1);
        let mut first = index::COUNT_RANK.get(block).copied().unwrap_or_default();
        while before != 0 {
            first += before & 15;
            before >>= 4;
        }
        (0..count as usize).map(move |at| Word { number: first as usize + at, len: self.depth })
    }
}

/// A word of the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    number: usize,
    len: u8,
}

impl Word {
    /// How rare the word is, 0 (one word in a thousand or more) to 15: each step is a factor of
    /// 10^0.4, about 2.5.
    #[must_use]
    pub fn grade(self) -> u8 {
        (self.attributes() & 15) as u8
    }

    /// What kinds of word it is.
    #[must_use]
    pub fn classes(self) -> Classes {
        Classes::from_bits(self.attributes() >> 4)
    }

    fn attributes(self) -> u16 {
        index::ATTRIBUTES.get(self.number).copied().unwrap_or_default()
    }

    /// How many letters it has, 1 to [`MAX_LETTERS`].
    #[allow(clippy::len_without_is_empty, reason = "no word is empty")]
    #[must_use]
    pub const fn len(self) -> usize {
        self.len as usize
    }

    /// The word's letters, lower case. `digits` (ASCII) must be those that led to the word: the
    /// index keeps only which letter of its key each one is.
    #[must_use]
    pub fn text(self, digits: &[u8]) -> Text {
        let len = self.len();
        let first = |starts: &[u32]| starts.get(len).map_or(0, |first| *first as usize);
        let start =
            first(&index::FIRST_LETTER_BIT) + 2 * len * (self.number - first(&index::FIRST_WORD));
        let mut text = Text { letters: [0; MAX_LETTERS], len: self.len };
        for (at, (letter, digit)) in text.letters.iter_mut().zip(digits).take(len).enumerate() {
            let bit = start + 2 * at;
            let place = index::LETTERS.get(bit / 32).map_or(0, |bits| bits >> (bit % 32) & 3);
            let key = KEYS.get(usize::from(digit.wrapping_sub(b'2')));
            *letter = key.and_then(|key| key.get(place as usize)).copied().unwrap_or(b'?');
        }
        text
    }

    /// Whether the two words, in this order, are one term ("red cross").
    #[must_use]
    pub fn forms_compound_with(self, second: Self) -> bool {
        u32::try_from(self.number << 16 | second.number)
            .is_ok_and(|pair| index::COMPOUNDS.binary_search(&pair).is_ok())
    }
}

/// The letters of a [`Word`], without an allocation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text {
    letters: [u8; MAX_LETTERS],
    len: u8,
}

impl Text {
    /// The letters, lower case.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.letters.get(..usize::from(self.len)).unwrap_or_default()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}
