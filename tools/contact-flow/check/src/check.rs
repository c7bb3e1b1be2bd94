//! Checks the flows of a folder and writes the generated files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use switchboard_contact_flow::canonical;
use switchboard_contact_flow::catalogue::{Catalogue, CatalogueError, Entry};
use switchboard_contact_flow::coverage::Coverage;
use switchboard_contact_flow::document::Flow;
use switchboard_contact_flow::lint::{self, Finding, Known};
use thiserror::Error;

use crate::page::Page;
use crate::replies::{self, ReplyError};

/// The reason why flows cannot be checked.
#[derive(Debug, Error)]
pub(crate) enum CheckError {
    /// The flows cannot be read.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The replies of the functions are unknown.
    #[error(transparent)]
    Replies(#[from] ReplyError),
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A generated file cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

/// The result of a check.
#[derive(Default)]
pub(crate) struct Checked {
    /// A line for each correct flow and each file that was written.
    pub(crate) done: Vec<String>,
    /// A line for each finding.
    pub(crate) findings: Vec<String>,
}

/// Checks the flows of a folder, and the parts of a page that are generated from them.
pub(crate) fn check(folder: &Path, page: &Path, write: bool) -> Result<Checked, CheckError> {
    let catalogue = Catalogue::read(folder)?;
    let external = replies::names()?;
    let page_text = read(page)?;
    let mut checking = Checking {
        catalogue: &catalogue,
        external: &external,
        page: Page::new(page, page_text),
        write,
        checked: Checked::default(),
    };
    for (key, entry) in &catalogue.flows {
        checking.flow(key, entry)?;
    }
    checking.page()?;
    Ok(checking.checked)
}

struct Checking<'a> {
    catalogue: &'a Catalogue,
    external: &'a BTreeSet<String>,
    page: Page,
    write: bool,
    checked: Checked,
}

impl Checking<'_> {
    /// Checks a flow and, if it is correct, updates what is generated from it.
    fn flow(&mut self, key: &str, entry: &Entry) -> Result<(), CheckError> {
        let before = self.checked.findings.len();
        let path = self.catalogue.path(entry);
        let mut text = self.catalogue.template(entry)?;
        let template = Flow::from_json(&text);
        if let (true, Ok(template)) = (self.write, &template) {
            let canonical = canonical::write(template);
            self.update(&path, &text, &canonical, "")?;
            text = canonical;
        }
        self.found(&path, &lint::template(entry, &text));
        let Ok(template) = template else { return Ok(()) };

        let known = Known { external: self.external };
        match self.catalogue.flow(entry, &entry.examples()) {
            Err(error) => self.checked.findings.push(error.to_string()),
            Ok(flow) => {
                self.found(&path, &lint::lint(&flow, &known));
                if self.checked.findings.len() == before {
                    let branches = Coverage::of(&flow).all();
                    let blocks = flow.actions.len();
                    let line = format!("{key}: {blocks} blocks, {branches} transitions, ok");
                    self.checked.done.push(line);
                    self.page.diagram(key, &template);
                    self.page.variables(key, entry);
                }
            }
        }
        Ok(())
    }

    fn page(&mut self) -> Result<(), CheckError> {
        let Page { path, before, after, missing } = std::mem::take(&mut self.page);
        self.checked.findings.extend(missing);
        self.update(&path, &before, &after, "does not show the current flows")
    }

    /// Writes a file whose text is out of date, or reports the `problem`.
    fn update(
        &mut self,
        path: &Path,
        current: &str,
        text: &str,
        problem: &str,
    ) -> Result<(), CheckError> {
        if current == text {
            return Ok(());
        }
        if self.write {
            fs::write(path, text)
                .map_err(|source| CheckError::Unwritable { path: path.to_owned(), source })?;
            self.checked.done.push(format!("wrote {}", path.display()));
        } else {
            let line = format!("{}: {problem}; `make contact-flow` updates it", path.display());
            self.checked.findings.push(line);
        }
        Ok(())
    }

    fn found(&mut self, path: &Path, findings: &[Finding]) {
        let lines = findings.iter().map(|finding| format!("{}: {finding}", path.display()));
        self.checked.findings.extend(lines);
    }
}

/// Reads a file; one that does not exist is empty.
fn read(path: &Path) -> Result<String, CheckError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(CheckError::Unreadable { path: path.to_owned(), source }),
    }
}
