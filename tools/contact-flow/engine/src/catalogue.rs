//! `flows.yaml`: which flows there are, and the variables of their templates. Terraform reads the same
//! file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;
use thiserror::Error;

use crate::document::{DocumentError, Flow};
use crate::template::{self, TemplateError};

/// The file's name in the folder of the flows.
pub const FILE: &str = "flows.yaml";

/// The flows of a folder.
#[derive(Clone, Debug)]
pub struct Catalogue {
    folder: PathBuf,
    /// The flows by their key.
    pub flows: BTreeMap<String, Entry>,
}

/// A flow.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What it is called in the instance.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its type in Amazon Connect, such as `CONTACT_FLOW`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The file of its template, in the same folder.
    pub template: String,
    /// The variables of the template.
    pub variables: BTreeMap<String, Variable>,
}

/// A variable of a template.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// What it is for.
    pub description: String,
    /// What it is where nobody says otherwise; without one, each environment has to.
    pub default: Option<String>,
    /// What it stands for while the flow is checked, if it has no default.
    pub example: Option<String>,
}

/// Why a flow cannot be had. Each message names the file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A file that cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A list of flows that is none.
    #[error("{} is no list of flows: {message}", path.display())]
    NotAList {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        message: String,
    },
    /// No flow has this key.
    #[error("{} lists no flow {key:?}; it lists: {}", folder.join(FILE).display(), known.join(", "))]
    Unknown {
        /// The folder.
        folder: PathBuf,
        /// The key asked for.
        key: String,
        /// The keys that there are.
        known: Vec<String>,
    },
    /// A template that cannot be filled in.
    #[error("{}: {source}", path.display())]
    Template {
        /// The template.
        path: PathBuf,
        /// What is wrong with it.
        source: TemplateError,
    },
    /// A template that gives no flow.
    #[error("{}: {source}", path.display())]
    Document {
        /// The template.
        path: PathBuf,
        /// What is wrong with it.
        source: DocumentError,
    },
}

impl Catalogue {
    /// Reads the list of a folder.
    pub fn read(folder: &Path) -> Result<Self, CatalogueError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct List {
            flows: BTreeMap<String, Entry>,
        }
        let path = folder.join(FILE);
        let text = read(&path)?;
        let list: List = serde_saphyr::from_str(&text)
            .map_err(|error| CatalogueError::NotAList { path, message: error.to_string() })?;
        Ok(Self { folder: folder.to_owned(), flows: list.flows })
    }

    /// A flow of the list.
    pub fn entry(&self, key: &str) -> Result<&Entry, CatalogueError> {
        self.flows.get(key).ok_or_else(|| CatalogueError::Unknown {
            folder: self.folder.clone(),
            key: key.to_owned(),
            known: self.flows.keys().cloned().collect(),
        })
    }

    /// Where the template of a flow is.
    #[must_use]
    pub fn path(&self, entry: &Entry) -> PathBuf {
        self.folder.join(&entry.template)
    }

    /// The template of a flow.
    pub fn template(&self, entry: &Entry) -> Result<String, CatalogueError> {
        read(&self.path(entry))
    }

    /// A flow with these values in its template, and the defaults for all others.
    pub fn flow(&self, key: &str, given: &BTreeMap<&str, &str>) -> Result<Flow, CatalogueError> {
        let entry = self.entry(key)?;
        let path = self.path(entry);
        let text = template::render(&read(&path)?, &entry.values(given))
            .map_err(|source| CatalogueError::Template { path: path.clone(), source })?;
        Flow::from_json(&text).map_err(|source| CatalogueError::Document { path, source })
    }
}

impl Entry {
    /// The values of the variables: what is given, or else the defaults. What has neither is missing.
    #[must_use]
    pub fn values<'a>(&'a self, given: &BTreeMap<&'a str, &'a str>) -> BTreeMap<&'a str, &'a str> {
        let mut values: BTreeMap<&str, &str> = self
            .variables
            .iter()
            .filter_map(|(name, variable)| Some((name.as_str(), variable.default.as_deref()?)))
            .collect();
        values.extend(given);
        values
    }

    /// What the variables without a default stand for while the flow is checked.
    #[must_use]
    pub fn examples(&self) -> BTreeMap<&str, &str> {
        self.variables
            .iter()
            .filter(|(_, variable)| variable.default.is_none())
            .filter_map(|(name, variable)| Some((name.as_str(), variable.example.as_deref()?)))
            .collect()
    }
}

fn read(path: &Path) -> Result<String, CatalogueError> {
    fs::read_to_string(path)
        .map_err(|source| CatalogueError::Unreadable { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The flows that are deployed.
    fn ours() -> Catalogue {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../infra/contact-flows");
        Catalogue::read(Path::new(folder)).unwrap()
    }

    #[test]
    fn a_flow_is_rendered_with_what_is_given_and_the_defaults() {
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:other:live";
        let given = [("vanity_convert_alias_arn", arn), ("greeting", "Good morning")].into();
        let flow = ours().flow("vanity-numbers", &given).unwrap();
        let lambda = flow.action("Convert the caller").unwrap();
        assert_eq!(lambda.text("LambdaFunctionARN"), Some(arn));
        let greeting = flow.action("Greet").unwrap().text("SSML").unwrap();
        assert!(greeting.contains("Good morning"), "{greeting}");
        assert_eq!(flow.action("Count entries").unwrap().text("LoopCount"), Some("3"));
    }

    #[test]
    fn what_has_no_default_has_to_be_given_and_has_an_example() {
        let catalogue = ours();
        let error = catalogue.flow("vanity-numbers", &BTreeMap::new()).unwrap_err().to_string();
        assert!(error.contains("${vanity_convert_alias_arn} has no value"), "{error}");
        let examples = catalogue.entry("vanity-numbers").unwrap().examples();
        assert!(catalogue.flow("vanity-numbers", &examples).is_ok());
    }

    #[test]
    fn a_mistake_names_the_file_or_what_there_is() {
        let unknown = ours().entry("other").unwrap_err().to_string();
        assert!(unknown.contains("no flow \"other\"; it lists: vanity-numbers"), "{unknown}");
        let nowhere = Catalogue::read(Path::new("/nowhere")).unwrap_err().to_string();
        assert!(nowhere.starts_with("/nowhere/flows.yaml cannot be read"), "{nowhere}");
    }
}
