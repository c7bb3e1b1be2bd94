//! `calls`: plays the scripts of this folder, and writes them as test cases of Amazon Connect.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use switchboard_calls::committed::{self, CommittedError};
use switchboard_calls::exchange::{Exchange, ExchangeError, functions_dir};
use switchboard_calls::flows::{Flows, FlowsError};
use switchboard_calls::run::{Outcome, Run};
use switchboard_calls::script::{ReadError, Script, counted_only, read_folder};
use switchboard_calls::transcript::Transcript;
use thiserror::Error;

/// Plays scripted calls through the contact flow on a local stack, and tells which of its transitions
/// were taken.
///
/// The scripts are in tools/contact-flow/calls/scripts; tools/contact-flow/calls/README.md says how to write one.
#[derive(Debug, Parser)]
#[command(name = "calls", args_conflicts_with_subcommands = true)]
struct Arguments {
    /// The one script to play, by its name, such as famous-number; its transcript is printed.
    name: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the scripts as test cases of Amazon Connect, into infra/contact-flows/tests.
    Export {
        /// Write nothing, and fail if a file is not current.
        #[arg(long)]
        check: bool,
    },
}

/// Why the program ends early.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Flows(#[from] FlowsError),
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    #[error(transparent)]
    Committed(#[from] CommittedError),
    #[error("no script is called {0:?}; they are: {1}")]
    NoSuchScript(String, String),
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
}

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let arguments = Arguments::parse();
    let done = match (arguments.command, arguments.name) {
        (Some(Command::Export { check }), _) => export(check, &mut out),
        (None, Some(name)) => one(&name, &mut out),
        (None, None) => all(&mut out),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "calls: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Plays all scripts, on the flow and on its variant without loops.
fn all(out: &mut impl Write) -> Result<bool, Failure> {
    let scripts = scripts()?;
    let of_the_flow = scripts.iter().filter(|script| !counted_only(script)).cloned();
    let mut exchange = exchange(Flows::of(&flows_dir())?)?;
    let run = Run::of(of_the_flow, &mut exchange, |outcome| {
        let _ = tell(outcome, out);
    });
    writeln!(out, "\n{run}\n\nThe same without loops, and what only that has blocks for:")?;

    let mut exchange = self::exchange(Flows::counted(&flows_dir())?)?;
    let counted = Run::of(scripts, &mut exchange, |outcome| {
        if outcome.result.is_err() || counted_only(&outcome.script) {
            let _ = tell(outcome, out);
        }
    });
    writeln!(out, "\n{counted}")?;

    let complete = run.is_complete() && counted.is_complete();
    let next = if complete {
        "To read a call: cargo run --bin calls -- famous-number"
    } else {
        "Mend the flow or the script that a message names; add a script for each transition that was \
         not taken (tools/contact-flow/calls/README.md)."
    };
    writeln!(out, "\n{next}")?;
    Ok(complete)
}

/// Plays one script, and prints what happened.
fn one(name: &str, out: &mut impl Write) -> Result<bool, Failure> {
    let scripts = scripts()?;
    let Some(script) = scripts.iter().find(|script| script.name == name) else {
        let names: Vec<&str> = scripts.iter().map(|script| script.name.as_str()).collect();
        return Err(Failure::NoSuchScript(name.to_owned(), names.join(", ")));
    };
    let folder = flows_dir();
    let flows = if counted_only(script) { Flows::counted(&folder) } else { Flows::of(&folder) }?;
    let run = Run::of([script.clone()], &mut exchange(flows)?, |_| {});
    for outcome in &run.outcomes {
        writeln!(out, "{}\n{}\n", script.file, script.about)?;
        match &outcome.result {
            Ok(played) => write!(out, "{}", Transcript(&played.transcript))?,
            Err(failure) => writeln!(out, "{failure}")?,
        }
    }
    Ok(run.failures().next().is_none())
}

/// Writes the test cases, or tells which are not current.
fn export(check: bool, out: &mut impl Write) -> Result<bool, Failure> {
    let of_the_flow = scripts()?.into_iter().filter(|script| !counted_only(script));
    let mut exchange = exchange(Flows::of(&flows_dir())?)?;
    let run = Run::of(of_the_flow, &mut exchange, |_| {});
    if let Some(failure) = run.failures().next() {
        writeln!(out, "{failure}\n\nOnly calls that pass are exported.")?;
        return Ok(false);
    }
    let folder = flows_dir().join("tests");
    let files = committed::files(&run, exchange.flows().entry(), &folder)?;
    if check {
        let stale = committed::stale(&files, &folder)?;
        for file in &stale {
            writeln!(out, "{file} is not current")?;
        }
        let next = if stale.is_empty() {
            "The test cases are current."
        } else {
            "Write them anew: cargo run --bin calls -- export"
        };
        writeln!(out, "{next}")?;
        return Ok(stale.is_empty());
    }
    committed::write(&files, &folder)?;
    let cases = files.keys().filter(|name| committed::is_case(name)).count();
    writeln!(
        out,
        "{cases} of {} calls are test cases now; infra/contact-flows/tests/README.md says which are not, \
         and how to run those that are.",
        run.outcomes.len()
    )?;
    Ok(true)
}

/// A line for a script, and more if it failed.
fn tell(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let mut say = |word: &str, text: &dyn Display| writeln!(out, "{word}  {text}");
    match &outcome.result {
        Ok(_) => say("passed", &format!("{:<36} {}", outcome.script.name, outcome.script.about)),
        Err(failure) => say("FAILED", failure),
    }
}

fn scripts() -> Result<Vec<Script>, ReadError> {
    read_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")), &root())
}

fn exchange(flows: Flows) -> Result<Exchange, Failure> {
    Ok(Exchange::new(functions_dir()?, flows)?)
}

fn flows_dir() -> PathBuf {
    root().join("infra/contact-flows")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap_or(Path::new(".")).to_owned()
}
