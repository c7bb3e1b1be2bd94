//! Recall: the share of numbers whose advertised spelling is among the five.

use std::panic;
use std::thread;

use rand::Rng as _;
use rand_pcg::Pcg64Mcg;
use switchboard_vanity::{MAX_OFFERED, exhaustive};

use crate::set::{Famous, Kind};
use crate::weights::Weights;

/// The number of parts that the tuning set is shuffled into. Each part is held out once.
pub(crate) const FOLDS: usize = 5;
/// The seeds of the shuffles, digits of pi. The generator sets the two lowest bits of a seed, so the
/// seeds differ elsewhere.
pub(crate) const SHUFFLES: [u128; 3] = [
    0x243f_6a88_85a3_08d3_1319_8a2e_0370_7344,
    0xa409_3822_299f_31d0_082e_fa98_ec4e_6c89,
    0x4528_21e6_38d0_1377_be54_66cf_34e9_0c6c,
];

/// A number and the place of its advertised spelling, 1 for the best. The place is `None` if no
/// reading spells it, or if the rules for readings offered together leave it out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked<'a> {
    pub(crate) famous: &'a Famous,
    pub(crate) rank: Option<usize>,
}

impl<'a> Ranked<'a> {
    /// Ranks a number by these weights.
    pub(crate) fn by(weights: &Weights, famous: &'a Famous) -> Self {
        let mut ranked = exhaustive::ranked(&famous.readings, |tally| weights.cost(tally));
        let at = ranked.position(|reading| famous.is_spelled_by(reading));
        Self { famous, rank: at.map(|at| at + 1) }
    }

    pub(crate) fn is_among(self, best: usize) -> bool {
        self.rank.is_some_and(|rank| rank <= best)
    }
}

/// How many numbers of a group are hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recall {
    /// Hits by the best reading.
    pub(crate) at_1: u32,
    /// Hits by one of the five.
    pub(crate) at_5: u32,
    pub(crate) of: u32,
}

impl Recall {
    pub(crate) fn of<'a>(numbers: impl IntoIterator<Item = &'a Ranked<'a>>) -> Self {
        numbers.into_iter().fold(Self::default(), |recall, ranked| Self {
            at_1: recall.at_1 + u32::from(ranked.is_among(1)),
            at_5: recall.at_5 + u32::from(ranked.is_among(MAX_OFFERED)),
            of: recall.of + 1,
        })
    }
}

/// A part of the tuning set that a recall is printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    All,
    /// Words, phrases, and either with digits.
    PlainEnglish,
    /// Numbers with surplus letters.
    Overlong,
    Of(Kind),
}

impl Group {
    /// Returns all groups, the most important first.
    pub(crate) fn each() -> impl Iterator<Item = Self> {
        [Self::All, Self::PlainEnglish, Self::Overlong]
            .into_iter()
            .chain(Kind::ALL.into_iter().map(Self::Of))
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::PlainEnglish => "word, phrase, mixed",
            Self::Overlong => "overlong",
            Self::Of(kind) => kind.name(),
        }
    }

    pub(crate) fn contains(self, famous: &Famous) -> bool {
        match self {
            Self::All => true,
            Self::PlainEnglish => famous.kind.is_plain_english(),
            Self::Overlong => famous.surplus_letters > 0,
            Self::Of(kind) => famous.kind == kind,
        }
    }
}

/// Ranks each number by weights that were fitted to the other folds only. The folds run in parallel.
pub(crate) fn held_out<'a>(
    set: &'a [Famous],
    seed: u128,
    fit: impl Fn(&[&'a Famous]) -> Weights + Sync,
) -> Vec<Ranked<'a>> {
    let folds = folds(set, seed);
    let ranked = |held: usize| {
        let others = folds.iter().enumerate().filter(|(at, _)| *at != held);
        let learnt: Vec<&Famous> = others.flat_map(|(_, fold)| fold).copied().collect();
        let weights = fit(&learnt);
        let held = folds.get(held).into_iter().flatten();
        held.map(|famous| Ranked::by(&weights, famous)).collect::<Vec<_>>()
    };
    let ranked = &ranked;
    thread::scope(|scope| {
        let folds: Vec<_> =
            (0..folds.len()).map(|held| scope.spawn(move || ranked(held))).collect();
        let joined = folds.into_iter().map(|fold| match fold.join() {
            Ok(ranked) => ranked,
            Err(payload) => panic::resume_unwind(payload),
        });
        joined.flatten().collect()
    })
}

