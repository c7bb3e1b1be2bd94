//! Completions: the words that go on beyond the digits of a node.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Range, RangeInclusive};

use super::{Trie, digit};
use crate::array;
use crate::lists::{Classes, Row};

/// The numbers of digits from which words are completed by a list.
const COMPLETED: RangeInclusive<usize> = 2..=3;
/// The most letters that a completion adds: a nibble each in a `u16`.
const MAX_FURTHER: usize = 4;
/// The most completions of a node in the list.
const MAX_COMPLETIONS: usize = 16;
/// How many grades commoner an advertising word counts as.
const TRADE_GRADES: usize = 4;
/// How many grades each further letter costs.
const GRADES_A_LETTER: usize = 2;

impl Trie {
    /// Writes for every node the grade of the commonest word one, two, three and four digits on, a nibble
    /// each. They show a search for overlong words which ways are worth going.
    pub(super) fn write_commonest(&self, code: &mut String) {
        let mut commonest = vec![u16::MAX; self.nodes.len()];
        let mut first_child = 1;
        let children: Vec<Range<usize>> = self
            .nodes
            .iter()
            .map(|node| {
                let first = first_child;
                first_child += node.children.len();
                first..first_child
            })
            .collect();
        // Children come after their parents.
        for at in (0..self.nodes.len()).rev() {
            for child in children[at].clone() {
                let own = self.nodes[child].words.iter().map(|row| self.rows[*row].grade).min();
                let below = commonest[child] << 4 | u16::from(own.unwrap_or(15));
                commonest[at] = (0..MAX_FURTHER)
                    .map(|place| 4 * place)
                    .map(|bit| (commonest[at] >> bit & 15).min(below >> bit & 15) << bit)
                    .sum();
            }
        }
        array(code, "COMMONEST", "u16", &commonest);
    }

    /// Writes for the nodes of two and three digits, which have many completions, those that come to mind
    /// first: the word's number, and its further digits, a nibble each.
    pub(super) fn write_completions(&self, code: &mut String) {
        let numbers: HashMap<usize, usize> =
            self.order.iter().enumerate().map(|(number, row)| (*row, number)).collect();
        let mut longer = self.longer_words();
        let (mut first, mut words, mut further) = (vec![0], Vec::new(), Vec::new());
        for start in self.starts().iter().filter(|start| COMPLETED.contains(&start.len())) {
            let mut rows = longer.remove(start).unwrap_or_default();
            rows.sort_by_key(|row| {
                let Row { word, grade, classes, last, .. } = &self.rows[*row];
                let trade = classes.any_of(Classes::TRADE);
                let letters = GRADES_A_LETTER * (word.len() - start.len());
                let others = if trade { 0 } else { TRADE_GRADES };
                // Words that are hardly ever offered take no other's place.
                (*last, usize::from(*grade) + letters + others, word.clone())
            });
            for row in rows.iter().take(MAX_COMPLETIONS) {
                words.push(numbers[row]);
                let digits = self.rows[*row].word.bytes().skip(start.len()).map(digit);
                further.push(digits.fold(0_u16, |all, digit| all << 4 | u16::from(digit - b'0')));
            }
            first.push(words.len());
        }
        array(code, "COMPLETIONS", "u16", &first);
        array(code, "COMPLETING", "u16", &words);
        array(code, "FURTHER_DIGITS", "u16", &further);
    }

    /// The completions of each start.
    fn longer_words(&self) -> BTreeMap<Vec<u8>, Vec<usize>> {
        let mut longer: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (row, Row { word, .. }) in self.rows.iter().enumerate() {
            let digits: Vec<u8> = word.bytes().map(digit).collect();
            for covered in COMPLETED {
                if (covered + 1..=covered + MAX_FURTHER).contains(&digits.len()) {
                    longer.entry(digits[..covered].to_vec()).or_default().push(row);
                }
            }
        }
        longer
    }

    /// The digits that lead to each node, in order, up to the longest start in the list.
    fn starts(&self) -> Vec<Vec<u8>> {
        let mut starts: Vec<Vec<u8>> = vec![Vec::new()];
        let parents = self.nodes.iter().take_while(|node| node.depth < *COMPLETED.end());
        for (at, node) in parents.enumerate() {
            for digit in node.children.keys() {
                starts.push([starts[at].as_slice(), &[*digit]].concat());
            }
        }
        let shorter = starts.iter().filter(|start| start.len() < *COMPLETED.start()).count();
        assert!(
            shorter == 9,
            "words.tsv: a key starts no word, which src/node/completions.rs relies on"
        );
        starts
    }
}
