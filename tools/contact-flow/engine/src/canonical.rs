//! The one way in which a flow is written down, so that what differs between two versions is what
//! somebody changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::document::{Action, Flow};

/// How far apart the console draws blocks.
const COLUMN: usize = 280;
const ROW: usize = 240;
/// Where the flow designer of the console has its entry point.
const MARGIN: usize = 40;

/// Writes a flow in its canonical form. A template is a flow too: its placeholders stand inside
/// strings.
///
/// Blocks come in the order in which a call may reach them, breadth first, and behind them by
/// identifier those that none does. Keys of parameters and errors are sorted; conditions are not, for
/// the first one that is met counts. Positions are computed anew.
#[must_use]
pub fn write(flow: &Flow) -> String {
    // Texts are the only keys, and memory the only writer: nothing here can fail.
    let mut text = serde_json::to_string_pretty(&arranged(flow)).unwrap_or_default();
    text.push('\n');
    text
}

/// The blocks of a flow in canonical order.
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

/// The flow, its members in canonical order.
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

/// A value with the keys of its objects sorted, at every depth, whatever order maps keep in this build.
#[must_use]
pub fn sorted_value(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(sorted(map)),
        Value::Array(values) => values.into_iter().map(sorted_value).collect(),
        other => other,
    }
}

/// The blocks by how many steps they are from the start, and last those that nothing leads to.
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

/// Where the console draws the blocks, a column for each layer, and that their identifiers are names for
/// people: the console replaces others. The keys are those of flows that the console has exported; the
/// example in the API reference has them with capitals.
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
