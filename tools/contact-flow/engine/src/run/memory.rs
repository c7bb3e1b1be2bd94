//! What a contact remembers from block to block, and what actions change.

use std::collections::BTreeMap;

use serde_json::Map;

use super::data::ContactData;
use super::error::RunError;
use super::values::{UnknownReference, Values};
use crate::document::Action;

/// The total size of a contact's attributes, in bytes. Source: Amazon Connect API reference,
/// `UpdateContactAttributes`.
const MAX_ATTRIBUTES_BYTES: usize = 32 * 1024;

/// The state that the blocks of a flow read and change.
#[derive(Clone)]
pub(super) struct Memory {
    pub(super) values: Values,
    /// Iterations of each `Loop` block since it was last done.
    loops: BTreeMap<String, u32>,
    /// What the current block said.
    said: Option<String>,
}

impl Memory {
    pub(super) fn new(data: ContactData) -> Self {
        Self {
            values: Values {
                data,
                attributes: BTreeMap::new(),
                external: Map::new(),
                stored_input: String::new(),
            },
            loops: BTreeMap::new(),
            said: None,
        }
    }

    /// Resolves the references in a text.
    pub(super) fn fill(&self, action: &Action, text: &str) -> Result<String, RunError> {
        self.values.fill(text).map_err(|UnknownReference(reference)| RunError::Reference {
            block: action.identifier.clone(),
            reference,
        })
    }

    /// Resolves the references in a parameter that is a map of texts.
    pub(super) fn fill_all(
        &self,
        action: &Action,
        parameter: &str,
    ) -> Result<BTreeMap<String, String>, RunError> {
        let texts = action.texts(parameter);
        texts.map(|(key, text)| Ok((key.to_owned(), self.fill(action, text)?))).collect()
    }

    /// Writes attributes: all of them, or none if they would exceed the limit. Returns whether they
    /// were written.
    pub(super) fn write(&mut self, attributes: BTreeMap<String, String>) -> bool {
        let mut all = self.values.attributes.clone();
        all.extend(attributes);
        let bytes: usize = all.iter().map(|(name, value)| name.len() + value.len()).sum();
        let fits = bytes <= MAX_ATTRIBUTES_BYTES;
        if fits {
            self.values.attributes = all;
        }
        fits
    }

    /// Starts another iteration of a loop. Returns false, and resets the counter, when `limit`
    /// iterations are done.
    pub(super) fn iterate(&mut self, block: &str, limit: u32) -> bool {
        let count = self.loops.entry(block.to_owned()).or_default();
        let goes_on = *count < limit;
        *count = if goes_on { *count + 1 } else { 0 };
        goes_on
    }

    /// Records what the caller hears.
    pub(super) fn say(&mut self, text: String) {
        self.said = Some(text);
    }

    /// Takes what the caller heard since the last call of this method.
    pub(super) fn take_said(&mut self) -> Option<String> {
        self.said.take()
    }
}
