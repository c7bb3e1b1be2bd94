//! The embedded index against the lists it was built from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use switchboard_words::{
    ALL_GRADES, Attributes, Classes, Kind, MAX_FURTHER, Node, Word, is_blocked,
};

/// One row of `words.tsv`.
struct Row {
    word: String,
    digits: Vec<u8>,
    grade: u8,
    classes: Classes,
    level: u8,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |row: Vec<String>| Row {
        digits: dial(&row[0]),
        grade: row[1].parse().unwrap(),
        classes: row[2]
            .chars()
            .filter_map(Classes::from_letter)
            .fold(Classes::default(), Classes::or),
        level: row[3].parse().unwrap(),
        word: row[0].clone(),
    };
    rows("words.tsv").into_iter().map(row).collect()
});

/// The rows that go on from digits by one to four letters, in file order.
static LONGER: LazyLock<HashMap<&[u8], Vec<&Row>>> = LazyLock::new(|| {
    let mut longer: HashMap<&[u8], Vec<&Row>> = HashMap::new();
    for row in &*ROWS {
        for covered in row.digits.len().saturating_sub(MAX_FURTHER)..row.digits.len() {
            longer.entry(&row.digits[..covered]).or_default().push(row);
        }
    }
    longer
});

static TRADE: LazyLock<BTreeSet<String>> = LazyLock::new(|| column("trade.tsv", 0));

static LAST: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let rows = rows("exclude.tsv").into_iter().filter(|row| row[3] == "last");
    rows.map(|row| row[0].clone()).collect()
});

fn rows(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).expect(&path);
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn column(file: &str, column: usize) -> BTreeSet<String> {
    rows(file).into_iter().map(|row| row[column].clone()).collect()
}

fn dial(word: &str) -> Vec<u8> {
    word.bytes().map(|b| b"22233344455566677778889999"[usize::from(b - b'a')]).collect()
}

fn find(word: &str) -> Option<Word> {
    let digits = dial(word);
    Node::ROOT.walk(&digits)?.words().find(|found| found.text(&digits).to_string() == word)
}

/// Every node that can be reached from the root, with its digits.
fn all_nodes() -> Vec<(Vec<u8>, Node)> {
    let mut all = Vec::new();
    let mut open = vec![(Vec::new(), Node::ROOT)];
    while let Some((digits, node)) = open.pop() {
        open.extend(
            node.children().map(|(digit, child)| ([digits.as_slice(), &[digit]].concat(), child)),
        );
        all.push((digits, node));
    }
    all
}

/// The text and the further digits of every completion, in the order in which they are given.
fn completions(start: &[u8], below: [u8; MAX_FURTHER]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    if let Some(node) = Node::ROOT.walk(start) {
        node.for_each_completion(below, |word, further| {
            let text = word.text(&[start, further].concat()).to_string();
            found.push((text, further.to_vec()));
        });
    }
    found
}

#[test]
fn the_index_holds_every_row_and_nothing_else() {
    let nodes = all_nodes();
    let found: BTreeMap<String, Word> = nodes
        .iter()
        .flat_map(|(digits, node)| node.words().map(|word| (word.text(digits).to_string(), word)))
        .collect();
    assert!(found.keys().eq(ROWS.iter().map(|row| &row.word)));
    let (firsts, seconds) = (column("compounds.tsv", 0), column("compounds.tsv", 1));
    for row in &*ROWS {
        let (word, text) = (found[&row.word], &row.word);
        assert_eq!((word.grade(), word.len()), (row.grade, text.len()), "{text}");
        // The other three classes come from lists of their own.
        let listed = [
            (TRADE.contains(text), Classes::TRADE),
            (firsts.contains(text), Classes::COMPOUND_FIRST),
            (seconds.contains(text), Classes::COMPOUND_SECOND),
        ];
        let classes = listed
            .into_iter()
            .filter(|(is_listed, _)| *is_listed)
            .fold(row.classes, |all, (_, class)| all.or(class));
        assert_eq!(word.classes(), classes, "{text}");
    }
}

