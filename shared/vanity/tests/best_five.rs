//! The rules that the five of every number obey, and the five of some numbers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::collections::HashSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::string::string_regex;
use switchboard_numbering::Plan;
use switchboard_vanity::{BestFive, Kind, NoReading, PhoneNumber, VanityNumber, best_five, keypad};

#[path = "../examples/blocked_scan/reader.rs"]
mod reader;

static BLOCKED: LazyLock<reader::Verdict> = LazyLock::new(|| reader::Verdict::read("block", 3));
static LAST: LazyLock<reader::Verdict> = LazyLock::new(|| reader::Verdict::read("last", 1));

fn five(e164: &str) -> BestFive {
    best_five(&PhoneNumber::from_e164(e164).unwrap()).unwrap_or_else(|e| panic!("{e164}: {e}"))
}

fn shown(five: &BestFive) -> Vec<&str> {
    five.by_rank().iter().map(|vanity| vanity.vanity_number.as_str()).collect()
}

/// The digits that a shown vanity number dials.
fn dialed(vanity: &VanityNumber) -> String {
    let digits = vanity.vanity_number.chars().filter_map(keypad::digit).map(char::from);
    digits.collect()
}

/// The place and the text of a reading's longest word, as far as it is inside the number.
fn longest_word(vanity: &VanityNumber) -> Option<(usize, String)> {
    let inside = dialed(vanity).len() - usize::from(vanity.surplus_letters);
    let mut words = vanity.words.iter().peekable();
    let mut longest: Option<(usize, String)> = None;
    let mut start = 0;
    for part in vanity.vanity_number.trim_start_matches('+').split('-') {
        if words.next_if(|word| word.as_str() == part).is_some() {
            let word = &part[..part.len().min(inside - start)];
            // The first of several longest, as in the rule.
            if longest.as_ref().is_none_or(|(_, longest)| word.len() > longest.len()) {
                longest = Some((start, word.to_owned()));
            }
        }
        start += part.len();
    }
    longest
}

/// Checks every rule that any five obey.
fn check(number: &PhoneNumber, five: &BestFive) -> Result<(), TestCaseError> {
    let digits = &number.as_e164()[1..];
    prop_assert!((1..=5).contains(&five.by_rank().len()));
    for (rank, vanity) in (1..).zip(five.by_rank()) {
        prop_assert_eq!(vanity.rank, rank);
        let dialed = dialed(vanity);
        prop_assert_eq!(dialed.len(), digits.len() + usize::from(vanity.surplus_letters));
        prop_assert!(dialed.starts_with(digits), "{} does not dial", vanity.vanity_number);
        prop_assert!(vanity.vanity_number.bytes().any(|byte| byte.is_ascii_uppercase()));
        prop_assert_eq!(vanity.words.is_empty(), vanity.kind == Kind::Letters);
        prop_assert!(vanity.surplus_letters <= 4);
        prop_assert!(vanity.words.len() <= 4);
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ',');
        let spelled = vanity.spelled();
        for said in [vanity.spoken.as_str(), spelled.as_str()] {
            prop_assert!(said.chars().all(safe), "{said}");
        }
    }
    let plain = |text: &&str| text.replace('-', "");
    let distinct: HashSet<String> = shown(five).iter().map(plain).collect();
    prop_assert_eq!(distinct.len(), five.by_rank().len());

    let longest: Vec<_> = five.by_rank().iter().filter_map(longest_word).collect();
    for word in &longest {
        prop_assert!(longest.iter().filter(|other| *other == word).count() <= 3, "{longest:?}");
    }
    check_words(five)?;
    let kinds: Vec<Kind> = five.by_rank().iter().map(|vanity| vanity.kind).collect();
    prop_assert!(kinds.is_sorted(), "words come before letters: {kinds:?}");
    Ok(())
}

/// Checks that nothing reads as a blocked word, and that no word is offered last before others.
fn check_words(five: &BestFive) -> Result<(), TestCaseError> {
    for vanity in five.by_rank() {
        for (text, spelled) in BLOCKED.found_in(vanity) {
            prop_assert!(
                spelled == reader::Spelled::WithRunAtEdge,
                "{} holds {text}, {spelled:?}",
                vanity.vanity_number
            );
        }
    }
    let last: Vec<bool> = five.by_rank().iter().map(|vanity| LAST.has_word_of(vanity)).collect();
    prop_assert!(last.is_sorted(), "{:?}", shown(five));
    Ok(())
}

/// Any North American number whose area code is assigned, in E.164.
fn north_american() -> impl Strategy<Value = String> {
    let (plan, _) = Plan::of(b"1").unwrap();
    let is_assigned = |area: &u32| plan.grouping(format!("{area}2000000").as_bytes()).is_some();
    let areas: Vec<u32> = (200..1000).filter(is_assigned).collect();
    let area = prop::sample::select(areas);
    (area, "[2-9][0-9]{6}").prop_map(|(area, rest)| format!("+1{area}{rest}"))
}

