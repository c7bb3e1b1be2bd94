//! Variables, permissions and timeouts: in the source, on the pages, in the local stack, and in the
//! functions' own code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use switchboard_infra_tests::declared::{self, CONDITIONAL_ACTIONS, DeclaredFunction};
use switchboard_infra_tests::finding::Finding;
use switchboard_infra_tests::function_page::FunctionPage;
use switchboard_infra_tests::tree::Tree;
use switchboard_local_stack::Options;

use crate::readers::{self, OF_EVERY_FUNCTION};

/// Every function, and where it is declared.
struct Function {
    name: String,
    declared: DeclaredFunction,
    page: FunctionPage,
    local: switchboard_local_stack::lambda::Function,
}

/// All functions in `functions/`.
fn functions(root: &Path) -> Result<Vec<Function>, Vec<Finding>> {
    let tree = Tree::read(root).unwrap();
    let mut declared = declared::functions(&tree);
    let mut local: BTreeMap<_, _> =
        Options::new("").functions.into_iter().map(|local| (local.name.clone(), local)).collect();
    let mut findings = Vec::new();
    let mut found = Vec::new();
    for entry in fs::read_dir(switchboard_infra_tests::checkout().join("functions")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let page = FunctionPage::read(root, &name);
        match (declared.remove(&name), page, local.remove(&name)) {
            (Some(declared), Ok(page), Some(local)) => {
                found.push(Function { name, declared, page, local });
            }
            (None, ..) => findings.push(Finding::new(name, "is deployed by no module")),
            (_, Err(_), _) => findings.push(Finding::new(name, "has no page in docs/functions")),
            (.., None) => findings.push(Finding::new(name, "is not in the local stack")),
        }
    }
    for name in declared.into_keys() {
        findings.push(Finding::new(name, "is deployed, but is not in functions/"));
    }
    if findings.is_empty() { Ok(found) } else { Err(findings) }
}

fn each(root: &Path, compare: impl Fn(&Function, &mut dyn FnMut(String))) -> Vec<Finding> {
    let functions = match functions(root) {
        Ok(functions) => functions,
        Err(findings) => return findings,
    };
    let mut findings = Vec::new();
    for function in &functions {
        compare(function, &mut |message| {
            let place = format!("{} ({})", function.name, function.declared.place);
            findings.push(Finding::new(place, message));
        });
    }
    findings
}

fn missing(of: &BTreeSet<String>, from: &BTreeSet<String>) -> Vec<String> {
    of.difference(from).cloned().collect()
}

/// Terraform gives a function the variables that it reads and no others; pages name all of them.
pub(crate) fn settings(root: &Path) -> Vec<Finding> {
    each(root, |function, found| {
        let read = readers::of(&function.name);
        let given = &function.declared.variables;
        for name in missing(&read.required, given) {
            found(format!("needs the variable {name}, which Terraform does not give"));
        }
        for name in missing(given, &read.names) {
            found(format!("is given the variable {name}, which it does not read"));
        }
        let ahead = "SWITCHBOARD_CLOCK_OFFSET".to_owned();
        if given.contains(&ahead) {
            found(format!("is given {ahead}, which is for the local stack alone"));
        }
        let local: BTreeSet<_> = function.local.environment.keys().cloned().collect();
        for name in missing(&local, &read.names) {
            found(format!("is given the variable {name} by the local stack, and does not read it"));
        }
        let page: BTreeSet<_> = function
            .page
            .variables
            .iter()
            .filter(|name| !readers::BY_LAMBDA.contains(&name.as_str()))
            .cloned()
            .collect();
        for name in missing(&page, &read.names) {
            found(format!("does not read {name}, which its page names"));
        }
        for name in missing(&read.names, &page) {
            // Documented once, on the page of vanity-convert; and variables that only tests set.
            if !OF_EVERY_FUNCTION.contains(&name.as_str()) && name != ahead {
                found(format!("reads {name}, which its page does not name"));
            }
        }
    })
}

/// A role allows the actions on the page, and so does the local stack.
pub(crate) fn permissions(root: &Path) -> Vec<Finding> {
    let unconditional = |actions: &BTreeSet<String>| -> BTreeSet<String> {
        let always = |action: &&String| !CONDITIONAL_ACTIONS.contains(&action.as_str());
        actions.iter().filter(always).cloned().collect()
    };
    each(root, |function, found| {
        let page = unconditional(&function.page.actions);
        let granted = unconditional(&function.declared.actions);
        let local = unconditional(&function.local.actions.clone().unwrap_or_default());
        for (actions, who) in [(&granted, "Terraform"), (&local, "the local stack")] {
            for action in missing(actions, &page) {
                found(format!("{who} allows {action}, which its page does not ask for"));
            }
            for action in missing(&page, actions) {
                found(format!("{who} does not allow {action}, which its page asks for"));
            }
        }
    })
}

/// Terraform, the pages and the local stack give a function the same timeout.
pub(crate) fn time_limits(root: &Path) -> Vec<Finding> {
    each(root, |function, found| {
        let local = i64::try_from(function.local.timeout.as_secs()).ok();
        if function.declared.timeout != local {
            let (declared, local) = (function.declared.timeout, local);
            found(format!(
                "has {declared:?} seconds in Terraform, but {local:?} in the local stack"
            ));
        }
        if let Some(page) = function.page.time_limit
            && function.declared.timeout != Some(page)
        {
            let declared = function.declared.timeout;
            found(format!("has {declared:?} seconds in Terraform, but {page} on its page"));
        }
    })
}
