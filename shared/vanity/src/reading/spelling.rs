//! The characters of a reading in one integer.

use switchboard_words::Word;

use super::{MAX_DIGITS, MAX_SURPLUS};

/// The places of a number that are spelled, and their letters.
///
/// Each place has three bits, the first place highest: 0 if the digit stays, otherwise the number
/// of the letter on its key. Each surplus letter has five bits after them. So spellings of the same
/// number sort as their characters do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spelling(u64);

const PLACE_BITS: usize = 3;
const SURPLUS_BITS: usize = 5;
const BITS: usize = PLACE_BITS * MAX_DIGITS + SURPLUS_BITS * MAX_SURPLUS;

const _: () = assert!(BITS <= u64::BITS as usize);

impl Spelling {
    /// Returns the spelling of one word that starts at `start` and has the surplus digits
    /// `surplus`.
    #[inline]
    pub(super) fn of(word: Word, start: usize, surplus: &[u8]) -> Self {
        let inside = word.len() - surplus.len();
        let places = word.places() >> (PLACE_BITS * surplus.len());
        let mut bits = places << (BITS - PLACE_BITS * (start + inside));
        if !surplus.is_empty() {
            let mut shift = SURPLUS_BITS * MAX_SURPLUS;
            for letter in word.letters_behind(inside, surplus) {
                shift -= SURPLUS_BITS;
                bits |= u64::from(letter - b'a' + 1) << shift;
            }
        }
        Self(bits)
    }

    /// Returns a mask of `len` places from `start` on.
    #[inline]
    pub(super) fn places(start: usize, len: usize) -> Self {
        Self(((1 << (PLACE_BITS * len)) - 1) << (BITS - PLACE_BITS * (start + len)))
    }

    /// This spelling and that of another part of the reading.
    #[inline]
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the part of the spelling at these places.
    #[inline]
    pub(super) fn at(self, places: Self) -> Self {
        Self(self.0 & places.0)
    }
}

#[cfg(test)]
mod tests {
    use switchboard_words::Node;

    use super::*;

    /// Every word that these digits dial, at a place of a number, by its characters.
    fn spellings(national: &str, start: usize, surplus: &str) -> Vec<(String, Spelling)> {
        let digits = [national.get(start..).unwrap(), surplus].concat();
        let words = Node::ROOT.walk(digits.as_bytes()).unwrap().words();
        let spelled = |word: Word| {
            let text = word.text(digits.as_bytes()).to_string();
            let characters = [national.get(..start).unwrap(), &text].concat();
            (characters, Spelling::of(word, start, surplus.as_bytes()))
        };
        words.map(spelled).collect()
    }

    #[test]
    fn spellings_sort_as_their_characters_do() {
        // What 4663 and 663 spell at the end of 800555-4663, and with a 7 after it.
        let mut all = spellings("8005554663", 6, "");
        all.extend(spellings("8005554663", 7, ""));
        all.extend(spellings("8005554663", 6, "7"));
        all.extend(spellings("8005554663", 7, "7"));
        assert!(all.len() > 12, "{all:?}");
        let mut by_characters = all.clone();
        by_characters.sort_by(|one, other| one.0.cmp(&other.0));
        all.sort_by_key(|(_, spelling)| *spelling);
        assert_eq!(all, by_characters);
    }

    #[test]
    fn what_is_spelled_at_some_places_can_be_compared() {
        // CONTACT and CONTACTS.
        let one = spellings("2668228", 0, "");
        let more = spellings("2668228", 0, "7");
        let ((_, contact), (_, contacts)) = (one.first().unwrap(), more.first().unwrap());
        assert_ne!(contact, contacts);
        let inside = Spelling::places(0, 7);
        assert_eq!(contact.at(inside), contacts.at(inside));
        assert_eq!(contact.at(inside), *contact);
    }
}
