//! The order in which Terraform writes what AWS changes one step at a time.
//!
//! Lambda takes one change of a function's policy and configuration at a time, and refuses another
//! one meanwhile (`ResourceConflictException`: "another operation is in progress", API reference of
//! `AddPermission`, `CreateFunctionUrlConfig`, `PutFunctionEventInvokeConfig`). The provider retries
//! `aws_lambda_permission` and lets only one of a function run. It does neither for the statements
//! that `aws_lambda_function_url` adds, nor can it for what Amazon Connect adds
//! (`AssociateLambdaFunction` needs `lambda:AddPermission`, service authorization reference).

use std::collections::{BTreeMap, BTreeSet};

use hcl::Block;
use hcl::expr::{Expression, Traversal, TraversalOperator};

use crate::finding::Finding;
use crate::source::{self, Source, argument, label, literal};
use crate::tree::{Folder, Tree};

/// The resources that change a function, each with the argument that names it.
const WRITERS: [(&str, &str); 6] = [
    ("aws_connect_lambda_function_association", "function_arn"),
    ("aws_lambda_alias", "function_name"),
    ("aws_lambda_function_event_invoke_config", "function_name"),
    ("aws_lambda_function_url", "function_name"),
    ("aws_lambda_permission", "function_name"),
    ("aws_lambda_provisioned_concurrency_config", "function_name"),
];

/// What writes a function, in a folder: a resource, or the call of a module that has such resources.
#[derive(Clone, Debug)]
struct Writer {
    /// Such as `aws_lambda_permission.url` or `module.contact_flows`.
    address: String,
    place: String,
    /// What names the function, such as `module.decision` or `var.function_name`.
    function: String,
}

/// A folder, and what its blocks refer to.
struct Graph<'a> {
    tree: &'a Tree,
    folder: &'a Folder,
    /// What must be complete before the block with this address. A reference to a value of a module
    /// waits for that value only, so a call is here if `depends_on` names it.
    before: BTreeMap<String, BTreeSet<String>>,
    locals: BTreeMap<String, &'a Expression>,
}

/// All that writes one function is in one order, and a module hands its alias over once it is done with it.
pub(super) fn writers(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        let graph = Graph::of(tree, folder);
        findings.extend(graph.unordered(&BTreeMap::new()));
        findings.extend(graph.early_outputs());
        // Variables of a module that are one function here.
        for (_, call) in folder.blocks("module") {
            let Some(module) = graph.callee(call) else { continue };
            let same = graph.passed(call);
            findings.extend(Graph::of(tree, module).unordered(&same));
        }
    }
    findings.sort_by_key(ToString::to_string);
    findings.dedup_by_key(|finding| finding.to_string());
    findings
}

impl<'a> Graph<'a> {
    fn of(tree: &'a Tree, folder: &'a Folder) -> Self {
        let mut graph = Self { tree, folder, before: BTreeMap::new(), locals: BTreeMap::new() };
        for (_, block) in folder.blocks("locals") {
            for local in block.body().attributes() {
                let name = format!("local.{}", local.key());
                graph.before.insert(name.clone(), complete(&[local.expr()]));
                graph.locals.insert(name, local.expr());
            }
        }
        for keyword in ["resource", "data", "module"] {
            for (_, block) in folder.blocks(keyword) {
                graph.before.insert(node(block), before(block));
            }
        }
        graph
    }

    /// Whether `later` starts when `earlier` is complete.
    fn is_after(&self, later: &str, earlier: &str) -> bool {
        let empty = BTreeSet::new();
        let start = self.before.get(later).unwrap_or(&empty);
        self.reaches(start, earlier)
    }

    fn reaches(&self, start: &BTreeSet<String>, wanted: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut next: Vec<_> = start.iter().map(String::as_str).collect();
        while let Some(address) = next.pop() {
            if address == wanted {
                return true;
            }
            if seen.insert(address) {
                next.extend(self.before.get(address).into_iter().flatten().map(String::as_str));
            }
        }
        false
    }

