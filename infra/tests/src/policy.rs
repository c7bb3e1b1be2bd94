//! The IAM policies in a state.

use serde_json::Value;

use crate::state::{Resource, State};

/// The kind of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a role may do.
    Identity,
    /// Who may assume a role.
    Trust,
    /// Who may do what with a resource.
    Resource,
}

/// A policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Such as `prod/app: module.app.aws_iam_role.this: assume_role_policy`.
    pub place: String,
    /// The kind of the policy.
    pub kind: Kind,
    /// The document.
    pub document: Value,
}

/// A statement of a policy. A single string is read as a list of one.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// Its name; empty if it has none.
    pub sid: &'a str,
    /// Whether the effect is Allow.
    pub allows: bool,
    /// The actions.
    pub actions: Vec<&'a str>,
    /// `NotAction`: an allowing statement with it allows nearly everything.
    pub not_actions: Vec<&'a str>,
    /// The resources.
    pub resources: Vec<&'a str>,
    /// The principals, including `*`.
    pub principals: Vec<&'a str>,
    /// The services among the principals.
    pub services: Vec<&'a str>,
    /// The keys of its conditions.
    pub condition_keys: Vec<&'a str>,
}

/// Every policy of a state.
#[must_use]
pub fn policies(state: &State) -> Vec<Policy> {
    state.resources.iter().flat_map(|resource| of_resource(state, resource)).collect()
}

fn of_resource(state: &State, resource: &Resource) -> Vec<Policy> {
    let mut found = Vec::new();
    for (name, value) in resource.values.as_object().into_iter().flatten() {
        let Some(document) = value.as_str().and_then(document) else { continue };
        let kind = match (name.as_str(), resource.kind.as_str()) {
            ("assume_role_policy", _) => Kind::Trust,
            (_, "aws_iam_role_policy" | "aws_iam_policy") => Kind::Identity,
            _ => Kind::Resource,
        };
        let place = format!("{}: {name}", state.place(resource));
        found.push(Policy { place, kind, document });
    }
    found
}

fn document(text: &str) -> Option<Value> {
    if !text.contains("\"Statement\"") {
        return None;
    }
    serde_json::from_str::<Value>(text).ok().filter(|value| value.get("Statement").is_some())
}

impl Policy {
    /// Its statements.
    #[must_use]
    pub fn statements(&self) -> Vec<Statement<'_>> {
        many(self.document.get("Statement")).into_iter().map(statement).collect()
    }
}

fn statement(value: &Value) -> Statement<'_> {
    let principal = value.get("Principal");
    let by = |kind: &str| texts(principal.and_then(|principal| principal.get(kind)));
    let mut principals = texts(principal.filter(|principal| principal.is_string()));
    for kind in ["AWS", "Service", "Federated"] {
        principals.extend(by(kind));
    }
    let conditions = value.get("Condition").and_then(Value::as_object);
    Statement {
        sid: value.get("Sid").and_then(Value::as_str).unwrap_or_default(),
        allows: value.get("Effect").and_then(Value::as_str) == Some("Allow"),
        actions: texts(value.get("Action")),
        not_actions: texts(value.get("NotAction")),
        resources: texts(value.get("Resource")),
        principals,
        services: by("Service"),
        condition_keys: conditions
            .into_iter()
            .flat_map(serde_json::Map::values)
            .filter_map(Value::as_object)
            .flat_map(|keys| keys.keys().map(String::as_str))
            .collect(),
    }
}

fn many(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    many(value).into_iter().filter_map(Value::as_str).collect()
}
