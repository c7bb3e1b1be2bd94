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

/// One row of `words.tsv`.
pub(crate) struct Row {
    pub(crate) word: String,
    pub(crate) grade: u8,
    pub(crate) classes: Classes,
    pub(crate) obscurity: u8,
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
            Row { word: word.clone(), grade, classes, obscurity }
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

/// The blocked words, packed and sorted. Words that are too long to pack are left out: no word of the
/// lexicon is so long, and two hardly make one.
pub(crate) fn blocked(path: &Path) -> Vec<u64> {
    let mut blocked: Vec<u64> = rows(path, 4)
        .filter(|(_, columns)| columns[3] == "block")
        .filter_map(|(_, columns)| packed::pack(columns[0].as_bytes()))
        .collect();
    blocked.sort_unstable();
    blocked.dedup();
    blocked
}

/// A bit for each way to start with three letters, set if a blocked word starts so. One look shows that
/// most letters are harmless.
pub(crate) fn starts(blocked: &[u64]) -> Vec<u32> {
    let mut starts = vec![0; STARTS / 32];
    for word in blocked {
        let start = packed::start(*word);
        starts[start / 32] |= 1 << (start % 32);
    }
    starts
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
