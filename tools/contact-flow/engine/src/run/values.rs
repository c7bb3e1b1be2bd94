//! The values that a flow reads while it runs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::data::ContactData;
use crate::reference::{Piece, Reference, pieces};

/// What a flow can read about its contact.
#[derive(Clone)]
pub(super) struct Values {
    pub(super) data: ContactData,
    pub(super) attributes: BTreeMap<String, String>,
    /// The reply of the latest function.
    pub(super) external: Map<String, Value>,
    pub(super) stored_input: String,
}

/// A text that looks like a reference and names nothing that a contact has.
#[derive(Debug)]
pub(super) struct UnknownReference(pub(super) String);

impl Values {
    /// Reads a reference. An absent value reads as empty; AWS does not document this case.
    pub(super) fn read(&self, reference: &str) -> Result<Cow<'_, str>, UnknownReference> {
        let parsed =
            Reference::parse(reference).ok_or_else(|| UnknownReference(reference.to_owned()))?;
        Ok(match parsed {
            Reference::Attribute(name) => {
                self.attributes.get(name).map(String::as_str).unwrap_or_default().into()
            }
            Reference::External(path) => self.external(path),
            Reference::StoredInput => self.stored_input.as_str().into(),
            Reference::System(path) => self.data.system(path).unwrap_or_default().into(),
        })
    }

    fn external(&self, path: &str) -> Cow<'_, str> {
        let mut names = path.split('.');
        let mut value = names.next().and_then(|name| self.external.get(name));
        for name in names {
            value = value.and_then(|value| value.get(name));
        }
        match value {
            None | Some(Value::Null) => "".into(),
            Some(Value::String(text)) => text.as_str().into(),
            Some(other) => other.to_string().into(),
        }
    }

    /// Resolves the references in a text.
    pub(super) fn fill(&self, text: &str) -> Result<String, UnknownReference> {
        let mut filled = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Reference(reference) => filled.push_str(&self.read(reference)?),
            }
        }
        Ok(filled)
    }
}
