//! Rendering: a flow whose template is filled in.

use std::collections::BTreeMap;
use std::path::Path;

use switchboard_contact_flow::canonical;
use switchboard_contact_flow::catalogue::{Catalogue, CatalogueError};
use thiserror::Error;

/// The reason why a flow cannot be rendered.
#[derive(Debug, Error)]
pub(crate) enum RenderError {
    /// The flow does not exist, or a variable has no value.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A value is given for a variable that does not exist.
    #[error("the flow has no variable {name:?}; it has: {}", known.join(", "))]
    Variable {
        /// The name.
        name: String,
        /// The variables of the flow.
        known: Vec<String>,
    },
}

/// Renders a flow with these values as JSON.
pub(crate) fn render(
    folder: &Path,
    flow: &str,
    values: &BTreeMap<&str, &str>,
) -> Result<String, RenderError> {
    let catalogue = Catalogue::read(folder)?;
    let entry = catalogue.entry(flow)?;
    if let Some(name) = values.keys().find(|name| !entry.variables.contains_key(**name)) {
        let known = entry.variables.keys().cloned().collect();
        return Err(RenderError::Variable { name: (*name).to_owned(), known });
    }
    Ok(canonical::write(&catalogue.flow(entry, values)?))
}
