//! The flow that the calls run through, and its variant without loops.

use std::path::{Path, PathBuf};
use std::{fs, io};

use switchboard_contact_flow::catalogue::{self, Catalogue, CatalogueError, Entry};
use switchboard_contact_flow::document::Flow;
use tempfile::TempDir;
use thiserror::Error;

/// The flow that the local stack's calls run through.
const FLOW: &str = "vanity-numbers";

/// The template of the variant without loops.
const COUNTED: &str = "vanity-numbers.counted.json.tftpl";

/// The flow, in a folder that a stack reads it from.
#[derive(Debug)]
pub struct Flows {
    folder: PathBuf,
    flow: Flow,
    entry: Entry,
    /// The folder, if it is none of the checkout.
    _temporary: Option<TempDir>,
}

/// Why the flow is not to be had.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FlowsError {
    /// The flow or its list.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The variant cannot be copied.
    #[error("the variant without loops cannot be read from {} and laid beside its list: {source}", path.display())]
    Copy {
        /// Its template.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Flows {
    /// The flow of a folder with a list of flows.
    pub fn of(folder: &Path) -> Result<Self, FlowsError> {
        let catalogue = Catalogue::read(folder)?;
        let entry = catalogue.entry(FLOW)?.clone();
        // Which function it invokes makes no difference to its branches.
        let flow = catalogue.flow(FLOW, &entry.examples())?;
        Ok(Self { folder: folder.to_owned(), flow, entry, _temporary: None })
    }

    /// The variant without loops of a folder's flow, in place of the flow.
    pub fn counted(folder: &Path) -> Result<Self, FlowsError> {
        let path = folder.join(COUNTED);
        let listed = Catalogue::read(folder)?;
        let template = &listed.entry(FLOW)?.template;
        let lay = || {
            let temporary = tempfile::tempdir()?;
            fs::copy(folder.join(catalogue::FILE), temporary.path().join(catalogue::FILE))?;
            fs::copy(&path, temporary.path().join(template))?;
            Ok(temporary)
        };
        let temporary = lay().map_err(|source| FlowsError::Copy { path: path.clone(), source })?;
        let flows = Self::of(temporary.path())?;
        Ok(Self { _temporary: Some(temporary), ..flows })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The flow.
    #[must_use]
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// What the list of flows says of it.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        &self.entry
    }
}
