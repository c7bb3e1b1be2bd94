//! Mistakes that people make, planted in a copy to see that they are caught.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{fs, io};

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use thiserror::Error;

use crate::rules;

/// The list, relative to the checkout.
pub const FILE: &str = "infra/tests/mistakes.yaml";

/// A mistake.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mistake {
    /// What it is.
    pub name: String,
    /// The file it is planted in.
    pub file: String,
    /// The text to replace, which occurs there once.
    pub find: String,
    /// The replacement.
    pub replace: String,
    /// The smallest check that catches it.
    pub caught_by: Check,
    /// A part of that check's message.
    pub says: String,
}

/// A check that can be run by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// A rule over the source.
    Rule(String),
    /// A test of `one_truth`, which compares the source with the functions.
    OneTruth(String),
    /// The tests of a module.
    Test(String),
    /// The plan of a root.
    Plan(String),
    /// The rules over the state of a root, including its policies.
    State(String),
    /// The linter of IAM policies, over a root.
    Policies(String),
    /// checkov over a folder.
    Checkov(String),
}

impl FromStr for Check {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, of) = text.split_once(' ').ok_or("write the check and what it runs on")?;
        let of = of.to_owned();
        match kind {
            "rule" if rules::rule(&of).is_some() => Ok(Self::Rule(of)),
            "rule" => Err(format!("there is no rule {of}")),
            "one-truth" => Ok(Self::OneTruth(of)),
            "test" => Ok(Self::Test(of)),
            "plan" => Ok(Self::Plan(of)),
            "state" => Ok(Self::State(of)),
            "policies" => Ok(Self::Policies(of)),
            "checkov" => Ok(Self::Checkov(of)),
            other => Err(format!("there is no check {other}")),
        }
    }
}

impl<'de> Deserialize<'de> for Check {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rule(name) => write!(f, "rule {name}"),
            Self::OneTruth(name) => write!(f, "one-truth {name}"),
            Self::Test(module) => write!(f, "test {module}"),
            Self::Plan(root) => write!(f, "plan {root}"),
            Self::State(root) => write!(f, "state {root}"),
            Self::Policies(root) => write!(f, "policies {root}"),
            Self::Checkov(folder) => write!(f, "checkov {folder}"),
        }
    }
}

/// Why a mistake cannot be planted.
#[derive(Debug, Error)]
pub enum MistakeError {
    /// A file.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The list is wrong.
    #[error("{FILE}: {0}")]
    List(String),
    /// The source has changed since.
    #[error(
        "{name}: the text to replace occurs {times} times in {file} and must occur once; correct {FILE}"
    )]
    Place {
        /// The mistake.
        name: String,
        /// The file.
        file: String,
        /// How often the text occurs.
        times: usize,
    },
}

/// Reads the list of a checkout.
pub fn read(root: &Path) -> Result<Vec<Mistake>, MistakeError> {
    let path = root.join(FILE);
    let text = fs::read_to_string(&path).map_err(|source| MistakeError::File { path, source })?;
    serde_saphyr::from_str(&text).map_err(|error| MistakeError::List(error.to_string()))
}

impl Mistake {
    /// Plants the mistake in a copy of a checkout, and returns the file's previous text.
    pub fn plant(&self, root: &Path) -> Result<String, MistakeError> {
        let path = root.join(&self.file);
        let unreadable = |source| MistakeError::File { path: path.clone(), source };
        let text = fs::read_to_string(&path).map_err(unreadable)?;
        let times = text.matches(&self.find).count();
        if times != 1 {
            let (name, file) = (self.name.clone(), self.file.clone());
            return Err(MistakeError::Place { name, file, times });
        }
        fs::write(&path, text.replace(&self.find, &self.replace)).map_err(unreadable)?;
        Ok(text)
    }

    /// Reverts it.
    pub fn mend(&self, root: &Path, text: &str) -> Result<(), MistakeError> {
        let path = root.join(&self.file);
        fs::write(&path, text).map_err(|source| MistakeError::File { path, source })
    }
}

/// Copies the parts of a checkout that the checks read: the infrastructure and the documentation.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for folder in ["infra", "docs/functions"] {
        copy_folder(&from.join(folder), &to.join(folder))?;
    }
    Ok(())
}

/// Copies a folder without Terraform's working files.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        // Terraform's working files: a copy starts without them.
        if name.to_string_lossy().starts_with(".terraform") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to.join(&name))?;
        } else if let Err(error) = fs::copy(entry.path(), to.join(&name))
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error);
        }
    }
    Ok(())
}
