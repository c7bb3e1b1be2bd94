//! The embedded index against the lists it was built from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use words::{Classes, Node, Word, blocked_in, is_blocked};

fn rows(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).expect(&path);
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn dial(word: &str) -> Vec<u8> {
    word.bytes().map(|b| b"22233344455566677778889999"[usize::from(b - b'a')]).collect()
}

fn find(word: &str) -> Option<Word> {
    let digits = dial(word);
    Node::ROOT.walk(&digits)?.words().find(|found| found.text(&digits).to_string() == word)
}

/// Every word that can be reached from the root, with its digits.
fn all_words() -> BTreeMap<String, Word> {
    let mut all = BTreeMap::new();
    let mut open = vec![(Vec::new(), Node::ROOT)];
    while let Some((digits, node)) = open.pop() {
        all.extend(node.words().map(|word| (word.text(&digits).to_string(), word)));
        open.extend(node.children().map(|(digit, child)| {
            let digits = [digits.as_slice(), &[digit]].concat();
            (digits, child)
        }));
    }
    all
}

#[test]
fn the_index_holds_every_row_and_nothing_else() {
    let all = all_words();
    let rows = rows("words.tsv");
    assert_eq!(all.len(), rows.len());
    for row in rows {
        let word = all.get(&row[0]).unwrap_or_else(|| panic!("{} is not in the index", row[0]));
        assert_eq!(word.grade().to_string(), row[1], "{}", row[0]);
        let classes =
            row[2].chars().filter_map(Classes::from_letter).fold(Classes::default(), Classes::or);
        assert_eq!(word.classes(), classes, "{}", row[0]);
    }
}

#[test]
fn words_of_one_key_stand_commonest_first() {
    let digits = dial("good");
    let grades: Vec<u8> = Node::ROOT.walk(&digits).unwrap().words().map(Word::grade).collect();
    assert!(grades.len() > 3 && grades.is_sorted(), "{grades:?}");
}

#[test]
fn compounds_are_found_in_their_order_only() {
    for row in rows("compounds.tsv") {
        let (first, second) = (find(&row[0]).unwrap(), find(&row[1]).unwrap());
        assert!(first.forms_compound_with(second), "{row:?}");
    }
    let (red, cross) = (find("red").unwrap(), find("cross").unwrap());
    assert!(red.forms_compound_with(cross) && !cross.forms_compound_with(red));
}

#[test]
fn no_word_is_blocked_and_every_block_row_is() {
    let words: BTreeSet<String> = rows("words.tsv").into_iter().map(|row| row[0].clone()).collect();
    for row in rows("exclude.tsv") {
        let (word, verdict) = (&row[0], &row[3]);
        if verdict == "block" {
            assert!(!words.contains(word), "{word} is blocked and in words.tsv");
            assert!(word.len() > words::MAX_LETTERS || is_blocked(word.as_bytes()), "{word}");
        } else {
            assert_eq!(verdict, "allow", "{word}");
            assert!(!is_blocked(word.as_bytes()), "{word}");
        }
    }
}

#[test]
fn innocent_words_stay() {
    for word in ["welfare", "assess", "spit", "class", "cocktail", "suicide", "gambler", "flowers"]
    {
        assert!(find(word).is_some(), "{word}");
    }
}

#[test]
fn digits_without_letters_lead_nowhere() {
    for digit in [b'0', b'1', b'a', b'*', 0, 255] {
        assert!(Node::ROOT.child(digit).is_none());
    }
}

proptest::proptest! {
    #[test]
    fn a_word_spells_the_digits_that_led_to_it(digits in "[2-9]{1,12}") {
        let digits = digits.as_bytes();
        if let Some(node) = Node::ROOT.walk(digits) {
            for word in node.words() {
                proptest::prop_assert_eq!(dial(&word.text(digits).to_string()), digits);
            }
        }
    }

    #[test]
    fn looking_for_blocked_words_never_panics(letters in proptest::collection::vec(0_u8.., 0..40)) {
        for (start, len) in blocked_in(&letters) {
            proptest::prop_assert!(is_blocked(&letters[start..start + len]));
        }
    }
}
