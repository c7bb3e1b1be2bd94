//! The nodes, and the steps between them.
//!
//! Breadth-first numbering makes the links implicit. Node `i` has eight child bits (digits 2 to 9), and
//! the child for bit `b` is node `1 + (number of child bits before bit 8 * i + b)`. The same rank
//! operation gives the first word of a node from the word counts before it. A block of eight nodes has
//! its child bits in one `u64`, its word counts in the nibbles of one `u32`, and both ranks up to it.

use super::Trie;
use crate::array;

impl Trie {
    pub(super) fn write_nodes(&self, code: &mut String) {
        let mut blocks = Vec::new();
        let (mut child_rank, mut count_rank) = (1_u32, 0_u32);
        for block in self.nodes.chunks(8) {
            let (mut children, mut counts, mut words) = (0_u64, 0_u32, 0);
            for (place, node) in block.iter().enumerate() {
                for digit in node.children.keys() {
                    children |= 1 << (8 * place + usize::from(digit - b'2'));
                }
                let count = u32::try_from(node.words.len()).unwrap();
                assert!(count < 16, "words.tsv: sixteen words share one key");
                counts |= count << (4 * place);
                words += count;
            }
            blocks.push(format!(
                "Block{{children:{children},child_rank:{child_rank},counts:{counts},count_rank:{count_rank}}}"
            ));
            child_rank += children.count_ones();
            count_rank += words;
        }
        array(code, "BLOCKS", "Block", &blocks);
    }
}
