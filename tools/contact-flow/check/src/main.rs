//! `contact-flow`: checks the contact flows, updates the generated files, and renders a flow.

mod check;
mod page;
mod render;
mod replies;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use thiserror::Error;

use crate::check::Checked;

/// Checks and renders the contact flows of Amazon Connect.
#[derive(Parser)]
#[command(name = "contact-flow", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(Check),
    Render(Render),
}

/// Checks every flow of flows.yaml.
///
/// A flow is correct if Connect accepts it, no caller is left in silence, and every value is written before
/// it is read. Its template has to be in canonical form, and its diagram and table of variables up to date.
/// Findings go to standard error, and the exit status is 1.
#[derive(Args)]
struct Check {
    /// Write the templates in canonical form, and update the page.
    #[arg(long)]
    write: bool,
    /// Page with the diagrams and the tables of variables.
    #[arg(long, value_name = "FILE", default_value = "docs/contact-flow.md")]
    page: PathBuf,
    /// Folder of flows.yaml.
    #[arg(default_value = "infra/contact-flows")]
    folder: PathBuf,
}

/// Prints a flow for `aws connect create-contact-flow --content`.
#[derive(Args)]
struct Render {
    /// Key of the flow in flows.yaml.
    flow: String,
    /// Value of a variable; variables that are not set have their defaults.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = assignment)]
    values: Vec<(String, String)>,
    /// Folder of flows.yaml.
    #[arg(long, default_value = "infra/contact-flows")]
    folder: PathBuf,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as attempts=5")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The reason why the program fails.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Check(#[from] check::CheckError),
    #[error(transparent)]
    Render(#[from] render::RenderError),
    #[error("cannot write the result: {0}")]
    Output(#[from] io::Error),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(status) => status,
        // The reader has seen enough, as `head` has.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let _ = writeln!(io::stderr(), "contact-flow: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    match command {
        Command::Render(Render { flow, values, folder }) => {
            let values =
                values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let text = render::render(&folder, &flow, &values)?;
            out.write_all(text.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check(Check { write, page, folder }) => {
            let Checked { done, findings } = check::check(&folder, &page, write)?;
            for line in done {
                writeln!(out, "{line}")?;
            }
            report(&findings, write)
        }
    }
}

fn report(findings: &[String], wrote: bool) -> Result<ExitCode, Failure> {
    if findings.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let mut err = io::stderr().lock();
    for finding in findings {
        writeln!(err, "{finding}")?;
    }
    let count = match findings.len() {
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    let advice = if wrote {
        "correct them in the template or in flows.yaml, then run this again"
    } else {
        "correct them in the template or in flows.yaml; `make contact-flow` updates the generated files"
    };
    writeln!(err, "contact-flow: {count}: {advice}")?;
    Ok(ExitCode::FAILURE)
}
