//! Where crates stand, and how they are named.
//!
//! The folders say what is deployed and what surrounds it: `functions/`, `shared/` and `words/` go to
//! AWS, `tools/` holds programs that people start, `tests/` holds tests. These tests keep it so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

/// The programs that `make run` builds and starts, beside the functions.
const STARTED: &str = "switchboard-local-stack";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev`, `build`, or none for what is linked.
    kind: Option<String>,
}

/// The workspace's crates, by name.
struct Workspace {
    crates: BTreeMap<String, Crate>,
}

struct Crate {
    /// Relative to the workspace, such as `shared/aws`.
    folder: String,
    /// Crates of the workspace that it links; those for tests and build scripts do not count.
    links: Vec<String>,
}

impl Workspace {
    fn read() -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let Metadata { packages, workspace_root } = serde_json::from_slice(&output.stdout).unwrap();
        let names: BTreeSet<_> = packages.iter().map(|package| package.name.clone()).collect();
        let crates = packages
            .into_iter()
            .map(|package| {
                let folder = package.manifest_path.parent().unwrap();
                let folder = folder.strip_prefix(&workspace_root).unwrap().to_str().unwrap();
                let links = package.dependencies.into_iter().filter(|it| it.kind.is_none());
                let links = links.map(|it| it.name).filter(|name| names.contains(name)).collect();
                (package.name, Crate { folder: folder.to_owned(), links })
            })
            .collect();
        Self { crates }
    }

    fn under(&self, wing: &str) -> impl Iterator<Item = &str> {
        self.crates
            .iter()
            .filter(move |(_, it)| it.folder.starts_with(wing))
            .map(|(name, _)| name.as_str())
    }

    /// These crates and all that they link.
    fn linked_by<'a>(&'a self, names: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut linked = BTreeSet::new();
        let mut open: Vec<_> = names.into_iter().collect();
        while let Some(name) = open.pop() {
            if linked.insert(name) {
                open.extend(self.crates[name].links.iter().map(String::as_str));
            }
        }
        linked
    }
}

#[test]
fn each_crate_of_shared_is_linked_by_a_function() {
    let workspace = Workspace::read();
    let linked = workspace.linked_by(workspace.under("functions/"));
    let unused: Vec<_> = workspace.under("shared/").filter(|name| !linked.contains(name)).collect();
    assert!(unused.is_empty(), "no function links {unused:?}; move them to tools/ or delete them");
}

#[test]
fn nothing_that_make_run_starts_is_under_tests() {
    let workspace = Workspace::read();
    let started = workspace.under("functions/").chain([STARTED]);
    let linked = workspace.linked_by(started);
    let tests: Vec<_> = workspace.under("tests/").filter(|name| linked.contains(name)).collect();
    assert!(tests.is_empty(), "make run starts {tests:?}; move them to tools/");
}

#[test]
fn a_function_links_no_tool() {
    let workspace = Workspace::read();
    let linked = workspace.linked_by(workspace.under("functions/"));
    let tools: Vec<_> = workspace.under("tools/").filter(|name| linked.contains(name)).collect();
    assert!(tools.is_empty(), "functions link {tools:?}; only shared/ and words/ are deployed");
}

/// The log filter lets INFO and below through only for crates with this prefix.
#[test]
fn the_name_of_each_crate_starts_with_switchboard() {
    let workspace = Workspace::read();
    let others: Vec<_> =
        workspace.crates.keys().filter(|name| !name.starts_with("switchboard-")).collect();
    assert!(
        others.is_empty(),
        "rename {others:?} to switchboard-*: their log lines below WARN would be lost"
    );
}
