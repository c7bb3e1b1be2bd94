//! Plants mistakes in a copy, and checks that each is caught by the check named for it.

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{fs, io};

use switchboard_infra_tests::finding::{Finding, lines};
use switchboard_infra_tests::mistakes::{self, Check, Mistake, MistakeError};
use switchboard_infra_tests::rules;
use switchboard_infra_tests::tree::{Folder, Tree};
use thiserror::Error;

use super::environments::{self, EnvironmentError, Made};
use super::linters::{LinterError, Linters};
use super::modules;
use super::program::{self, NotRun};
use super::provider::Terraform;
use super::report::Report;
use super::workspace::Workspace;

/// Why a mistake cannot be tried.
#[derive(Debug, Error)]
pub(crate) enum PlantedError {
    #[error(transparent)]
    Mistake(#[from] MistakeError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    NotRun(#[from] NotRun),
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    #[error(transparent)]
    Linter(#[from] LinterError),
    #[error("{0} names a module or root that does not exist")]
    Unknown(String),
}

/// The result of a check.
enum Said {
    /// No findings.
    Nothing,
    /// The findings.
    Findings(String),
    /// The check cannot run here.
    NotRun(&'static str),
}

/// Plants every mistake whose name contains one of `names`, all if there are none.
pub(crate) fn check(
    checkout: &Path,
    terraform: Option<&Terraform>,
    linters: Option<&Linters>,
    names: &[String],
    report: &Report,
) -> Result<(), PlantedError> {
    let (mut caught, mut missed, mut left) = (0, 0, 0);
    for mistake in mistakes::read(checkout)? {
        let wanted = names.is_empty() || names.iter().any(|name| mistake.name.contains(name));
        if !wanted {
            continue;
        }
        let since = Instant::now();
        let by = format!("{}, by {}", mistake.name, mistake.caught_by);
        // Each gets its own copy, so that leftovers of one cannot affect the next.
        let workspace = Workspace::of(checkout)?;
        mistake.plant(&workspace.root)?;
        let planting = Planting { checkout, workspace: &workspace, terraform, linters };
        match planting.run(&mistake)? {
            Said::Findings(text) if says(&text, &mistake.says) => {
                caught += 1;
                report.ok("caught", &format!("{by}: {}", line_with(&text, &mistake.says)), since);
            }
            Said::Findings(text) => {
                missed += 1;
                let details = format!("the message is not {:?}:\n{text}", mistake.says);
                report.failed("mistake", &by, &details, since);
            }
            Said::Nothing => {
                missed += 1;
                report.failed("mistake", &by, "no check noticed", since);
            }
            Said::NotRun(why) => {
                left += 1;
                report.line(&format!("left  mistake   {by}: {why}"));
            }
        }
    }
    report.count(format!("mistakes: {caught} caught, {missed} missed, {left} not tried"));
    Ok(())
}

/// Compares without line breaks, because Terraform wraps its messages.
fn says(text: &str, part: &str) -> bool {
    plain(text).contains(&plain(part))
}

fn plain(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| *word != "│");
    words.collect::<Vec<_>>().join(" ")
}

fn line_with(text: &str, part: &str) -> String {
    let line = text.lines().find(|line| line.contains(part));
    line.map_or_else(|| part.to_owned(), |line| line.trim_start_matches(['│', ' ']).to_owned())
}

struct Planting<'a> {
    checkout: &'a Path,
    workspace: &'a Workspace,
    terraform: Option<&'a Terraform>,
    linters: Option<&'a Linters>,
}

impl Planting<'_> {
    fn run(&self, mistake: &Mistake) -> Result<Said, PlantedError> {
        let tree = Tree::read(&self.workspace.root)?;
        let unknown = || PlantedError::Unknown(mistake.name.clone());
        match &mistake.caught_by {
            Check::Rule(name) => {
                let rule = rules::rule(name).ok_or_else(unknown)?;
                Ok(said(&(rule.check)(&tree)))
            }
            Check::OneTruth(name) => self.one_truth(name, mistake),
            Check::Test(name) => {
                let Some(terraform) = self.terraform else {
                    return Ok(Said::NotRun("no provider"));
                };
                let bootstrap = tree.bootstrap.as_ref().filter(|folder| folder.name == *name);
                let module = tree.module(name).or(bootstrap).ok_or_else(unknown)?;
                let (_, wrong) = modules::test(terraform, self.workspace, module)?;
                Ok(wrong.map_or(Said::Nothing, Said::Findings))
            }
            Check::Plan(root) | Check::State(root) | Check::Policies(root) => {
                let root = tree
                    .roots
                    .iter()
                    .find(|there| environments::name(there) == *root)
                    .ok_or_else(unknown)?;
                self.environment(&tree, root, &mistake.caught_by)
            }
            Check::Checkov(folder) => {
                let Some(linters) = self.linters else { return Ok(Said::NotRun("no checkov")) };
                let found = linters.checkov(&self.workspace.root, folder)?.found;
                Ok(Said::Findings(lines(&found)))
            }
        }
    }

    fn environment(&self, tree: &Tree, root: &Folder, check: &Check) -> Result<Said, PlantedError> {
        let Some(terraform) = self.terraform.filter(|terraform| terraform.applies) else {
            return Ok(Said::NotRun("no stand-in"));
        };
        let kept = self.workspace.data.join("kept");
        fs::create_dir_all(&kept)?;
        let state = match environments::make(terraform, self.workspace, tree, root, &kept)? {
            Made::Refused(details) => return Ok(Said::Findings(details)),
            Made::State(state) => state,
        };
        match check {
            Check::State(_) => Ok(said(&environments::findings(&self.workspace.root, &state))),
            Check::Policies(_) => {
                let Some(linters) = self.linters else { return Ok(Said::NotRun("no parliament")) };
                let (_, found) = linters.parliament(&[*state])?;
                Ok(Said::Findings(lines(&found)))
            }
            _ => Ok(Said::Nothing),
        }
    }

    /// Runs the test, which plants the mistake in its own copy.
    fn one_truth(&self, name: &str, mistake: &Mistake) -> Result<Said, PlantedError> {
        let ran = program::run(
            Command::new("cargo")
                .current_dir(self.checkout)
                .args([
                    "test",
                    "--locked",
                    "--quiet",
                    "--package",
                    "switchboard-infra-tests",
                    "--test",
                    "one_truth",
                ])
                .args(["--", "--nocapture", "planted_mistakes_are_caught"]),
        )?;
        let line = format!("caught {}: {name}: ", mistake.name);
        let caught = ran.out.lines().find_map(|text| text.strip_prefix(&line));
        Ok(caught.map_or(Said::Nothing, |caught| Said::Findings(caught.to_owned())))
    }
}

fn said(findings: &[Finding]) -> Said {
    if findings.is_empty() {
        return Said::Nothing;
    }
    Said::Findings(lines(findings))
}