#[test]
fn obscurity_follows_scowls_level() {
    for row in &*ROWS {
        let kind = find(&row.word).unwrap().attributes().kind();
        let at_most = [35, 50, 60, 95][usize::from(kind.obscurity())];
        let above = [None, Some(35), Some(50), Some(60)][usize::from(kind.obscurity())];
        let fits = row.level <= at_most && above.is_none_or(|above| row.level > above);
        assert!(fits, "{}: level {}, {kind:?}", row.word, row.level);
    }
}

#[test]
fn attributes_are_found_again_by_their_index() {
    for row in &*ROWS {
        let attributes = find(&row.word).unwrap().attributes();
        let kind = attributes.kind();
        assert!(attributes.index() < Attributes::COUNT && kind.index() < Kind::COUNT);
        let again = Attributes::from_index(u16::try_from(attributes.index()).unwrap());
        assert_eq!((again.grade(), again.kind()), (attributes.grade(), kind), "{}", row.word);
        assert_eq!(Kind::from_index(u16::try_from(kind.index()).unwrap()), kind, "{}", row.word);
    }
}

#[test]
fn every_kind_of_function_word_is_told() {
    for (word, class) in [
        ("your", Classes::DETERMINER),
        ("for", Classes::PREPOSITION),
        ("they", Classes::PRONOUN),
        ("was", Classes::AUXILIARY),
        ("dont", Classes::AUXILIARY),
    ] {
        let classes = find(word).unwrap().classes();
        assert!(classes.any_of(class) && classes.any_of(Classes::FUNCTION), "{word}");
    }
    let and = find("and").unwrap().classes();
    assert!(and.any_of(Classes::FUNCTION) && !and.any_of(Classes::DETERMINER), "{and:?}");
}

#[test]
fn well_known_names_have_a_possessive() {
    for (name, possessive) in [("ken", "kens"), ("jason", "jasons"), ("zach", "zachs")] {
        let (name, possessive) = (find(name).unwrap(), find(possessive).unwrap());
        assert_eq!(possessive.grade(), name.grade() + 2);
        assert_eq!(possessive.classes(), Classes::NAME.or(Classes::S_FORM));
        let obscurity = |word: Word| word.attributes().kind().obscurity();
        assert_eq!(obscurity(possessive), obscurity(name));
    }
    for nobody in ["englishs", "chineses", "hinduisms", "kfcs", "karens"] {
        assert!(find(nobody).is_none(), "{nobody}");
    }
}

#[test]
fn words_of_one_key_stand_commonest_first() {
    for (digits, node) in all_nodes() {
        let keys: Vec<_> =
            node.words().map(|word| (word.grade(), word.text(&digits).to_string())).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(keys.len(), node.words().len());
    }
}

#[test]
fn places_sort_as_the_words_of_one_key_do() {
    for (digits, node) in all_nodes() {
        let mut words: Vec<_> =
            node.words().map(|word| (word.text(&digits).to_string(), word.places())).collect();
        words.sort();
        assert!(words.is_sorted_by(|one, other| one.1 < other.1), "{words:?}");
    }
}

#[test]
fn the_letters_behind_a_part_are_the_rest_of_the_word() {
    for row in &*ROWS {
        let word = find(&row.word).unwrap();
        for covered in 0..=row.word.len() {
            let letters: Vec<u8> = word.letters_behind(covered, &row.digits[covered..]).collect();
            assert_eq!(letters, row.word.as_bytes()[covered..], "{} from {covered}", row.word);
        }
    }
}

#[test]
fn few_digits_are_completed_by_the_sixteen_words_that_come_to_mind_first() {
    let starts = || LONGER.keys().filter(|start| (2..=3).contains(&start.len()));
    assert!(starts().any(|start| LONGER[start].len() > 16));
    for start in starts() {
        let mut rows = LONGER[start].clone();
        rows.sort_by_key(|row| {
            let letters = i32::try_from(row.word.len() - start.len()).unwrap();
            let trade = if TRADE.contains(&row.word) { 4 } else { 0 };
            let cost = i32::from(row.grade) + 2 * letters - trade;
            (LAST.contains(&row.word), cost, &row.word)
        });
        let first = rows.iter().take(16);
        let expected: Vec<_> =
            first.map(|row| (row.word.clone(), row.digits[start.len()..].to_vec())).collect();
        assert_eq!(completions(start, ALL_GRADES), expected, "{}", start.escape_ascii());
    }
    for start in ["", "2"] {
        assert_eq!(completions(start.as_bytes(), ALL_GRADES), [], "{start}");
    }
}

