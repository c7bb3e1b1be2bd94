//! Adds optional members to a JSON object.

use serde::Serialize;
use serde_json::{Value, json};

/// Adds a member. A value that is not an object stays as it is.
pub(crate) fn set(object: &mut Value, name: &str, value: impl Serialize) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), json!(value));
    }
}

/// Adds a member if it has a value.
pub(crate) fn set_some<T: Serialize>(object: &mut Value, name: &str, value: Option<T>) {
    if let Some(value) = value {
        set(object, name, value);
    }
}
