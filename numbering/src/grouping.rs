//! Where people write gaps in a number.

/// The groups of a national number, and how many of its digits are its area code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouping(u32);

impl Grouping {
    /// Bit n: a group starts at place n. From bit 16 on: the length of the area code.
    pub(crate) const fn of_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Returns how many digits at the start are dialed as they are in every number of an area or a
    /// service: `20` in `20 7946 0958`. It is 0 in plans that have no area codes.
    #[must_use]
    pub const fn area_len(self) -> usize {
        (self.0 >> 16) as usize
    }

    /// Returns the places where a group starts, in order; the first is 0.
    pub fn starts(self) -> impl Iterator<Item = usize> {
        (0..16).filter(move |place| self.0 >> place & 1 == 1)
    }
}
