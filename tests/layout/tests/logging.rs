//! The log filter (`shared/lambda/src/logs.rs`) keeps lines below WARN only if their target, the name of
//! a library or binary, starts with `switchboard_`.

use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    src_path: PathBuf,
}

/// The libraries or the binaries of the workspace, with the names of their crates.
fn targets(wanted: &str) -> Vec<(String, Target)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let Metadata { packages } = serde_json::from_slice(&output.stdout).unwrap();
    let all = packages.into_iter().flat_map(|Package { name, targets }| {
        targets.into_iter().map(move |it| (name.clone(), it))
    });
    all.filter(|(_, target)| target.kind.iter().any(|kind| kind == wanted)).collect()
}

/// A manifest could give a library another name than its crate.
#[test]
fn the_library_of_each_crate_has_the_name_of_its_crate() {
    for (name, library) in targets("lib") {
        assert_eq!(library.name, name.replace('-', "_"));
    }
}

/// The binary of a function has its plain name, such as `vanity_convert`, without the prefix.
#[test]
fn the_main_of_a_function_leaves_logging_to_its_library() {
    let mut mains = 0;
    for (name, main) in targets("bin") {
        if main.src_path.to_string_lossy().contains("/functions/") {
            let source = std::fs::read_to_string(&main.src_path).unwrap();
            assert!(!source.contains("tracing"), "{name}: log in the library, not in main");
            mains += 1;
        }
    }
    assert_eq!(mains, 6);
}
