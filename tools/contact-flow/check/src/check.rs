//! Checks a folder of flows, and writes what is generated from them.

use std::collections::{BTreeMap, BTreeSet};
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
use crate::variant;

/// Why flows cannot be checked at all.
#[derive(Debug, Error)]
pub(crate) enum CheckError {
    /// No list of flows.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The functions do not say what they reply.
    #[error(transparent)]
    Replies(#[from] ReplyError),
    /// A file.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file that is generated.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// What came of it: a line for each flow that is right and each file that was written, and one for each
/// finding.
#[derive(Default)]
pub(crate) struct Checked {
    pub(crate) done: Vec<String>,
    pub(crate) findings: Vec<String>,
}

/// Checks the flows of a folder and their part of a page.
pub(crate) fn check(folder: &Path, page: &Path, write: bool) -> Result<Checked, CheckError> {
    let mut catalogue = Catalogue::read(folder)?;
    // Which of the two is deployed makes no difference: one is made of the other.
    for entry in catalogue.flows.values_mut() {
        entry.template = variant::source(&entry.template);
    }
    let external = replies::names()?;
    let page_text = read(page)?.unwrap_or_default();
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
    /// Checks a flow; once it is right, what is generated from it too.
    fn flow(&mut self, key: &str, entry: &Entry) -> Result<(), CheckError> {
        let before = self.checked.findings.len();
        let path = self.catalogue.path(entry);
        let mut text = self.catalogue.template(entry)?;
        // Before anything is filled in: it is what people write.
        let template = Flow::from_json(&text);
        if let (true, Ok(template)) = (self.write, &template) {
            let canonical = canonical::write(template);
            self.keep(&path, Some(&text), &canonical, "")?;
            text = canonical;
        }
        self.found(&path, &lint::template(entry, &text));
        let Ok(template) = template else { return Ok(()) };

        let known = Known { external: self.external };
        match self.catalogue.flow(key, &entry.examples()) {
            Err(error) => self.checked.findings.push(error.to_string()),
            Ok(flow) => {
                self.found(&path, &lint::lint(&flow, &known));
                if self.checked.findings.len() == before {
                    let branches = Coverage::of(&flow).all();
                    let blocks = flow.actions.len();
                    let line = format!("{key}: {blocks} blocks, {branches} transitions, ok");
                    self.checked.done.push(line);
                    self.variant(&path, entry, &template, &flow)?;
                    self.page.diagram(key, &template);
                    self.page.variables(key, entry);
                }
            }
        }
        Ok(())
    }

    /// Checks the variant without `Loop`, of a flow that is right.
    fn variant(
        &mut self,
        path: &Path,
        entry: &Entry,
        template: &Flow,
        flow: &Flow,
    ) -> Result<(), CheckError> {
        let variant_path = variant::path(path);
        let there = read(&variant_path)?;
        let no_values = BTreeMap::new();
        match variant::of(template, &entry.values(&no_values)) {
            Err(error) => self.checked.findings.push(format!("{}: {error}", path.display())),
            Ok(None) if there.is_some() => {
                let line = format!(
                    "{}: the flow has no Loop, and needs no variant; remove this file",
                    variant_path.display()
                );
                self.checked.findings.push(line);
            }
            Ok(None) => {}
            Ok(Some(text)) => {
                // With the counts that the flow was rendered with.
                if let Ok(rendered) =
                    switchboard_contact_flow::counted::without_loops(flow, &no_values)
                {
                    let known = Known { external: self.external };
                    self.found(&variant_path, &lint::lint(&rendered, &known));
                }
                let what = "is not the variant of the flow as it is now";
                self.keep(&variant_path, there.as_deref(), &text, what)?;
            }
        }
        Ok(())
    }

    fn page(&mut self) -> Result<(), CheckError> {
        let Page { path, before, after, missing } = std::mem::take(&mut self.page);
        self.checked.findings.extend(missing);
        self.keep(&path, Some(&before), &after, "does not show the flows as they are now")
    }

    /// Writes a file that is not what it has to be, or says `what` it is.
    fn keep(
        &mut self,
        path: &Path,
        there: Option<&str>,
        text: &str,
        what: &str,
    ) -> Result<(), CheckError> {
        if there == Some(text) {
            return Ok(());
        }
        if self.write {
            fs::write(path, text)
                .map_err(|source| CheckError::Unwritable { path: path.to_owned(), source })?;
            self.checked.done.push(format!("wrote {}", path.display()));
        } else {
            let line = format!("{}: {what}; `make contact-flow` writes it anew", path.display());
            self.checked.findings.push(line);
        }
        Ok(())
    }

    fn found(&mut self, path: &Path, findings: &[Finding]) {
        let lines = findings.iter().map(|finding| format!("{}: {finding}", path.display()));
        self.checked.findings.extend(lines);
    }
}

/// What stands in a file; nothing, if there is none.
fn read(path: &Path) -> Result<Option<String>, CheckError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CheckError::Unreadable { path: path.to_owned(), source }),
    }
}
