//! The map: the value of each placeholder in the environment of the flow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use switchboard_contact_flow::template::is_value;
use thiserror::Error;

/// Placeholders and their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ValueMap(BTreeMap<String, String>);

/// The reason why a map cannot be read.
#[derive(Debug, Error)]
pub(crate) enum MapError {
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} is not a map of placeholders to values, such as `queue_arn: \"arn:aws:...\"`: {message}", path.display())]
    NotAMap { path: PathBuf, message: String },
    #[error("{}: {name:?} cannot be a placeholder; use lower-case letters, digits and _", path.display())]
    Name { path: PathBuf, name: String },
    #[error(
        "{}: the value of {name} has a quotation mark, a backslash or a line break, which no template can \
         contain; remove it",
        path.display()
    )]
    Value { path: PathBuf, name: String },
    #[error("{}: {name} has no value; give it one, or remove it", path.display())]
    Empty { path: PathBuf, name: String },
}

impl ValueMap {
    /// Reads a map.
    pub(crate) fn read(path: &Path) -> Result<Self, MapError> {
        let path = path.to_owned();
        let text = fs::read_to_string(&path)
            .map_err(|source| MapError::Unreadable { path: path.clone(), source })?;
        let map: BTreeMap<String, Option<String>> =
            serde_saphyr::from_str(&text).map_err(|error| MapError::NotAMap {
                path: path.clone(),
                message: error.to_string(),
            })?;
        let mut values = BTreeMap::new();
        for (name, value) in map {
            let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                return Err(MapError::Name { path, name });
            }
            match value.filter(|value| !value.trim().is_empty()) {
                Some(value) if !is_value(&value) => return Err(MapError::Value { path, name }),
                Some(value) => values.insert(name, value),
                None => return Err(MapError::Empty { path, name }),
            };
        }
        Ok(Self(values))
    }

    /// Returns the placeholders and their values.
    pub(crate) fn values(&self) -> BTreeMap<&str, &str> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ValueMap, MapError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        ValueMap::read(file.path())
    }

    #[test]
    fn numbers_are_texts_too() {
        let map = read("attempts: 3\naccount_id: 012345678901\nvoice: \"Joanna\"\n").unwrap();
        let values = [("account_id", "012345678901"), ("attempts", "3"), ("voice", "Joanna")];
        assert_eq!(map.values(), values.into());
    }

    #[test]
    fn what_is_not_a_map_or_has_no_value_is_refused() {
        for (text, message) in [
            ("greeting: \"\"", "greeting has no value"),
            ("greeting:", "greeting has no value"),
            ("greeting: 'a \"b\"'", "the value of greeting has a quotation mark"),
            ("greeting: \" \"", "greeting has no value"),
            ("Greeting: a", "\"Greeting\" cannot be a placeholder"),
            ("- a", "is not a map of placeholders"),
            ("a: [b]", "is not a map of placeholders"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(message), "{text}: {error}");
        }
        let missing = ValueMap::read(Path::new("no/such/map.yaml")).unwrap_err().to_string();
        assert!(missing.starts_with("no/such/map.yaml cannot be read"), "{missing}");
    }
}
