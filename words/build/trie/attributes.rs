//! The attributes of each word: how rare it is, and of what kind.

use std::collections::BTreeSet;

use super::Trie;
use crate::array;
use crate::lists::Row;

impl Trie {
    /// Writes the grade in four bits and the number of the kind in twelve. There are few kinds, so the
    /// ranking looks up values that depend on them in tables.
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
    u32::from(row.classes.bits()) | u32::from(row.obscurity) << 16 | u32::from(row.last) << 24
}