#[test]
fn four_digits_and_more_are_completed_by_all_words() {
    for (start, rows) in LONGER.iter().filter(|(start, _)| start.len() >= 4) {
        let mut found = completions(start, ALL_GRADES);
        found.sort();
        let expected: Vec<_> =
            rows.iter().map(|row| (row.word.clone(), row.digits[start.len()..].to_vec())).collect();
        assert_eq!(found, expected, "{}", start.escape_ascii());
    }
}

#[test]
fn the_commonest_word_further_on_is_told() {
    for (digits, node) in all_nodes() {
        for further in 1..=MAX_FURTHER {
            let rows = LONGER.get(digits.as_slice()).map(Vec::as_slice).unwrap_or_default();
            let long = rows.iter().filter(|row| row.word.len() == digits.len() + further);
            let least = long.map(|row| row.grade).min().unwrap_or(15);
            let start = digits.escape_ascii();
            assert_eq!(node.commonest(further), least, "{start} and {further} more");
        }
    }
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
fn the_words_of_verdict_last_are_told() {
    let is_last = |row: &&Row| find(&row.word).unwrap().attributes().kind().is_last();
    let found: BTreeSet<&String> = ROWS.iter().filter(is_last).map(|row| &row.word).collect();
    let listed: BTreeSet<&String> =
        ROWS.iter().map(|row| &row.word).filter(|word| LAST.contains(*word)).collect();
    assert_eq!(found, listed);
}

#[test]
fn no_word_is_blocked_and_every_block_row_is() {
    for row in &*ROWS {
        assert!(!is_blocked(row.word.as_bytes()), "{}", row.word);
    }
    for row in rows("exclude.tsv") {
        let (word, verdict) = (&row[0], &row[3]);
        if verdict == "block" {
            assert!(
                word.len() > switchboard_words::MAX_LETTERS || is_blocked(word.as_bytes()),
                "{word}"
            );
        } else {
            assert!(["allow", "last"].contains(&verdict.as_str()), "{word}");
            assert!(!is_blocked(word.as_bytes()), "{word}");
        }
    }
}

#[test]
fn innocent_words_stay() {
    for word in ["welfare", "assess", "spit", "class", "cocktail", "deadline", "gambler", "flowers"]
    {
        let found = find(word).unwrap_or_else(|| panic!("{word}"));
        assert!(!found.attributes().kind().is_last(), "{word}");
    }
}

#[test]
fn digits_without_letters_lead_nowhere() {
    for digit in [b'0', b'1', b'a', b'*', 0, 255] {
        assert!(Node::ROOT.child(digit).is_none());
    }
}

/// The first digits of some word.
fn start() -> impl Strategy<Value = Vec<u8>> {
    (0..ROWS.len(), 2..8_usize).prop_map(|(row, len)| {
        let digits = &ROWS[row].digits;
        digits[..len.min(digits.len())].to_vec()
    })
}

proptest! {
    #[test]
    fn a_word_spells_the_digits_that_led_to_it(digits in "[2-9]{1,12}") {
        let digits = digits.as_bytes();
        if let Some(node) = Node::ROOT.walk(digits) {
            for word in node.words() {
                prop_assert_eq!(dial(&word.text(digits).to_string()), digits);
            }
        }
    }

    #[test]
    fn completions_are_commoner_than_asked(
        start in start(),
        below in prop::array::uniform4(0..=16_u8),
    ) {
        let grades = |(text, further): &(String, Vec<u8>)| {
            find(text).unwrap().grade() < below[further.len() - 1]
        };
        let expected: Vec<_> =
            completions(&start, ALL_GRADES).into_iter().filter(grades).collect();
        prop_assert_eq!(completions(&start, below), expected);
    }
}
