//! The letters of a word.

use std::fmt;

use crate::packed::MAX_LETTERS;

/// The letters of each key (E.161), counted from 1. With eight entries per key, no bounds are checked.
const KEYS: [[u8; 8]; 8] = [
    *b"?abc????",
    *b"?def????",
    *b"?ghi????",
    *b"?jkl????",
    *b"?mno????",
    *b"?pqrs???",
    *b"?tuv????",
    *b"?wxyz???",
];

/// The letter at a place of a key, from 1 on; `?` if there is none.
pub(crate) fn letter_at(digit: u8, place: usize) -> u8 {
    let letters = KEYS.get(usize::from(digit.wrapping_sub(b'2')) & 7);
    letters.and_then(|letters| letters.get(place & 7)).copied().unwrap_or(b'?')
}

/// The letters of a [`Word`](crate::Word), lower case, without an allocation.
///
/// ```
/// use switchboard_words::Node;
///
/// let home = Node::ROOT.walk(b"4663").and_then(|node| node.words().next()).expect("a word");
/// assert_eq!(home.text(b"4663").as_bytes(), b"good");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text {
    letters: [u8; MAX_LETTERS],
    len: u8,
}

impl Text {
    pub(crate) fn new(spelled: impl Iterator<Item = u8>, len: u8) -> Self {
        let mut letters = [0; MAX_LETTERS];
        letters.iter_mut().zip(spelled).for_each(|(place, letter)| *place = letter);
        Self { letters, len }
    }

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
