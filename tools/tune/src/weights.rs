//! Weights of all features, and their ranges in a fit.

use switchboard_vanity::ranking::{Feature, Tally};

pub(crate) const FEATURES: usize = Feature::ALL.len();

/// The weight of each feature, in tenths of a point, as in `Feature::weight`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weights([i32; FEATURES]);

impl Weights {
    /// Returns the weights of the engine's table, by which callers' numbers are ranked.
    pub(crate) fn of_the_table() -> Self {
        Self(Feature::ALL.map(Feature::weight))
    }

    /// Rounds weights in whole units to tenths.
    #[allow(clippy::cast_possible_truncation, reason = "weights are far below the limits of i32")]
    pub(crate) fn rounded(units: &[f64; FEATURES]) -> Self {
        Self(units.map(|unit| (unit * 10.0).round() as i32))
    }

    pub(crate) fn of(&self, feature: Feature) -> i32 {
        self.0.get(feature as usize).copied().unwrap_or_default()
    }

    /// Returns the cost of a reading with these counts, in tenths of a point.
    pub(crate) fn cost(&self, tally: &Tally) -> i32 {
        Feature::ALL
            .iter()
            .zip(self.0)
            .map(|(feature, tenths)| tally.count(*feature) * tenths)
            .sum()
    }
}

/// The range of a weight in a fit, in whole units: a tenth of `Feature::weight`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    /// The value before the first step, which the penalty draws the weight back to.
    pub(crate) start: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

/// The purpose of a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To rank numbers that the fit has not seen. No weight and no bound that was chosen with the whole
    /// set in view is used.
    HoldingOut,
    /// To fill the table, beside the weights that are set by hand there.
    Table,
}

/// Returns the range of each weight, in the order of the features.
pub(crate) fn ranges(purpose: Purpose) -> [Range; FEATURES] {
    Feature::ALL.map(|feature| {
        let fixed = |tenths| Range::fixed(f64::from(tenths) / 10.0);
        match (by_hand(feature), purpose) {
            (Some(_), Purpose::Table) => fixed(feature.weight()),
            (Some(ByHand { in_folds: false, .. }), Purpose::HoldingOut) => fixed(0),
            (None, _) | (Some(_), Purpose::HoldingOut) => Range {
                start: if purpose == Purpose::Table { start(feature) } else { 0.0 },
                least: bound(feature)
                    .filter(|bound| bound.in_folds || purpose == Purpose::Table)
                    .map_or(f64::NEG_INFINITY, |bound| f64::from(bound.least) / 10.0),
                most: f64::INFINITY,
            },
        }
    })
}

impl Range {
    const fn fixed(at: f64) -> Self {
        Self { start: at, least: at, most: at }
    }
}

/// Returns the start of the table's weights, which prefers few words, common ones, and few digits.
/// It keeps the scale of the table, and so the limit on a reading's cost. Folds start at 0.
fn start(feature: Feature) -> f64 {
    match feature {
        Feature::Word => 3.0,
        Feature::Rarity => 0.4,
        Feature::Digit => 1.4,
        _ => 0.0,
    }
}

/// A weight that is set by hand in the table.
#[derive(Debug)]
pub(crate) struct ByHand {
    feature: Feature,
    /// Whether it is fitted where folds are held out. Otherwise it is 0 there.
    in_folds: bool,
    pub(crate) reason: &'static str,
}

const BY_HAND: [ByHand; 4] = [
    ByHand {
        feature: Feature::Obscure,
        in_folds: true,
        reason: "the set's obscure words are names and brands, callers' are only odd",
    },
    ByHand {
        feature: Feature::AcrossAreaCode,
        in_folds: false,
        reason: "no number of the set starts in its area code",
    },
    ByHand {
        feature: Feature::Name,
        in_folds: true,
        reason: "the set is full of sponsors' names, callers' numbers are not",
    },
    ByHand {
        feature: Feature::Abbreviation,
        in_folds: true,
        reason: "the set is full of agencies, callers' numbers are not",
    },
];

