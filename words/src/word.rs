//! A word: its attributes and its letters.

use crate::attributes::Attributes;
use crate::classes::Classes;
use crate::index;
use crate::text::{Text, letter_at};

/// How many bits the number of a letter on its key takes.
const PLACE_BITS: u8 = 3;

/// A word of the lexicon.
///
/// ```
/// use switchboard_words::{Classes, Node};
///
/// let node = Node::ROOT.walk(b"3569377").expect("flowers starts so");
/// let flowers = node.words().next().expect("a word");
/// assert_eq!(flowers.text(b"3569377").to_string(), "flowers");
/// assert_eq!(flowers.len(), 7);
/// assert!(flowers.classes().any_of(Classes::TRADE));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    number: u16,
    len: u8,
}

impl Word {
    #[inline]
    pub(crate) const fn new(number: u16, len: u8) -> Self {
        Self { number, len }
    }

    /// The attributes of the word.
    #[inline]
    #[must_use]
    pub fn attributes(self) -> Attributes {
        let index = index::ATTRIBUTES.get(usize::from(self.number)).copied().unwrap_or_default();
        Attributes::from_index(index)
    }

    /// How rare the word is; see [`Attributes::grade`].
    #[must_use]
    pub fn grade(self) -> u8 {
        self.attributes().grade()
    }

    /// The classes of the word.
    #[must_use]
    pub fn classes(self) -> Classes {
        self.attributes().kind().classes()
    }

    /// The number of letters, 1 to [`MAX_LETTERS`](crate::MAX_LETTERS).
    #[allow(clippy::len_without_is_empty, reason = "no word is empty")]
    #[inline]
    #[must_use]
    pub const fn len(self) -> usize {
        self.len as usize
    }

    /// The number of each letter on its key, from 1 on: three bits each, the first letter highest. For
    /// words with the same digits, the results sort as the words do.
    ///
    /// ```
    /// use switchboard_words::Node;
    ///
    /// let home = Node::ROOT.walk(b"4663").expect("home starts so");
    /// let home = home.words().find(|word| word.text(b"4663").to_string() == "home");
    /// // The second of GHI, the third and the first of MNO, the second of DEF.
    /// assert_eq!(home.expect("a word").places(), 0o2312);
    /// ```
    #[inline]
    #[must_use]
    pub fn places(self) -> u64 {
        let len = self.len();
        let start = index::LETTERS_START.get(len).copied().unwrap_or_default();
        let bits = u32::from(PLACE_BITS) * u32::from(self.len);
        let bit = start.wrapping_add(bits * u32::from(self.number));
        let (at, shift) = ((bit / 64) as usize, bit % 64);
        let [low, high] =
            [at, at + 1].map(|at| index::LETTERS.get(at).copied().unwrap_or_default());
        // In two steps, because a shift by 64 would overflow.
        (low >> shift | high << 1 << (63 - shift)) & ((1 << bits) - 1)
    }

    /// The letters behind the first `covered` ones. `digits` (ASCII) are those that led to these letters;
    /// see [`Word::text`].
    ///
    /// ```
    /// use switchboard_words::Node;
    ///
    /// let node = Node::ROOT.walk(b"3569377").expect("flowers starts so");
    /// let flowers = node.words().next().expect("a word");
    /// assert!(flowers.letters_behind(4, b"377").eq(*b"ers"));
    /// ```
    pub fn letters_behind(self, covered: usize, digits: &[u8]) -> impl Iterator<Item = u8> {
        let places = self.places();
        let bits = usize::from(PLACE_BITS);
        let shifts = (0..bits * self.len().saturating_sub(covered)).step_by(bits).rev();
        shifts
            .zip(digits)
            .map(move |(shift, digit)| letter_at(*digit, (places >> shift & 7) as usize))
    }

    /// The letters of the word, lower case. `digits` (ASCII) must be those that led to the word, because
    /// the index stores only which letter of its key each one is.
    #[must_use]
    pub fn text(self, digits: &[u8]) -> Text {
        Text::new(self.letters_behind(0, digits), self.len)
    }

    /// Whether the two words, in this order, are one term ("red cross").
    ///
    /// ```
    /// use switchboard_words::{Node, Word};
    ///
    /// fn find(text: &str, digits: &[u8]) -> Option<Word> {
    ///     Node::ROOT.walk(digits)?.words().find(|word| word.text(digits).to_string() == text)
    /// }
    /// let red = find("red", b"733").expect("a word");
    /// let cross = find("cross", b"27677").expect("a word");
    /// assert!(red.forms_compound_with(cross) && !cross.forms_compound_with(red));
    /// ```
    #[inline]
    #[must_use]
    pub fn forms_compound_with(self, second: Self) -> bool {
        let pair = u32::from(self.number) << 16 | u32::from(second.number);
        index::COMPOUNDS.binary_search(&pair).is_ok()
    }
}
