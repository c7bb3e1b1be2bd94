//! The diagram of the infrastructure: a node for each module call, an edge for each reference of one
//! to another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hcl::expr::TraversalOperator;
use hcl::{Block, Expression};
use thiserror::Error;

use crate::source::{self, argument, label, literal};
use crate::tree::{Folder, Tree};

/// The page that holds the diagram, relative to the checkout.
pub const PAGE: &str = "docs/infrastructure.md";

const OPEN: &str = "<!-- diagram:infrastructure -->";
const CLOSE: &str = "<!-- /diagram -->";

/// The folders in the diagram, each with its title.
const DRAWN: [(&str, &str); 4] = [
    ("infra/modules/platform", "sandbox to prod: platform"),
    ("infra/modules/app", "sandbox to prod: app"),
    ("infra/environments/tooling/platform", "tooling: platform"),
    ("infra/environments/tooling/app", "tooling: app"),
];

/// Why a page cannot hold the diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{PAGE} has no place for the diagram; write {OPEN} and {CLOSE} there")]
pub struct NoPlace;

/// The diagram, in Mermaid.
#[must_use]
pub fn mermaid(tree: &Tree) -> String {
    let mut out = "flowchart LR\n".to_owned();
    let drawn = DRAWN.iter().enumerate().filter_map(|(index, (path, name))| {
        let folder = tree.folders().find(|folder| folder.path == *path)?;
        Some((index, folder, name))
    });
    for (index, folder, name) in drawn {
        let _ = writeln!(out, "  subgraph part{index}[\"{name}\"]");
        let calls = calls(folder);
        for (call, module) in &calls {
            let title = if *call == module.replace('-', "_") {
                module.clone()
            } else {
                format!("{}<br/>{module}", call.replace('_', "-"))
            };
            let _ = writeln!(out, "    {}[\"{title}\"]", node(index, call));
        }
        out.push_str("  end\n");
        for (call, others) in references(folder) {
            for other in others.iter().filter(|other| calls.contains_key(*other) && **other != call)
            {
                let _ = writeln!(out, "  {} --> {}", node(index, &call), node(index, other));
            }
        }
    }
    out
}

/// The page with a current diagram.
pub fn put(page: &str, tree: &Tree) -> Result<String, NoPlace> {
    let (before, rest) = page.split_once(OPEN).ok_or(NoPlace)?;
    let (_, after) = rest.split_once(CLOSE).ok_or(NoPlace)?;
    Ok(format!("{before}{OPEN}\n```mermaid\n{}```\n{CLOSE}{after}", mermaid(tree)))
}

fn node(part: usize, call: &str) -> String {
    format!("p{part}_{call}")
}

/// Module calls, each with the name of the module.
fn calls(folder: &Folder) -> BTreeMap<String, String> {
    folder
        .blocks("module")
        .filter_map(|(_, block)| {
            let path = argument(block.body(), "source").and_then(literal)?;
            let module = path.rsplit('/').next().unwrap_or(path);
            Some((label(block, 0).to_owned(), module.to_owned()))
        })
        .collect()
}

/// For each call, the calls that its arguments refer to, directly or through locals.
fn references(folder: &Folder) -> BTreeMap<String, BTreeSet<String>> {
    let locals: BTreeMap<_, _> = folder
        .blocks("locals")
        .flat_map(|(_, block)| block.body().attributes())
        .map(|local| (local.key().to_owned(), local.expr()))
        .collect();
    folder
        .blocks("module")
        .map(|(_, block)| (label(block, 0).to_owned(), of_block(block, &locals)))
        .collect()
}

fn of_block(block: &Block, locals: &BTreeMap<String, &Expression>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut left: Vec<_> =
        source::arguments(block.body()).into_iter().map(|(_, value)| value).collect();
    while let Some(expression) = left.pop() {
        for (root, name) in names(expression) {
            if root == "module" {
                found.insert(name);
            } else if root == "local"
                && seen.insert(name.clone())
                && let Some(value) = locals.get(&name)
            {
                left.push(value);
            }
        }
    }
    found
}

/// The references in an expression, such as `module.a` and `local.b`, also those inside templates.
fn names(expression: &Expression) -> Vec<(String, String)> {
    let mut found = Vec::new();
    source::walk(expression, &mut |inner| {
        if let Expression::Traversal(traversal) = inner
            && let Expression::Variable(root) = &traversal.expr
            && let Some(TraversalOperator::GetAttr(name)) = traversal.operators.first()
        {
            found.push((root.to_string(), name.to_string()));
        }
    });
    for text in source::strings(expression) {
        for part in text.split("${").skip(1) {
            for root in ["module", "local"] {
                let name = part.strip_prefix(root).and_then(|rest| rest.strip_prefix('.'));
                let name = name
                    .and_then(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
                found.extend(name.map(|name| (root.to_owned(), name.to_owned())));
            }
        }
    }
    found
}
