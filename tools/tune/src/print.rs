//! The report that people read.

use std::io::{self, Write};

use switchboard_vanity::MAX_OFFERED;
use switchboard_vanity::exhaustive::{self, CountedReading};
use switchboard_vanity::ranking::Feature;

use crate::recall::{Group, Ranked, Recall};
use crate::set::Famous;
use crate::weights::{Weights, bound, by_hand};

/// Prints how many numbers there are, and how many of them any weights could hit.
pub(crate) fn reachable(set: &[Famous], out: &mut impl Write) -> io::Result<()> {
    let reachable = set.iter().filter(|famous| famous.is_reachable()).count();
    let readings: usize = set.iter().map(|famous| famous.readings.len()).sum();
    let all = set.len();
    writeln!(
        out,
        "{all} well-known numbers with {readings} readings. \
         {reachable} are reachable: some reading spells them as advertised."
    )
}

/// Prints the recall of each group.
pub(crate) fn recall(ranked: &[Ranked<'_>], out: &mut impl Write) -> io::Result<()> {
    for group in Group::each() {
        let numbers: Vec<_> =
            ranked.iter().filter(|ranked| group.contains(ranked.famous)).copied().collect();
        recall_line(group.name(), &numbers, out)?;
    }
    Ok(())
}

/// Prints the recall of these numbers.
pub(crate) fn recall_line(
    name: &str,
    ranked: &[Ranked<'_>],
    out: &mut impl Write,
) -> io::Result<()> {
    let Recall { at_1, at_5, of } = Recall::of(ranked);
    let percent = |hits: u32| 100.0 * f64::from(hits) / f64::from(of.max(1));
    let (first, five) = (percent(at_1), percent(at_5));
    writeln!(
        out,
        "  {name:<20} hit@1 {at_1:>3}/{of:<3} {first:>5.1} %   hit@5 {at_5:>3}/{of:<3} {five:>5.1} %"
    )
}

/// Prints each weight of the table beside the fitted one, in tenths of a point.
pub(crate) fn weights(fitted: &Weights, out: &mut impl Write) -> io::Result<()> {
    let now = Weights::of_the_table();
    writeln!(out, "  {:<18} {:>4} {:>7}", "tenths", "now", "fitted")?;
    for feature in Feature::ALL {
        let (now, fitted) = (now.of(feature), fitted.of(feature));
        let remark = match (by_hand(feature), bound(feature)) {
            (Some(by_hand), _) => format!("  by hand: {}", by_hand.reason),
            (None, Some(bound)) if fitted <= bound.least => {
                format!("  at its bound: {}", bound.reason)
            }
            (None, _) if now != fitted => "  differs".to_owned(),
            (None, _) => String::new(),
        };
        writeln!(out, "  {:<18} {now:>4} {fitted:>7}{remark}", feature.name())?;
    }
    Ok(())
}

/// Prints a number whose spelling is not among the five: the spelling, and the readings offered
/// instead.
pub(crate) fn miss(miss: Ranked<'_>, weights: &Weights, out: &mut impl Write) -> io::Result<()> {
    let Famous { number, spelling, known_as, kind, readings, .. } = miss.famous;
    let wanted = readings
        .iter()
        .filter(|reading| miss.famous.is_spelled_by(reading))
        .min_by_key(|reading| weights.cost(&reading.tally));
    let why = match (miss.rank, wanted) {
        (Some(rank), _) => format!("is at place {rank}"),
        (None, Some(_)) => "better readings share its longest word".to_owned(),
        (None, None) => "no reading spells it".to_owned(),
    };
    let (e164, kind) = (number.as_e164(), kind.name());
    writeln!(out, "\n{e164} {spelling} ({known_as}, {kind}): {why}")?;
    if let Some(wanted) = wanted {
        explained(wanted, weights, out)?;
    }
    let five: Vec<String> = exhaustive::ranked(readings, |tally| weights.cost(tally))
        .take(MAX_OFFERED)
        .map(|reading| format!("{} {}", reading.text, weights.cost(&reading.tally)))
        .collect();
    writeln!(out, "  instead: {}", five.join(", "))
}

/// Prints a reading, its cost, and the features counted in it.
pub(crate) fn explained(
    reading: &CountedReading,
    weights: &Weights,
    out: &mut impl Write,
) -> io::Result<()> {
    let counted: Vec<String> = Feature::ALL
        .into_iter()
        .filter_map(|feature| {
            let (name, weight) = (feature.name(), weights.of(feature));
            match reading.tally.count(feature) {
                0 => None,
                1 => Some(format!("{name} {weight}")),
                count => Some(format!("{name} {count} x {weight}")),
            }
        })
        .collect();
    let cost = weights.cost(&reading.tally);
    writeln!(out, "  {:<14} {cost:>4}  {}", reading.text, counted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::tests::TUNING_SET;
    use crate::weights::FEATURES;

    fn printed(print: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_of_recall_has_counts_and_shares() {
        let ranks = [Some(1), Some(4), None, Some(9)];
        let ranked: Vec<_> =
            TUNING_SET.iter().zip(ranks).map(|(famous, rank)| Ranked { famous, rank }).collect();
        let line = printed(|out| recall_line("some", &ranked, out));
        let parts: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(parts.join(" "), "some hit@1 1/4 25.0 % hit@5 2/4 50.0 %");
        assert!(printed(|out| recall_line("none", &[], out)).contains(" 0.0 %"));
    }

    #[test]
    fn the_table_says_what_is_set_by_hand_at_its_bound_or_other_than_now() {
        let table = printed(|out| weights(&Weights::rounded(&[-2.0; FEATURES]), out));
        let row = |feature: Feature| {
            let named = |line: &&str| line.split_whitespace().next() == Some(feature.name());
            table.lines().find(named).unwrap()
        };
        assert!(row(Feature::Name).contains("by hand: "));
        assert!(row(Feature::Rarity).contains("at its bound: "));
        assert!(row(Feature::Digit).ends_with("-20  differs"));
        let same = printed(|out| weights(&Weights::of_the_table(), out));
        assert!(!same.contains("differs"), "{same}");
        assert_eq!(same.lines().count(), 1 + FEATURES);
    }
}
