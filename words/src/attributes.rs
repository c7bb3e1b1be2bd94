//! What is known of a word besides its letters.

use crate::classes::Classes;
use crate::index;

/// What is known of a word besides its letters.
///
/// ```
/// use switchboard_words::{Attributes, Node};
///
/// let the = Node::ROOT.walk(b"843").and_then(|node| node.words().next()).expect("the");
/// assert_eq!(the.attributes().grade(), 0);
/// assert!(the.attributes().index() < Attributes::COUNT);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attributes(u16);

impl Attributes {
    /// How many there can be.
    pub const COUNT: usize = Kind::COUNT * 16;

    /// Those with this index, below [`Attributes::COUNT`].
    #[must_use]
    pub const fn from_index(index: u16) -> Self {
        Self(index)
    }

    /// For tables with [`Attributes::COUNT`] entries.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// How rare the word is, 0 (one word in a thousand or more) to 15: each step is a factor of
    /// 10^0.4, about 2.5.
    #[inline]
    #[must_use]
    pub const fn grade(self) -> u8 {
        (self.0 & 15) as u8
    }

    /// What kinds of word it is, and how obscure: [`Kind::COUNT`] values.
    #[inline]
    #[must_use]
    pub const fn kind(self) -> Kind {
        Kind(self.0 >> 4)
    }
}

/// What kind of word: its classes, and how obscure it is. There are a few hundred kinds, so that
/// what depends on the kind alone can be kept in a table.
///
/// ```
/// use switchboard_words::{Classes, Kind, Node};
///
/// let the = Node::ROOT.walk(b"843").and_then(|node| node.words().next()).expect("the");
/// let kind = the.attributes().kind();
/// assert!(kind.classes().any_of(Classes::DETERMINER) && kind.obscurity() == 0);
/// assert!(kind.index() < Kind::COUNT);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(u16);

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = index::KINDS.len();

    /// The kind with this index, below [`Kind::COUNT`].
    #[must_use]
    pub const fn from_index(index: u16) -> Self {
        Self(index)
    }

    /// For tables with [`Kind::COUNT`] entries.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its parts of speech, and what else its quality depends on.
    #[must_use]
    pub const fn classes(self) -> Classes {
        let [low, high, ..] = self.bits().to_le_bytes();
        Classes::from_bits(u16::from_le_bytes([low, high]))
    }

    /// 0 for a word of small dictionaries, 1 of desk dictionaries, 2 of large ones, 3 of larger
    /// ones yet (SCOWL's levels to 35, 50, 60 and 80). It tells plain rare words from odd ones.
    #[must_use]
    pub const fn obscurity(self) -> u8 {
        let [.., obscurity, _] = self.bits().to_le_bytes();
        obscurity
    }

    const fn bits(self) -> u32 {
        match index::KINDS.split_at_checked(self.index()) {
            Some((_, [bits, ..])) => *bits,
            _ => 0,
        }
    }
}
