//! The trie of keys: one node a digit string that starts some word, numbered breadth first.
//!
//! Breadth-first numbering makes the links implicit. Node `i` has eight child bits (digits 2 to 9),
//! and the child behind bit `b` is node `1 + (number of child bits before bit 8 * i + b)`: the same
//! rank trick gives the first word of a node from the word counts before it. A block of eight
//! nodes keeps its bits in one `u64` and the rank up to it in one `u32`.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::array;
use crate::lists::Row;

/// Twelve letters at most, and the empty key.
const DEPTHS: usize = 13;

#[derive(Default)]
struct Node {
    children: BTreeMap<u8, usize>,
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
            (0..).zip(&self.order).map(|(n, row)| (self.rows[*row].word.as_str(), n)).collect();
        let number = |word: &str| {
            *numbers
                .get(word)
                .unwrap_or_else(|| panic!("compounds.tsv: {word} is not in words.tsv"))
        };
        let mut compounds: Vec<u32> =
            pairs.iter().map(|(first, second)| number(first) << 16 | number(second)).collect();
        compounds.sort_unstable();
        compounds.dedup();
        compounds
    }

    pub(crate) fn write(&self, code: &mut String) {
        self.write_nodes(code);
        self.write_words(code);
    }

    fn write_nodes(&self, code: &mut String) {
        let (mut children, mut child_rank) = (Vec::new(), Vec::new());
        let (mut counts, mut count_rank) = (Vec::new(), Vec::new());
        let (mut child_bits, mut words) = (1_u32, 0_u32);
        for block in self.nodes.chunks(8) {
            child_rank.push(child_bits);
            count_rank.push(words);
            let (mut bits, mut nibbles) = (0_u64, 0_u32);
            for (place, node) in block.iter().enumerate() {
                for digit in node.children.keys() {
                    bits |= 1 << (8 * place + usize::from(digit - b'2'));
                }
                let count = u32::try_from(node.words.len()).unwrap();
                assert!(count < 16, "words.tsv: sixteen words share one key");
                nibbles |= count << (4 * place);
                words += count;
            }
            child_bits += bits.count_ones();
            children.push(bits);
            counts.push(nibbles);
        }
        array(code, "CHILDREN", "u64", &children);
        array(code, "CHILD_RANK", "u32", &child_rank);
        array(code, "COUNTS", "u32", &counts);
        array(code, "COUNT_RANK", "u32", &count_rank);
    }

    /// Grades and classes, and the letters: two bits each, because the digit is known when a word
    /// is read and has at most four letters. Words of one length stand together, so the place of
    /// a word's letters follows from its number.
    fn write_words(&self, code: &mut String) {
        let words = || self.order.iter().map(|row| &self.rows[*row]);
        let attributes: Vec<u16> =
            words().map(|row| u16::from(row.grade) | row.classes.bits() << 4).collect();
        array(code, "ATTRIBUTES", "u16", &attributes);

        let mut letters: Vec<u32> = Vec::new();
        let mut bit = 0;
        let (mut first_word, mut first_bit) = ([0_u32; DEPTHS], [0_u32; DEPTHS]);
        let mut depth = 0;
        for (number, row) in (0..).zip(words()) {
            while depth < row.word.len() {
                depth += 1;
                first_word[depth] = number;
                first_bit[depth] = u32::try_from(bit).unwrap();
            }
            for letter in row.word.bytes() {
                if bit % 32 == 0 {
                    letters.push(0);
                }
                *letters.last_mut().unwrap() |= u32::from(place_on_key(letter)) << (bit % 32);
                bit += 2;
            }
        }
        array(code, "LETTERS", "u32", &letters);
        array(code, "FIRST_WORD", "u32", &first_word);
        array(code, "FIRST_LETTER_BIT", "u32", &first_bit);
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
    // Commonest first, so that a reader may stop early; the text settles ties.
    for node in &mut nodes {
        node.words.sort_by_key(|row| (rows[*row].grade, rows[*row].word.clone()));
    }
    nodes
}

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

/// Which of the letters on its key this is, from 0.
fn place_on_key(letter: u8) -> u8 {
    let first = (b'a'..=letter).find(|other| digit(*other) == digit(letter)).unwrap();
    letter - first
}
