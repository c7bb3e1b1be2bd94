//! A flow, its template filled in.

use std::collections::BTreeMap;
use std::path::Path;

use switchboard_contact_flow::canonical;
use switchboard_contact_flow::catalogue::{Catalogue, CatalogueError};
use switchboard_contact_flow::counted::{CountedError, without_loops};
use thiserror::Error;

use crate::variant;

/// Why a flow cannot be rendered.
#[derive(Debug, Error)]
pub(crate) enum RenderError {
    /// No such flow, or a variable without a value.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A loop that cannot be counted.
    #[error(transparent)]
    Counted(#[from] CountedError),
    /// A value for nothing.
    #[error("the flow has no variable {name:?}; it has: {}", known.join(", "))]
    Variable {
        /// The name.
        name: String,
        /// The variables that there are.
        known: Vec<String>,
    },
}

/// The JSON of a flow with these values.
pub(crate) fn render(
    folder: &Path,
    flow: &str,
    values: &BTreeMap<&str, &str>,
    counted: bool,
) -> Result<String, RenderError> {
    let mut catalogue = Catalogue::read(folder)?;
    let variables = &catalogue.entry(flow)?.variables;
    if let Some(name) = values.keys().find(|name| !variables.contains_key(**name)) {
        let known = variables.keys().cloned().collect();
        return Err(RenderError::Variable { name: (*name).to_owned(), known });
    }
    if counted && let Some(entry) = catalogue.flows.get_mut(flow) {
        // The counts of the variant are fixed; those of the flow with its loops can be set.
        entry.template = variant::source(&entry.template);
    }
    let mut flow = catalogue.flow(flow, values)?;
    if counted {
        flow = without_loops(&flow, &BTreeMap::new())?;
    }
    Ok(canonical::write(&flow))
}
