//! The best readings seen so far, under the rules that hold between them.

use arrayvec::ArrayVec;

use super::{BEST, Reading, Spelling, Token};

/// So many of the five may share their longest word, at the same place: more would be the same idea
/// five times.
const SHARING_LONGEST_WORD: usize = 3;
/// Of the words that spell the whole number and run on (CONTACT, CONTACTS, CONTACTED), fewer.
const SHARING_WHOLE_NUMBER: usize = 2;

/// How many readings offered together may share their longest word, which may spell the `whole`
/// number.
pub(crate) const fn most_alike(whole: bool) -> usize {
    if whole { SHARING_WHOLE_NUMBER } else { SHARING_LONGEST_WORD }
}

/// More blocked readings than this are not made up for.
const MAX_REFUSED: usize = 32;

/// A reading with what it is compared by.
struct Entry {
    reading: Reading,
    words: usize,
    /// The places of the longest word inside the number. CONTACT, CONTACTS and CONTACTED spell the
    /// same there.
    longest: Spelling,
}

impl Entry {
    /// Lower comes first. Fewer words break a tie, then the text, then how it is cut, so that the
    /// order is total.
    fn rank(&self) -> (i32, usize, Spelling, Spelling) {
        (self.reading.cost, self.words, self.reading.spelling, self.longest)
    }

    /// Whether its longest word is what this spelling has at the places of its own longest word.
    fn has_longest_word(&self, longest: Spelling, spelling: Spelling) -> bool {
        self.longest == longest && self.reading.spelling.at(longest) == spelling.at(longest)
    }
}

/// At most five readings, best first, none spelled like another.
pub(crate) struct Pool {
    entries: ArrayVec<Entry, BEST>,
    /// What a reading may cost to get in.
    max_cost: i32,
    /// A longest word that so many share that one more gets in only for another.
    crowd: Option<Crowd>,
    /// What must not get in.
    refused: ArrayVec<Spelling, MAX_REFUSED>,
}

struct Crowd {
    places: Spelling,
    spelling: Spelling,
    max_cost: i32,
}

impl Default for Pool {
    fn default() -> Self {
        Self::refusing(ArrayVec::new())
    }
}

impl Pool {
    fn refusing(refused: ArrayVec<Spelling, MAX_REFUSED>) -> Self {
        Self { entries: ArrayVec::new(), max_cost: i32::MAX, crowd: None, refused }
    }

    /// An empty pool that refuses what is blocked in this one; none if nothing is. So few readings
    /// are that searching anew is cheaper than looking at every one that is offered.
    pub(crate) fn without_blocked(&mut self, national: &[u8]) -> Option<Self> {
        let blocked = self.entries.iter().filter(|entry| is_blocked(&entry.reading, national));
        let mut refused = self.refused.clone();
        for entry in blocked {
            let _ = refused.try_push(entry.reading.spelling);
        }
        if refused.is_full() {
            self.entries.retain(|entry| !is_blocked(&entry.reading, national));
            return None;
        }
        (refused.len() > self.refused.len()).then(|| Self::refusing(refused))
    }

    pub(crate) fn is_full(&self) -> bool {
        self.entries.is_full()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The readings, best first.
    pub(crate) fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.entries.iter().map(|entry| &entry.reading)
    }

    /// What a reading may cost to get in.
    #[inline]
    pub(super) fn max_cost(&self) -> i32 {
        self.max_cost
    }

    /// What a reading may cost to get in whose longest word stands at `places`.
    #[inline]
    pub(super) fn max_cost_with(&self, places: Spelling, spelling: Spelling) -> i32 {
        match &self.crowd {
            Some(crowd) if crowd.places == places && crowd.spelling == spelling.at(places) => {
                crowd.max_cost.min(self.max_cost)
            }
            _ => self.max_cost,
        }
    }

    /// Takes a reading of this cost if it is among the best. `longest` are the places of its longest
    /// word, and whether they are the `whole` of what is to be spelled.
    pub(super) fn offer(&mut self, reading: &Reading, cost: i32, longest: Spelling, whole: bool) {
        let words = reading.words().count();
        let (spelling, rank) = (reading.spelling, (cost, words, reading.spelling, longest));
        let (mut alike, mut sharing, mut last_sharing) = (None, 0, None);
        for (at, other) in self.entries.iter().enumerate() {
            if other.reading.spelling == spelling {
                alike = Some(at);
            } else if other.has_longest_word(longest, spelling) {
                (sharing, last_sharing) = (sharing + 1, Some(at));
            }
        }
        let crowded = sharing >= most_alike(whole);
        // The same characters may be cut in several ways. The best cut stays, but it never costs
        // another reading its place: the pool only grows.
        let leaves = match (alike, crowded) {
            (Some(_), true) => return,
            (Some(_), false) => alike,
            (None, true) => last_sharing,
            (None, false) => self.is_full().then(|| self.entries.len() - 1),
        };
        if let Some(other) = leaves.and_then(|leaves| self.entries.get(leaves))
            && other.rank() <= rank
        {
            return;
        }
        if self.refused.contains(&spelling) {
            return;
        }
        if let Some(leaves) = leaves {
            self.entries.remove(leaves);
        }
        let at = self.entries.iter().position(|other| rank < other.rank());
        let reading = Reading { cost, ..reading.clone() };
        // There is room: a full pool always names one that leaves.
        let entry = Entry { reading, words, longest };
        let _ = self.entries.try_insert(at.unwrap_or(self.entries.len()), entry);
        self.raise_the_bar();
    }

    fn raise_the_bar(&mut self) {
        if let (true, Some(worst)) = (self.is_full(), self.entries.last()) {
            self.max_cost = worst.reading.cost;
        }
        // Two crowds would be more than five.
        self.crowd = self.entries.iter().take(BEST + 1 - SHARING_LONGEST_WORD).find_map(|entry| {
            let alike =
                |other: &&Entry| other.has_longest_word(entry.longest, entry.reading.spelling);
            let last = self.entries.iter().filter(alike).nth(SHARING_LONGEST_WORD - 1)?;
            Some(Crowd {
                places: entry.longest,
                spelling: entry.reading.spelling.at(entry.longest),
                max_cost: last.reading.cost,
            })
        });
    }
}

/// Whether a blocked word stands across words. What stands inside one word of the lexicon is
/// innocent there.
fn is_blocked(reading: &Reading, national: &[u8]) -> bool {
    let across = |pair: &[Token]| {
        let [Token::Word { .. }, Token::Word { .. }] = pair else { return false };
        true
    };
    if !reading.tokens.windows(2).any(across) {
        return false;
    }
    let start = reading.tokens.first().map_or(0, |token| token.start());
    let mut spelled: ArrayVec<u8, { super::MAX_DIGITS + super::MAX_SURPLUS }> = ArrayVec::new();
    for token in &reading.tokens {
        let _ = spelled.try_extend_from_slice(&reading.characters(*token, national));
    }
    switchboard_words::blocked_in(&spelled).any(|(at, len)| {
        let (from, to) = (start + at, start + at + len);
        !reading.words().any(|(word, at)| at <= from && to <= at + word.len())
    })
}
