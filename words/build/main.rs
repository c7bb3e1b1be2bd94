//! Compiles the word lists of this folder into typed arrays that the crate embeds.
//!
//! The layout is final, so that starting costs nothing: no file is read, and nothing is parsed or
//! allocated. Each writer describes its part of the layout.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a build script stops the build; its messages name the file and the line to fix"
)]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "cargo and build scripts communicate through standard output and the environment"
)]

mod lists;
mod trie;

use std::fmt::{Display, Write as _};
use std::path::Path;
use std::{env, fs};

use lists::Classes;

fn main() {
    let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&folder);
    for file in ["words.tsv", "trade.tsv", "exclude.tsv", "compounds.tsv", "build"] {
        println!("cargo::rerun-if-changed={}", folder.join(file).display());
    }

    let trade = lists::trade(&folder.join("trade.tsv"));
    let pairs = lists::compounds(&folder.join("compounds.tsv"));
    let mut words = lists::words(&folder.join("words.tsv"));
    lists::mark(&mut words, Classes::TRADE, "trade.tsv", trade.iter());
    // Marks the words of compounds, so that most pairs of words need no look-up.
    let (firsts, seconds) = (pairs.iter().map(|pair| &pair.0), pairs.iter().map(|pair| &pair.1));
    lists::mark(&mut words, Classes::COMPOUND_FIRST, "compounds.tsv", firsts);
    lists::mark(&mut words, Classes::COMPOUND_SECOND, "compounds.tsv", seconds);
    let [blocked, last] =
        ["block", "last"].map(|verdict| lists::judged(&folder.join("exclude.tsv"), verdict));
    lists::mark_last(&mut words, &last);
    let lexicon = trie::Trie::new(words);
    let compounds = lexicon.compounds(&pairs);

    let mut code = String::new();
    lexicon.write(&mut code);
    array(&mut code, "COMPOUNDS", "u32", &compounds);
    let unwanted = lists::unwanted(&blocked, &last);
    let starts = lists::starts(&unwanted);
    array(&mut code, "UNWANTED", "u64", &unwanted);
    array(&mut code, "UNWANTED_STARTS", "u32", &starts.bits);
    array(&mut code, "UNWANTED_RANKS", "u16", &starts.ranks);
    array(&mut code, "UNWANTED_FIRSTS", "u16", &starts.firsts);
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("index.rs"), code).expect("OUT_DIR can be written");
}

/// Writes one array of the index as Rust source.
fn array<T: Display>(code: &mut String, name: &str, kind: &str, values: &[T]) {
    write!(code, "pub(crate) static {name}: [{kind}; {}] = [", values.len()).unwrap();
    for value in values {
        write!(code, "{value},").unwrap();
    }
    code.push_str("];\n");
}
