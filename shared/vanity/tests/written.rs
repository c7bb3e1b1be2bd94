//! Example numbers of every country, written in many forms, against the number that is meant and
//! against libphonenumber's reading of the same text. `numbering/generate.py` makes the rows.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use std::collections::BTreeSet;

use switchboard_numbering::Plan;
use switchboard_vanity::PhoneNumber;

const ROWS: &str = include_str!("../../../numbering/tests/written.tsv");

/// The forms in which the number that is meant is not the one that libphonenumber reads, and why.
const OTHERWISE_READ: [(&str, &str); 12] = [
    ("capitals", "it reads letters as digits only if there are three or more, and drops others"),
    ("trunk", "it keeps the 0 of a Colombian number, which then has a digit too many"),
    (
        "trunk in parentheses",
        "it keeps the 0 of a Colombian number, which then has a digit too many",
    ),
    ("name", "it reads the letters of a name as digits"),
    ("name in parentheses", "it reads the letters of a name as digits"),
    ("name in Cyrillic", "it reads the letters of a name as digits"),
    ("note mobile", "it reads the letters of a note as digits"),
    ("note - work", "it reads the letters of a note as digits"),
    ("national before a name", "it reads the letters of a name as digits"),
    ("extension p5", "it does not know the pause, so it reads p as 7"),
    ("extension w5", "it does not know the wait, so it reads w as 9"),
    ("encoded URI", "it does not decode %2B and %20"),
];

struct Row {
    form: &'static str,
    meant: &'static str,
    reading: &'static str,
    text: String,
}

fn rows() -> impl Iterator<Item = Row> {
    ROWS.lines().map(|row| {
        let [form, meant, reading, text] = row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        Row { form, meant, reading, text: unescaped(text) }
    })
}

/// Resolves `\uXXXX`.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(4);
        whole.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).unwrap());
        whole.push_str(rest);
    }
    whole
}

#[derive(Default)]
struct Count {
    equal: usize,
    refused: usize,
    different: usize,
}

#[test]
fn every_text_gives_the_number_that_is_meant() {
    let (mut meant, mut read) = (Count::default(), Count::default());
    let (mut wrong, mut unexplained) = (Vec::new(), Vec::new());
    let mut countries = BTreeSet::new();
    for row in rows() {
        let ours = row.text.parse::<PhoneNumber>();
        let (plan, _) = Plan::of(row.meant.trim_start_matches('+').as_bytes()).unwrap();
        countries.insert(plan.code());
        match &ours {
            Ok(number) if number.as_e164() == row.meant => meant.equal += 1,
            Ok(number) => {
                meant.different += 1;
                wrong.push(format!("{}: {:?} is {number:?}", row.form, row.text));
            }
            Err(error) => {
                meant.refused += 1;
                wrong.push(format!("{}: {:?} is refused: {error}", row.form, row.text));
            }
        }
        let same = |number: &PhoneNumber| number.as_e164() == row.reading;
        match &ours {
            Err(_) => read.refused += 1,
            Ok(number) if same(number) => read.equal += 1,
            Ok(_) => {
                read.different += 1;
                if !OTHERWISE_READ.iter().any(|(form, _)| *form == row.form) {
                    unexplained.push(format!("{}: {:?}: {}", row.form, row.text, row.reading));
                }
            }
        }
    }
    for (name, Count { equal, refused, different }) in
        [("the number that is meant", &meant), ("libphonenumber's reading", &read)]
    {
        println!("against {name}: {equal} equal, {refused} refused, {different} different");
    }
    println!("{} country codes", countries.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert!(meant.equal >= 5_000 && countries.len() >= 60);
}
