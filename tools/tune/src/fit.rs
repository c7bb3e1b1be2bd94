//! The fit: a conditional logit.
//!
//! Of all readings of a number, people chose the advertised one. The likelihood of that choice is a
//! softmax over the costs of the readings, in which every segmentation of the advertised characters
//! counts. The fit maximizes the likelihood of all choices, less an L2 penalty on the distance from
//! the start, by gradient steps (Adam: Kingma and Ba, 2015).

use std::collections::BTreeMap;

use switchboard_vanity::ranking::Feature;

use crate::set::Famous;
use crate::weights::{FEATURES, Range, Weights};

/// The number of gradient steps.
const STEPS: i32 = 150;
/// The learning rates of the first and the last step, in whole units.
const FIRST_STEP: f64 = 0.1;
const LAST_STEP: f64 = 0.002;
/// The decay rates of the running means of the slopes and of their squares.
const MEAN_KEPT: f64 = 0.9;
const SQUARE_KEPT: f64 = 0.99;
/// A reading whose share is below this moves no weight.
const NEGLIGIBLE: f64 = 1e-7;

/// Readings with the same counts.
#[derive(Clone, Debug)]
struct Alternative {
    counts: [f64; FEATURES],
    readings: f64,
    /// Whether they have the characters that people chose.
    taken: bool,
}

/// The readings of one number, to choose from.
#[derive(Clone, Debug)]
struct Choice(Vec<Alternative>);

impl Choice {
    /// Creates the choice of a number; `None` if no reading spells the number as it is advertised.
    fn of(famous: &Famous) -> Option<Self> {
        // An ordered map, so that sums are the same in every run.
        let mut alternatives: BTreeMap<([i32; FEATURES], bool), u32> = BTreeMap::new();
        for reading in &famous.readings {
            let counts = Feature::ALL.map(|feature| reading.tally.count(feature));
            *alternatives.entry((counts, famous.is_spelled_by(reading))).or_default() += 1;
        }
        let alternatives: Vec<_> = alternatives
            .into_iter()
            .map(|((counts, taken), readings)| Alternative {
                counts: counts.map(f64::from),
                readings: readings.into(),
                taken,
            })
            .collect();
        alternatives.iter().any(|alternative| alternative.taken).then_some(Self(alternatives))
    }

    /// Adds the gradient of the loss: how much less likely a little more of each weight makes what
    /// people chose.
    fn add_slopes(&self, weights: &[f64; FEATURES], slopes: &mut [f64; FEATURES]) {
        let costs: Vec<f64> = self.0.iter().map(|alternative| alternative.cost(weights)).collect();
        let costed = || self.0.iter().zip(&costs);
        let least = |taken_only: bool| {
            costed()
                .filter(|(alternative, _)| alternative.taken || !taken_only)
                .fold(f64::INFINITY, |least, (_, cost)| least.min(*cost))
        };
        // Likelihoods among all alternatives and among those chosen, each relative to the likeliest,
        // so that no sum underflows.
        let (least_of_all, least_of_taken) = (least(false), least(true));
        let likelihoods: Vec<(f64, f64)> = costed()
            .map(|(alternative, cost)| {
                let beside = |least: f64| alternative.readings * (least - cost).exp();
                let taken = if alternative.taken { beside(least_of_taken) } else { 0.0 };
                (beside(least_of_all), taken)
            })
            .collect();
        let (of_all, of_taken) = likelihoods
            .iter()
            .fold((0.0, 0.0), |(all, taken), (one, other)| (all + one, taken + other));
        for (alternative, (likelihood, taken)) in self.0.iter().zip(&likelihoods) {
            let lacking = taken / of_taken - likelihood / of_all;
            if lacking.abs() > NEGLIGIBLE {
                for (slope, count) in slopes.iter_mut().zip(&alternative.counts) {
                    *slope += count * lacking;
                }
            }
        }
    }
}

