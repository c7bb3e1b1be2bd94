//! Attributes of a word: how rare it is, and of what kind.

use crate::classes::Classes;
use crate::index;

/// The attributes of a word: how rare it is, and of what kind.
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
    /// The number of possible values.
    pub const COUNT: usize = Kind::COUNT * 16;

    /// The attributes with this index, which is below [`Attributes::COUNT`].
    #[must_use]
    pub const fn from_index(index: u16) -> Self {
        Self(index)
    }

    /// An index for tables with [`Attributes::COUNT`] entries.
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

    /// The kind of the word: its classes, and how obscure it is.
    #[inline]
    #[must_use]
    pub const fn kind(self) -> Kind {
        Kind(self.0 >> 4)
    }
}

/// The kind of a word: its classes, how obscure it is, and whether it is offered last. There are a few
/// hundred kinds, so values that depend only on the kind fit in a table.
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
    /// The number of kinds.
    pub const COUNT: usize = index::KINDS.len();

    /// The kind with this index, which is below [`Kind::COUNT`].
    #[must_use]
    pub const fn from_index(index: u16) -> Self {
        Self(index)
    }

    /// An index for tables with [`Kind::COUNT`] entries.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The parts of speech, and other classes that the quality of a reading depends on.
    #[must_use]
    pub const fn classes(self) -> Classes {
        let [low, high, ..] = self.bits().to_le_bytes();
        Classes::from_bits(u16::from_le_bytes([low, high]))
    }

    /// The size of dictionary that lists the word: 0 small, 1 desk, 2 large, 3 larger still (SCOWL's
    /// levels up to 35, 50, 60 and 95). It separates plain rare words from odd ones.
    #[must_use]
    pub const fn obscurity(self) -> u8 {
        let [_, _, obscurity, _] = self.bits().to_le_bytes();
        obscurity
    }

    /// Whether the word is offered only where fewer than five other answers exist (verdict `last` in
    /// `exclude.tsv`).
    #[must_use]
    pub const fn is_last(self) -> bool {
        let [.., last] = self.bits().to_le_bytes();
        last == 1
    }

    const fn bits(self) -> u32 {
        match index::KINDS.split_at_checked(self.index()) {
            Some((_, [bits, ..])) => *bits,
            _ => 0,
        }
    }
}
