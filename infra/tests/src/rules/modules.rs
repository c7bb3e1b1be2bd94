//! The modules: complete, described and reusable.

use std::fs;
use std::path::{Component, Path, PathBuf};

use hcl::{Block, Expression};

use crate::finding::Finding;
use crate::literal;
use crate::source::{self, Source, argument, label, literal as string, nested, text};
use crate::tree::{Folder, Tree, is_kind};

const REQUIRED_VERSION: &str = ">= 1.11";
const PROVIDER_SOURCE: &str = "hashicorp/aws";
const PROVIDER_VERSION: &str = ">= 6.60, < 7";

/// Every folder has the same version of Terraform, and the same provider as its only one.
pub(super) fn provider(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        let place = format!("{}/versions.tf", folder.path);
        let settings: Vec<_> = folder.blocks("terraform").map(|(_, block)| block.body()).collect();
        let version = settings.iter().find_map(|body| argument(body, "required_version"));
        if version.and_then(string) != Some(REQUIRED_VERSION) {
            let message = format!("required_version must be {REQUIRED_VERSION:?}");
            findings.push(Finding::new(&place, message));
        }
        let uses = folder
            .sources
            .iter()
            .any(|source| source.body.blocks().any(|block| label(block, 0).starts_with("aws_")));
        let providers: Vec<_> = settings
            .iter()
            .flat_map(|body| nested(body, "required_providers"))
            .flat_map(hcl::Body::attributes)
            .collect();
        for provider in &providers {
            let Expression::Object(object) = provider.expr() else { continue };
            let is = |name| source::member(object, name).and_then(string);
            if is("source") != Some(PROVIDER_SOURCE) || is("version") != Some(PROVIDER_VERSION) {
                let message = format!(
                    "provider {} must be {PROVIDER_SOURCE} {PROVIDER_VERSION:?}, and the only one",
                    provider.key()
                );
                findings.push(Finding::new(&place, message));
            }
        }
        if uses && providers.is_empty() {
            let message = format!("must require {PROVIDER_SOURCE} {PROVIDER_VERSION:?}");
            findings.push(Finding::new(&place, message));
        }
        let roots = folder.path.contains("/modules/");
        if roots && folder.blocks("provider").next().is_some() {
            findings.push(Finding::new(&folder.path, "a module configures no provider"));
        }
    }
    findings
}

/// Every module has what a reader and a test need.
pub(super) fn complete(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.modules.iter().chain(&tree.bootstrap) {
        for file in ["README.md", "versions.tf", "variables.tf", "outputs.tf"] {
            if !folder.files.iter().any(|there| there == file) {
                findings.push(Finding::new(&folder.path, format!("has no {file}")));
            }
        }
        if !folder.files.iter().any(|file| is_test(file)) {
            findings.push(Finding::new(&folder.path, "has no test in tests/*.tftest.hcl"));
        }
    }
    findings
}

/// Every run of a Terraform test asserts something or expects a failure: otherwise only an error could fail it.
pub(super) fn tests(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.modules.iter().chain(&tree.bootstrap) {
        for file in folder.files.iter().filter(|file| is_test(file)) {
            let path = format!("{}/{file}", folder.path);
            let text = fs::read_to_string(tree.root.join(&path)).unwrap_or_default();
            let body = match hcl::parse(&text) {
                Ok(body) => body,
                Err(error) => {
                    let line = error.to_string().replace('\n', " ");
                    findings.push(Finding::new(path, format!("cannot be parsed: {line}")));
                    continue;
                }
            };
            for run in body.blocks().filter(|block| block.identifier() == "run") {
                let asserts = !nested(run.body(), "assert").is_empty();
                if !asserts && argument(run.body(), "expect_failures").is_none() {
                    let place = format!("{path}: run {}", label(run, 0));
                    findings.push(Finding::new(place, "has neither assert nor expect_failures"));
                }
            }
        }
    }
    findings
}

fn is_test(file: &str) -> bool {
    file.starts_with("tests/") && file.ends_with(".tftest.hcl")
}

