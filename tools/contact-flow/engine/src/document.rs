//! A flow in the flow language: its blocks ("actions") and where each of them leads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

/// The version of the flow language; there is no other.
pub const VERSION: &str = "2019-10-30";

/// A flow, as the `Content` of `CreateContactFlow` and `DescribeContactFlow`.
///
/// ```
/// use switchboard_contact_flow::document::Flow;
///
/// let flow = Flow::from_json(
///     r#"{
///         "Version": "2019-10-30",
///         "StartAction": "Hang up",
///         "Actions": [
///             {"Identifier": "Hang up", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
///         ]
///     }"#,
/// )?;
/// assert_eq!(flow.action("Hang up").unwrap().kind, "DisconnectParticipant");
/// # Ok::<(), switchboard_contact_flow::document::DocumentError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Flow {
    /// [`VERSION`].
    pub version: String,
    /// The identifier of the first block.
    pub start_action: String,
    /// What the flow designer of the console keeps with a flow: positions, names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// The blocks.
    pub actions: Vec<Action>,
}

/// A block: one step of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Action {
    /// The block's name, unique in its flow.
    pub identifier: String,
    /// What it does, such as `MessageParticipant`.
    #[serde(rename = "Type")]
    pub kind: String,
    /// How it does it.
    #[serde(default)]
    pub parameters: Map<String, Value>,
    /// Where it leads.
    #[serde(default)]
    pub transitions: Transitions,
}

/// Where a block leads; nowhere, if it ends the flow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Transitions {
    /// The block that follows. Where there are conditions it is never taken; the console writes it
    /// all the same, as a copy of another branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_action: Option<String>,
    /// Where its results lead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionBranch>,
    /// Where its errors lead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorBranch>,
}

/// Where an error leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ErrorBranch {
    /// The block.
    pub next_action: String,
    /// The error, such as `NoMatchingError`.
    pub error_type: String,
}

/// Where a result leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ConditionBranch {
    /// The block.
    pub next_action: String,
    /// What the result has to be.
    pub condition: Condition,
}

/// What a result has to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Condition {
    /// How it is compared, such as `Equals`.
    pub operator: String,
    /// With what.
    pub operands: Vec<String>,
}

/// A way out of a block.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub enum Branch {
    /// It did what it does.
    Next,
    /// Its result met a condition: operator and operands.
    Condition(String),
    /// An error: its type.
    Error(String),
}

/// `next`, `Equals 1` or `NoMatchingError`.
impl fmt::Display for Branch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next => f.write_str("next"),
            Self::Condition(text) | Self::Error(text) => f.write_str(text),
        }
    }
}

impl From<Branch> for String {
    fn from(branch: Branch) -> Self {
        branch.to_string()
    }
}

impl Condition {
    /// The branch that is taken when this is met.
    #[must_use]
    pub fn branch(&self) -> Branch {
        Branch::Condition(format!("{} {}", self.operator, self.operands.join(" ")))
    }
}

/// Why a text is no flow. Each message says what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// Not JSON at all.
    #[error("this is no JSON: {0}")]
    NotJson(#[source] serde_json::Error),
    /// What the console's "Export flow" wrote before the flow language.
    #[error(
        "this is the old export format of the flow designer (\"modules\"{}), which no API takes: it names \
         blocks InvokeExternalResource, PlayPrompt, GetUserInput or CheckAttribute and cannot be \
         deployed as code. Read the flow with `aws connect describe-contact-flow` instead, whose \
         Content is in the flow language", first_block(.block.as_deref())
    )]
    OldExport {
        /// The first block of it.
        block: Option<String>,
    },
    /// Another version of the language.
    #[error("the flow language is version {VERSION}, and this says {found:?}")]
    Version {
        /// The version that it says.
        found: String,
    },
    /// JSON of another shape.
    #[error("this is no flow: {0}")]
    NotAFlow(#[source] serde_json::Error),
    /// A block of another shape.
    #[error("block {block:?} is no action of the flow language: {source}")]
    NotAnAction {
        /// The block.
        block: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

fn first_block(block: Option<&str>) -> String {
    block.map(|block| format!(", first block {block}")).unwrap_or_default()
}

impl Flow {
    /// Reads a flow.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        let value: Value = serde_json::from_str(text).map_err(DocumentError::NotJson)?;
        Self::from_value(value)
    }

    /// Reads a flow from JSON that was parsed before.
    pub fn from_value(value: Value) -> Result<Self, DocumentError> {
        if value.get("Actions").is_none()
            && let Some(modules) = value.get("modules").and_then(Value::as_array)
        {
            let text = |name: &str| modules.first()?.get(name)?.as_str();
            let block = text("id").map(|id| match text("type") {
                Some(kind) => format!("{id} ({kind})"),
                None => id.to_owned(),
            });
            return Err(DocumentError::OldExport { block });
        }
        if let Some(found) = value.get("Version").and_then(Value::as_str)
            && found != VERSION
        {
            return Err(DocumentError::Version { found: found.to_owned() });
        }
        // One by one first, so that a message names the block.
        for action in value.get("Actions").and_then(Value::as_array).into_iter().flatten() {
            if let Err(source) = Action::deserialize(action) {
                let block = action.get("Identifier").and_then(Value::as_str);
                let block = block.unwrap_or("(without Identifier)").to_owned();
                return Err(DocumentError::NotAnAction { block, source });
            }
        }
        serde_json::from_value(value).map_err(DocumentError::NotAFlow)
    }

    /// The block of this name.
    #[must_use]
    pub fn action(&self, identifier: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.identifier == identifier)
    }

    /// The identifiers of the blocks in the order in which a call may reach them first, breadth
    /// first; those that it cannot reach are missing.
    #[must_use]
    pub fn reachable(&self) -> Vec<&str> {
        self.layers().concat()
    }

    /// The identifiers of the blocks that a call can reach, by how many steps they are from the start.
    #[must_use]
    pub fn layers(&self) -> Vec<Vec<&str>> {
        let by_name: BTreeMap<&str, &Action> =
            self.actions.iter().map(|action| (action.identifier.as_str(), action)).collect();
        let mut rest: BTreeSet<&str> = by_name.keys().copied().collect();
        let mut layers = Vec::new();
        let start = self.start_action.as_str();
        let mut layer: Vec<&str> = rest.take(start).into_iter().collect();
        while !layer.is_empty() {
            let actions = layer.iter().filter_map(|name| by_name.get(name));
            let targets = actions.flat_map(|action| action.branches()).map(|(_, target)| target);
            let next = targets.filter(|target| rest.remove(target)).collect();
            layers.push(std::mem::replace(&mut layer, next));
        }
        layers
    }
}

