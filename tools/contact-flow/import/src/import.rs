//! Turns a flow of the console into its template.

mod refusal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use switchboard_contact_flow::canonical;
use switchboard_contact_flow::document::{Action, Flow};
use switchboard_contact_flow::raw;
use switchboard_contact_flow::template::{escape, placeholders};

pub(crate) use self::refusal::Refusal;
use crate::committed::{Committed, OPERANDS, Places};
use crate::map::ValueMap;
use crate::names;
use crate::values::Values;

/// A template, and what was replaced in it.
#[derive(Debug)]
pub(crate) struct Import {
    /// The template in canonical form.
    pub(crate) text: String,
    pub(crate) blocks: usize,
    /// The number of texts that contain each placeholder.
    pub(crate) replaced: BTreeMap<String, usize>,
    /// The blocks whose identifier is an id that the console chose.
    pub(crate) unnamed: Vec<String>,
}

/// Turns a flow into a template. `committed` is the template that it was deployed from.
pub(crate) fn import(
    flow: Flow,
    map: &ValueMap,
    committed: Option<&Committed>,
) -> Result<Import, Vec<Refusal>> {
    let given = map.values();
    let values =
        committed.map_or_else(|| given.clone(), |committed| committed.entry.values(&given));
    let mut importer = Importer {
        values: Values::new(&values),
        places: committed.map(|committed| committed.places(&values)),
        names: values.keys().map(|&name| (name.to_owned(), None)).collect(),
        replaced: BTreeMap::new(),
        refusals: Vec::new(),
    };
    let identifiers = flow.actions.iter().map(|action| &action.identifier);
    let unnamed = identifiers.filter(|name| raw::is_uuid(name)).cloned().collect();
    let blocks = flow.actions.len();
    let flow = importer.flow(flow);
    if !importer.refusals.is_empty() {
        return Err(importer.refusals);
    }
    Ok(Import { text: canonical::write(&flow), blocks, replaced: importer.replaced, unnamed })
}

struct Importer<'a> {
    values: Values<'a>,
    places: Option<Places>,
    /// The names of placeholders that are in use; those that are proposed, with their values.
    names: BTreeMap<String, Option<String>>,
    replaced: BTreeMap<String, usize>,
    refusals: Vec<Refusal>,
}

impl Importer<'_> {
    fn flow(&mut self, flow: Flow) -> Flow {
        let Flow { version, start_action, metadata: _, actions } = flow;
        let actions = actions.into_iter().map(|action| self.action(action)).collect();
        Flow { version, start_action: escape(&start_action), metadata: None, actions }
    }

    fn action(&mut self, mut action: Action) -> Action {
        let parameters = std::mem::take(&mut action.parameters);
        let parameters = parameters
            .into_iter()
            .map(|(name, value)| {
                let value = self.value(&action, &name, value);
                (escape(&name), value)
            })
            .collect();
        let mut transitions = std::mem::take(&mut action.transitions);
        for branch in &mut transitions.conditions {
            branch.next_action = escape(&branch.next_action);
            branch.condition.operator = escape(&branch.condition.operator);
            for operand in &mut branch.condition.operands {
                *operand = self.text(&action, OPERANDS, operand);
            }
        }
        for branch in &mut transitions.errors {
            branch.next_action = escape(&branch.next_action);
            branch.error_type = escape(&branch.error_type);
        }
        transitions.next_action = transitions.next_action.map(|next| escape(&next));
        let (identifier, kind) = (escape(&action.identifier), escape(&action.kind));
        Action { identifier, kind, parameters, transitions }
    }

    fn value(&mut self, action: &Action, path: &str, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(action, path, &text)),
            Value::Array(values) => {
                values.into_iter().map(|value| self.value(action, path, value)).collect()
            }
            Value::Object(map) => {
                let entries = map.into_iter().map(|(name, value)| {
                    let value = self.value(action, &format!("{path}.{name}"), value);
                    (escape(&name), value)
                });
                Value::Object(entries.collect::<Map<_, _>>())
            }
            other => other,
        }
    }

    /// Returns the template of a text.
    fn text(&mut self, action: &Action, parameter: &str, text: &str) -> String {
        if let Some(refusal) = refusal::of_function(action, parameter, text) {
            self.refusals.push(refusal);
            return text.to_owned();
        }
        let template = match self.template(action, parameter, text) {
            Ok(template) => template,
            Err(refusal) => {
                self.refusals.push(refusal);
                return text.to_owned();
            }
        };
        self.refuse_raw(action, parameter, text, &template);
        for name in placeholders(&template).unwrap_or_default() {
            *self.replaced.entry(name.to_owned()).or_default() += 1;
        }
        template
    }

    fn template(&self, action: &Action, parameter: &str, text: &str) -> Result<String, Refusal> {
        let ambiguous = |ambiguous| Refusal::ambiguous(action, parameter, ambiguous);
        if let Some(places) = &self.places {
            if let Some(template) = places.template(action, parameter, text) {
                return Ok(template.to_owned());
            }
        } else if parameter != OPERANDS
            && let Some(whole) = self.values.whole(text).map_err(ambiguous)?
        {
            return Ok(whole);
        }
        let template = self.values.within(text).map_err(ambiguous)?;
        refusal::of_part(action, parameter, text, &template).map_or(Ok(template), Err)
    }

    /// Refuses raw values that are left, and names them as they are in the console's flow.
    fn refuse_raw(&mut self, action: &Action, parameter: &str, text: &str, template: &str) {
        let left = raw::find(template);
        if left.is_empty() {
            return;
        }
        let mut unknown = raw::find(text);
        unknown.retain(|raw| !self.values.contain(&raw.value));
        for raw in if unknown.is_empty() { left } else { unknown } {
            let name = self.propose(&names::proposed(&raw, parameter), &raw.value);
            self.refusals.push(Refusal::Raw {
                block: action.identifier.clone(),
                parameter: parameter.to_owned(),
                kind: raw.kind,
                value: raw.value,
                name,
            });
        }
    }

    /// Returns a name that no other value has.
    fn propose(&mut self, name: &str, value: &str) -> String {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.to_owned())
            .chain(numbered)
            .find(|name| self.names.get(name).is_none_or(|taken| taken.as_deref() == Some(value)));
        let free = free.unwrap_or_default();
        self.names.insert(free.clone(), Some(value.to_owned()));
        free
    }
}
