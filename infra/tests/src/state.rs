//! The resources that Terraform would create, as `terraform show -json` prints them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;
use thiserror::Error;

/// A root and its resources.
#[derive(Clone, Debug)]
pub struct State {
    /// Such as `prod/app`.
    pub root: String,
    /// Its resources, including those of its modules, without data sources.
    pub resources: Vec<Resource>,
}

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Such as `module.app.module.vanity_convert.aws_iam_role.this`.
    pub address: String,
    /// Such as `aws_iam_role`.
    pub kind: String,
    /// The resource's arguments and attributes.
    pub values: Value,
}

/// Why a state cannot be read.
#[derive(Debug, Error)]
pub enum StateError {
    /// A file.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The file is not JSON.
    #[error("{} holds no JSON: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// The cause.
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

    /// The environment: the first part of the root's name.
    #[must_use]
    pub fn environment(&self) -> &str {
        self.root.split('/').next().unwrap_or_default()
    }

    /// The place of a resource, as findings name it.
    #[must_use]
    pub fn place(&self, resource: &Resource) -> String {
        format!("{}: {}", self.root, resource.address)
    }
}

impl Resource {
    /// The value of a string attribute; empty if there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The value of a number attribute.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.values.get(name).and_then(Value::as_i64)
    }

    /// Whether a boolean attribute is true.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.values.get(name).and_then(Value::as_bool) == Some(true)
    }

    /// A value in nested blocks, by a JSON pointer without its leading slash: `target/0/arn`.
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
