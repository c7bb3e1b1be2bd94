//! The trie of digits: one node per string of digits that starts a word, numbered breadth first.
//!
//! A word's number is its place in the order of the nodes, and within a node commonest first.

mod attributes;
mod completions;
mod letters;
mod nodes;

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::lists::Row;

#[derive(Default)]
struct Node {
    children: BTreeMap<u8, usize>,
    /// Indices into the rows.
    words: Vec<usize>,
    depth: usize,
}

pub(crate) struct Trie {
    rows: Vec<Row>,
    /// Breadth first.
    nodes: Vec<Node>,
    /// Indices into `rows`, in the order of the nodes: the position is the word's number.
    order: Vec<usize>,
}

impl Trie {
    pub(crate) fn new(rows: Vec<Row>) -> Self {
        let nodes = breadth_first(grow(&rows));
        let order: Vec<usize> = nodes.iter().flat_map(|node| node.words.clone()).collect();
        assert!(order.len() <= 1 << 16, "words.tsv: more than 65,536 words do not fit the index");
        Self { rows, nodes, order }
    }

    /// The compounds as pairs of word numbers, `first << 16 | second`, sorted.
    pub(crate) fn compounds(&self, pairs: &[(String, String)]) -> Vec<u32> {
        let numbers: HashMap<&str, u32> =
            (0..).zip(self.words()).map(|(n, row)| (&*row.word, n)).collect();
        let mut compounds: Vec<u32> = pairs
            .iter()
            .map(|(first, second)| numbers[first.as_str()] << 16 | numbers[second.as_str()])
            .collect();
        compounds.sort_unstable();
        compounds.dedup();
        compounds
    }

    pub(crate) fn write(&self, code: &mut String) {
        self.write_nodes(code);
        self.write_commonest(code);
        self.write_completions(code);
        self.write_attributes(code);
        self.write_letters(code);
    }

    /// The rows by their words' numbers.
    fn words(&self) -> impl Iterator<Item = &Row> {
        self.order.iter().map(|row| &self.rows[*row])
    }
}

fn grow(rows: &[Row]) -> Vec<Node> {
    let mut nodes = vec![Node::default()];
    for (row, Row { word, .. }) in rows.iter().enumerate() {
        let mut at = 0;
        for letter in word.bytes() {
            let depth = nodes[at].depth + 1;
            let next = nodes.len();
            let child = *nodes[at].children.entry(digit(letter)).or_insert(next);
            if child == next {
                nodes.push(Node { depth, ..Node::default() });
            }
            at = child;
        }
        nodes[at].words.push(row);
    }
    // Commonest first, so that a reader may stop early; ties are in order of the text.
    for node in &mut nodes {
        node.words.sort_by_key(|row| (rows[*row].grade, rows[*row].word.clone()));
    }
    nodes
}

/// The nodes in breadth-first order. Their children keep their old numbers, because from here on only
/// the digits are used.
fn breadth_first(mut nodes: Vec<Node>) -> Vec<Node> {
    let mut queue = VecDeque::from([0]);
    let mut ordered = Vec::with_capacity(nodes.len());
    while let Some(at) = queue.pop_front() {
        let node = std::mem::take(&mut nodes[at]);
        queue.extend(node.children.values());
        ordered.push(node);
    }
    ordered
}

/// The key of a letter on the E.161 keypad.
fn digit(letter: u8) -> u8 {
    b"22233344455566677778889999"[usize::from(letter - b'a')]
}