impl Alternative {
    fn cost(&self, weights: &[f64; FEATURES]) -> f64 {
        self.counts.iter().zip(weights).map(|(count, weight)| count * weight).sum()
    }
}

/// The state of a weight during the fit.
#[derive(Debug)]
struct Moving {
    range: Range,
    /// The running means of the slope, and of its square.
    mean: f64,
    square: f64,
}

impl Moving {
    /// Returns the weight after one more step. Steps count from 1.
    fn moved(&mut self, weight: f64, slope: f64, step: i32) -> f64 {
        self.mean = MEAN_KEPT * self.mean + (1.0 - MEAN_KEPT) * slope;
        self.square = SQUARE_KEPT * self.square + (1.0 - SQUARE_KEPT) * slope * slope;
        let mean = self.mean / (1.0 - MEAN_KEPT.powi(step));
        let square = self.square / (1.0 - SQUARE_KEPT.powi(step));
        let rate = FIRST_STEP * (1.0 - f64::from(step) / f64::from(STEPS)) + LAST_STEP;
        let weight = weight - rate * mean / (square.sqrt() + 1e-8);
        weight.max(self.range.least).min(self.range.most)
    }
}

/// Fits the weights, each in its range, so that the advertised spellings are likeliest. `lambda` is
/// the penalty on the square of a weight's distance from its start, in nats for whole units.
pub(crate) fn fitted(numbers: &[&Famous], ranges: &[Range; FEATURES], lambda: f64) -> Weights {
    let choices: Vec<Choice> = numbers.iter().filter_map(|famous| Choice::of(famous)).collect();
    Weights::rounded(&logit(&choices, ranges, lambda))
}

/// Fits the weights, in whole units.
fn logit(choices: &[Choice], ranges: &[Range; FEATURES], lambda: f64) -> [f64; FEATURES] {
    let mut weights = ranges.map(|range| range.start);
    let mut moving = ranges.map(|range| Moving { range, mean: 0.0, square: 0.0 });
    for step in 1..=STEPS {
        let mut slopes = [0.0; FEATURES];
        for choice in choices {
            choice.add_slopes(&weights, &mut slopes);
        }
        for ((weight, slope), moving) in weights.iter_mut().zip(slopes).zip(&mut moving) {
            let pull = 2.0 * lambda * (*weight - moving.range.start);
            *weight = moving.moved(*weight, slope + pull, step);
        }
    }
    weights
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "a weight at its bound is the bound itself")]
mod tests {
    use super::*;
    use crate::set::tests::TUNING_SET;
    use crate::weights::{Purpose, ranges};

    const FREE: Range = Range { start: 0.0, least: f64::NEG_INFINITY, most: f64::INFINITY };

    /// Creates an alternative with these counts of the first three features.
    fn alternative(counts: [f64; 3], taken: bool) -> Alternative {
        let mut all = [0.0; FEATURES];
        all[..3].copy_from_slice(&counts);
        Alternative { counts: all, readings: 1.0, taken }
    }