/// Shuffles, and deals out the folds. The same seed gives the same folds.
fn folds<T>(all: &[T], seed: u128) -> Vec<Vec<&T>> {
    let mut generator = Pcg64Mcg::new(seed);
    let mut shuffled: Vec<&T> = all.iter().collect();
    shuffled.sort_by_cached_key(|_| generator.next_u64());
    let fold = |first| shuffled.iter().skip(first).step_by(FOLDS).copied().collect();
    (0..FOLDS).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::set::tests::TUNING_SET;

    #[test]
    fn recall_counts_what_is_best_and_what_is_among_the_five() {
        let set = &*TUNING_SET;
        let ranks = [Some(1), Some(2), Some(5), Some(6), None, Some(1)];
        let ranked: Vec<_> =
            set.iter().zip(ranks).map(|(famous, rank)| Ranked { famous, rank }).collect();
        assert_eq!(Recall::of(&ranked), Recall { at_1: 2, at_5: 4, of: 6 });
        assert_eq!(Recall::of([]), Recall::default());
    }

    #[test]
    fn a_rank_is_the_place_among_what_is_offered() {
        let set = &*TUNING_SET;
        let weights = Weights::of_the_table();
        let rank_of = |spelling: &str| {
            let famous = set.iter().find(|famous| famous.spelling == spelling).unwrap();
            Ranked::by(&weights, famous).rank
        };
        assert_eq!(rank_of("FLOWERS"), Some(1));
        // No lexicon without brands spells it.
        assert_eq!(rank_of("XFINITY"), None);
    }

    #[test]
    fn a_number_is_among_the_five_if_the_engine_offers_it() {
        let weights = Weights::of_the_table();
        for famous in &*TUNING_SET {
            let five = switchboard_vanity::best_five(&famous.number).unwrap();
            let shown = |text: &str| text.replace('-', "");
            let area = &famous.number.as_e164()[1..5];
            let wanted = format!("{area}{}", shown(famous.spelling));
            let offered = five
                .by_rank()
                .iter()
                .filter(|vanity| vanity.kind == switchboard_vanity::Kind::Words)
                .any(|vanity| shown(&vanity.vanity_number) == wanted);
            let ranked = Ranked::by(&weights, famous);
            assert_eq!(ranked.is_among(MAX_OFFERED), offered, "{}", famous.spelling);
        }
    }

    #[test]
    fn every_number_is_in_the_group_of_its_kind_and_in_that_of_all() {
        for famous in &*TUNING_SET {
            let groups: Vec<Group> = Group::each().filter(|group| group.contains(famous)).collect();
            assert!(groups.contains(&Group::All) && groups.contains(&Group::Of(famous.kind)));
            let plain = ["word", "phrase", "mixed"].contains(&famous.kind.name());
            assert_eq!(groups.contains(&Group::PlainEnglish), plain);
            assert_eq!(groups.contains(&Group::Overlong), famous.surplus_letters > 0);
        }
    }

    #[test]
    fn folds_hold_everything_once_and_are_of_like_size() {
        let all: Vec<usize> = (0..122).collect();
        for seed in SHUFFLES {
            let folds = folds(&all, seed);
            assert_eq!(folds.len(), FOLDS);
            assert!(folds.iter().all(|fold| (24..=25).contains(&fold.len())));
            let mut dealt: Vec<usize> = folds.into_iter().flatten().copied().collect();
            dealt.sort_unstable();
            assert_eq!(dealt, all);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_folds_and_another_others() {
        let all: Vec<usize> = (0..122).collect();
        let [first, second, third] = SHUFFLES.map(|seed| folds(&all, seed));
        assert_eq!(first, folds(&all, SHUFFLES[0]));
        assert!(first != second && second != third && first != third);
        assert!(!first.concat().into_iter().copied().eq(0..122));
    }

    #[test]
    fn no_number_is_ranked_by_weights_that_saw_it() {
        let set = &*TUNING_SET;
        let (weights, fits) = (Weights::of_the_table(), Mutex::new(Vec::new()));
        let ranked = held_out(set, SHUFFLES[0], |seen| {
            let seen: Vec<&str> = seen.iter().map(|famous| famous.spelling).collect();
            fits.lock().unwrap().push(seen);
            weights
        });
        let fits = fits.into_inner().unwrap();
        assert_eq!((fits.len(), ranked.len()), (FOLDS, set.len()));
        for ranked in &ranked {
            let unseen = fits.iter().filter(|seen| !seen.contains(&ranked.famous.spelling));
            assert_eq!(unseen.count(), 1, "{}", ranked.famous.spelling);
        }
        let all: Vec<_> = set.iter().map(|famous| Ranked::by(&weights, famous)).collect();
        assert_eq!(Recall::of(&ranked), Recall::of(&all));
    }
}