    /// The module that a call calls.
    fn callee(&self, call: &Block) -> Option<&'a Folder> {
        let path = argument(call.body(), "source").and_then(literal)?;
        let name = path.starts_with('.').then(|| path.rsplit('/').next())??;
        self.tree.module(name)
    }

    /// The functions that an expression names, each by its root.
    fn functions(&self, block: &Block, expression: &Expression) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for root in roots(expression) {
            match root.as_str() {
                "each.value" | "each.key" => {
                    let each = argument(block.body(), "for_each");
                    found.extend(each.into_iter().flat_map(|each| self.functions(block, each)));
                }
                local if local.starts_with("local.") => {
                    let value = self.locals.get(local);
                    found.extend(value.into_iter().flat_map(|value| self.functions(block, value)));
                }
                alias if alias.starts_with("aws_lambda_alias.") => {
                    let aliases = self.folder.resources("aws_lambda_alias");
                    let mut aliases = aliases.filter(|(_, block)| node(block) == alias);
                    let name = aliases.find_map(|(_, alias)| {
                        Some((alias, argument(alias.body(), "function_name")?))
                    });
                    found.extend(
                        name.into_iter().flat_map(|(alias, name)| self.functions(alias, name)),
                    );
                }
                _ => {
                    found.insert(root);
                }
            }
        }
        found
    }

    /// The variables of a call that hold a function, each with what it is here.
    fn passed(&self, call: &Block) -> BTreeMap<String, BTreeSet<String>> {
        let arguments = call.body().attributes();
        arguments
            .map(|passed| (format!("var.{}", passed.key()), self.functions(call, passed.expr())))
            .collect()
    }

    /// Everything that writes a function, with the modules that are called.
    fn writers(&self, same: &BTreeMap<String, BTreeSet<String>>) -> Vec<Writer> {
        let mut found = Vec::new();
        let mut add = |source: &Source, block: &Block, functions: BTreeSet<String>| {
            for function in functions {
                let names = match same.get(&function) {
                    Some(names) if !names.is_empty() => names.clone(),
                    _ => BTreeSet::from([function]),
                };
                found.extend(names.into_iter().map(|function| Writer {
                    address: node(block),
                    place: source.place(block),
                    function,
                }));
            }
        };
        for (kind, name) in WRITERS {
            for (source, block) in self.folder.resources(kind) {
                if let Some(named) = argument(block.body(), name) {
                    add(source, block, self.functions(block, named));
                }
            }
        }
        for (source, call) in self.folder.blocks("module") {
            let Some(module) = self.callee(call) else { continue };
            let inner = Graph::of(self.tree, module).writers(&BTreeMap::new());
            let passed = self.passed(call);
            let functions = inner.iter().filter_map(|writer| passed.get(&writer.function));
            add(source, call, functions.flatten().cloned().collect());
        }
        found
    }

    /// Pairs that write one function in no order. With `same`, variables that are one function count as one.
    fn unordered(&self, same: &BTreeMap<String, BTreeSet<String>>) -> Vec<Finding> {
        let writers = self.writers(same);
        let mut findings = Vec::new();
        for (place, one) in writers.iter().enumerate() {
            for other in writers.iter().skip(place + 1) {
                let ordered = one.address == other.address
                    || self.is_after(&one.address, &other.address)
                    || self.is_after(&other.address, &one.address);
                if one.function == other.function && !ordered {
                    let message = format!(
                        "writes the function of {}, as {} does, and neither waits for the other, but Lambda takes one change of a function at a time; name one in depends_on of the other",
                        one.function, other.address
                    );
                    findings.push(Finding::new(&one.place, message));
                }
            }
        }
        findings
    }

    /// Outputs that hand an alias over while the module may still write its function.
    fn early_outputs(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let writers = self.writers(&BTreeMap::new());
        for (source, output) in self.folder.blocks("output") {
            let Some(value) = argument(output.body(), "value") else { continue };
            if !roots(value).iter().any(|root| root.starts_with("aws_lambda_alias.")) {
                continue;
            }
            let functions = self.functions(output, value);
            let waits = before(output);
            for writer in &writers {
                if functions.contains(&writer.function) && !self.reaches(&waits, &writer.address) {
                    let message = format!(
                        "hands the alias over before {} has written the function; name it in depends_on",
                        writer.address
                    );
                    findings.push(Finding::new(source.place(output), message));
                }
            }
        }
        findings
    }
}

/// The address of a block in references.
fn node(block: &Block) -> String {
    match block.identifier() {
        "data" => format!("data.{}.{}", label(block, 0), label(block, 1)),
        _ => source::address(block),
    }
}

/// What must be complete before a block.
fn before(block: &Block) -> BTreeSet<String> {
    let depends_on = argument(block.body(), "depends_on").into_iter().flat_map(roots);
    // A reference in an argument of a call holds up what uses that variable, and not the rest of the module.
    if block.identifier() == "module" {
        return depends_on.collect();
    }
    let arguments = source::arguments(block.body()).into_iter();
    let arguments: Vec<_> = arguments.map(|(_, value)| value).collect();
    complete(&arguments).into_iter().chain(depends_on).collect()
}

/// The roots of references that wait for all of what they name. A value of a module does not.
fn complete(expressions: &[&Expression]) -> BTreeSet<String> {
    let roots = expressions.iter().flat_map(|expression| roots(expression));
    roots.filter(|root| !root.starts_with("module.")).collect()
}

/// The things that an expression refers to: `aws_lambda_alias.live`, `module.decision`, `var.name`.
fn roots(expression: &Expression) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    source::walk(expression, &mut |inner| match inner {
        Expression::Traversal(traversal) => found.extend(root(traversal)),
        Expression::TemplateExpr(template) => {
            let Ok(template) = hcl::Template::from_expr(template) else { return };
            for element in template.elements() {
                if let hcl::template::Element::Interpolation(interpolation) = element {
                    found.extend(roots(&interpolation.expr));
                }
            }
        }
        _ => {}
    });
    found
}

fn root(traversal: &Traversal) -> Option<String> {
    let Expression::Variable(variable) = &traversal.expr else { return None };
    let mut names = vec![variable.to_string()];
    for operator in &traversal.operators {
        match operator {
            TraversalOperator::GetAttr(name) => names.push(name.to_string()),
            _ => break,
        }
    }
    let length = if names.first().is_some_and(|first| first == "data") { 3 } else { 2 };
    (names.len() >= length).then(|| names.into_iter().take(length).collect::<Vec<_>>().join("."))
}

#[cfg(test)]
mod tests;
