//! The nodes of the trie.

#![allow(
    clippy::cast_possible_truncation,
    reason = "masked, or counted by the build script, which refuses numbers that are too large"
)]

mod completions;

pub use completions::{ALL_GRADES, MAX_FURTHER};

use crate::index;
use crate::word::Word;

/// Eight nodes of the trie. All that a step to a child and a look at the words need is in one place of
/// memory.
pub(crate) struct Block {
    /// The digits that lead on, eight bits per node.
    pub(crate) children: u64,
    /// The number of nodes before the first child: the children of earlier blocks, and the root.
    pub(crate) child_rank: u32,
    /// The number of words, four bits per node.
    pub(crate) counts: u32,
    /// The number of words in earlier blocks.
    pub(crate) count_rank: u32,
}

/// A node of the trie: a string of digits that starts at least one word.
///
/// ```
/// use switchboard_words::Node;
///
/// let home = Node::ROOT.walk(b"4663").expect("some words start with these digits");
/// let first = home.words().next().expect("some words have exactly these digits");
/// assert_eq!(first.text(b"4663").to_string(), "good");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    number: u32,
    depth: u8,
}

impl Node {
    /// The root: no digits.
    pub const ROOT: Self = Self { number: 0, depth: 0 };

    /// The node behind one more digit (ASCII, `b'2'` to `b'9'`); `None` if no word goes on that way.
    ///
    /// ```
    /// use switchboard_words::Node;
    ///
    /// let c = Node::ROOT.child(b'2').expect("many words start with a, b or c");
    /// assert!(c.child(b'0').is_none(), "no letter is on this key");
    /// ```
    #[inline]
    #[must_use]
    pub fn child(self, digit: u8) -> Option<Self> {
        let key = u32::from(digit.wrapping_sub(b'2'));
        if key >= 8 {
            return None;
        }
        let (block, place) = (self.block()?, 8 * (self.number % 8) + key);
        if block.children >> place & 1 == 0 {
            return None;
        }
        let before = (block.children & ((1 << place) - 1)).count_ones();
        Some(Self { number: block.child_rank + before, depth: self.depth + 1 })
    }

    #[inline]
    fn block(self) -> Option<&'static Block> {
        index::BLOCKS.get((self.number / 8) as usize)
    }

    /// The node behind all of `digits` (ASCII); `None` if no word goes on that way.
    ///
    /// ```
    /// use switchboard_words::Node;
    ///
    /// assert_eq!(Node::ROOT.walk(b"22"), Node::ROOT.child(b'2').and_then(|two| two.child(b'2')));
    /// assert_eq!(Node::ROOT.walk(b"9999999"), None);
    /// ```
    #[must_use]
    pub fn walk(self, digits: &[u8]) -> Option<Self> {
        digits.iter().try_fold(self, |node, digit| node.child(*digit))
    }

    /// The digits that lead on, with their nodes, ascending.
    ///
    /// ```
    /// use switchboard_words::Node;
    ///
    /// let digits: Vec<u8> = Node::ROOT.children().map(|(digit, _)| digit).collect();
    /// assert_eq!(digits, b"23456789");
    /// ```
    #[inline]
    pub fn children(self) -> impl Iterator<Item = (u8, Self)> {
        let (children, child_rank) =
            self.block().map_or((0, 0), |block| (block.children, block.child_rank));
        let place = 8 * (self.number % 8);
        let first = child_rank + (children & ((1 << place) - 1)).count_ones();
        let mut keys = children >> place & 0xFF;
        let digits = std::iter::from_fn(move || {
            let key = keys.trailing_zeros() as u8;
            (keys != 0).then(|| {
                keys &= keys - 1;
                b'2' + key
            })
        });
        let depth = self.depth + 1;
        digits.zip(first..).map(move |(digit, number)| (digit, Self { number, depth }))
    }

    /// The words that have exactly the digits of this node, commonest first.
    ///
    /// ```
    /// use switchboard_words::Node;
    ///
    /// let home = Node::ROOT.walk(b"4663").expect("home starts so").words();
    /// let texts: Vec<String> = home.map(|word| word.text(b"4663").to_string()).collect();
    /// assert_eq!(texts[..3], ["good", "home", "gone"]);
    /// ```
    #[inline]
    #[must_use]
    pub fn words(self) -> Words {
        let (counts, count_rank) =
            self.block().map_or((0, 0), |block| (block.counts, block.count_rank));
        let place = 4 * (self.number % 8);
        let count = counts >> place & 15;
        let before = counts & ((1 << place) - 1);
        // Adds up all nibbles: in pairs, then all four bytes by one multiplication.
        let pairs = (before & 0x0F0F_0F0F) + (before >> 4 & 0x0F0F_0F0F);
        let first = count_rank + (pairs.wrapping_mul(0x0101_0101) >> 24);
        Words { next: first as u16, left: count as u8, len: self.depth }
    }
}

/// An iterator over the words of a node; see [`Node::words`].
#[derive(Clone, Copy, Debug)]
pub struct Words {
    next: u16,
    left: u8,
    len: u8,
}

#[allow(
    clippy::copy_iterator,
    reason = "four bytes, which a search stores and walks several times"
)]
impl Iterator for Words {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        self.left = self.left.checked_sub(1)?;
        let number = self.next;
        self.next = self.next.wrapping_add(1);
        Some(Word::new(number, self.len))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.into(), Some(self.left.into()))
    }
}

impl ExactSizeIterator for Words {}
