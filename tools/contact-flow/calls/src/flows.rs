//! The flows that the calls run through.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use switchboard_contact_flow::catalogue::{Catalogue, CatalogueError, Entry};
use switchboard_contact_flow::document::Flow;
use thiserror::Error;

/// The flows of a folder that answer a number.
#[derive(Debug)]
pub struct Flows {
    folder: PathBuf,
    by_key: BTreeMap<String, Answering>,
}

/// A flow that answers a number.
#[derive(Clone, Debug)]
pub struct Answering {
    /// The number, in E.164.
    pub number: String,
    /// What `flows.yaml` says about the flow.
    pub entry: Entry,
    /// The flow.
    pub flow: Flow,
}

/// The reason why a script has no flow.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}: no flow {flow:?} of flows.yaml answers a number; these do: {}", known.join(", "))]
pub struct NoFlow {
    /// The path of the script.
    pub file: String,
    /// The key of the flow.
    pub flow: String,
    /// The keys of the flows that answer a number.
    pub known: Vec<String>,
}

impl Flows {
    /// Reads the flows of a folder.
    ///
    /// # Errors
    ///
    /// [`CatalogueError`] if the list or a template cannot be read.
    pub fn read(folder: &Path) -> Result<Self, CatalogueError> {
        let catalogue = Catalogue::read(folder)?;
        let mut by_key = BTreeMap::new();
        for (key, entry) in &catalogue.flows {
            if let Some(number) = entry.answers.clone() {
                // Which function the flow invokes makes no difference to its branches.
                let flow = catalogue.flow(entry, &entry.examples())?;
                by_key.insert(key.clone(), Answering { number, entry: entry.clone(), flow });
            }
        }
        Ok(Self { folder: folder.to_owned(), by_key })
    }

    /// Returns the folder that the flows were read from.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Iterates over the flows and their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answering)> {
        self.by_key.iter().map(|(key, answering)| (key.as_str(), answering))
    }

    /// Returns the flow with this key, for the script of this file.
    ///
    /// # Errors
    ///
    /// [`NoFlow`] if no flow with this key answers a number.
    pub fn get(&self, flow: &str, file: &str) -> Result<&Answering, NoFlow> {
        self.by_key.get(flow).ok_or_else(|| NoFlow {
            file: file.to_owned(),
            flow: flow.to_owned(),
            known: self.by_key.keys().cloned().collect(),
        })
    }
}
