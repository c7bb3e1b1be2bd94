//! Completions: the words that go on beyond the digits of a node.

use super::Node;
use crate::index;
use crate::word::Word;

/// The most letters that a completion adds.
pub const MAX_FURTHER: usize = 4;

/// For [`Node::for_each_completion`]: words of all grades.
pub const ALL_GRADES: [u8; MAX_FURTHER] = [16; MAX_FURTHER];

/// The number of the first node of two digits. Nodes are numbered breadth first, and before it are the
/// root and the eight nodes of one digit, each of which starts a word.
const FIRST_OF_TWO_DIGITS: u32 = 9;

impl Node {
    /// Visits the words that go on from here by one to [`MAX_FURTHER`] letters, with the digits of these
    /// letters.
    ///
    /// From two or three digits these are the sixteen words that come to mind first: common, short and
    /// advertising ones. From fewer digits there are none, because nobody could guess them.
    ///
    /// `below` limits the grades: a word that goes on by `n` letters is visited if its grade is below
    /// `below[n - 1]`.
    ///
    /// ```
    /// use switchboard_words::{ALL_GRADES, Node};
    ///
    /// let node = Node::ROOT.walk(b"356937").expect("flowers starts so");
    /// let mut found = Vec::new();
    /// node.for_each_completion(ALL_GRADES, |word, further| {
    ///     let digits = [b"356937", further].concat();
    ///     found.push(word.text(&digits).to_string());
    /// });
    /// assert!(found.contains(&"flowers".to_owned()) && !found.contains(&"flower".to_owned()));
    /// ```
    pub fn for_each_completion(self, below: [u8; MAX_FURTHER], mut visit: impl FnMut(Word, &[u8])) {
        match self.depth {
            0 | 1 => {}
            _ if !self.is_worth(below, 0) => {}
            2 | 3 => self.for_each_listed(below, visit),
            _ => self.for_each_further(below, &mut [0; MAX_FURTHER], 0, &mut visit),
        }
    }

    fn for_each_listed(self, below: [u8; MAX_FURTHER], mut visit: impl FnMut(Word, &[u8])) {
        let at = (self.number - FIRST_OF_TWO_DIGITS) as usize;
        let bound = |at: usize| index::COMPLETIONS.get(at).copied().unwrap_or_default().into();
        let listed: std::ops::Range<usize> = bound(at)..bound(at + 1);
        let words = index::COMPLETING.get(listed.clone()).unwrap_or_default();
        let further = index::FURTHER_DIGITS.get(listed).unwrap_or_default();
        for (number, packed) in words.iter().zip(further) {
            let [high, low] = packed.to_be_bytes();
            let digits = [high >> 4, high & 15, low >> 4, low & 15];
            let start = digits.iter().take_while(|digit| **digit == 0).count();
            let digits = digits.map(|digit| b'0' + digit);
            let digits = digits.get(start..).unwrap_or_default();
            let word = Word::new(*number, self.depth + digits.len() as u8);
            let below = below.get(digits.len().wrapping_sub(1));
            if below.is_some_and(|below| word.grade() < *below) {
                visit(word, digits);
            }
        }
    }

    fn for_each_further(
        self,
        below: [u8; MAX_FURTHER],
        digits: &mut [u8; MAX_FURTHER],
        len: usize,
        visit: &mut impl FnMut(Word, &[u8]),
    ) {
        let Some(here) = below.get(len..).filter(|_| self.is_worth(below, len)) else {
            return;
        };
        for (digit, node) in self.children() {
            if let Some(place) = digits.get_mut(len) {
                *place = digit;
            }
            for word in node.words() {
                // Commonest first.
                if here.first().is_none_or(|below| word.grade() >= *below) {
                    break;
                }
                visit(word, digits.get(..=len).unwrap_or_default());
            }
            if here.len() > 1 {
                node.for_each_further(below, digits, len + 1, visit);
            }
        }
    }

    /// Whether a word that is common enough goes on from here, `len` digits behind the start.
    fn is_worth(self, below: [u8; MAX_FURTHER], len: usize) -> bool {
        let on = below.iter().skip(len);
        (1..).zip(on).any(|(further, below)| self.commonest(further) < *below)
    }

    /// The grade of the commonest word exactly `further` digits on, 1 to [`MAX_FURTHER`]; 15 if there is
    /// no such word. A search need not go this way if the grade is too high.
    ///
    /// ```
    /// use switchboard_words::Node;
    ///
    /// let node = Node::ROOT.walk(b"356937").expect("flowers starts so");
    /// let (further, flowers) = node.children().find(|(digit, _)| *digit == b'7').expect("an s");
    /// assert_eq!(further, b'7');
    /// assert_eq!(Some(node.commonest(1)), flowers.words().next().map(switchboard_words::Word::grade));
    /// ```
    #[inline]
    #[must_use]
    pub fn commonest(self, further: usize) -> u8 {
        let nibbles = index::COMMONEST.get(self.number as usize).copied().unwrap_or(u16::MAX);
        (nibbles >> (4 * (further - 1)) & 15) as u8
    }
}
