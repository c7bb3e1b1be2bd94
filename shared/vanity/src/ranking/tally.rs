//! How often each feature occurs.

use super::weights::Feature;

/// How often each feature occurs in a reading, or in a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally([i8; Feature::ALL.len()]);

impl Tally {
    /// The tally with nothing counted.
    pub const NONE: Self = Self([0; Feature::ALL.len()]);

    /// Returns this tally with `times` more of a feature. Counts are far below the limit.
    #[allow(clippy::indexing_slicing, reason = "there is a place for each feature")]
    #[must_use]
    pub(crate) const fn and(mut self, times: i32, feature: Feature) -> Self {
        self.0[feature as usize] += times as i8;
        self
    }

    /// Returns this tally with one more of a feature if `holds`.
    #[must_use]
    pub(crate) const fn and_if(self, holds: bool, feature: Feature) -> Self {
        if holds { self.and(1, feature) } else { self }
    }

    /// Returns how often a feature occurs.
    #[allow(clippy::indexing_slicing, reason = "there is a place for each feature")]
    #[must_use]
    pub const fn count(&self, feature: Feature) -> i32 {
        self.0[feature as usize] as i32
    }

    /// Returns the cost of all counted features, in tenths of a point; lower is better.
    #[allow(clippy::indexing_slicing, reason = "there is a place for each feature")]
    #[must_use]
    pub const fn cost(&self) -> i32 {
        let (mut cost, mut at) = (0, 0);
        while at < self.0.len() {
            cost += self.0[at] as i32 * Feature::ALL[at].weight();
            at += 1;
        }
        cost
    }
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
        self
    }
}
