//! Validation and tests of modules.

use std::time::Instant;

use switchboard_infra_tests::tree::Folder;

use super::program::{NotRun, Ran};
use super::provider::Terraform;
use super::report::{Report, each};
use super::workspace::Workspace;

/// The number of passed and failed tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tests {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

/// Validates and tests modules.
pub(crate) fn check(
    terraform: &Terraform,
    workspace: &Workspace,
    modules: &[&Folder],
    report: &Report,
) -> Result<Tests, NotRun> {
    let results = each(modules, terraform.parallel, |module| {
        let since = Instant::now();
        let result = test(terraform, workspace, module)?;
        match &result {
            (tests, None) => {
                report.ok("test", &format!("{}: {} tests", module.name, tests.passed), since);
            }
            (_, Some(details)) => report.failed("test", &module.name, details, since),
        }
        Ok(result.0)
    });
    let mut all = Tests::default();
    for tests in results {
        let tests = tests?;
        all.passed += tests.passed;
        all.failed += tests.failed;
    }
    Ok(all)
}

/// Validates a module or a root without its backend, and returns the errors.
pub(crate) fn validate(
    terraform: &Terraform,
    workspace: &Workspace,
    folder: &Folder,
) -> Result<Option<String>, NotRun> {
    let path = workspace.root.join(&folder.path);
    for arguments in [["init", "-backend=false", "-input=false"].as_slice(), &["validate"]] {
        let ran = terraform.run(&path, &folder.path, arguments)?;
        if !ran.ok {
            return Ok(Some(ran.errors()));
        }
    }
    Ok(None)
}

/// Validates and tests one module, and returns the errors.
pub(crate) fn test(
    terraform: &Terraform,
    workspace: &Workspace,
    module: &Folder,
) -> Result<(Tests, Option<String>), NotRun> {
    if let Some(wrong) = validate(terraform, workspace, module)? {
        return Ok((Tests::default(), Some(wrong)));
    }
    if !module.files.iter().any(|file| file.ends_with(".tftest.hcl")) {
        return Ok((Tests::default(), None));
    }
    let folder = workspace.root.join(&module.path);
    let ran = terraform.run(&folder, &module.path, &["test"])?;
    let tests = counted(&ran.out);
    let wrong = (!ran.ok).then(|| failures(&ran));
    Ok((tests, wrong))
}

/// The numbers in `Success! 12 passed, 0 failed.`
fn counted(out: &str) -> Tests {
    let mut tests = Tests::default();
    let Some(line) = out.lines().rev().find(|line| line.contains(" passed, ")) else {
        return tests;
    };
    let words: Vec<_> = line.split([' ', ',', '.']).collect();
    for pair in words.windows(2) {
        match pair {
            [number, "passed"] => tests.passed = number.parse().unwrap_or(0),
            [number, "failed"] => tests.failed = number.parse().unwrap_or(0),
            _ => {}
        }
    }
    tests
}

/// The output without the runs that passed.
fn failures(ran: &Ran) -> String {
    let lines = ran.out.lines().chain(ran.err.lines());
    let failed: Vec<_> =
        lines.filter(|line| !line.ends_with("... pass") && !line.trim().is_empty()).collect();
    failed.get(..failed.len().min(60)).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted() {
        let out = "  run \"a\"... pass\nSuccess! 12 passed, 0 failed.\n";
        assert_eq!(counted(out), Tests { passed: 12, failed: 0 });
        assert_eq!(
            counted("Failure! 3 passed, 2 failed, 1 skipped.\n"),
            Tests { passed: 3, failed: 2 }
        );
    }
}
