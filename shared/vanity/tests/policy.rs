//! What may be said: `docs/words-policy.md`, held against the answers of many numbers.
//!
//! The answers are read by the decoder of the scan, which shares nothing with the engine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::sync::LazyLock;

use switchboard_vanity::{BestFive, PhoneNumber, best_five, keypad};

#[path = "../examples/blocked_scan/reader.rs"]
mod reader;

use reader::{Spelled, Verdict};

static BLOCKED: LazyLock<Verdict> = LazyLock::new(|| Verdict::read("block", 3));
static LAST: LazyLock<Verdict> = LazyLock::new(|| Verdict::read("last", 1));
static LAST_IN_LETTERS: LazyLock<Verdict> = LazyLock::new(|| Verdict::read("last", 3));

fn five(e164: &str) -> BestFive {
    best_five(&PhoneNumber::from_e164(e164).unwrap()).unwrap_or_else(|e| panic!("{e164}: {e}"))
}

fn shown(five: &BestFive) -> Vec<&str> {
    five.by_rank().iter().map(|vanity| vanity.vanity_number.as_str()).collect()
}

/// Checks the answers of a number against the policy.
fn check(e164: &str) {
    let number = PhoneNumber::from_e164(e164).unwrap();
    let Ok(five) = best_five(&number) else { return };
    for vanity in five.by_rank() {
        let shown = &vanity.vanity_number;
        for (text, spelled) in BLOCKED.found_in(vanity) {
            assert_eq!(spelled, Spelled::WithRunAtEdge, "{shown} reads as {text}");
        }
        assert!(!LAST.has_word_of(vanity), "{shown} has a word that is offered last");
        let mut in_letters = LAST_IN_LETTERS.found_in(vanity).into_iter();
        let letters = vanity.words.is_empty();
        let plainly = in_letters.any(|(_, spelled)| spelled == Spelled::Plainly);
        assert!(!letters || !plainly, "{shown} spells a word that is offered last");
    }
}

fn dial(word: &str) -> String {
    word.chars().map(|letter| char::from(keypad::digit(letter).unwrap())).collect()
}

#[test]
fn numbers_of_one_area_code_say_nothing_blocked() {
    for at in (0..8_000_000).step_by(997) {
        check(&format!("+1800{}", 2_000_000 + at));
    }
}

#[test]
fn numbers_of_other_plans_say_nothing_blocked() {
    for at in (0..10_000_000).step_by(4_999) {
        for start in ["+44800", "+44163", "+49800", "+4930", "+611800", "+612", "+3312", "+535"] {
            check(&format!("{start}{at:07}"));
        }
        check(&format!("+290{:04}", at % 10_000));
    }
}

/// The last four digits of a number, where 0 and 1 stand for letters of a blocked word: 7177 for P1SS.
#[test]
fn zero_and_one_spell_no_blocked_word() {
    let words =
        ["piss", "kike", "boob", "tits", "spic", "homo", "cock", "dick", "shit", "porn", "poof"];
    for word in words {
        let digits: String = word
            .chars()
            .map(|letter| match letter {
                'o' => '0',
                'i' | 'l' => '1',
                other => char::from(keypad::digit(other).unwrap()),
            })
            .collect();
        for exchange in (200..1_000).step_by(3) {
            check(&format!("+1800{exchange}{digits}"));
        }
    }
    assert!(!shown(&five("+18002027177")).contains(&"1-800-202-P1SS"));
    assert!(!shown(&five("+18005555153")).contains(&"1-800-555-K1KE"));
}

#[test]
fn words_with_digits_beside_them_spell_no_blocked_word() {
    // A-55-HOLE, GO-0-K, HE-11, FAR-7, 8-ITCH, 800-RGY.
    for e164 in [
        "+18002554653",
        "+18004604653",
        "+18002224311",
        "+18009403277",
        "+18008482484",
        "+18002848244",
        "+18007492345",
    ] {
        check(e164);
    }
}

#[test]
fn digits_of_an_exchange_stay_digits_beside_a_word() {
    assert!(shown(&five("+18005554487")).contains(&"1-800-555-HITS"));
    assert!(shown(&five("+18005558355")).contains(&"1-800-555-TELL"));
}

#[test]
fn words_that_are_offered_last_are_not_offered_beside_five_others() {
    for word in [
        "suicide", "cancer", "dead", "death", "dying", "guns", "weed", "devil", "allah", "muslim",
        "jewish", "virgin", "abuse", "gays", "jews", "kills", "corpse", "aids", "fetus", "tumor",
    ] {
        let digits = dial(word);
        for filler in ["2222222", "8004357", "3100101"] {
            let rest = filler.len() - digits.len();
            check(&format!("+1212{}{digits}", filler.get(..rest).unwrap()));
            check(&format!("+1212{digits}{}", filler.get(..rest).unwrap()));
        }
    }
}
