//! Reads a displayed vanity number as a person would, against the list of blocked words.
//!
//! It shares nothing with the engine: it takes the text that is displayed, and the rows of
//! `words/exclude.tsv`. A digit that looks like a letter is read as that letter too.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "the scan and the tests use parts of it, and stop at the first surprise"
)]

use std::fs;

use switchboard_vanity::{Kind, VanityNumber};

/// How a word is spelled in a displayed number. Later ones are further from the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spelled {
    /// In letters only.
    Plainly,
    /// With 0 for O, 1 for I or L.
    WithZeroOrOne,
    /// With 3, 4, 5, 7 or 8 for E, A, S, T or B inside the word.
    WithDigitInside,
    /// With such a digit as the first or the last letter: a digit that stands alone, or that is beside
    /// random letters.
    WithDigitAtEdge,
    /// With such a digit as the first or the last letter, which is the end of a longer run of digits
    /// beside a word: 555-HITS.
    WithRunAtEdge,
}

impl Spelled {
    /// All ways, in order.
    pub(crate) const ALL: [Self; 5] = [
        Self::Plainly,
        Self::WithZeroOrOne,
        Self::WithDigitInside,
        Self::WithDigitAtEdge,
        Self::WithRunAtEdge,
    ];
}

/// The words of one verdict in `words/exclude.tsv`, as a trie.
pub(crate) struct Verdict {
    children: Vec<[usize; 26]>,
    ends: Vec<bool>,
}

impl Verdict {
    /// Reads the words of `verdict` that have at least `shortest` letters.
    pub(crate) fn read(verdict: &str, shortest: usize) -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../words/exclude.tsv");
        let exclude = fs::read_to_string(path).expect(path);
        let mut list = Self { children: vec![[0; 26]], ends: vec![false] };
        for row in exclude.lines() {
            let columns: Vec<&str> = row.split('\t').collect();
            if columns[3] == verdict && columns[0].len() >= shortest {
                list.add(columns[0]);
            }
        }
        list
    }

    fn add(&mut self, word: &str) {
        let mut at = 0;
        for letter in word.bytes() {
            let next = self.children.len();
            let child = &mut self.children[at][usize::from(letter - b'a')];
            if *child == 0 {
                *child = next;
                self.children.push([0; 26]);
                self.ends.push(false);
            }
            at = self.children[at][usize::from(letter - b'a')];
        }
        self.ends[at] = true;
    }

    /// Whether exactly this word, upper case, has the verdict.
    pub(crate) fn has(&self, word: &str) -> bool {
        let step = |at: usize, letter: u8| match self.children[at][usize::from(letter - b'A')] {
            0 => None,
            child => Some(child),
        };
        word.bytes().try_fold(0, step).is_some_and(|at| self.ends[at])
    }

    /// Whether a word of a vanity number has the verdict.
    pub(crate) fn has_word_of(&self, vanity: &VanityNumber) -> bool {
        vanity.words.iter().any(|word| self.has(word))
    }

    /// Everything in a displayed number that reads as one of the words, unless it lies inside one
    /// word of the number.
    pub(crate) fn found_in(&self, vanity: &VanityNumber) -> Vec<(String, Spelled)> {
        let shown = Shown::of(vanity);
        let mut found = Vec::new();
        for start in 0..shown.characters.len() {
            self.walk(&shown, start, start, 0, &mut found);
        }
        found
    }

    fn walk(
        &self,
        shown: &Shown,
        start: usize,
        at: usize,
        node: usize,
        found: &mut Vec<(String, Spelled)>,
    ) {
        if self.ends[node]
            && let Some(spelled) = shown.spelled(start, at)
        {
            found.push((String::from_utf8_lossy(&shown.characters[start..at]).into(), spelled));
        }
        let Some(character) = shown.characters.get(at) else { return };
        for letter in letters(*character) {
            match self.children[node][usize::from(letter - b'A')] {
                0 => {}
                child => self.walk(shown, start, at + 1, child, found),
            }
        }
    }
}

/// What a character may be read as, upper case.
fn letters(character: u8) -> Vec<u8> {
    match character {
        b'A'..=b'Z' => vec![character],
        b'0' => vec![b'O'],
        b'1' => vec![b'I', b'L'],
        b'3' => vec![b'E'],
        b'4' => vec![b'A'],
        b'5' => vec![b'S'],
        b'7' => vec![b'T'],
        b'8' => vec![b'B'],
        _ => Vec::new(),
    }
}

/// The national part of a displayed number.
struct Shown {
    characters: Vec<u8>,
    /// The number of the group that each character is in.
    groups: Vec<usize>,
    /// Whether each group is a word, and how long it is.
    words: Vec<(bool, usize)>,
    kind: Kind,
}

impl Shown {
    fn of(vanity: &VanityNumber) -> Self {
        let mut shown = Self {
            characters: Vec::new(),
            groups: Vec::new(),
            words: Vec::new(),
            kind: vanity.kind,
        };
        let mut words = vanity.words.iter().peekable();
        for (at, group) in vanity.vanity_number.split('-').skip(1).enumerate() {
            shown.characters.extend(group.bytes());
            shown.groups.extend(group.bytes().map(|_| at));
            let is_word = words.next_if(|word| word.as_str() == group).is_some();
            shown.words.push((is_word, group.len()));
        }
        shown
    }

    /// How a word is spelled that stands between two places; `None` if it does not count as one.
    fn spelled(&self, start: usize, end: usize) -> Option<Spelled> {
        let characters = &self.characters[start..end];
        let inside_word =
            self.groups[start] == self.groups[end - 1] && self.words[self.groups[start]].0;
        if inside_word || !characters.iter().any(u8::is_ascii_uppercase) {
            return None;
        }
        let edge = |at: usize| match self.characters[at] {
            b'2'..=b'9' if self.kind == Kind::Words && self.words[self.groups[at]].1 > 1 => {
                Spelled::WithRunAtEdge
            }
            b'2'..=b'9' => Spelled::WithDigitAtEdge,
            _ => Spelled::Plainly,
        };
        let inside = characters.iter().map(|character| match character {
            b'0' | b'1' => Spelled::WithZeroOrOne,
            b'2'..=b'9' => Spelled::WithDigitInside,
            _ => Spelled::Plainly,
        });
        inside.chain([edge(start), edge(end - 1)]).max()
    }
}
