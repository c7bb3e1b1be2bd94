//! The verdicts against a table of words that is not the list itself.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test")]

use switchboard_words::{Node, Word, is_blocked};

/// Columns: field of `docs/words-policy.md`, word, verdict. It was written from the rule, without looking
/// at the lists.
const POLICY: &str = include_str!("policy.tsv");

fn find(word: &str) -> Option<Word> {
    let key = |letter: u8| b"22233344455566677778889999"[usize::from(letter - b'a')];
    let digits: Vec<u8> = word.bytes().map(key).collect();
    Node::ROOT.walk(&digits)?.words().find(|found| found.text(&digits).to_string() == word)
}

#[test]
fn every_word_is_judged_by_the_policy() {
    let mut wrong = Vec::new();
    for row in POLICY.lines() {
        let [field, word, verdict] = *row.split('\t').collect::<Vec<_>>() else { panic!("{row}") };
        let is_last = find(word).map(|word| word.attributes().kind().is_last());
        let holds = match verdict {
            "block" => is_blocked(word.as_bytes()) && is_last.is_none(),
            // What is not in the lexicon is not offered at all.
            "last" => !is_blocked(word.as_bytes()) && is_last != Some(false),
            "allow" => is_last == Some(false),
            _ => panic!("{row}: unknown verdict"),
        };
        if !holds {
            wrong.push(format!("{field}: {word} has to be {verdict}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}
