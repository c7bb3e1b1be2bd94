//! checkov over the source, parliament over the policies.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};
use switchboard_infra_tests::policy::{Kind, policies};
use switchboard_infra_tests::state::State;
use thiserror::Error;

use super::program::{self, NotRun};
use super::skips::Found;

/// Why the linters cannot run.
#[derive(Debug, Error)]
pub(crate) enum LinterError {
    #[error(transparent)]
    NotRun(#[from] NotRun),
    #[error("checkov and parliament cannot be installed:\n{0}")]
    NotInstalled(String),
    #[error("the output of {linter} cannot be parsed: {tail}")]
    Output { linter: &'static str, tail: String },
}

/// The linters, installed.
#[derive(Clone, Debug)]
pub(crate) struct Linters {
    commands: PathBuf,
    policies: PathBuf,
}

/// The result of checkov.
#[derive(Debug, Default)]
pub(crate) struct Checkov {
    pub(crate) passed: usize,
    pub(crate) found: Vec<Found>,
}

/// A finding of parliament in a policy.
#[derive(Debug, Deserialize)]
struct Lint {
    place: String,
    issue: String,
    detail: String,
}

impl Linters {
    /// Installs the linters if they are missing.
    pub(crate) fn ready(checkout: &Path) -> Result<Self, LinterError> {
        let ran = program::run(&mut Command::new(checkout.join("tools/checks/infra-linters.sh")))?;
        let folder = ran.out.lines().last().filter(|_| ran.ok);
        match folder {
            Some(folder) => {
                Ok(Self { commands: folder.into(), policies: checkout.join("infra/policies") })
            }
            None => Err(LinterError::NotInstalled(ran.tail(20))),
        }
    }

    /// Runs checkov, with our own policies, over a folder of a checkout.
    pub(crate) fn checkov(&self, root: &Path, folder: &str) -> Result<Checkov, LinterError> {
        let ran = program::run(
            Command::new(self.commands.join("checkov"))
                .current_dir(root)
                .args(["--directory", folder, "--framework", "terraform", "--external-checks-dir"])
                .arg(self.policies.join("checkov"))
                .args([
                    "--skip-download",
                    "--quiet",
                    "--compact",
                    "--soft-fail",
                    "--output",
                    "json",
                ])
                // Modules are in the checkout; nothing is downloaded.
                .args(["--download-external-modules", "false"])
                .env("LOG_LEVEL", "ERROR"),
        )?;
        let json: Value = serde_json::from_str(&ran.out)
            .map_err(|_| LinterError::Output { linter: "checkov", tail: ran.tail(20) })?;
        let reports = match &json {
            Value::Array(reports) => reports.iter().collect(),
            report => vec![report],
        };
        let mut all = Checkov::default();
        for report in reports {
            let number = |pointer| report.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
            all.passed += usize::try_from(number("/summary/passed")).unwrap_or(0);
            for failed in report
                .pointer("/results/failed_checks")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                let text =
                    |name: &str| failed.get(name).and_then(Value::as_str).unwrap_or_default();
                all.found.push(Found {
                    check: text("check_id").to_owned(),
                    place: format!("{folder}{}: {}", text("file_path"), text("resource")),
                    message: text("check_name").to_owned(),
                });
            }
            let unread = report.pointer("/results/parsing_errors").and_then(Value::as_array);
            for file in unread.into_iter().flatten().filter_map(Value::as_str) {
                all.found.push(Found {
                    check: "CKV_PARSING".to_owned(),
                    place: file.to_owned(),
                    message: "checkov cannot parse this file".to_owned(),
                });
            }
        }
        all.found.sort();
        Ok(all)
    }

    /// Runs parliament over the policies of states, and returns their number and the findings.
    pub(crate) fn parliament(&self, states: &[State]) -> Result<(usize, Vec<Found>), LinterError> {
        let all: Vec<_> = states
            .iter()
            .flat_map(policies)
            .map(|policy| {
                let kind = match policy.kind {
                    Kind::Identity => "identity",
                    Kind::Trust => "trust",
                    Kind::Resource => "resource",
                };
                json!({ "place": policy.place, "kind": kind, "document": policy.document })
            })
            .collect();
        let count = all.len();
        let ran = program::run_with(
            Command::new(self.commands.join("python")).arg(self.policies.join("iam_lint.py")),
            &Value::from(all).to_string(),
        )?;
        let lints: Vec<Lint> = serde_json::from_str(&ran.out)
            .map_err(|_| LinterError::Output { linter: "parliament", tail: ran.tail(20) })?;
        let mut found: Vec<_> = lints
            .into_iter()
            .map(|lint| Found { check: lint.issue, place: lint.place, message: lint.detail })
            .collect();
        found.sort();
        Ok((count, found))
    }
}
