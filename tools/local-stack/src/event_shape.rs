//! Compares the members of an event with those of a published payload (`tests/payloads`). Only tests use
//! this module.

use std::collections::BTreeMap;

use serde_json::Value;

/// Members whose own members are data, such as the names of headers. Their values are strings.
const MAPS: [&str; 7] = [
    "Attributes",
    "MessageAttributes",
    "Parameters",
    "headers",
    "messageAttributes",
    "pathParameters",
    "queryStringParameters",
];

/// Asserts that an event has exactly the members of a published payload, with the same JSON types. A
/// null matches any type. `differences` are the paths of members that only one of them has.
pub(crate) fn assert_same(event: &Value, published: &str, differences: &[&str]) {
    let published: Value = serde_json::from_str(published).unwrap();
    let members = |value: &Value| {
        let mut members = BTreeMap::new();
        collect(value, "", &mut members);
        members.retain(|path, _| !is_listed(path, differences));
        members
    };
    let (mut made, mut real) = (members(event), members(&published));
    let nulls: Vec<String> = made
        .iter()
        .chain(&real)
        .filter(|(_, kind)| **kind == "null")
        .map(|(path, _)| path.clone())
        .collect();
    for members in [&mut made, &mut real] {
        members.retain(|path, _| !nulls.iter().any(|null| is_inside(path, null)));
        for (_, kind) in members.iter_mut().filter(|(path, _)| nulls.contains(path)) {
            *kind = "null";
        }
    }
    assert_eq!(made, real, "left is the event, right the published payload");
}

fn is_listed(path: &str, differences: &[&str]) -> bool {
    differences.iter().any(|listed| path == *listed || is_inside(path, listed))
}

fn is_inside(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// Adds the path and the JSON type of a value and of everything in it.
fn collect(value: &Value, path: &str, members: &mut BTreeMap<String, &'static str>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    members.insert(path.to_owned(), kind);
    match value {
        Value::Array(items) => {
            for item in items {
                collect(item, &format!("{path}[]"), members);
            }
        }
        Value::Object(object) if MAPS.iter().any(|map| path.ends_with(&format!(".{map}"))) => {
            assert!(object.values().all(Value::is_string), "{path}: {object:?}");
        }
        Value::Object(object) => {
            for (name, member) in object {
                collect(member, &format!("{path}.{name}"), members);
            }
        }
        _ => {}
    }
}
