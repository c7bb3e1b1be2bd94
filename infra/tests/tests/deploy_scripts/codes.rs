//! The page of the scripts knows all of them, and all of their exit codes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The numbers behind a word of a script, such as `fail 28`.
fn codes(script: &str, word: &str) -> Vec<u32> {
    let behind = script.split(word).skip(1);
    behind.filter_map(|text| text.split([' ', '\n', '"', ';']).next()?.parse().ok()).collect()
}

#[test]
fn every_script_and_exit_code_is_on_the_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/deploy");
    let page = fs::read_to_string(folder.join("README.md")).unwrap();
    let mut told = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        for code in cells[1].split(", ").filter_map(|code| code.parse::<u32>().ok()) {
            told.extend(cells[2].split(", ").map(|script| (code, script.to_owned())));
        }
    }
    let mut used = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some(script) = name.strip_suffix(".sh") else { continue };
        assert!(page.contains(&format!("`{name}")), "the page does not name {name}");
        let text = fs::read_to_string(&path).unwrap();
        for code in ["fail ", "exit ", "code="].into_iter().flat_map(|word| codes(&text, word)) {
            if code > 3 {
                used.insert((code, script.to_owned()));
            }
        }
    }
    // deploy.sh passes signals on as 143 alone.
    told.retain(|(code, _)| *code < 128);
    used.retain(|(code, _)| *code < 128);
    assert_eq!(used, told, "left: in the scripts; right: on the page");
}
