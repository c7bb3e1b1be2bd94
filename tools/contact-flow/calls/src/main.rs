//! `calls`: plays the scripted calls, and exports them as test cases of Amazon Connect.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use switchboard_calls::exchange::{Exchange, ExchangeError, functions_dir};
use switchboard_calls::export::{Cases, ExportError};
use switchboard_calls::flows::Flows;
use switchboard_calls::run::{Outcome, Run};
use switchboard_calls::script::Script;
use switchboard_calls::scripts::{ReadError, read_folder};
use switchboard_calls::transcript::Transcript;
use switchboard_contact_flow::catalogue::CatalogueError;
use thiserror::Error;

/// Plays scripted calls through the contact flows on a local stack, and reports the transitions that no
/// call takes.
///
/// The scripts are in tools/contact-flow/calls/scripts; tools/contact-flow/calls/README.md says how to
/// write one.
#[derive(Debug, Parser)]
#[command(name = "calls", args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Play only this script, such as famous-number, and print its transcript.
    name: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the scripts as test cases of Amazon Connect.
    Export {
        /// Folder for the test cases; it must not exist yet, or be empty.
        folder: PathBuf,
    },
}

/// The reason why the program fails.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Flows(#[from] CatalogueError),
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("no script is called {0:?}; they are: {1}")]
    NoSuchScript(String, String),
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
}

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let arguments = Arguments::parse();
    let done = match (arguments.command, arguments.name) {
        (Some(Command::Export { folder }), _) => export(&folder, &mut out),
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

/// Plays all scripts. Returns whether they passed and took every transition.
fn all(out: &mut impl Write) -> Result<bool, Failure> {
    let scripts = scripts()?;
    let run = Run::of(scripts, &mut exchange()?, |outcome| {
        let _ = report(outcome, out);
    });
    let complete = run.is_complete();
    let next = if complete {
        "To read a call: cargo run --bin calls -- famous-number"
    } else {
        "Correct the flow or the script that a message names; add a script for each transition that was \
         not taken (tools/contact-flow/calls/README.md)."
    };
    writeln!(out, "\n{run}\n\n{next}")?;
    Ok(complete)
}

/// Plays a script and prints its transcript. Returns whether it passed.
fn one(name: &str, out: &mut impl Write) -> Result<bool, Failure> {
    let scripts = scripts()?;
    let Some(script) = scripts.iter().find(|script| script.name == name) else {
        let names: Vec<&str> = scripts.iter().map(|script| script.name.as_str()).collect();
        return Err(Failure::NoSuchScript(name.to_owned(), names.join(", ")));
    };
    let run = Run::of([script.clone()], &mut exchange()?, |_| {});
    for outcome in &run.outcomes {
        writeln!(out, "{}\n{}\n", script.file, script.about)?;
        match &outcome.result {
            Ok(played) => write!(out, "{}", Transcript(&played.transcript))?,
            Err(failure) => writeln!(out, "{failure}")?,
        }
    }
    Ok(run.failures().next().is_none())
}

/// Plays all scripts and writes them as test cases. Returns whether they passed.
fn export(folder: &Path, out: &mut impl Write) -> Result<bool, Failure> {
    let scripts = scripts()?;
    let mut exchange = exchange()?;
    let run = Run::of(scripts, &mut exchange, |_| {});
    if let Some(failure) = run.failures().next() {
        writeln!(out, "{failure}\n\nOnly calls that pass are exported.")?;
        return Ok(false);
    }
    let cases = Cases::of(&run, exchange.flows())?;
    cases.write(folder)?;
    writeln!(out, "{cases}\nTo run them: tools/contact-flow/calls/connect-test-cases.md")?;
    Ok(true)
}

/// Writes a line about a script, or several if it failed.
fn report(outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    let mut say = |word: &str, text: &dyn Display| writeln!(out, "{word}  {text}");
    match &outcome.result {
        Ok(_) => say("passed", &format!("{:<36} {}", outcome.script.name, outcome.script.about)),
        Err(failure) => say("FAILED", failure),
    }
}

fn scripts() -> Result<Vec<Script>, ReadError> {
    read_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")), &root())
}

fn exchange() -> Result<Exchange, Failure> {
    let flows = Flows::read(&root().join("infra/contact-flows"))?;
    Ok(Exchange::new(functions_dir()?, flows)?)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).unwrap_or(Path::new(".")).to_owned()
}
