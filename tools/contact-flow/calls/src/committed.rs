//! The files of the test cases, as they are committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use switchboard_contact_flow::catalogue::Entry;
use thiserror::Error;

use crate::export::{NotExported, test_case};
use crate::run::Run;
use crate::script::Script;

/// How the name of a test case's file ends.
const CASE: &str = ".json.tftpl";

/// The file that says which calls are test cases, and which are not.
const README: &str = "README.md";

/// What is written lies between these.
const FROM: &str = "<!-- cases -->";
const TO: &str = "<!-- /cases -->";

/// Files by their names, with what is in them.
pub type Files = BTreeMap<String, String>;

/// Why the files cannot be written or compared.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CommittedError {
    /// A file or folder that cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A test case that cannot be written down.
    #[error("the test case of {0} cannot be written: {1}")]
    Json(String, #[source] serde_json::Error),
    /// No place for the list.
    #[error("{} has no lines {FROM} and {TO}, between which the test cases are listed", .0.display())]
    NoMarkers(PathBuf),
}

/// The files of the scripts that were played, for this folder.
pub fn files(run: &Run, entry: &Entry, folder: &Path) -> Result<Files, CommittedError> {
    let mut files = Files::new();
    let mut exported = Vec::new();
    let mut others: BTreeMap<NotExported, Vec<&Script>> = BTreeMap::new();
    for outcome in &run.outcomes {
        let Ok(played) = &outcome.result else { continue };
        let script = &outcome.script;
        match test_case(script, played, entry) {
            Ok(case) => {
                let json = serde_json::to_string_pretty(&case)
                    .map_err(|error| CommittedError::Json(script.name.clone(), error))?;
                files.insert(format!("{}{CASE}", script.name), json + "\n");
                exported.push(script);
            }
            Err(reason) => others.entry(reason).or_default().push(script),
        }
    }
    let path = folder.join(README);
    let readme = read(&path)?;
    let (before, rest) = readme.split_once(FROM).ok_or(CommittedError::NoMarkers(path.clone()))?;
    let (_, after) = rest.split_once(TO).ok_or(CommittedError::NoMarkers(path))?;
    let list = list(&exported, &others);
    files.insert(README.to_owned(), format!("{before}{FROM}\n{list}{TO}{after}"));
    Ok(files)
}

/// The names of the files that are not in the folder as they should be, or should not be there.
pub fn stale(files: &Files, folder: &Path) -> Result<Vec<String>, CommittedError> {
    let mut stale = left_over(files, folder)?;
    for (name, text) in files {
        let path = folder.join(name);
        if !path.exists() || read(&path)? != *text {
            stale.push(name.clone());
        }
    }
    Ok(stale)
}

/// Writes the files, and removes test cases of scripts that are gone.
pub fn write(files: &Files, folder: &Path) -> Result<(), CommittedError> {
    for name in left_over(files, folder)? {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(|source| CommittedError::File { path, source })?;
    }
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|source| CommittedError::File { path, source })?;
    }
    Ok(())
}

/// Whether a file is a test case.
#[must_use]
pub fn is_case(name: &str) -> bool {
    name.ends_with(CASE)
}

/// Test cases of the folder that no script has made.
fn left_over(files: &Files, folder: &Path) -> Result<Vec<String>, CommittedError> {
    let unreadable = |source| CommittedError::File { path: folder.to_owned(), source };
    let mut left_over = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if is_case(&name) && !files.contains_key(&name) {
            left_over.push(name);
        }
    }
    left_over.sort();
    Ok(left_over)
}

/// Which calls are test cases, and why the others are not.
fn list(exported: &[&Script], others: &BTreeMap<NotExported, Vec<&Script>>) -> String {
    let mut list = format!("{} calls are test cases:\n\n", exported.len());
    list.push_str("| file | what it shows |\n| --- | --- |\n");
    for script in exported {
        // Writing to a text does not fail.
        let _ = writeln!(list, "| `{}{CASE}` | {} |", script.name, script.about);
    }
    let count: usize = others.values().map(Vec::len).sum();
    let _ = writeln!(list, "\n{count} are not, and are played on the local stack only:\n");
    for (reason, scripts) in others {
        let names: Vec<_> = scripts.iter().map(|script| format!("`{}`", script.name)).collect();
        let _ = writeln!(list, "- {reason}: {}.", names.join(", "));
    }
    list
}

fn read(path: &Path) -> Result<String, CommittedError> {
    fs::read_to_string(path)
        .map_err(|source| CommittedError::File { path: path.to_owned(), source })
}
