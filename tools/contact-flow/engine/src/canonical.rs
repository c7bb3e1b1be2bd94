//! The canonical form of a flow, in which two versions differ only by what somebody changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::document::{Action, Flow};

/// The distance between columns of blocks in the console, in pixels.
const COLUMN: usize = 280;
/// The distance between rows of blocks in the console, in pixels.
const ROW: usize = 240;
/// The coordinates of the entry point in the console, in pixels.
const MARGIN: usize = 40;

/// Writes a flow in its canonical form. A template is a flow too, because its placeholders are inside
/// strings.
///
/// Blocks are ordered breadth first from the start; unreachable ones follow by identifier. The keys of
/// parameters and the errors are sorted. Conditions keep their order, because the first one that is met
/// counts. The positions of blocks are computed.
#[must_use]
pub fn write(flow: &Flow) -> String {
    // All keys are texts and the writer is memory, so this cannot fail.
    let mut text = serde_json::to_string_pretty(&arranged(flow)).unwrap_or_default();
    text.push('\n');
    text
}

/// Returns the blocks of a flow in canonical order.
#[must_use]
pub fn in_order(flow: &Flow) -> Vec<&Action> {
    in_layers(&flow.actions, &layers(flow))
}

fn in_layers<'a>(actions: &'a [Action], layers: &[Vec<&str>]) -> Vec<&'a Action> {
    let order: BTreeMap<&str, usize> =
        layers.iter().flatten().enumerate().map(|(place, name)| (*name, place)).collect();
    let mut ordered: Vec<&Action> = actions.iter().collect();
    ordered.sort_by_key(|action| order.get(action.identifier.as_str()).copied());
    ordered
}

/// Returns the flow with all members in canonical order.
fn arranged(flow: &Flow) -> Flow {
    let mut flow = flow.clone();
    for action in &mut flow.actions {
        action.parameters = sorted(std::mem::take(&mut action.parameters));
        action.transitions.errors.sort_by(|a, b| a.error_type.cmp(&b.error_type));
    }
    let layers = layers(&flow);
    let actions = in_layers(&flow.actions, &layers).into_iter().cloned().collect();
    let metadata = metadata(&layers);
    Flow { metadata: Some(metadata), actions, ..flow }
}

fn sorted(map: Map<String, Value>) -> Map<String, Value> {
    let by_key: BTreeMap<String, Value> = map.into_iter().collect();
    by_key.into_iter().map(|(key, value)| (key, sorted_value(value))).collect()
}

/// Sorts the keys of all objects in a value, at every depth.
///
/// Without the sort, their order depends on the features that `serde_json` is built with.
#[must_use]
pub fn sorted_value(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(sorted(map)),
        Value::Array(values) => values.into_iter().map(sorted_value).collect(),
        other => other,
    }
}

/// Groups the blocks by their distance from the start; unreachable ones are the last group.
fn layers(flow: &Flow) -> Vec<Vec<&str>> {
    let mut layers = flow.layers();
    let mut rest: BTreeSet<&str> = flow.actions.iter().map(|a| a.identifier.as_str()).collect();
    for name in layers.iter().flatten() {
        rest.remove(name);
    }
    if !rest.is_empty() {
        layers.push(rest.into_iter().collect());
    }
    layers
}

/// Returns the metadata for the console: the positions of blocks, a column for each layer, and the mark of
/// a friendly name, without which the console replaces identifiers. The keys are those of flows that the
/// console exported; the example in the API reference writes them with capitals.
fn metadata(layers: &[Vec<&str>]) -> Value {
    let mut positions = BTreeMap::new();
    for (column, layer) in layers.iter().enumerate() {
        for (row, name) in layer.iter().enumerate() {
            let (x, y) = (MARGIN + (column + 1) * COLUMN, MARGIN + row * ROW);
            let position = json!({"x": x, "y": y});
            positions.insert(*name, json!({"isFriendlyName": true, "position": position}));
        }
    }
    json!({"ActionMetadata": positions, "entryPointPosition": {"x": MARGIN, "y": MARGIN}})
}

#[cfg(test)]
mod tests;
