//! The committed template of a flow, which shows where placeholders belong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;
use switchboard_contact_flow::catalogue::{self, Catalogue, CatalogueError, Entry};
use switchboard_contact_flow::document::{Action, Flow};
use switchboard_contact_flow::template::{placeholders, render};

/// A committed flow.
#[derive(Clone, Debug)]
pub(crate) struct Committed {
    /// The key in `flows.yaml`.
    pub(crate) key: String,
    /// The path of the template.
    pub(crate) path: PathBuf,
    pub(crate) entry: Entry,
    template: Flow,
}

impl Committed {
    /// Returns the flow with the wanted key, or else the one with this name in the instance, if any.
    pub(crate) fn find(
        folder: &Path,
        wanted: Option<&str>,
        name: Option<&str>,
    ) -> Result<Option<Self>, CatalogueError> {
        if wanted.is_none() && !folder.join(catalogue::FILE).exists() {
            return Ok(None);
        }
        let catalogue = Catalogue::read(folder)?;
        let mut flows = catalogue.flows.iter();
        let named = flows.find(|(_, entry)| Some(entry.name.as_str()) == name);
        let Some(key) = wanted.or(named.map(|(key, _)| key.as_str())) else { return Ok(None) };
        let entry = catalogue.entry(key)?.clone();
        let path = catalogue.path(&entry);
        let template = Flow::from_json(&catalogue.template(&entry)?)
            .map_err(|source| CatalogueError::Document { path: path.clone(), source })?;
        Ok(Some(Self { key: key.to_owned(), path, entry, template }))
    }

    /// Returns the places of the template's texts, and what each renders to with these values.
    pub(crate) fn places(&self, values: &BTreeMap<&str, &str>) -> Places {
        let mut places = Places::default();
        for action in &self.template.actions {
            places.blocks.insert(action.identifier.clone());
            for (parameter, template) in texts(action) {
                // A text without a value for its placeholder was not deployed.
                let quoted = Value::from(template.as_str()).to_string();
                let rendered = render(&quoted, values).ok();
                let rendered = rendered.and_then(|text| serde_json::from_str::<String>(&text).ok());
                let Some(rendered) = rendered else { continue };
                let holds_placeholder =
                    placeholders(&template).is_ok_and(|names| !names.is_empty());
                let place = |name: &str| (name.to_owned(), parameter.clone(), rendered.clone());
                if holds_placeholder {
                    let same = places.of_kind.entry(place(&action.kind)).or_default();
                    same.insert(template.clone());
                }
                places.of_block.insert(place(&action.identifier), template);
            }
        }
        places
    }
}

/// A block or a type of action, a parameter, and the text in Amazon Connect.
type Place = (String, String, String);

/// Templates by their place and by what they render to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    blocks: BTreeSet<String>,
    of_block: BTreeMap<Place, String>,
    /// The templates with placeholders, by the kind of their block.
    of_kind: BTreeMap<Place, BTreeSet<String>>,
}

impl Places {
    /// Returns the template of a text that is unchanged since the flow was deployed. For a new block, it is
    /// the template of the same parameter in blocks of the same type, if those agree.
    pub(crate) fn template(&self, action: &Action, parameter: &str, text: &str) -> Option<&str> {
        let place = |name: &str| (name.to_owned(), parameter.to_owned(), text.to_owned());
        if self.blocks.contains(&action.identifier) {
            return self.of_block.get(&place(&action.identifier)).map(String::as_str);
        }
        let mut same = self.of_kind.get(&place(&action.kind)).into_iter().flatten();
        same.next().filter(|_| same.next().is_none()).map(String::as_str)
    }
}

/// The name that stands for the operands of conditions, which have none.
pub(crate) const OPERANDS: &str = "Operands";

/// Returns the texts of a block with the path of their parameter. Names in a path are joined by full stops;
/// items of a list have no name.
fn texts(action: &Action) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (name, value) in &action.parameters {
        collect(name, value, &mut texts);
    }
    for branch in &action.transitions.conditions {
        let operands = branch.condition.operands.iter();
        texts.extend(operands.map(|operand| (OPERANDS.to_owned(), operand.clone())));
    }
    texts
}

fn collect(path: &str, value: &Value, texts: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => texts.push((path.to_owned(), text.clone())),
        Value::Array(values) => values.iter().for_each(|value| collect(path, value, texts)),
        Value::Object(map) => {
            for (name, value) in map {
                collect(&format!("{path}.{name}"), value, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