/// Variables have a type and a description, and so do outputs.
pub(super) fn described(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.blocks("variable").chain(folder.blocks("output")) {
            let mut lacks = |what: &str| {
                findings.push(Finding::new(source.place(block), format!("has no {what}")));
            };
            let described = argument(block.body(), "description")
                .is_some_and(|text| !source::strings(text).concat().trim().is_empty());
            if !described {
                lacks("description");
            }
            if block.identifier() == "variable" {
                match argument(block.body(), "type").map(text).as_deref() {
                    None => lacks("type"),
                    Some("any") => lacks("type: any is not enough"),
                    Some(_) => {}
                }
            }
        }
    }
    findings
}

/// Modules take as variables what differs between accounts.
pub(super) fn literals(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for module in &tree.modules {
        for source in &module.sources {
            for block in source.body.blocks() {
                findings.extend(block_literals(source, block));
            }
        }
        let others = module.files.iter().filter(|file| {
            !file.starts_with("tests/") && !is_kind(file, "tf") && !is_kind(file, "md")
        });
        for file in others {
            let path = format!("{}/{file}", module.path);
            let Ok(text) = fs::read_to_string(tree.root.join(&path)) else { continue };
            findings.extend(named(&path, &text, true));
        }
    }
    findings
}

fn block_literals(source: &Source, block: &Block) -> Vec<Finding> {
    let place = source.place(block);
    source::arguments(block.body())
        .into_iter()
        .flat_map(|(name, value)| {
            // Texts for people may contain examples.
            let explains = ["description", "error_message"]
                .contains(&name.rsplit('.').next().unwrap_or(&name));
            source::strings(value)
                .into_iter()
                .flat_map(|text| named(&place, &text, explains))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn named(place: &str, text: &str, explains: bool) -> Vec<Finding> {
    literal::find(text)
        .into_iter()
        .filter(|(kind, word)| {
            let example = literal::is_example(*kind, word) || *kind == literal::Kind::Region;
            !(explains && example)
        })
        .map(|(kind, word)| {
            let message = format!("names {}, {word}; modules take it as a variable", kind.name());
            Finding::new(place, message)
        })
        .collect()
}

/// Every file that a configuration reads is in the checkout.
pub(super) fn files(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for source in &folder.sources {
            for block in source.body.blocks() {
                for (_, value) in source::arguments(block.body()) {
                    source::walk(value, &mut |inner| {
                        let Some(path) = read_path(folder, inner) else { return };
                        if !tree.root.join(&path).exists() {
                            let message = format!("reads {}, which is not there", path.display());
                            findings.push(Finding::new(source.place(block), message));
                        }
                    });
                }
            }
        }
        for (source, block) in folder.blocks("module") {
            let Some(path) = argument(block.body(), "source").and_then(string) else { continue };
            let path = plain(&Path::new(&folder.path).join(path));
            if !tree.root.join(&path).is_dir() {
                let message = format!("calls {}, which is not there", path.display());
                findings.push(Finding::new(source.place(block), message));
            }
        }
    }
    findings
}

/// The file that a call reads, or its folder if the file's name contains a variable.
fn read_path(folder: &Folder, expression: &Expression) -> Option<PathBuf> {
    let Expression::FuncCall(call) = expression else { return None };
    let reads = ["file", "templatefile", "filebase64", "filesha256", "fileset"];
    if !reads.contains(&call.name.to_string().as_str()) {
        return None;
    }
    let path =
        source::strings(call.args.first()?).first()?.strip_prefix("${path.module}")?.to_owned();
    let known = match path.split_once("${") {
        Some((before, _)) => before.rsplit_once('/')?.0.to_owned(),
        None => path,
    };
    Some(plain(&Path::new(&folder.path).join(known.trim_start_matches('/'))))
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// No root reads the state of another: it finds what it needs by name.
pub(super) fn remote_state(tree: &Tree) -> Vec<Finding> {
    tree.folders()
        .flat_map(|folder| folder.blocks("data"))
        .filter(|(_, block)| label(block, 0) == "terraform_remote_state")
        .map(|(source, block)| {
            Finding::new(source.place(block), "reads another root's state; use a data source")
        })
        .collect()
}

/// Checks are skipped only in the list of skips, with a reason and an expiry date.
pub(super) fn inline_skips(tree: &Tree) -> Vec<Finding> {
    tree.folders()
        .flat_map(|folder| &folder.sources)
        .filter(|source| source.text.contains("checkov:skip") || source.text.contains("#tfsec:"))
        .map(|source| Finding::new(&source.path, "skips a check; use infra/policies/skips.yaml"))
        .collect()
}
