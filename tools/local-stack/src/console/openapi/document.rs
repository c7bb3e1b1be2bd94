//! The description of the API as it is written: the part of `OpenAPI` 3.1 that the file uses. What the
//! page could not show is refused, so that nothing in the file is silently missing from the page.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

/// The whole description.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) openapi: String,
    pub(super) info: Info,
    pub(super) servers: Vec<Server>,
    #[serde(rename = "tags")]
    _tags: Vec<Tag>,
    pub(super) security: Vec<IndexMap<String, Vec<String>>>,
    pub(super) paths: IndexMap<String, IndexMap<String, Operation>>,
    pub(super) components: Components,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Info {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) contact: Contact,
    pub(super) license: License,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contact {
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct License {
    pub(super) name: String,
    #[serde(rename = "identifier")]
    _identifier: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "description")]
    _description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Server {
    pub(super) url: String,
    pub(super) description: String,
    #[serde(default)]
    pub(super) variables: IndexMap<String, ServerVariable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServerVariable {
    pub(super) description: String,
    pub(super) default: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operation {
    #[serde(rename = "operationId")]
    pub(super) id: String,
    #[serde(rename = "tags")]
    _tags: Vec<String>,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) parameters: Vec<OrReference<Parameter>>,
    pub(super) responses: IndexMap<String, OrReference<Response>>,
}

/// A part of the description, or the place where it stands among the components.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OrReference<T> {
    Reference(Reference),
    Here(T),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference {
    #[serde(rename = "$ref")]
    pub(super) place: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameter {
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) place: String,
    pub(super) description: String,
    pub(super) required: bool,
    pub(super) schema: Schema,
    pub(super) example: Option<Value>,
    #[serde(default)]
    pub(super) examples: IndexMap<String, Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    pub(super) summary: String,
    pub(super) value: Value,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Response {
    pub(super) description: String,
    #[serde(default)]
    pub(super) headers: IndexMap<String, OrReference<Header>>,
    #[serde(default)]
    pub(super) content: IndexMap<String, Content>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) description: String,
    pub(super) required: bool,
    pub(super) schema: Schema,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    pub(super) schema: Schema,
    pub(super) examples: IndexMap<String, Example>,
}

/// A schema. The keywords are those of JSON Schema.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref")]
    pub(super) reference: Option<String>,
    pub(super) description: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) r#enum: Vec<Value>,
    pub(super) r#const: Option<Value>,
    pub(super) default: Option<Value>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) items: Option<Box<Schema>>,
    pub(super) properties: IndexMap<String, Schema>,
    pub(super) required: Vec<String>,
    pub(super) additional_properties: Option<bool>,
    pub(super) examples: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Components {
    pub(super) security_schemes: IndexMap<String, SecurityScheme>,
    pub(super) parameters: IndexMap<String, Parameter>,
    pub(super) headers: IndexMap<String, Header>,
    pub(super) responses: IndexMap<String, Response>,
    pub(super) schemas: IndexMap<String, Schema>,
}

/// How a client signs in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct SecurityScheme {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(rename = "in")]
    pub(super) place: Option<String>,
    pub(super) name: Option<String>,
    pub(super) scheme: Option<String>,
    pub(super) bearer_format: Option<String>,
    pub(super) description: String,
    #[serde(rename = "x-amazon-apigateway-authtype")]
    pub(super) auth_type: Option<String>,
}

impl Components {
    /// Finds what a reference to a component stands for.
    pub(super) fn find<'a, T>(
        section: &'a IndexMap<String, T>,
        name: &str,
        reference: &Reference,
    ) -> Result<(&'a str, &'a T), UnknownReference> {
        let place = reference.place.strip_prefix(&format!("#/components/{name}/"));
        let found = place.and_then(|key| section.get_key_value(key));
        found
            .map(|(key, value)| (key.as_str(), value))
            .ok_or_else(|| UnknownReference(reference.place.clone()))
    }
}

/// A reference leads nowhere.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is nothing at {0}")]
pub(super) struct UnknownReference(pub(super) String);
