//! `contact-flow-import`: turns a contact flow that was edited in the console back into its template.

mod committed;
mod content;
mod import;
mod map;
mod names;
mod report;
mod values;

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, iter};

use clap::Parser;
use switchboard_contact_flow::catalogue::CatalogueError;
use thiserror::Error;

use crate::committed::Committed;
use crate::content::{ContentError, Exported};
use crate::import::{Refusal, import};
use crate::map::{MapError, ValueMap};

/// Turns a contact flow of the console into its template.
///
/// Reads the output of `aws connect describe-contact-flow`, or its Content alone, and writes the flow in
/// canonical form, with placeholders for the values that belong to one environment.
///
/// A text that is unchanged since the flow was deployed gets its committed template back. In all other
/// texts, the values of the map and the defaults of flows.yaml are replaced wherever they occur, except
/// short words such as "3" or "Joanna", which may occur by chance. The committed flow is the one of
/// flows.yaml with the same name, or --flow. Without one, only the values of the map are replaced, and
/// short words only where they are the whole parameter.
///
/// A flow that still contains ARNs, account ids, ids of instances or phone numbers is refused, and so is the
/// old export format of the flow designer. Nothing is written then.
///
/// Exit status: 0 the template is written; 1 the flow is refused, or a file cannot be read or written;
/// 2 wrong arguments.
#[derive(Parser)]
#[command(name = "contact-flow-import", version)]
struct Arguments {
    /// Placeholders and their values in the flow's environment, in YAML, one a line:
    /// `queue_arn: "arn:aws:connect:..."`
    #[arg(long, value_name = "FILE")]
    map: PathBuf,
    /// Key of the flow in flows.yaml [default: that of the flow with the same name]
    #[arg(long, value_name = "NAME")]
    flow: Option<String>,
    /// Folder of flows.yaml [default: that of the map]
    #[arg(long, value_name = "FOLDER")]
    flows_dir: Option<PathBuf>,
    /// File for the template [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// File with the flow [default: standard input]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// The reason why no template is written.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Map(#[from] MapError),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error("{name} cannot be read: {source}")]
    Read { name: String, source: io::Error },
    #[error("{name}: {source}")]
    Content { name: String, source: ContentError },
    #[error("correct these {} first; nothing is written", .0.len())]
    Refused(Vec<Refusal>),
    #[error("{name} cannot be written: {source}")]
    Write { name: String, source: io::Error },
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let refusals: &[Refusal] =
                if let Failure::Refused(refusals) = &failure { refusals } else { &[] };
            let lines = refusals.iter().map(ToString::to_string);
            for line in lines.chain(iter::once(failure.to_string())) {
                let _ = writeln!(io::stderr(), "contact-flow-import: {line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { map, flow, flows_dir, output, file } = arguments;
    let values = ValueMap::read(map)?;
    let name = file.as_ref().map_or("standard input".to_owned(), |file| file.display().to_string());
    let text =
        read(file.as_deref()).map_err(|source| Failure::Read { name: name.clone(), source })?;
    let exported = Exported::read(&text).map_err(|source| Failure::Content { name, source })?;
    let folder = flows_dir.as_deref().or(map.parent()).unwrap_or(Path::new(""));
    let committed = Committed::find(folder, flow.as_deref(), exported.name.as_deref())?;
    let import = import(exported.flow, &values, committed.as_ref()).map_err(Failure::Refused)?;
    write(output.as_deref(), &import.text)?;
    let report = report::of(&import, &values, committed.as_ref());
    // The template is written, so a report that nobody reads is not a failure.
    let _ = io::stderr().write_all(report.as_bytes());
    Ok(())
}

fn read(file: Option<&Path>) -> io::Result<String> {
    if let Some(file) = file {
        return fs::read_to_string(file);
    }
    let mut text = String::new();
    io::stdin().lock().read_to_string(&mut text).map(|_| text)
}

fn write(file: Option<&Path>, text: &str) -> Result<(), Failure> {
    let (name, written) = if let Some(file) = file {
        (file.display().to_string(), fs::write(file, text))
    } else {
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        ("standard output".to_owned(), written)
    };
    written.map_err(|source| Failure::Write { name, source })
}
