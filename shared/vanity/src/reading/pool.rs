//! The best readings found so far, under the rules that readings offered together obey.

use arrayvec::ArrayVec;

use super::spelling::Spelling;
use super::{MAX_OFFERED, Reading, blocked};
use crate::phone::Parts;

/// How many readings may share their longest word at the same place. More would be variations of
/// one reading.
const SHARING_LONGEST_WORD: usize = 3;
/// How many readings may have a longest word that spells the whole number: CONTACT, CONTACTS and
/// CONTACTED would be too many.
const SHARING_WHOLE_NUMBER: usize = 2;

/// Returns how many readings offered together may share their longest word. `whole` says that the
/// word spells the whole number.
pub(crate) const fn most_alike(whole: bool) -> usize {
    if whole { SHARING_WHOLE_NUMBER } else { SHARING_LONGEST_WORD }
}

/// How many blocked readings are replaced; further ones are dropped without replacement.
const MAX_REFUSED: usize = 32;

/// The key that readings are ordered by; lower comes first. Fewer words break a tie, then the text,
/// then how it is cut, so the order is total.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// The cost of the reading, in tenths of a point.
    pub(crate) cost: i32,
    pub(super) words: usize,
    pub(super) spelling: Spelling,
    /// The places of the longest word inside the number. CONTACT, CONTACTS and CONTACTED spell the
    /// same there.
    pub(super) longest: Spelling,
}

impl Rank {
    /// Returns whether both readings have the same longest word at the same places.
    #[inline]
    fn shares_longest_word(&self, other: &Self) -> bool {
        self.longest == other.longest
            && self.spelling.at(self.longest) == other.spelling.at(self.longest)
    }
}

/// A reading in the pool.
pub(crate) struct Entry {
    pub(crate) rank: Rank,
    pub(crate) reading: Reading,
}

/// At most five readings, best first, no two spelled alike: a bounded list of the n best.
pub(crate) struct Pool {
    entries: ArrayVec<Entry, MAX_OFFERED>,
    /// The most that a reading may cost to be kept.
    max_cost: i32,
    /// The longest word that already appears in the maximum number of kept readings.
    crowd: Option<Crowd>,
    /// Spellings that are never kept.
    refused: ArrayVec<Spelling, MAX_REFUSED>,
}

/// A longest word that one more reading may share only by replacing another that does.
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

    /// Creates an empty pool that also refuses the blocked readings of this one; `None` if no
    /// reading here is blocked. Blocked readings are so rare that searching again is cheaper than
    /// checking every reading that is offered.
    pub(crate) fn without_blocked(&mut self, parts: &Parts<'_>) -> Option<Self> {
        let is_blocked = |entry: &Entry| blocked::is_in_words(&entry.reading, parts);
        let mut refused = self.refused.clone();
        for entry in self.entries.iter().filter(|entry| is_blocked(entry)) {
            let _ = refused.try_push(entry.rank.spelling);
        }
        if refused.is_full() {
            self.entries.retain(|entry| !is_blocked(entry));
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

    /// Returns the readings with their ranks, best first.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the most that a reading may cost to be kept.
    #[inline]
    pub(super) fn max_cost(&self) -> i32 {
        self.max_cost
    }

    /// Returns the most that a reading may cost to be kept if its longest word is at `places`.
    #[inline]
    pub(super) fn max_cost_with(&self, places: Spelling, spelling: Spelling) -> i32 {
        match &self.crowd {
            Some(crowd) if crowd.places == places && crowd.spelling == spelling.at(places) => {
                crowd.max_cost.min(self.max_cost)
            }
            _ => self.max_cost,
        }
    }

    /// Keeps a reading if it is among the best. `whole` says that its longest word spells the whole
    /// number.
    pub(super) fn offer(&mut self, rank: Rank, whole: bool, reading: impl FnOnce() -> Reading) {
        let (mut alike, mut sharing, mut last_sharing) = (None, 0, None);
        for (at, other) in self.entries.iter().enumerate() {
            if other.rank.spelling == rank.spelling {
                alike = Some(at);
            } else if other.rank.shares_longest_word(&rank) {
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
            && other.rank <= rank
        {
            return;
        }
        if self.refused.contains(&rank.spelling) {
            return;
        }
        if let Some(leaves) = leaves {
            self.entries.remove(leaves);
        }
        let at = self.entries.iter().position(|other| rank < other.rank);
        let entry = Entry { rank, reading: reading() };
        // There is room: a reading always leaves a full pool first.
        let _ = self.entries.try_insert(at.unwrap_or(self.entries.len()), entry);
        self.tighten();
    }

    /// Updates the limits on what a reading may cost.
    fn tighten(&mut self) {
        if let (true, Some(worst)) = (self.is_full(), self.entries.last()) {
            self.max_cost = worst.rank.cost;
        }
        // There is at most one crowd: two would be more than five readings.
        let first_of_crowd = self.entries.iter().take(MAX_OFFERED + 1 - SHARING_LONGEST_WORD);
        self.crowd = first_of_crowd.map(|entry| entry.rank).find_map(|first| {
            let sharing =
                self.entries.iter().filter(|other| other.rank.shares_longest_word(&first));
            let last = sharing.map(|other| other.rank).nth(SHARING_LONGEST_WORD - 1)?;
            Some(Crowd {
                places: first.longest,
                spelling: first.spelling.at(first.longest),
                max_cost: last.cost,
            })
        });
    }
}
