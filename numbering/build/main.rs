//! Compiles `plans.tsv` and `groups.tsv` into typed arrays that the crate embeds.
//!
//! The layout is final, so that starting costs nothing: no file is read, and nothing is parsed or
//! allocated. `src/plan.rs` describes the layout.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a build script stops the build; its messages name the row to fix"
)]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "cargo and build scripts communicate through standard output and the environment"
)]

mod groups;

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::path::Path;
use std::{env, fs};

use groups::Groups;

fn main() {
    let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&folder);
    for file in ["plans.tsv", "groups.tsv", "build"] {
        println!("cargo::rerun-if-changed={}", folder.join(file).display());
    }
    let text = |file: &str| fs::read_to_string(folder.join(file)).expect(file);
    let (plans, rows) = (text("plans.tsv"), text("groups.tsv"));

    let mut by_code: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for row in rows.lines() {
        let [code, start, groupings] = columns(row);
        by_code.entry(code).or_default().push((start, groupings));
    }
    let mut groups = Groups::default();
    let mut trunks: Vec<&str> = Vec::new();
    let mut entries = Vec::new();
    for row in plans.lines() {
        let [code, lengths, trunk] = columns(row);
        let at = trunks.iter().position(|known| *known == trunk).unwrap_or_else(|| {
            trunks.push(trunk);
            trunks.len() - 1
        });
        let lengths = lengths.split(',').fold(0_u16, |all, length| {
            all | 1 << length.parse::<u8>().unwrap_or_else(|_| panic!("plans.tsv: {row}"))
        });
        let root = groups.add(by_code.remove(code).unwrap_or_default());
        let number: u16 = code.parse().unwrap_or_else(|_| panic!("plans.tsv: {row}"));
        entries.push((number, lengths, at, root));
    }
    assert!(by_code.is_empty(), "groups.tsv: {:?} are not in plans.tsv", by_code.keys());
    entries.sort_unstable();

    let mut code = String::new();
    write!(code, "pub(crate) static PLANS: [Entry; {}] = [", entries.len()).unwrap();
    for (number, lengths, trunk, root) in entries {
        write!(
            code,
            "Entry{{code:{number},lengths:Lengths::of_mask({lengths}),trunk:{trunk},root:{root}}},"
        )
        .unwrap();
    }
    write!(code, "];\npub(crate) static TRUNKS: [&[&str]; {}] = [", trunks.len()).unwrap();
    for trunk in trunks {
        let prefixes: Vec<&str> = trunk.split(',').filter(|prefix| *prefix != "-").collect();
        write!(code, "&{prefixes:?},").unwrap();
    }
    code.push_str("];\n");
    array(&mut code, "NODES", "[u16; 10]", groups.nodes.iter().map(|node| format!("{node:?}")));
    array(&mut code, "CLASSES", "[u8; 15]", groups.classes.iter().map(|it| format!("{it:?}")));
    array(&mut code, "GROUPINGS", "u32", groups.groupings.iter());
    let most = groups.groupings.iter().map(|bits| (bits & 0xffff).count_ones()).max();
    let most = most.expect("there are groupings");
    writeln!(code, "pub(crate) const MAX_GROUPS: usize = {most};").unwrap();
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("tables.rs"), code).expect("OUT_DIR can be written");
}

fn columns(row: &str) -> [&str; 3] {
    let columns: Vec<&str> = row.split('\t').collect();
    columns.try_into().unwrap_or_else(|_| panic!("three columns are expected: {row}"))
}

/// Writes one array as Rust source.
fn array<T: Display>(code: &mut String, name: &str, kind: &str, values: impl Iterator<Item = T>) {
    let values: Vec<String> = values.map(|value| value.to_string()).collect();
    writeln!(
        code,
        "pub(crate) static {name}: [{kind}; {}] = [{}];",
        values.len(),
        values.join(",")
    )
    .unwrap();
}