impl Action {
    /// The ways out of the block and the blocks that they lead to: the next one, or else one for each
    /// condition, and the errors.
    pub fn branches(&self) -> impl Iterator<Item = (Branch, &str)> {
        let Transitions { next_action, conditions, errors } = &self.transitions;
        let next = next_action.as_deref().filter(|_| conditions.is_empty());
        let next = next.map(|next| (Branch::Next, next));
        let conditions = conditions
            .iter()
            .map(|branch| (branch.condition.branch(), branch.next_action.as_str()));
        let errors = errors
            .iter()
            .map(|branch| (Branch::Error(branch.error_type.clone()), branch.next_action.as_str()));
        next.into_iter().chain(conditions).chain(errors)
    }

    /// A parameter that is a text. Nested ones are reached with a dot: `ResponseValidation.ResponseType`.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
        let mut value = self.parameters.get(first)?;
        for name in rest.into_iter().flat_map(|rest| rest.split('.')) {
            value = value.get(name)?;
        }
        value.as_str()
    }

    /// A parameter that is a map of texts; what is no text in it is left out.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let map = self.parameters.get(name).and_then(Value::as_object);
        map.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(flow: &Value) -> String {
        Flow::from_value(flow.clone()).unwrap_err().to_string()
    }

    fn flow(actions: &Value) -> Value {
        json!({ "Version": VERSION, "StartAction": "A", "Actions": actions })
    }

    #[test]
    fn the_old_export_format_is_explained() {
        let old = json!({
            "modules": [{ "id": "12c3", "type": "PlayPrompt", "branches": [], "parameters": [] }],
            "version": "1",
            "type": "contactFlow",
            "start": "12c3",
        });
        let refusal = refusal(&old);
        assert!(refusal.contains("old export format") && refusal.contains("12c3 (PlayPrompt)"));
        assert!(refusal.contains("describe-contact-flow"), "{refusal}");
    }

    #[test]
    fn what_is_no_flow_says_why() {
        assert!(matches!(Flow::from_json("{"), Err(DocumentError::NotJson(_))));
        assert!(refusal(&json!({ "Version": "2018" })).contains("says \"2018\""));
        assert!(refusal(&json!({})).starts_with("this is no flow: missing field"));
        let nameless = flow(&json!([{ "Identifier": "A", "Parameters": {} }]));
        assert!(
            refusal(&nameless).starts_with("block \"A\" is no action"),
            "{}",
            refusal(&nameless)
        );
    }

    #[test]
    fn a_branch_is_what_can_be_taken() {
        let flow = flow(&json!([{
            "Identifier": "A",
            "Type": "Compare",
            "Transitions": {
                "NextAction": "C",
                "Conditions": [
                    { "NextAction": "B", "Condition": { "Operator": "Equals", "Operands": ["1"] } },
                ],
                "Errors": [{ "NextAction": "C", "ErrorType": "NoMatchingCondition" }],
            },
        }]));
        let flow = Flow::from_value(flow).unwrap();
        let branches = flow.actions[0].branches();
        let branches: Vec<_> = branches.map(|(branch, to)| format!("{branch} > {to}")).collect();
        assert_eq!(branches, ["Equals 1 > B", "NoMatchingCondition > C"]);
    }

    #[test]
    fn blocks_are_reached_breadth_first() {
        let block = |name: &str, next: &str, error: &str| {
            json!({ "Identifier": name, "Type": "X", "Transitions": {
                "NextAction": next,
                "Errors": [{ "NextAction": error, "ErrorType": "E" }],
            } })
        };
        let flow = flow(&json!([
            block("Lost", "A", "A"),
            block("C", "A", "Missing"),
            block("A", "B", "D"),
            block("B", "C", "C"),
            block("D", "D", "D"),
        ]));
        assert_eq!(Flow::from_value(flow).unwrap().reachable(), ["A", "B", "D", "C"]);
    }
}
