//! `flows.yaml`: the flows of a folder, the numbers that they answer, and the variables of their
//! templates. Terraform reads the same file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;
use thiserror::Error;

use crate::document::{DocumentError, Flow};
use crate::template::{self, TemplateError};

/// The name of the file in the folder of the flows.
pub const FILE: &str = "flows.yaml";

/// The flows of a folder.
///
/// ```
/// use switchboard_contact_flow::catalogue::Catalogue;
///
/// let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../infra/contact-flows");
/// let catalogue = Catalogue::read(folder.as_ref())?;
/// let entry = catalogue.answering("+18005550100").unwrap();
/// assert_eq!(entry.name, "Vanity numbers");
/// let arn = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live";
/// let flow = catalogue.flow(entry, &[("vanity_convert_alias_arn", arn)].into())?;
/// assert!(flow.action("Greet").is_some());
/// # Ok::<(), switchboard_contact_flow::catalogue::CatalogueError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Catalogue {
    folder: PathBuf,
    /// The flows by their key.
    pub flows: BTreeMap<String, Entry>,
}

/// What `flows.yaml` says about a flow.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name of the flow in the instance.
    pub name: String,
    /// The purpose of the flow.
    pub description: String,
    /// The type of the flow in Amazon Connect, such as `CONTACT_FLOW`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The number that callers dial to reach the flow, in E.164; `None` if none leads to it.
    pub answers: Option<String>,
    /// The name of the template, a file of the same folder.
    pub template: String,
    /// The variables of the template.
    pub variables: BTreeMap<String, Variable>,
}

/// A variable of a template.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// The purpose of the variable.
    pub description: String,
    /// The value that an environment gets if it sets none. Without a default, each environment has to
    /// set one.
    pub default: Option<String>,
    /// The value that a variable without a default has while the flow is checked.
    pub example: Option<String>,
}

/// The reason why a flow cannot be read. Each message names the file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The file is not a list of flows.
    #[error("{} is not a list of flows: {message}", path.display())]
    NotAList {
        /// The file.
        path: PathBuf,
        /// The mistake, and its line.
        message: String,
    },
    /// Two flows answer the same number.
    #[error("{}: {first} and {second} both answer {number}; give each flow its own number", path.display())]
    SameNumber {
        /// The file.
        path: PathBuf,
        /// The number.
        number: String,
        /// The key of one flow.
        first: String,
        /// The key of the other.
        second: String,
    },
    /// No flow has this key.
    #[error("{} lists no flow {key:?}; it lists: {}", folder.join(FILE).display(), known.join(", "))]
    Unknown {
        /// The folder.
        folder: PathBuf,
        /// The key.
        key: String,
        /// The keys of the flows.
        known: Vec<String>,
    },
    /// A template cannot be filled in.
    #[error("{}: {source}", path.display())]
    Template {
        /// The template.
        path: PathBuf,
        /// The cause.
        source: TemplateError,
    },
    /// A template is not a flow once it is filled in.
    #[error("{}: {source}", path.display())]
    Document {
        /// The template.
        path: PathBuf,
        /// The cause.
        source: DocumentError,
    },
}

