//! The trie of the first digits of numbers, with equal nodes shared.

use std::collections::HashMap;

/// The bit of a child that says: this is a class, not a node.
const CLASS: u16 = 1 << 15;

/// A node before it is packed. Its leaves are classes.
enum Tree {
    Leaf(u16),
    Node(Box<[Tree; 10]>),
}

/// The arrays that `src/plan.rs` reads.
pub(crate) struct Groups {
    /// What follows each digit: a node, or a class with the highest bit set.
    pub(crate) nodes: Vec<[u16; 10]>,
    /// For each length of a national number the index of its grouping; 0 if no such number exists.
    pub(crate) classes: Vec<[u8; 15]>,
    /// Bit n: a group starts at place n. From bit 16 on: how many digits are the area code.
    pub(crate) groupings: Vec<u32>,
    known_nodes: HashMap<[u16; 10], u16>,
    known_groupings: HashMap<String, u8>,
}

impl Default for Groups {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            classes: vec![[0; 15]],
            groupings: vec![0],
            known_nodes: HashMap::new(),
            known_groupings: HashMap::new(),
        }
    }
}

impl Groups {
    /// Adds the rows of one plan, and returns its first node or its only class.
    pub(crate) fn add(&mut self, rows: Vec<(&str, &str)>) -> u16 {
        let mut root = Tree::Leaf(CLASS);
        for (start, groupings) in rows {
            let class = self.class(groupings);
            let paths = if start == "-" { Vec::new() } else { places(start) };
            plant(&mut root, &paths, CLASS | class);
        }
        self.pack(&root)
    }

    fn pack(&mut self, tree: &Tree) -> u16 {
        match tree {
            Tree::Leaf(class) => *class,
            Tree::Node(children) => {
                let node = children.each_ref().map(|child| self.pack(child));
                let next = u16::try_from(self.nodes.len()).expect("there are few nodes");
                *self.known_nodes.entry(node).or_insert_with(|| {
                    self.nodes.push(node);
                    next
                })
            }
        }
    }

    fn class(&mut self, groupings: &str) -> u16 {
        let mut class = [0; 15];
        for written in groupings.split(' ') {
            let (length, bits) = read(written);
            let next = u8::try_from(self.groupings.len()).expect("there are few groupings");
            class[length] = *self.known_groupings.entry(written.to_owned()).or_insert_with(|| {
                self.groupings.push(bits);
                next
            });
        }
        let known = self.classes.iter().position(|other| *other == class);
        let at = known.unwrap_or_else(|| {
            self.classes.push(class);
            self.classes.len() - 1
        });
        u16::try_from(at).expect("there are few classes")
    }
}

/// Reads a grouping such as `(3)-3-4`: the length of the number, and the grouping in bits.
fn read(written: &str) -> (usize, u32) {
    let (mut place, mut bits, mut area) = (0, 0, 0);
    for group in written.split('-') {
        bits |= 1 << place;
        let size: usize = group
            .trim_matches(['(', ')'])
            .parse()
            .unwrap_or_else(|_| panic!("groups.tsv: {written}"));
        place += size;
        if group.ends_with(')') {
            area = place;
        }
    }
    (place, bits | u32::try_from(area).expect("an area code is short") << 16)
}

/// Reads a start such as `3[0-35]`: the digits that each place may have.
fn places(start: &str) -> Vec<Vec<usize>> {
    let digit = |character: char| {
        let digit = character.to_digit(10).unwrap_or_else(|| panic!("groups.tsv: {start}"));
        digit as usize
    };
    let (single, set) = start.split_once('[').unwrap_or((start, ""));
    let mut places: Vec<Vec<usize>> = single.chars().map(|it| vec![digit(it)]).collect();
    let mut last: Vec<usize> = Vec::new();
    let mut range = false;
    for character in set.trim_end_matches(']').chars() {
        match (character, last.last().copied()) {
            ('-', _) => range = true,
            (_, Some(first)) if range => {
                last.extend(first + 1..=digit(character));
                range = false;
            }
            _ => last.push(digit(character)),
        }
    }
    if !last.is_empty() {
        places.push(last);
    }
    places
}

fn plant(tree: &mut Tree, places: &[Vec<usize>], class: u16) {
    let Some((digits, rest)) = places.split_first() else {
        *tree = Tree::Leaf(class);
        return;
    };
    if let Tree::Leaf(_) = tree {
        *tree = Tree::Node(Box::new([const { Tree::Leaf(CLASS) }; 10]));
    }
    if let Tree::Node(children) = tree {
        for digit in digits {
            plant(&mut children[*digit], rest, class);
        }
    }
}
