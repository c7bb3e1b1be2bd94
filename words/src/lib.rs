//! The lexicon: English words, found by the digits that dial them.
//!
//! The words, their grades and their classes come from the lists in this folder (its `README.md` has
//! the sources and licences). They are compiled into the crate as plain arrays, so nothing is read,
//! parsed or allocated before the first look-up.
//!
//! The index is a trie of digits. A [`Node`] is a string of digits that starts at least one word. Walk
//! from [`Node::ROOT`], one digit at a time; if a child is missing, no word goes on that way. A
//! [`Word`] knows its [`Attributes`], but gives its letters only together with the digits that led to
//! it, because the index stores only which letter of its key each one is.
//!
//! ```
//! use switchboard_words::Node;
//!
//! let node = Node::ROOT.walk(b"3569377").expect("some word starts with these digits");
//! let texts: Vec<_> = node.words().map(|word| word.text(b"3569377").to_string()).collect();
//! assert!(texts.contains(&"flowers".to_owned()));
//! ```
//!
//! [`is_blocked`] and [`blocked_in`] find words that nobody should be offered, [`Kind::is_last`] those
//! that are offered last, and [`unwanted_in`] both.

mod attributes;
mod classes;
mod node;
mod packed;
mod text;
mod verdicts;
mod word;

pub use attributes::{Attributes, Kind};
pub use classes::Classes;
pub use node::{ALL_GRADES, MAX_FURTHER, Node, Words};
pub use text::Text;
pub use verdicts::{blocked_at, blocked_in, is_blocked, look_alikes, unwanted_in};
pub use word::Word;

/// The longest word of the lexicon, in letters.
pub const MAX_LETTERS: usize = packed::MAX_LETTERS;

#[allow(clippy::unreadable_literal, reason = "written by the build script")]
mod index {
    use crate::node::Block;

    include!(concat!(env!("OUT_DIR"), "/index.rs"));
}
