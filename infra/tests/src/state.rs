//! What Terraform would make, as `terraform show -json` tells it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;
use thiserror::Error;

/// A root and its resources.
#[derive(Clone, Debug)]
pub struct State {
    /// Such as `prod/app`.
    pub root: String,
    /// Its resources, those of its modules too, without data sources.
    pub resources: Vec<Resource>,
}

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Such as `module.app.module.vanity_convert.aws_iam_role.this`.
    pub address: String,
    /// Such as `aws_iam_role`.
    pub kind: String,
    /// Its arguments and attributes.
    pub values: Value,
}

/// Why there is no state.
#[derive(Debug, Error)]
pub enum StateError {
    /// A file.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is no JSON.
    #[error("{} holds no JSON: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: serde_json::Error,
    },
}

impl State {
    /// Reads a file that `terraform show -json` wrote, of a state or of a plan.
    pub fn read(root: &str, path: &Path) -> Result<Self, StateError> {
        let text = fs::read_to_string(path)
            .map_err(|source| StateError::Unreadable { path: path.to_owned(), source })?;
        let json = serde_json::from_str(&text)
            .map_err(|source| StateError::Json { path: path.to_owned(), source })?;
        Ok(Self::of(root, &json))
    }

    /// The resources in what `terraform show -json` prints.
    #[must_use]
    pub fn of(root: &str, json: &Value) -> Self {
        let mut resources = Vec::new();
        for values in ["values", "planned_values"] {
            if let Some(module) = json.get(values).and_then(|values| values.get("root_module")) {
                collect(module, &mut resources);
            }
        }
        resources.sort_by(|a, b| a.address.cmp(&b.address));
        Self { root: root.to_owned(), resources }
    }

    /// The resources of a type.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Resource> {
        self.resources.iter().filter(move |resource| resource.kind == kind)
    }

    /// The environment, as the root's name has it.
    #[must_use]
    pub fn environment(&self) -> &str {
        self.root.split('/').next().unwrap_or_default()
    }

    /// Where a resource is, in a finding.
    #[must_use]
    pub fn place(&self, resource: &Resource) -> String {
        format!("{}: {}", self.root, resource.address)
    }
}

impl Resource {
    /// A text.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.values.get(name).and_then(Value::as_i64)
    }

    /// Whether it is said to be so.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.values.get(name).and_then(Value::as_bool) == Some(true)
    }

    /// A value in nested blocks, by a JSON pointer without its first slash: `target/0/arn`.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.values.pointer(&format!("/{pointer}"))
    }
}

fn collect(module: &Value, found: &mut Vec<Resource>) {
    let list = |name: &str| module.get(name).and_then(Value::as_array).into_iter().flatten();
    for resource in list("resources") {
        let text = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("mode") == "managed" {
            found.push(Resource {
                address: text("address").to_owned(),
                kind: text("type").to_owned(),
                values: resource.get("values").cloned().unwrap_or_default(),
            });
        }
    }
    for child in list("child_modules") {
        collect(child, found);
    }
}
