//! Runs programs and captures their output.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use thiserror::Error;

/// The result of a run.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
    /// Whether the program succeeded.
    pub(crate) ok: bool,
    /// Its standard output.
    pub(crate) out: String,
    /// Its standard error.
    pub(crate) err: String,
}

impl Ran {
    /// The last lines of its output.
    pub(crate) fn tail(&self, lines: usize) -> String {
        let all = format!("{}\n{}", self.out.trim_end(), self.err.trim_end());
        let all: Vec<_> = all.lines().collect();
        all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n").trim().to_owned()
    }

    /// The errors in Terraform's output.
    pub(crate) fn errors(&self) -> String {
        let all = format!("{}\n{}", self.out, self.err);
        match all.find("Error:") {
            Some(start) => {
                let lines = all.get(start..).unwrap_or_default().lines();
                let lines: Vec<_> = lines.filter(|line| !line.trim().is_empty()).take(60).collect();
                lines.join("\n")
            }
            None => self.tail(40),
        }
    }
}

/// Why a program cannot be run.
#[derive(Debug, Error)]
#[error("{program} cannot be run: {source}")]
pub(crate) struct NotRun {
    pub(crate) program: String,
    pub(crate) source: io::Error,
}

impl NotRun {
    /// Whether the program is not installed.
    pub(crate) fn is_missing(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<Ran, NotRun> {
    run_with(command.stdin(Stdio::null()), "")
}

/// Runs a program that reads a text.
pub(crate) fn run_with(command: &mut Command, input: &str) -> Result<Ran, NotRun> {
    let program = program_name(command.get_program());
    let not_run = |source| NotRun { program: program.clone(), source };
    if !input.is_empty() {
        command.stdin(Stdio::piped());
    }
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(not_run)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends before it has read everything reports the reason itself.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().map_err(not_run)?;
    Ok(Ran {
        ok: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

fn program_name(program: &OsStr) -> String {
    program.to_string_lossy().into_owned()
}
