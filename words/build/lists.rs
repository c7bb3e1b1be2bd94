//! Reads the word lists, and refuses rows that the index could not hold.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

#[path = "../src/classes.rs"]
#[allow(dead_code, unreachable_pub, reason = "public in the crate, which uses the rest")]
mod classes;
#[path = "../src/packed.rs"]
mod packed;

pub(crate) use classes::Classes;
pub(crate) use packed::MAX_LETTERS;

/// The number of ways to start with three letters, of five bits each.
const STARTS: usize = 1 << 15;

/// The shortest word that letters are checked against. Two letters are in every second word.
const SHORTEST: usize = 3;

/// One row of `words.tsv`.
pub(crate) struct Row {
    pub(crate) word: String,
    pub(crate) grade: u8,
    pub(crate) classes: Classes,
    pub(crate) obscurity: u8,
    /// Whether the verdict on the word is `last`.
    pub(crate) last: bool,
}

/// The words, their grades, classes and levels, in file order.
pub(crate) fn words(path: &Path) -> Vec<Row> {
    rows(path, 4)
        .map(|(line, columns)| {
            let word = &columns[0];
            let fail = |what: &str| -> ! { panic!("{}:{line}: {what}", path.display()) };
            if packed::pack(word.as_bytes()).is_none() {
                fail("a word is 1 to 12 letters a to z");
            }
            let Ok(grade @ 0..=15) = columns[1].parse() else { fail("a grade is 0 to 15") };
            let classes =
                columns[2].chars().filter(|c| *c != '-').fold(Classes::default(), |all, c| {
                    let Some(class) = Classes::from_letter(c) else {
                        fail("a class is one of the letters in src/classes.rs")
                    };
                    all.or(class)
                });
            let obscurity = match columns[3].parse() {
                Ok(0..=35_u8) => 0,
                Ok(36..=50) => 1,
                Ok(51..=60) => 2,
                Ok(61..=95) => 3,
                _ => fail("a level is 0 to 95"),
            };
            Row { word: word.clone(), grade, classes, obscurity, last: false }
        })
        .collect()
}

/// The advertising words.
pub(crate) fn trade(path: &Path) -> Vec<String> {
    rows(path, 2).map(|(_, columns)| columns[0].clone()).collect()
}

/// The two-word lemmas.
pub(crate) fn compounds(path: &Path) -> Vec<(String, String)> {
    rows(path, 2).map(|(_, columns)| (columns[0].clone(), columns[1].clone())).collect()
}

/// Marks the words whose verdict is `last`, as far as they are words of the lexicon.
pub(crate) fn mark_last(words: &mut [Row], marked: &[String]) {
    let marked: HashSet<&String> = marked.iter().collect();
    for Row { word, last, .. } in words {
        *last = marked.contains(word);
    }
}

/// Adds a class to all `marked` words; `file` lists them.
pub(crate) fn mark<'a>(
    words: &mut [Row],
    class: Classes,
    file: &str,
    marked: impl Iterator<Item = &'a String>,
) {
    let mut marked: HashSet<&String> = marked.collect();
    for Row { word, classes, .. } in words {
        if marked.remove(word) {
            *classes = classes.or(class);
        }
    }
    assert!(marked.is_empty(), "{file}: not in words.tsv: {marked:?}");
}

/// The words with this verdict, `block`, `last` or `allow`.
pub(crate) fn judged(path: &Path, verdict: &str) -> Vec<String> {
    let rows = rows(path, 4).filter(|(_, columns)| columns[3] == verdict);
    rows.map(|(_, columns)| columns[0].clone()).collect()
}

/// The words that letters are checked against, packed, marked and sorted. Words that are too long to pack
/// are left out: no word of the lexicon is so long, and two hardly make one.
pub(crate) fn unwanted(blocked: &[String], last: &[String]) -> Vec<u64> {
    let packed = |words: &[String], is_last: bool| -> Vec<u64> {
        let words = words.iter().filter(|word| word.len() >= SHORTEST);
        let packed = words.filter_map(|word| packed::pack(word.as_bytes()));
        packed.map(|packed| packed::marked(packed, is_last)).collect()
    };
    let mut unwanted = packed(blocked, false);
    unwanted.extend(packed(last, true));
    unwanted.sort_unstable_by_key(|word| (start(*word), *word));
    unwanted.dedup();
    unwanted
}

/// The start of a marked word.
fn start(word: u64) -> usize {
    packed::start(packed::unmarked(word))
}

/// An index of marked words by their starts.
pub(crate) struct Starts {
    /// A bit for each way to start, set if one of the words starts so.
    pub(crate) bits: Vec<u32>,
    /// The number of bits set before each integer of `bits`.
    pub(crate) ranks: Vec<u32>,
    /// The place of the first word with each start, and the number of words.
    pub(crate) firsts: Vec<usize>,
}

/// Indexes marked words, sorted by their starts.
pub(crate) fn starts(words: &[u64]) -> Starts {
    let mut bits = vec![0_u32; STARTS / 32];
    let mut firsts = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let start = start(*word);
        let bit = 1 << (start % 32);
        if bits[start / 32] & bit == 0 {
            bits[start / 32] |= bit;
            firsts.push(at);
        }
    }
    firsts.push(words.len());
    let mut rank = 0;
    let rank_before = |bits: &u32| {
        let before = rank;
        rank += bits.count_ones();
        before
    };
    let ranks = bits.iter().map(rank_before).collect();
    Starts { bits, ranks, firsts }
}

fn rows(path: &Path, count: usize) -> impl Iterator<Item = (usize, Vec<String>)> {
    let text = fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
    let path = path.to_owned();
    text.lines()
        .map(str::to_owned)
        .enumerate()
        .map(move |(index, row)| {
            let columns: Vec<String> = row.split('\t').map(str::to_owned).collect();
            let line = index + 1;
            assert!(columns.len() == count, "{}:{line}: {count} columns expected", path.display());
            (line, columns)
        })
        .collect::<Vec<_>>()
        .into_iter()
}
