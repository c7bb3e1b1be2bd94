//! The plan of a country code.
//!
//! The layout: [`PLANS`] is sorted by code. Each plan has the root of a trie of first digits; equal
//! nodes are shared between all plans. A child of a node is another node, or, with its highest bit
//! set, the index of a class. A class has for each length of a number the index of its grouping, or
//! 0 if no number has that start and length.

use crate::tables::{CLASSES, GROUPINGS, NODES, PLANS, TRUNKS};
use crate::{Grouping, Lengths};

/// The bit of a child that says: this is a class, not a node.
const CLASS: u16 = 1 << 15;

/// A row of the table of plans.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) code: u16,
    pub(crate) lengths: Lengths,
    /// The index of its trunk prefixes.
    pub(crate) trunk: u8,
    /// The first node, or the only class.
    pub(crate) root: u16,
}

/// The numbering plan of one country code. Several countries may share it, as in +1.
#[derive(Clone, Copy, Debug)]
pub struct Plan(&'static Entry);

impl Plan {
    /// Splits the digits of an international number, ASCII and without `+`, into the plan of its
    /// country code and its national number. Returns `None` if no such country code is assigned.
    ///
    /// ```
    /// use switchboard_numbering::Plan;
    ///
    /// assert!(Plan::of(b"35212345678").is_some_and(|(plan, _)| plan.code() == 352));
    /// assert!(Plan::of(b"99912345678").is_none());
    /// ```
    #[must_use]
    pub fn of(digits: &[u8]) -> Option<(Self, &[u8])> {
        let mut code = 0;
        for (at, digit) in digits.iter().enumerate().take(3) {
            code = code * 10 + u16::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
            // No code is the start of another: E.164 codes are prefix-free.
            if let Ok(found) = PLANS.binary_search_by_key(&code, |plan| plan.code) {
                return Some((Self(PLANS.get(found)?), digits.get(at + 1..)?));
            }
        }
        None
    }

    /// Returns the plans of all assigned country codes, lowest code first.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        PLANS.iter().map(Self)
    }

    /// Returns the country code: 44.
    #[must_use]
    pub const fn code(self) -> u16 {
        self.0.code
    }

    /// Returns the lengths that the national numbers of this plan may have.
    #[must_use]
    pub const fn lengths(self) -> Lengths {
        self.0.lengths
    }

    /// Returns the prefixes that are dialed before a national number inside the country, and never
    /// from abroad; longest first. Many plans have none, and in some of those a 0 at the start is a
    /// part of the number, as in Italy.
    #[must_use]
    pub fn trunk_prefixes(self) -> &'static [&'static str] {
        TRUNKS.get(usize::from(self.0.trunk)).copied().unwrap_or_default()
    }

    /// Returns the groups of a national number, ASCII digits. Returns `None` if the plan has no number
    /// with these first digits and this length. A grouping does not say that the number is in service.
    ///
    /// ```
    /// let (plan, _) = switchboard_numbering::Plan::of(b"61").expect("61 is a country code");
    /// assert!(plan.grouping(b"1800737732").is_some_and(|grouping| grouping.area_len() == 4));
    /// assert!(plan.grouping(b"18007377328").is_none());
    /// ```
    #[must_use]
    pub fn grouping(self, national: &[u8]) -> Option<Grouping> {
        self.grouping_of(national, national.len())
    }

    /// Returns the lengths of the numbers that start with these digits. Missing digits count as 0, so
    /// pass at least the area code.
    #[must_use]
    pub fn lengths_of(self, start: &[u8]) -> Lengths {
        self.lengths_where(start, |_| true)
    }

    /// Returns the lengths of the numbers that start with these digits and that people write in
    /// groups.
    #[must_use]
    pub fn grouped_lengths_of(self, start: &[u8]) -> Lengths {
        self.lengths_where(start, |grouping| grouping.starts().nth(1).is_some())
    }

    fn lengths_where(self, start: &[u8], counts: impl Fn(Grouping) -> bool) -> Lengths {
        let lengths = self.lengths().iter();
        let lengths =
            lengths.filter(|length| self.grouping_of(start, *length).is_some_and(&counts));
        lengths.fold(Lengths::of_mask(0), Lengths::and)
    }

    /// Returns the grouping of a number of this length that starts so.
    fn grouping_of(self, start: &[u8], length: usize) -> Option<Grouping> {
        let mut at = self.0.root;
        // A short number may end before its leaf. Any branch does then, because only longer numbers
        // differ there.
        let mut digits = start.iter().map(|digit| usize::from(digit.wrapping_sub(b'0')));
        while at & CLASS == 0 {
            at = *NODES.get(usize::from(at))?.get(digits.next().unwrap_or(0))?;
        }
        match CLASSES.get(usize::from(at & !CLASS))?.get(length)? {
            0 => None,
            grouping => GROUPINGS.get(usize::from(*grouping)).copied().map(Grouping::of_bits),
        }
    }
}
