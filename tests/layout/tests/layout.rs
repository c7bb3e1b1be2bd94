//! Where crates are, what they are called, and which of them may depend on which.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde::Deserialize;

/// The top-level folders with crates, and the folders that each may link from. The first four are
/// what is deployed.
const MAY_LINK: [(&str, &[&str]); 7] = [
    ("words", &[]),
    ("numbering", &[]),
    ("shared", &["shared", "words", "numbering"]),
    ("functions", &["shared", "words", "numbering"]),
    ("tools", &["tools", "functions", "shared", "words", "numbering"]),
    ("infra", &["tools", "functions", "shared", "words", "numbering"]),
    ("tests", &["tests", "tools", "functions", "shared", "words", "numbering"]),
];

/// The domains. They must compile without an async runtime and without AWS.
const PURE: [&str; 4] =
    ["switchboard-approval", "switchboard-numbering", "switchboard-vanity", "switchboard-words"];

/// How the names of crates begin that a domain must not link, not even indirectly.
const IMPURE: [&str; 5] = ["aws", "hyper", "lambda", "mio", "tokio"];

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
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    src_path: PathBuf,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev`, `build`, or `None` for a dependency that is linked.
    kind: Option<String>,
}

struct Crate {
    /// Relative to the workspace, as in `shared/aws`.
    folder: String,
    /// The crates of the workspace that it depends on, also in its build script. Dependencies of
    /// its tests do not count.
    links: Vec<String>,
    targets: Vec<Target>,
}

impl Crate {
    fn top_folder(&self) -> &str {
        self.folder.split('/').next().unwrap_or_default()
    }

    fn targets(&self, kind: &str) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(move |target| target.kind.iter().any(|it| it == kind))
    }
}

/// The crates of the workspace, by name.
static CRATES: LazyLock<BTreeMap<String, Crate>> = LazyLock::new(|| {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let Metadata { packages, workspace_root } = serde_json::from_str(&metadata).unwrap();
    let names: BTreeSet<_> = packages.iter().map(|package| package.name.clone()).collect();
    packages
        .into_iter()
        .map(|package| {
            let folder = package.manifest_path.parent().unwrap();
            let folder = folder.strip_prefix(&workspace_root).unwrap().to_str().unwrap();
            let linked = package.dependencies.into_iter();
            let linked = linked.filter(|dependency| dependency.kind.as_deref() != Some("dev"));
            let links = linked.map(|it| it.name).filter(|name| names.contains(name)).collect();
            let targets = package.targets;
            (package.name, Crate { folder: folder.to_owned(), links, targets })
        })
        .collect()
});

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn under(folder: &str) -> impl Iterator<Item = &'static str> {
    CRATES.iter().filter(move |(_, it)| it.top_folder() == folder).map(|(name, _)| name.as_str())
}

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    for (name, member) in CRATES.iter() {
        let from = member.top_folder();
        let row = MAY_LINK.iter().find(|(folder, _)| *folder == from);
        let (_, allowed) = row.unwrap_or_else(|| panic!("{name} is in {from}, which has no row"));
        for linked in &member.links {
            let to = CRATES[linked].top_folder();
            if !allowed.contains(&to) {
                wrong.push(format!("{name} ({from}) links {linked} ({to})"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong:#?}: move the crate, or make it a dev-dependency; what is under tests/ is linked by tests only"
    );
}

#[test]
fn each_crate_of_shared_is_linked_by_a_function() {
    let mut linked = BTreeSet::new();
    let mut open: Vec<&str> = under("functions").collect();
    while let Some(name) = open.pop() {
        if linked.insert(name) {
            open.extend(CRATES[name].links.iter().map(String::as_str));
        }
    }
    let unused: Vec<_> = under("shared").filter(|name| !linked.contains(name)).collect();
    assert!(unused.is_empty(), "no function links {unused:?}; move them to tools/ or delete them");
}

#[test]
fn domains_link_no_async_runtime_and_no_aws() {
    for name in PURE {
        let tree = ["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}", "-p", name];
        let linked = cargo(&tree);
        assert!(linked.starts_with(name), "{linked}");
        let impure = |line: &&str| IMPURE.iter().any(|start| line.starts_with(start));
        let impure: Vec<_> = linked.lines().filter(impure).collect();
        assert!(impure.is_empty(), "{name} links {impure:?}; they belong behind a port");
    }
}

/// The log filter (`shared/lambda/src/logs.rs`) drops lines below WARN unless their target, the name
/// of a library or of a program, has this prefix.
#[test]
fn the_name_of_each_crate_starts_with_switchboard() {
    let others: Vec<_> = CRATES.keys().filter(|name| !name.starts_with("switchboard-")).collect();
    assert!(
        others.is_empty(),
        "rename {others:?} to switchboard-*: their log lines below WARN would be lost"
    );
    // A manifest could give a library another name than its crate.
    for (name, member) in CRATES.iter() {
        for library in member.targets("lib") {
            assert_eq!(library.name, name.replace('-', "_"));
        }
    }
}

/// The program of a function has a plain name, such as `vanity_convert`, without the prefix.
#[test]
fn the_main_of_a_function_leaves_logging_to_its_library() {
    for name in under("functions") {
        let mains: Vec<_> = CRATES[name].targets("bin").collect();
        assert_eq!(mains.len(), 1, "{name}");
        for main in mains {
            let source = std::fs::read_to_string(&main.src_path).unwrap();
            assert!(!source.contains("tracing"), "{name}: log in the library, not in main");
        }
    }
}
