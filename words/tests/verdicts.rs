//! Words with a verdict in letters and digits that run together, against the rows of `exclude.tsv`.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use switchboard_words::{MAX_LETTERS, blocked_at, blocked_in, look_alikes, unwanted_in};

static BLOCKED: LazyLock<BTreeSet<String>> = LazyLock::new(|| judged("block"));

static LAST: LazyLock<BTreeSet<String>> = LazyLock::new(|| judged("last"));

/// The words with a verdict.
fn judged(verdict: &str) -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/exclude.tsv");
    let text = fs::read_to_string(path).expect(path);
    let rows = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[3] == verdict).map(|row| row[0].to_owned()).collect()
}

/// Run-together letters and digits, often with a word that has a verdict, and digits for its letters.
fn run_together() -> impl Strategy<Value = String> {
    let judged: Vec<String> = BLOCKED.iter().chain(&*LAST).cloned().collect();
    let piece = prop_oneof![select(judged), "[a-z0-9]{0,3}"];
    let text = prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat());
    (text, select(vec!["", "oil", "oileastb"])).prop_map(|(text, replaced)| {
        let digit = |letter: char| match letter {
            'o' => '0',
            'i' | 'l' => '1',
            'e' => '3',
            'a' => '4',
            's' => '5',
            't' => '7',
            'b' => '8',
            other => other,
        };
        let look_alike = |letter| if replaced.contains(letter) { digit(letter) } else { letter };
        text.chars().map(look_alike).collect()
    })
}

/// Whether some way to read the digits makes one of these words of a text that has letters too.
fn reads_as_one_of(words: &BTreeSet<String>, text: &str) -> bool {
    let mut readings = vec![String::new()];
    for character in text.bytes() {
        let letters = if character.is_ascii_digit() {
            look_alikes(character).to_vec()
        } else {
            vec![character]
        };
        let more = |reading: &String| -> Vec<String> {
            letters.iter().map(|letter| format!("{reading}{}", char::from(*letter))).collect()
        };
        readings = readings.iter().flat_map(more).collect();
    }
    let has_letter = text.bytes().any(|byte| byte.is_ascii_lowercase());
    has_letter && readings.iter().any(|reading| words.contains(reading))
}

/// The places and lengths of everything that reads as one of these words of at least three letters.
fn plain_scan(words: &BTreeSet<String>, text: &str) -> Vec<(usize, usize)> {
    let reads = |start: usize, len: usize| {
        text.get(start..start + len).is_some_and(|part| reads_as_one_of(words, part))
    };
    (0..text.len())
        .flat_map(|start| (3..=MAX_LETTERS).map(move |len| (start, len)))
        .filter(|(start, len)| reads(*start, *len))
        .collect()
}

#[test]
fn every_word_with_a_verdict_is_unwanted() {
    let packed = |word: &&String| word.len() <= MAX_LETTERS;
    for word in BLOCKED.iter().filter(packed).filter(|word| word.len() >= 3) {
        assert!(blocked_at(word.as_bytes(), 0).any(|len| len == word.len()), "{word}");
    }
    for word in LAST.iter().filter(packed).filter(|word| word.len() >= 3) {
        assert!(unwanted_in(word.as_bytes()), "{word}");
    }
}

proptest! {
    #[test]
    fn unwanted_words_are_found_where_a_plain_scan_finds_them(text in run_together()) {
        let blocked = plain_scan(&BLOCKED, &text);
        let unwanted = !blocked.is_empty() || !plain_scan(&LAST, &text).is_empty();
        prop_assert_eq!(blocked_in(text.as_bytes()).collect::<Vec<_>>(), blocked);
        prop_assert_eq!(unwanted_in(text.as_bytes()), unwanted);
    }

    #[test]
    fn looking_for_unwanted_words_never_panics(characters in prop::collection::vec(0_u8.., 0..40)) {
        let found: Vec<_> = blocked_in(&characters).collect();
        for (start, len) in &found {
            let found = String::from_utf8_lossy(&characters[*start..start + len]);
            prop_assert!(reads_as_one_of(&BLOCKED, &found));
        }
        prop_assert!(found.is_empty() || unwanted_in(&characters));
    }
}
