//! How rare each word is, and of what kind.

use std::collections::BTreeSet;

use super::Trie;
use crate::array;
use crate::lists::Row;

impl Trie {
    /// The grade in four bits, and in twelve the number of the kind. Kinds are few, so what depends
    /// on them is kept in tables by those who rank.
    pub(super) fn write_attributes(&self, code: &mut String) {
        let kinds: Vec<u32> = self.words().map(kind).collect::<BTreeSet<_>>().into_iter().collect();
        assert!(kinds.len() <= 1 << 12, "words.tsv: more than 4,096 kinds of word");
        let attributes: Vec<usize> = self
            .words()
            .map(|row| usize::from(row.grade) | kinds.binary_search(&kind(row)).unwrap() << 4)
            .collect();
        array(code, "KINDS", "u32", &kinds);
        array(code, "ATTRIBUTES", "u16", &attributes);
    }
}

fn kind(row: &Row) -> u32 {
    u32::from(row.classes.bits()) | u32::from(row.obscurity) << 16
}