    /// Choices of people who take what has the second feature and never what has the third, and do not
    /// care about the first.
    fn made_up() -> Vec<Choice> {
        let choice = |others: &[[f64; 3]]| {
            let others = others.iter().map(|counts| alternative(*counts, false));
            Choice(others.chain([alternative([1.0, 1.0, 0.0], true)]).collect())
        };
        vec![
            choice(&[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
            choice(&[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]),
            choice(&[[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 0.0]]),
        ]
    }

    #[test]
    fn what_people_took_comes_first() {
        let weights = logit(&made_up(), &[FREE; FEATURES], 0.01);
        assert!(weights[1] < weights[0] && weights[0] < weights[2], "{:?}", &weights[..3]);
        assert_eq!(weights[3], 0.0);
        for choice in made_up() {
            let cheapest = choice
                .0
                .iter()
                .min_by(|one, other| one.cost(&weights).total_cmp(&other.cost(&weights)));
            assert!(cheapest.unwrap().taken);
        }
    }

    #[test]
    fn slopes_are_those_of_the_likelihood() {
        /// Returns the loss: how unlikely it is that people chose what they chose, in nats.
        fn loss(choice: &Choice, weights: &[f64; FEATURES]) -> f64 {
            let sum = |taken_only: bool| {
                let counted = |alternative: &&Alternative| alternative.taken || !taken_only;
                let likelihood = |alternative: &Alternative| {
                    alternative.readings * (-alternative.cost(weights)).exp()
                };
                choice.0.iter().filter(counted).map(likelihood).sum::<f64>().ln()
            };
            sum(false) - sum(true)
        }
        // Two alternatives are chosen, one of them with two readings.
        let mut choice = Choice(vec![
            alternative([1.0, 0.0, 2.0], true),
            alternative([0.0, 3.0, 1.0], true),
            alternative([2.0, 1.0, 0.0], false),
            alternative([0.0, 1.0, 1.0], false),
        ]);
        choice.0[1].readings = 2.0;
        let mut weights = [0.0; FEATURES];
        weights[..3].copy_from_slice(&[0.3, -0.2, 0.5]);
        let mut slopes = [0.0; FEATURES];
        choice.add_slopes(&weights, &mut slopes);
        for at in 0..3 {
            let (mut more, mut less) = (weights, weights);
            more[at] += 1e-5;
            less[at] -= 1e-5;
            let expected = (loss(&choice, &more) - loss(&choice, &less)) / 2e-5;
            assert!((slopes[at] - expected).abs() < 1e-6, "{at}: {} {expected}", slopes[at]);
        }
    }

    #[test]
    fn a_hopeless_reading_is_still_learnt_from() {
        // Its likelihood is less than the smallest positive number.
        let choice =
            Choice(vec![alternative([1.0, 0.0, 0.0], false), alternative([0.0, 1.0, 0.0], true)]);
        let mut weights = [0.0; FEATURES];
        weights[1] = 2_000.0;
        let mut slopes = [0.0; FEATURES];
        choice.add_slopes(&weights, &mut slopes);
        assert_eq!(slopes[..3], [-1.0, 1.0, 0.0]);
    }

    #[test]
    fn weights_stay_in_their_ranges_and_near_their_start() {
        let mut ranges = [FREE; FEATURES];
        ranges[1].least = -0.2;
        ranges[2] = Range { start: 0.3, least: 0.3, most: 0.3 };
        let weights = logit(&made_up(), &ranges, 0.01);
        assert_eq!(weights[1..3], [-0.2, 0.3]);
        let drawn_back = logit(&made_up(), &[FREE; FEATURES], 100.0);
        assert!(drawn_back.iter().all(|weight| weight.abs() < 0.05), "{:?}", &drawn_back[..3]);
    }

    #[test]
    fn a_number_that_nothing_spells_teaches_nothing() {
        let set = &*TUNING_SET;
        let unreachable: Vec<_> = set.iter().filter(|famous| !famous.is_reachable()).collect();
        assert!(!unreachable.is_empty());
        let ranges = ranges(Purpose::HoldingOut);
        let start = Weights::rounded(&ranges.map(|range| range.start.max(range.least)));
        // Without a slope or a pull, a weight that starts below its bound still meets it.
        assert_eq!(fitted(&unreachable, &ranges, 0.2), start);
    }

    #[test]
    fn readings_in_which_the_same_is_counted_are_kept_once() {
        let set = &*TUNING_SET;
        let famous = set.iter().find(|famous| famous.is_reachable()).unwrap();
        let choice = Choice::of(famous).unwrap();
        let readings: f64 = choice.0.iter().map(|alternative| alternative.readings).sum();
        assert_eq!(readings, famous.readings.iter().map(|_| 1.0).sum::<f64>());
        assert!(choice.0.len() < famous.readings.len());
        assert!(choice.0.iter().any(|alternative| alternative.taken));
    }
}