/// A lower bound of a weight in a fit, in tenths of a point.
#[derive(Debug)]
pub(crate) struct Bound {
    feature: Feature,
    pub(crate) least: i32,
    /// Whether it also holds where folds are held out. It does not if it was chosen with the set in
    /// view.
    in_folds: bool,
    pub(crate) reason: &'static str,
}

const SEARCH: &str = "the search relies on it not being negative";
const RARER_IS_WORSE: &str = "a rarer word is never better, and the search relies on that";

const BOUNDS: [Bound; 7] = [
    Bound { feature: Feature::Rarity, least: 0, in_folds: true, reason: RARER_IS_WORSE },
    Bound { feature: Feature::Rare, least: 0, in_folds: true, reason: RARER_IS_WORSE },
    Bound { feature: Feature::EnclosedShort, least: 0, in_folds: true, reason: SEARCH },
    Bound { feature: Feature::NoBreakAtGroup, least: 0, in_folds: true, reason: SEARCH },
    Bound {
        feature: Feature::OneLetter,
        least: 5,
        in_folds: false,
        reason: "a lone letter is hardly a word",
    },
    Bound {
        feature: Feature::Name,
        least: 0,
        in_folds: false,
        reason: "a name is not better than a word",
    },
    Bound {
        feature: Feature::Abbreviation,
        least: -4,
        in_folds: false,
        reason: "agencies would make it an advantage to be said letter by letter",
    },
];

/// Returns why a weight is set by hand; `None` if it is fitted.
pub(crate) fn by_hand(feature: Feature) -> Option<&'static ByHand> {
    BY_HAND.iter().find(|by_hand| by_hand.feature == feature)
}

/// Returns the lower bound of a weight, if it has one.
pub(crate) fn bound(feature: Feature) -> Option<&'static Bound> {
    BOUNDS.iter().find(|bound| bound.feature == feature)
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "values are compared with the tables that they come from")]
mod tests {
    use switchboard_vanity::exhaustive;

    use super::*;

    fn range(purpose: Purpose, feature: Feature) -> [f64; 3] {
        let Range { start, least, most } = ranges(purpose)[feature as usize];
        [start, least, most]
    }

    #[test]
    fn the_weights_as_they_stand_cost_what_the_engine_says() {
        let weights = Weights::of_the_table();
        let readings = exhaustive::readings(&"+18004685865".parse().unwrap()).unwrap();
        assert!(!readings.is_empty());
        for reading in readings {
            assert_eq!(weights.cost(&reading.tally), reading.tally.cost());
        }
    }

    #[test]
    fn a_weight_is_rounded_to_the_nearest_tenth() {
        let mut units = [0.0; FEATURES];
        units[Feature::Trade as usize] = -1.26;
        units[Feature::Digit as usize] = 2.34;
        let weights = Weights::rounded(&units);
        assert_eq!((weights.of(Feature::Trade), weights.of(Feature::Digit)), (-13, 23));
        assert_eq!(weights.of(Feature::Word), 0);
    }

    #[test]
    fn the_table_keeps_what_is_set_by_hand() {
        for by_hand in &BY_HAND {
            let weight = f64::from(by_hand.feature.weight()) / 10.0;
            assert_eq!(range(Purpose::Table, by_hand.feature), [weight; 3]);
        }
    }

    #[test]
    fn the_folds_see_nothing_that_was_set_by_hand() {
        for by_hand in &BY_HAND {
            let [start, least, most] = range(Purpose::HoldingOut, by_hand.feature);
            assert_eq!(start, 0.0);
            assert_eq!(least < most, by_hand.in_folds);
        }
        assert_eq!(
            range(Purpose::HoldingOut, Feature::Abbreviation),
            [0.0, f64::NEG_INFINITY, f64::INFINITY]
        );
        assert_eq!(range(Purpose::HoldingOut, Feature::Rarity), [0.0, 0.0, f64::INFINITY]);
    }

    #[test]
    fn every_weight_may_start_where_it_starts_or_at_its_bound() {
        for purpose in [Purpose::HoldingOut, Purpose::Table] {
            for (feature, range) in Feature::ALL.into_iter().zip(ranges(purpose)) {
                assert!(range.least <= range.most && range.start <= range.most, "{feature:?}");
            }
        }
    }
}