/// Any number of a length that the plan of any country code has.
fn of_any_plan() -> impl Strategy<Value = PhoneNumber> {
    let forms = Plan::all().flat_map(|plan| {
        let of_e164 = (7..=15).map(move |digits| digits - plan.code().to_string().len());
        let lengths = of_e164.filter(move |length| plan.lengths().contains(*length));
        lengths.map(move |length| format!("\\+{}[0-9]{{{length}}}", plan.code()))
    });
    let e164 = prop::sample::select(forms.collect::<Vec<_>>())
        .prop_flat_map(|form| string_regex(&form).unwrap());
    e164.prop_map(|e164| PhoneNumber::from_e164(&e164).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_north_american_number_has_five_that_dial(
        e164 in north_american(),
    ) {
        let number = PhoneNumber::from_e164(&e164).unwrap();
        let five = best_five(&number).unwrap();
        prop_assert_eq!(five.by_rank().len(), 5);
        check(&number, &five)?;
        prop_assert_eq!(&five, &best_five(&number).unwrap());
    }

    #[test]
    fn every_other_number_has_readings_that_dial_or_a_reason(e164 in "\\+[2-9][0-9]{6,14}") {
        let number = PhoneNumber::from_e164(&e164).unwrap();
        match best_five(&number) {
            Ok(five) => check(&number, &five)?,
            Err(NoReading::NothingToSpell) => {
                let subscriber = &e164[e164.len() - 4..];
                prop_assert!(subscriber.bytes().all(|digit| matches!(digit, b'0' | b'1')));
            }
            Err(reason) => prop_assert_eq!(Err(reason), number.check_plan().map_err(NoReading::from)),
        }
    }

    #[test]
    fn parsing_never_panics(text in prop_oneof![any::<String>(), "[+]?[0-9A-Z ().-]{0,24}"]) {
        let _ = switchboard_vanity::is_withheld(&text);
        if let Ok(number) = text.parse::<PhoneNumber>() {
            prop_assert_eq!(PhoneNumber::from_e164(number.as_e164()), Ok(number));
            prop_assert_eq!(number.as_e164().parse(), Ok(number));
        }
        if let Ok(number) = PhoneNumber::from_e164(&text) {
            prop_assert_eq!(number.as_e164(), &text);
        }
    }

    #[test]
    fn what_looks_like_a_number_parses_to_the_digits_it_dials_or_is_refused(
        text in "([+]?1)?[- .(]{0,2}[2-9][0-9A-HJ-NQ-VYZ]{2}[) -]{0,2}[2-9][0-9A-HJ-NQ-VYZ]{2}[- ]?[0-9A-HJ-NQ-VYZ]{2}[A-HJ-NQ-VYZ][0-9A-HJ-NQ-VYZ]",
    ) {
        if let Ok(number) = text.parse::<PhoneNumber>() {
            let dialed: String = text.chars().filter_map(keypad::digit).map(char::from).collect();
            prop_assert!(number.as_e164().ends_with(&dialed));
        }
    }

    /// Without the letters that look like a digit, stand before an extension (X, P, W) or for any
    /// digit (N).
    #[test]
    fn groups_of_letters_parse_to_the_digits_they_dial(
        text in "([+]?1[- .])?[(]?[2-9][0-9]{2}[)]?[-.]([2-9][0-9]{2}[-. ]?|[A-HJ-MQ-VYZ]{3}-?)[A-HJ-MQ-VYZ]{4}",
    ) {
        let number: PhoneNumber = text.parse().unwrap();
        let dialed: String = text.chars().filter_map(keypad::digit).map(char::from).collect();
        prop_assert!(number.as_e164().ends_with(&dialed));
    }

    /// What is printed is dialed: `vanity`, the API and the event's parameter read it so.
    #[test]
    fn a_vanity_number_parses_back_to_its_number(
        number in prop_oneof![
            1 => north_american().prop_map(|e164| PhoneNumber::from_e164(&e164).unwrap()),
            3 => of_any_plan(),
            // Exchanges that could be a byte of an IP address, and digits with letters like digits.
            1 => "\\+1(212|610|202)2[0-5][0-9][01469]{4}"
                .prop_map(|e164| PhoneNumber::from_e164(&e164).unwrap()),
        ],
    ) {
        for vanity in best_five(&number).iter().flat_map(BestFive::by_rank) {
            prop_assert_eq!(vanity.vanity_number.parse(), Ok(number), "{}", vanity.vanity_number);
        }
    }
}

#[test]
fn famous_words_are_found_first() {
    for (e164, best) in [
        ("+18003569377", "1-800-FLOWERS"),
        ("+18003368478", "1-800-DENTIST"),
        ("+18002655328", "1-800-COLLECT"),
        ("+18007848669", "1-800-QUIT-NOW"),
        ("+18009472886", "1-800-947-AUTO"),
        ("+18007332767", "1-800-RED-CROSS"),
    ] {
        assert_eq!(shown(&five(e164))[0], best);
    }
}

#[test]
fn an_overlong_word_says_how_many_letters_are_surplus() {
    let five = five("+18002668228");
    let contacts = five.by_rank().iter().find(|v| &v.vanity_number == "1-800-CONTACTS").unwrap();
    assert_eq!((contacts.surplus_letters, contacts.words[0].as_str()), (1, "CONTACTS"));
    assert_eq!((contacts.words.len(), contacts.spoken.as_str()), (1, "1, 8 0 0, contacts"));
    assert_eq!(contacts.spelled(), "1, 8 0 0, C O N T A C T S");
}

#[test]
fn words_stand_before_letters_and_both_ascend() {
    let five = five("+12125550199");
    let ascending: Vec<_> = five.ascending().iter().map(|v| (v.kind, &v.vanity_number)).collect();
    assert!(ascending.is_sorted(), "{ascending:?}");
    assert_eq!(ascending.len(), 5);
}

#[test]
fn a_number_of_zeros_and_ones_still_has_five() {
    for e164 in ["+12012000000", "+19199111111", "+12012010101"] {
        let five = five(e164);
        assert_eq!(five.by_rank().len(), 5, "{:?}", shown(&five));
    }
}

#[test]
fn blocked_words_across_words_are_refused_behind_innocent_ones() {
    // SWANK-SO, SCRAP-SO and SPEED-OPEN hold one, after another that is a part of a word.
    for e164 in ["+18007926576", "+18007272776", "+17587733367", "+18008926476"] {
        let five = five(e164);
        check_words(&five).unwrap();
    }
}

#[test]
fn other_countries_keep_country_and_area_code() {
    for (e164, start, word) in [
        ("+41800445464", "+41-800-", "HIKING"),
        ("+448007383773", "+44-800-", "REVERSE"),
        ("+611800356937", "+61-1800-", "FLOWER"),
    ] {
        let five = five(e164);
        assert!(shown(&five).iter().all(|text| text.starts_with(start)), "{:?}", shown(&five));
        assert!(shown(&five).iter().any(|text| text.ends_with(word)), "{:?}", shown(&five));
        assert!(five.by_rank().iter().all(|vanity| vanity.spelled().starts_with("plus ")));
    }
}

#[test]
fn hyphens_fall_where_a_country_writes_gaps() {
    for (e164, start, end) in [
        ("+5491135693772", "+54-9-11-", ""),
        ("+41446681800", "+41-44-", "-18-00"),
        ("+442073569377", "+44-20-", ""),
        ("+390635693772", "+39-06-", ""),
        ("+4532111021", "+45-", "-11-10-B1"),
    ] {
        let five = five(e164);
        let falls = |text: &&str| text.starts_with(start) && text.ends_with(end);
        assert!(shown(&five).iter().any(falls), "{:?}", shown(&five));
    }
}

#[test]
fn outside_north_america_no_word_runs_on_past_the_end() {
    for e164 in ["+611300356937", "+611800737732", "+41800935377", "+442073569377"] {
        assert!(five(e164).by_rank().iter().all(|vanity| vanity.surplus_letters == 0));
    }
}

#[test]
fn of_the_forms_of_one_word_no_more_than_two_are_offered() {
    // CONTACT, CONTACTS, CONTACTED, CONTACTING, CONTACTOR.
    let five = five("+18002668228");
    let forms = shown(&five).iter().filter(|text| text.contains("CONTACT")).count();
    assert_eq!(forms, 2, "{:?}", shown(&five));
}

#[test]
fn words_across_the_area_code_join_where_the_rest_has_too_few() {
    let five = five("+17873921598");
    assert!(shown(&five).iter().any(|text| text.starts_with("1-SURF-")), "{:?}", shown(&five));
    // Here the last seven digits have five of their own.
    let five = self::five("+17873569377");
    assert!(shown(&five).iter().all(|text| text.starts_with("1-787-")), "{:?}", shown(&five));
}

/// Guards the promise that a number keeps its five: letters come from a seeded generator, and a
/// new version of it must not change the letters that callers have heard. Update it only on purpose.
#[test]
fn letters_stay_the_same_from_version_to_version() {
    let five = five("+12184002517");
    let letters =
        ["1-218-400-AK1S", "1-218-400-BK1S", "1-218-400-BL1P", "1-218-400-BL1S", "1-218-400-CL1S"];
    assert_eq!(shown(&five), letters);
}