impl Catalogue {
    /// Reads the list of a folder.
    ///
    /// # Errors
    ///
    /// [`CatalogueError`] if the file cannot be read, is not a list of flows, or names a number twice.
    pub fn read(folder: &Path) -> Result<Self, CatalogueError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct List {
            flows: BTreeMap<String, Entry>,
        }
        let path = folder.join(FILE);
        let text = read(&path)?;
        let List { flows } = serde_saphyr::from_str(&text).map_err(|error| {
            CatalogueError::NotAList { path: path.clone(), message: error.to_string() }
        })?;
        let mut by_number = BTreeMap::new();
        for (key, entry) in &flows {
            if let Some(number) = &entry.answers
                && let Some(first) = by_number.insert(number, key)
            {
                let (number, first, second) = (number.clone(), first.clone(), key.clone());
                return Err(CatalogueError::SameNumber { path, number, first, second });
            }
        }
        Ok(Self { folder: folder.to_owned(), flows })
    }

    /// Returns the flow with this key.
    ///
    /// # Errors
    ///
    /// [`CatalogueError::Unknown`] if there is none.
    pub fn entry(&self, key: &str) -> Result<&Entry, CatalogueError> {
        self.flows.get(key).ok_or_else(|| CatalogueError::Unknown {
            folder: self.folder.clone(),
            key: key.to_owned(),
            known: self.flows.keys().cloned().collect(),
        })
    }

    /// Returns the flow that answers this number.
    #[must_use]
    pub fn answering(&self, number: &str) -> Option<&Entry> {
        self.flows.values().find(|entry| entry.answers.as_deref() == Some(number))
    }

    /// Iterates over the numbers that flows answer, in the order of the flows' keys.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.flows.values().filter_map(|entry| entry.answers.as_deref())
    }

    /// Returns the path of a flow's template.
    #[must_use]
    pub fn path(&self, entry: &Entry) -> PathBuf {
        self.folder.join(&entry.template)
    }

    /// Reads the template of a flow.
    ///
    /// # Errors
    ///
    /// [`CatalogueError::Unreadable`] if the file cannot be read.
    pub fn template(&self, entry: &Entry) -> Result<String, CatalogueError> {
        read(&self.path(entry))
    }

    /// Renders a flow with these values, and with the defaults of all other variables.
    ///
    /// # Errors
    ///
    /// [`CatalogueError`] if the template cannot be read, a variable has no value, or the result is not
    /// a flow.
    pub fn flow(
        &self,
        entry: &Entry,
        values: &BTreeMap<&str, &str>,
    ) -> Result<Flow, CatalogueError> {
        let path = self.path(entry);
        let text = template::render(&read(&path)?, &entry.values(values))
            .map_err(|source| CatalogueError::Template { path: path.clone(), source })?;
        Flow::from_json(&text).map_err(|source| CatalogueError::Document { path, source })
    }
}

impl Entry {
    /// Returns the values of the variables: those that are given, and the defaults of all others.
    /// Variables without either are missing.
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

    /// Returns the examples of the variables that have no default.
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
        let catalogue = ours();
        let flow = catalogue.flow(catalogue.entry("vanity-numbers").unwrap(), &given).unwrap();
        let lambda = flow.action("Convert the caller").unwrap();
        assert_eq!(lambda.text("LambdaFunctionARN"), Some(arn));
        let greeting = flow.action("Greet").unwrap().text("SSML").unwrap();
        assert!(greeting.contains("Good morning"), "{greeting}");
        assert_eq!(flow.action("Count entries").unwrap().text("LoopCount"), Some("3"));
    }

    #[test]
    fn what_has_no_default_has_to_be_given_and_has_an_example() {
        let catalogue = ours();
        let entry = catalogue.entry("vanity-numbers").unwrap();
        let error = catalogue.flow(entry, &BTreeMap::new()).unwrap_err().to_string();
        assert!(error.contains("${vanity_convert_alias_arn} has no value"), "{error}");
        assert!(catalogue.flow(entry, &entry.examples()).is_ok());
    }

    #[test]
    fn the_dialled_number_chooses_the_flow() {
        let catalogue = ours();
        let numbers: Vec<&str> = catalogue.numbers().collect();
        assert_eq!(numbers, ["+18005550100"]);
        assert_eq!(catalogue.answering("+18005550100"), catalogue.flows.get("vanity-numbers"));
        assert_eq!(catalogue.answering("+18005550199"), None);
    }

    #[test]
    fn two_flows_do_not_answer_one_number() {
        let folder = tempfile::tempdir().unwrap();
        let flow = "{ name: N, description: D, type: CONTACT_FLOW, answers: \"+18005550100\", \
                    template: t.json.tftpl, variables: {} }";
        let list = format!("flows:\n  a: {flow}\n  b: {flow}\n");
        fs::write(folder.path().join(FILE), list).unwrap();
        let error = Catalogue::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("flows.yaml: a and b both answer +18005550100"), "{error}");
    }

    #[test]
    fn a_mistake_names_the_file_or_what_there_is() {
        let unknown = ours().entry("other").unwrap_err().to_string();
        assert!(unknown.contains("no flow \"other\"; it lists: vanity-numbers"), "{unknown}");
        let nowhere = Catalogue::read(Path::new("/nowhere")).unwrap_err().to_string();
        assert!(nowhere.starts_with("/nowhere/flows.yaml cannot be read"), "{nowhere}");
    }
}
