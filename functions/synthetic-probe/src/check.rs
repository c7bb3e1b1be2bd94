//! The results of checks.

use serde::Serialize;
use switchboard_lambda::chain;
use tracing::error;

use crate::problem::Problem;

/// The result of a run or of a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The checks that were made.
    pub checks: Vec<Check>,
    /// Whether all checks passed.
    pub healthy: bool,
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The name of the check.
    pub name: &'static str,
    /// Whether the check passed.
    pub ok: bool,
    /// Why the check failed, or `ok`. It holds no personal data.
    pub detail: String,
}

impl Report {
    pub(crate) fn of(checks: Vec<Check>) -> Self {
        let healthy = checks.iter().all(|check| check.ok);
        Self { checks, healthy }
    }

    pub(crate) fn failures(&self) -> u32 {
        let failures = self.checks.iter().filter(|check| !check.ok).count();
        u32::try_from(failures).unwrap_or(u32::MAX)
    }
}

impl Check {
    /// Keeps the result of a check, and logs why it failed.
    pub(crate) fn of(name: &'static str, result: Result<(), Problem>) -> Self {
        match result {
            Ok(()) => Self { name, ok: true, detail: "ok".to_owned() },
            Err(problem) => {
                let detail = chain(&problem);
                error!(event = "check_failed", check = name, error_type = problem.kind(), error = %detail, "check failed");
                Self { name, ok: false, detail }
            }
        }
    }
}
