//! The embedded tables against the files that they are made from.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};

use switchboard_numbering::Plan;

const PLANS: &str = include_str!("../plans.tsv");
const GROUPS: &str = include_str!("../groups.tsv");

fn columns(row: &str) -> [&str; 3] {
    row.split('\t').collect::<Vec<_>>().try_into().unwrap()
}

/// The first digits that a start such as `3[0-35]` stands for.
fn starts(start: &str) -> Vec<String> {
    let Some((before, set)) = start.split_once('[') else {
        return vec![start.trim_matches('-').to_owned()];
    };
    let mut digits = Vec::new();
    let mut set = set.trim_end_matches(']').chars().peekable();
    while let Some(first) = set.next() {
        let last = set.next_if_eq(&'-').and_then(|_| set.next()).unwrap_or(first);
        digits.extend((first..=last).map(|digit| format!("{before}{digit}")));
    }
    digits
}

/// What a grouping such as `(3)-3-4` says: the length, the area code's length, the groups' places.
fn grouping(written: &str) -> (usize, usize, Vec<usize>) {
    let (mut place, mut area, mut places) = (0, 0, Vec::new());
    for group in written.split('-') {
        places.push(place);
        place += group.trim_matches(['(', ')']).parse::<usize>().unwrap();
        if group.ends_with(')') {
            area = place;
        }
    }
    (place, area, places)
}

#[test]
fn every_country_code_has_its_plan() {
    for row in PLANS.lines() {
        let [code, lengths, trunks] = columns(row);
        let (plan, national) = Plan::of(code.as_bytes()).unwrap();
        assert_eq!((plan.code().to_string().as_str(), national), (code, b"".as_slice()));
        let known: Vec<String> = plan.lengths().iter().map(|it| it.to_string()).collect();
        assert_eq!(known.join(","), lengths, "+{code}");
        let known = plan.trunk_prefixes().join(",");
        assert_eq!(if known.is_empty() { "-" } else { &known }, trunks, "+{code}");
    }
    assert_eq!(Plan::all().len(), PLANS.lines().count());
}

#[test]
fn no_country_code_starts_another() {
    let codes: BTreeSet<String> = Plan::all().map(|plan| plan.code().to_string()).collect();
    for code in &codes {
        for other in codes.iter().filter(|other| *other != code) {
            assert!(!other.starts_with(code.as_str()), "{other} starts with {code}");
        }
    }
}

#[test]
fn every_number_has_the_grouping_of_its_row() {
    let plans: BTreeMap<String, Plan> =
        Plan::all().map(|plan| (plan.code().to_string(), plan)).collect();
    let mut numbers = 0;
    for row in GROUPS.lines() {
        let [code, start, groupings] = columns(row);
        let plan = plans.get(code).unwrap();
        for start in starts(start) {
            let listed: BTreeMap<usize, _> = groupings
                .split(' ')
                .map(grouping)
                .map(|(length, area, places)| (length, (area, places)))
                .collect();
            for length in start.len()..=14 {
                let national = format!("{start:0<length$}");
                let found = plan.grouping(national.as_bytes());
                let found = found.map(|it| (it.area_len(), it.starts().collect::<Vec<_>>()));
                // A row whose start is longer than a number says nothing about it.
                assert_eq!(found.as_ref(), listed.get(&length), "+{code} {national}");
                numbers += 1;
            }
        }
    }
    assert!(numbers > 100_000, "{numbers}");
}

#[test]
fn what_is_not_a_number_has_no_plan_and_no_grouping() {
    for digits in [b"".as_slice(), b"4", b"0", b"999", b"210", b"+44", b"4a"] {
        assert!(Plan::of(digits).is_none(), "{digits:?}");
    }
    let (plan, _) = Plan::of(b"44").unwrap();
    for national in
        [b"".as_slice(), b"2", b"0207946095", b"20794609580", b"abcdefghij", b"\xff\x00"]
    {
        assert!(plan.grouping(national).is_none(), "{national:?}");
    }
}

/// N11 codes are services, not areas; the table has no exchanges.
#[test]
fn north_american_area_codes_are_known() {
    let (plan, _) = Plan::of(b"1").unwrap();
    let exists = |area: u32| plan.grouping(format!("{area}2110000").as_bytes()).is_some();
    for area in [201, 212, 416, 500, 787, 800, 833, 888, 900, 939] {
        assert!(exists(area), "{area}");
    }
    for area in [100, 200, 211, 411, 911, 999, 555, 370] {
        assert!(!exists(area), "{area}");
    }
}
