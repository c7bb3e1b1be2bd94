//! The modules of the crate import each other in one direction only.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn a_module_imports_only_modules_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let layers = layers(&fs::read_to_string(source.join("lib.rs")).unwrap());
    let mut wrong = Vec::new();
    for file in files(&source) {
        let path = file.strip_prefix(&source).unwrap();
        let module = path.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if ["lib", "bin"].contains(&module) {
            continue;
        }
        let Some(layer) = layers.iter().position(|name| name == module) else {
            wrong.push(format!("{module} is not in the table of src/lib.rs"));
            continue;
        };
        for imported in imports(&fs::read_to_string(&file).unwrap()) {
            let is_allowed = imported == module || layers[..layer].contains(&imported);
            if !is_allowed {
                wrong.push(format!("{} imports crate::{imported}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The modules in the first column of the table in the crate's documentation, from the lowest layer up.
fn layers(lib: &str) -> Vec<String> {
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! | ")?.split(" | ").next());
    let names = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    names.map(str::to_owned).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The names right after `crate::`, outside comments.
fn imports(text: &str) -> Vec<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = text.lines().filter(is_code).collect::<Vec<_>>().join(" ");
    let after_crate = code.split("crate::").skip(1);
    let names = after_crate.flat_map(|rest| match rest.strip_prefix('{') {
        // A group of modules, such as `{faults, schedule}`.
        Some(group) => group.split('}').next().unwrap_or_default().split(',').collect(),
        None => vec![rest],
    });
    let name = |rest: &str| {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        rest.trim_start().chars().take_while(|c| is_name(*c)).collect::<String>()
    };
    names.map(name).filter(|name| !name.is_empty()).collect()
}
