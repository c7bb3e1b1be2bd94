//! Environments: planned, applied without a cloud, and checked.

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use switchboard_infra_tests::finding::Finding;
use switchboard_infra_tests::state::{State, StateError};
use switchboard_infra_tests::tree::{Folder, Tree};
use switchboard_infra_tests::{
    delivery_events, event_rules, function_rules, policy_rules, state_rules,
};
use thiserror::Error;

use super::modules;
use super::program::NotRun;
use super::provider::Terraform;
use super::report::{Report, each};
use super::workspace::Workspace;

/// Why a root is not checked.
#[derive(Debug, Error)]
pub(crate) enum EnvironmentError {
    #[error(transparent)]
    NotRun(#[from] NotRun),
    #[error(transparent)]
    State(#[from] StateError),
    #[error("an environment cannot be prepared: {0}")]
    Prepare(#[from] io::Error),
}

/// The result of planning and applying a root.
pub(crate) enum Made {
    /// The state that it makes.
    State(Box<State>),
    /// The errors that Terraform reports.
    Refused(String),
}

/// Plans and applies roots, writes plans and states to `kept`, and returns the states.
pub(crate) fn check(
    terraform: &Terraform,
    workspace: &Workspace,
    tree: &Tree,
    kept: &Path,
    report: &Report,
) -> Result<Vec<State>, EnvironmentError> {
    fs::create_dir_all(kept)?;
    let bootstraps = workspace.bootstraps(tree)?;
    let roots: Vec<_> = tree.roots.iter().chain(&bootstraps).collect();
    let results = each(&roots, terraform.parallel, |root| {
        let since = Instant::now();
        let name = name(root);
        match make(terraform, workspace, tree, root, kept)? {
            Made::State(state) => {
                let what = format!("{name}: {} resources", state.resources.len());
                report.ok("apply", &what, since);
                Ok(Some(*state))
            }
            Made::Refused(details) => {
                report.failed("apply", &name, &details, since);
                Ok(None)
            }
        }
    });
    let states: Result<Vec<_>, EnvironmentError> = results.into_iter().collect();
    Ok(states?.into_iter().flatten().collect())
}

/// Such as `prod/app`.
pub(crate) fn name(root: &Folder) -> String {
    format!("{}/{}", root.environment, root.name)
}

/// Plans and applies one root.
pub(crate) fn make(
    terraform: &Terraform,
    workspace: &Workspace,
    tree: &Tree,
    root: &Folder,
    kept: &Path,
) -> Result<Made, EnvironmentError> {
    workspace.prepare(tree, root)?;
    let folder = workspace.root.join(&root.path);
    for arguments in [
        ["init", "-input=false"].as_slice(),
        &["validate"],
        &["plan", "-input=false", "-out=check.plan"],
    ] {
        let ran = terraform.run(&folder, &root.path, arguments)?;
        if !ran.ok {
            return Ok(Made::Refused(ran.errors()));
        }
    }
    if let Err(details) = show(terraform, &folder, root, "plan", kept)? {
        return Ok(Made::Refused(details));
    }
    let ran = terraform.run(&folder, &root.path, &["apply", "-input=false", "check.plan"])?;
    if !ran.ok {
        return Ok(Made::Refused(ran.errors()));
    }
    match show(terraform, &folder, root, "state", kept)? {
        Ok(path) => Ok(Made::State(Box::new(State::read(&name(root), &path)?))),
        Err(details) => Ok(Made::Refused(details)),
    }
}

/// Writes the JSON of the plan or the state, for later steps and for people.
fn show(
    terraform: &Terraform,
    folder: &Path,
    root: &Folder,
    what: &str,
    kept: &Path,
) -> Result<Result<PathBuf, String>, EnvironmentError> {
    let arguments: &[&str] =
        if what == "plan" { &["show", "-json", "check.plan"] } else { &["show", "-json"] };
    let ran = terraform.run(folder, &root.path, arguments)?;
    if !ran.ok {
        return Ok(Err(ran.tail(20)));
    }
    let path = kept.join(format!("{}-{}.{what}.json", root.environment, root.name));
    fs::write(&path, ran.out)?;
    Ok(Ok(path))
}

/// The findings in a root's state, including differences from the pages of a checkout's functions.
pub(crate) fn findings(checkout: &Path, state: &State) -> Vec<Finding> {
    let mut findings = state_rules::check(state);
    findings.extend(policy_rules::check(state));
    findings.extend(event_rules::check(state));
    findings.extend(delivery_events::check(state));
    findings.extend(function_rules::check(checkout, state));
    findings
}

/// Validates roots, where there is no cloud to apply them to.
pub(crate) fn validate(
    terraform: &Terraform,
    workspace: &Workspace,
    tree: &Tree,
    report: &Report,
) -> Result<(), NotRun> {
    let results = each(&tree.roots, terraform.parallel, |root| {
        let since = Instant::now();
        match modules::validate(terraform, workspace, root)? {
            None => report.ok("validate", &name(root), since),
            Some(wrong) => report.failed("validate", &name(root), &wrong, since),
        }
        Ok(())
    });
    results.into_iter().collect()
}
