//! The best readings seen so far, under the rules that hold between them.

use arrayvec::ArrayVec;

use super::{BEST, Reading, Spelling, Token};

/// Two of the five may share their longest word: more would be the same idea five times.
const SHARING_LONGEST_WORD: usize = 2;

/// A reading with what it is compared by.
#[derive(Debug)]
struct Entry {
    reading: Reading,
    spelling: Spelling,
    longest_word: ArrayVec<u8, { words::MAX_LETTERS }>,
}

impl Entry {
    /// Lower comes first. Fewer words break a tie, then the text, so that the order is total.
    fn rank(&self) -> (i32, usize, &[u8]) {
        (self.reading.cost, self.reading.words().count(), &self.spelling)
    }

    /// Whether a blocked word stands across words. What stands inside one word of the lexicon is
    /// innocent there.
    fn is_blocked(&self) -> bool {
        let offset = self.reading.dialed.len() - self.spelling.len();
        words::blocked_in(&self.spelling).any(|(start, len)| {
            let (start, end) = (start + offset, start + offset + len);
            !self.reading.words().any(|(word, at)| at <= start && end <= at + word.len())
        })
    }
}

/// At most five readings, best first, none spelled like another.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    entries: ArrayVec<Entry, BEST>,
}

impl Pool {
    pub(crate) fn is_full(&self) -> bool {
        self.entries.is_full()
    }

    /// The readings, best first.
    pub(crate) fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.entries.iter().map(|entry| &entry.reading)
    }

    /// Whether a reading of this cost, or of a higher one, could still get in.
    pub(super) fn admits(&self, cost: i32) -> bool {
        !self.is_full() || self.entries.last().is_some_and(|worst| cost <= worst.reading.cost)
    }

    /// Takes the reading if it is among the best.
    pub(super) fn offer(&mut self, reading: Reading) {
        let spelling = reading.spelling();
        let longest_word = longest_word(&reading);
        let entry = Entry { reading, spelling, longest_word };
        if entry.is_blocked() {
            return;
        }
        // The same characters may be cut in several ways; the best cut stays. It never costs
        // another reading its place, so the pool only grows.
        let alike = self.entries.iter().position(|other| other.spelling == entry.spelling);
        let leaves = match (alike, self.rival(&entry, alike)) {
            (Some(_), Some(_)) => return,
            (leaves, None) | (None, leaves) => leaves,
        };
        if let Some(leaves) = leaves {
            if self.entries.get(leaves).is_some_and(|other| other.rank() <= entry.rank()) {
                return;
            }
            self.entries.remove(leaves);
        }
        let at = self.entries.partition_point(|other| other.rank() < entry.rank());
        // There is room: a full pool always names one that leaves.
        let _ = self.entries.try_insert(at, entry);
    }

    /// The entry that must leave if this one enters, apart from one that is spelled alike.
    fn rival(&self, entry: &Entry, alike: Option<usize>) -> Option<usize> {
        let shares = |(at, other): &(usize, &Entry)| {
            Some(*at) != alike && other.longest_word == entry.longest_word
        };
        let sharing = self.entries.iter().enumerate().filter(shares);
        let (count, last) = sharing.fold((0, None), |(count, _), (at, _)| (count + 1, Some(at)));
        if count >= SHARING_LONGEST_WORD {
            return last;
        }
        (self.is_full() && alike.is_none()).then(|| self.entries.len() - 1)
    }
}

/// The letters of the longest word that stand inside the number, so that CONTACT, CONTACTS and
/// CONTACTED count as one.
fn longest_word(reading: &Reading) -> ArrayVec<u8, { words::MAX_LETTERS }> {
    let inside = reading.dialed.len() - reading.surplus;
    let mut longest = ArrayVec::new();
    for token in &reading.tokens {
        if let Token::Word { start, .. } = token {
            let mut letters = reading.characters(*token);
            letters.truncate(inside - start);
            if letters.len() > longest.len() {
                longest = letters;
            }
        }
    }
    longest
}
