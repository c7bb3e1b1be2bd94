//! The lengths that numbers of a plan may have.

use std::fmt;

/// A set of lengths of national numbers, in digits. It displays as people say it: `10`, `9 or 10`,
/// `7 to 10`, `5, 7 or 8`.
///
/// ```
/// let (plan, _) = switchboard_numbering::Plan::of(b"441").expect("44 is a country code");
/// assert_eq!(plan.lengths().to_string(), "7, 9 or 10");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths(u16);

impl Lengths {
    /// The set of which bit n stands for n digits.
    pub(crate) const fn of_mask(mask: u16) -> Self {
        Self(mask)
    }

    pub(crate) fn and(self, length: usize) -> Self {
        Self(self.0 | 1 << length)
    }

    /// Returns whether a number may have so many digits.
    #[must_use]
    pub fn contains(self, length: usize) -> bool {
        length < 16 && self.0 >> length & 1 == 1
    }

    /// Returns the lengths, shortest first.
    #[must_use]
    pub fn iter(self) -> impl DoubleEndedIterator<Item = usize> {
        (0..16).filter(move |length| self.contains(*length))
    }

    /// Returns the shortest length; 0 if the set is empty.
    #[must_use]
    pub fn min(self) -> usize {
        self.iter().next().unwrap_or(0)
    }

    /// Returns the longest length; 0 if the set is empty.
    #[must_use]
    pub fn max(self) -> usize {
        self.iter().next_back().unwrap_or(0)
    }

    /// Returns the one length of the set; `None` if it has none or several.
    #[must_use]
    pub fn only(self) -> Option<usize> {
        self.0.is_power_of_two().then(|| self.min())
    }
}

impl fmt::Display for Lengths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (min, max) = (self.min(), self.max());
        if max - min > 1 && self.iter().count() == max - min + 1 {
            return write!(f, "{min} to {max}");
        }
        let count = self.iter().count();
        for (at, length) in self.iter().enumerate() {
            match at {
                0 => write!(f, "{length}")?,
                _ if at + 1 == count => write!(f, " or {length}")?,
                _ => write!(f, ", {length}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_as_people_say_them() {
        let of = |lengths: &[usize]| {
            lengths.iter().fold(Lengths::of_mask(0), |all, length| all.and(*length))
        };
        assert_eq!(of(&[10]).to_string(), "10");
        assert_eq!(of(&[9, 10]).to_string(), "9 or 10");
        assert_eq!(of(&[7, 8, 9, 10]).to_string(), "7 to 10");
        assert_eq!(of(&[5, 7, 8]).to_string(), "5, 7 or 8");
        assert_eq!(of(&[]).to_string(), "");
        assert_eq!((of(&[5, 8]).only(), of(&[5]).only(), of(&[]).only()), (None, Some(5), None));
        assert!(!of(&[15]).contains(16));
    }
}
