//! The committed template of a flow: it tells where placeholders stand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;
use switchboard_contact_flow::catalogue::{self, Catalogue, CatalogueError, Entry};
use switchboard_contact_flow::document::{Action, Flow};
use switchboard_contact_flow::template::{placeholders, render};

/// A flow as it is committed.
#[derive(Clone, Debug)]
pub(crate) struct Committed {
    /// Its key in `flows.yaml`.
    pub(crate) key: String,
    pub(crate) path: PathBuf,
    pub(crate) entry: Entry,
    template: Flow,
}

impl Committed {
    /// The flow that is wanted, or else the one of this name in the instance, if there is one.
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

    /// Where its texts stand, and what each renders to with these values.
    pub(crate) fn places(&self, values: &BTreeMap<&str, &str>) -> Places {
        let mut places = Places::default();
        for action in &self.template.actions {
            places.blocks.insert(action.identifier.clone());
            for (parameter, template) in texts(action) {
                // One that lacks a value stands nowhere.
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

/// Block or type of action, parameter, and text as Amazon Connect has it.
type Place = (String, String, String);

/// Templates by where they stand and what they render to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    blocks: BTreeSet<String>,
    of_block: BTreeMap<Place, String>,
    /// Only those with placeholders.
    of_kind: BTreeMap<Place, BTreeSet<String>>,
}

impl Places {
    /// The template of a text, if it is unchanged since the flow was deployed. In a block that the
    /// template does not have, it is that of the same parameter in blocks of the same type, if those
    /// agree.
    pub(crate) fn template(&self, action: &Action, parameter: &str, text: &str) -> Option<&str> {
        let place = |name: &str| (name.to_owned(), parameter.to_owned(), text.to_owned());
        if self.blocks.contains(&action.identifier) {
            return self.of_block.get(&place(&action.identifier)).map(String::as_str);
        }
        let mut same = self.of_kind.get(&place(&action.kind)).into_iter().flatten();
        same.next().filter(|_| same.next().is_none()).map(String::as_str)
    }
}

/// What conditions compare with has no name of its own.
pub(crate) const OPERANDS: &str = "Operands";

/// The texts of a block with the parameter that each stands in. Names in a path are joined by full
/// stops; a list has none of its own.
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
