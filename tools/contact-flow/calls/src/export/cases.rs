//! The test cases of a run, and the folder that they are written to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use thiserror::Error;

use super::{NotExported, test_case};
use crate::flows::Flows;
use crate::run::Run;

/// The test cases of a run.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// The text of each file, by the name of its script.
    pub exported: BTreeMap<String, String>,
    /// The names of the scripts that cannot be test cases, by the reason.
    pub others: BTreeMap<NotExported, Vec<String>>,
}

/// The reason why test cases cannot be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The folder has files already, which may be test cases of scripts that are gone.
    #[error("{} is not empty; name a folder that does not exist yet", .0.display())]
    NotEmpty(PathBuf),
    /// A file or folder cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A test case cannot be written as JSON.
    #[error("the test case of {0} cannot be written: {1}")]
    Json(String, #[source] serde_json::Error),
}

impl Cases {
    /// Turns the scripts that passed into test cases.
    ///
    /// # Errors
    ///
    /// [`ExportError::Json`] if a test case cannot be written as JSON.
    pub fn of(run: &Run, flows: &Flows) -> Result<Self, ExportError> {
        let mut cases = Self::default();
        for outcome in &run.outcomes {
            let script = &outcome.script;
            let flow = flows.get(&script.flow, &script.file);
            let (Ok(played), Ok(flow)) = (&outcome.result, flow) else { continue };
            match test_case(script, played, &flow.entry) {
                Ok(case) => {
                    let json = serde_json::to_string_pretty(&case)
                        .map_err(|error| ExportError::Json(script.name.clone(), error))?;
                    cases.exported.insert(script.name.clone(), json + "\n");
                }
                Err(reason) => cases.others.entry(reason).or_default().push(script.name.clone()),
            }
        }
        Ok(cases)
    }

    /// Writes a file `NAME.json.tftpl` for each test case into a folder, which it creates.
    ///
    /// # Errors
    ///
    /// [`ExportError`] if the folder has files already or a file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), ExportError> {
        let unwritable = |path: &Path, source| {
            let path = path.to_owned();
            ExportError::Unwritable { path, source }
        };
        fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
        let mut files = fs::read_dir(folder).map_err(|source| unwritable(folder, source))?;
        if files.next().is_some() {
            return Err(ExportError::NotEmpty(folder.to_owned()));
        }
        for (name, text) in &self.exported {
            let path = folder.join(format!("{name}.json.tftpl"));
            fs::write(&path, text).map_err(|source| unwritable(&path, source))?;
        }
        Ok(())
    }
}

/// Writes the number of test cases, and a line for each reason why other scripts are not among them.
impl fmt::Display for Cases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: usize = self.others.values().map(Vec::len).sum();
        write!(f, "{} calls are test cases now; {others} cannot be:", self.exported.len())?;
        let mut reasons = self.others.iter();
        reasons.try_for_each(|(reason, names)| write!(f, "\n- {reason}: {}", names.join(", ")))
    }
}
