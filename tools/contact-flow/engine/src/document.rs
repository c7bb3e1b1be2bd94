//! A flow in the flow language: its blocks ("actions") and the branches between them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::language::NO_MATCHING_CONDITION;

/// The only version of the flow language.
pub const VERSION: &str = "2019-10-30";

/// A flow: the `Content` that `CreateContactFlow` takes and `DescribeContactFlow` returns.
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
    /// The version of the flow language, [`VERSION`].
    pub version: String,
    /// The identifier of the first block.
    pub start_action: String,
    /// Data of the console's flow designer, such as the positions of blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// The blocks, in any order.
    pub actions: Vec<Action>,
}

/// A block: one step of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Action {
    /// The name of the block, unique in its flow.
    pub identifier: String,
    /// The type of the action, such as `MessageParticipant`.
    #[serde(rename = "Type")]
    pub kind: String,
    /// The parameters of the action.
    #[serde(default)]
    pub parameters: Map<String, Value>,
    /// The branches to other blocks.
    #[serde(default)]
    pub transitions: Transitions,
}

/// The branches of a block; a block that ends the flow has none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Transitions {
    /// The next block. A block with conditions never takes it; the console still writes it, as a copy
    /// of another branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_action: Option<String>,
    /// The branches for the results of the block. The first condition that is met counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionBranch>,
    /// The branches for the errors of the block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorBranch>,
}

/// The branch for an error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ErrorBranch {
    /// The block that the branch leads to.
    pub next_action: String,
    /// The type of the error, such as `NoMatchingError`.
    pub error_type: String,
}

/// The branch for a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ConditionBranch {
    /// The block that the branch leads to.
    pub next_action: String,
    /// The condition on the result.
    pub condition: Condition,
}

/// A condition on a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Condition {
    /// The comparison, such as `Equals`.
    pub operator: String,
    /// The values to compare with; one that matches is enough.
    pub operands: Vec<String>,
}

/// A branch of a block, without its target.
///
/// It is displayed and serialized as `next`, `Equals 1` or `NoMatchingError`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Branch {
    /// The block succeeded.
    Next,
    /// The result met this condition: operator and operands.
    Condition(String),
    /// The block failed with this type of error.
    Error(String),
}

impl fmt::Display for Branch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next => f.write_str("next"),
            Self::Condition(text) | Self::Error(text) => f.write_str(text),
        }
    }
}

/// Reads a branch as it is displayed. Only a condition has a blank: between operator and operands.
impl From<String> for Branch {
    fn from(text: String) -> Self {
        match text.as_str() {
            "next" => Self::Next,
            condition if condition.contains(' ') => Self::Condition(text),
            _ => Self::Error(text),
        }
    }
}

impl From<Branch> for String {
    fn from(branch: Branch) -> Self {
        branch.to_string()
    }
}

/// A branch of a block, with its target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transition {
    /// The block that the transition leaves.
    pub block: String,
    /// The branch that it takes.
    pub branch: Branch,
    /// The block that it leads to.
    pub to: String,
}

/// Writes `Greet -- NoMatchingError --> Apologise`.
impl fmt::Display for Transition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -- {} --> {}", self.block, self.branch, self.to)
    }
}

impl Condition {
    /// Returns the branch of this condition.
    #[must_use]
    pub fn branch(&self) -> Branch {
        Branch::Condition(format!("{} {}", self.operator, self.operands.join(" ")))
    }

    fn is_met(&self, result: &str) -> bool {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let numbers = |operand: &str| Some((number(result)?, number(operand)?));
        self.operands.iter().any(|operand| match self.operator.as_str() {
            "Equals" => result == operand,
            "TextStartsWith" => result.starts_with(operand.as_str()),
            "TextEndsWith" => result.ends_with(operand.as_str()),
            "TextContains" => result.contains(operand.as_str()),
            "NumberGreaterThan" => numbers(operand).is_some_and(|(a, b)| a > b),
            "NumberGreaterOrEqualTo" => numbers(operand).is_some_and(|(a, b)| a >= b),
            "NumberLessThan" => numbers(operand).is_some_and(|(a, b)| a < b),
            "NumberLessOrEqualTo" => numbers(operand).is_some_and(|(a, b)| a <= b),
            _ => false,
        })
    }
}

/// The reason why a text is not a flow. Each message says what to do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The text is not JSON.
    #[error("this is not JSON: {0}")]
    NotJson(#[source] serde_json::Error),
    /// The text is in the format that the console exported before the flow language existed.
    #[error(
        "this is the old export format of the flow designer (\"modules\"{}), which no API takes: it names \
         blocks InvokeExternalResource, PlayPrompt, GetUserInput or CheckAttribute and cannot be \
         deployed as code. Read the flow with `aws connect describe-contact-flow` instead, whose \
         Content is in the flow language", first_block(.block.as_deref())
    )]
    OldExport {
        /// The first block of the export.
        block: Option<String>,
    },
    /// The flow has another version of the language.
    #[error("the flow language is version {VERSION}, and this says {found:?}")]
    Version {
        /// The version of the flow.
        found: String,
    },
    /// The JSON has another shape.
    #[error("this is not a flow: {0}")]
    NotAFlow(#[source] serde_json::Error),
    /// A block has another shape.
    #[error("block {block:?} is not an action of the flow language: {source}")]
    NotAnAction {
        /// The block.
        block: String,
        /// The cause.
        source: serde_json::Error,
    },
}

fn first_block(block: Option<&str>) -> String {
    block.map(|block| format!(", first block {block}")).unwrap_or_default()
}

impl Flow {
    /// Reads a flow.
    ///
    /// # Errors
    ///
    /// [`DocumentError`] if the text is not JSON or not a flow of this version of the language.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        let value: Value = serde_json::from_str(text).map_err(DocumentError::NotJson)?;
        Self::from_value(value)
    }

    /// Reads a flow from JSON that is already parsed.
    ///
    /// # Errors
    ///
    /// [`DocumentError`] if the value is not a flow of this version of the language.
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
        // Reading blocks one by one lets a message name the block.
        for action in value.get("Actions").and_then(Value::as_array).into_iter().flatten() {
            if let Err(source) = Action::deserialize(action) {
                let block = action.get("Identifier").and_then(Value::as_str);
                let block = block.unwrap_or("(without Identifier)").to_owned();
                return Err(DocumentError::NotAnAction { block, source });
            }
        }
        serde_json::from_value(value).map_err(DocumentError::NotAFlow)
    }

    /// Returns the block with this identifier.
    #[must_use]
    pub fn action(&self, identifier: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.identifier == identifier)
    }

    /// Returns the identifiers of the blocks that a call can reach, breadth first from the start.
    #[must_use]
    pub fn reachable(&self) -> Vec<&str> {
        self.layers().concat()
    }

    /// Returns the identifiers of the blocks that a call can reach, grouped by their distance from the
    /// start.
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
    /// Iterates over the branches of the block and their targets: the conditions, or the next block if
    /// there are none, and then the errors.
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

    /// Returns the branch that a result takes: that of the first condition that it meets, or else the
    /// error `NoMatchingCondition`.
    #[must_use]
    pub fn branch_for(&self, result: &str) -> Branch {
        let mut conditions = self.transitions.conditions.iter().map(|branch| &branch.condition);
        let met = conditions.find(|condition| condition.is_met(result));
        let no_match = || Branch::Error(NO_MATCHING_CONDITION.to_owned());
        met.map_or_else(no_match, Condition::branch)
    }

    /// Returns a parameter that is a text. A path with full stops reaches nested ones:
    /// `ResponseValidation.ResponseType`.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
        let mut value = self.parameters.get(first)?;
        for name in rest.into_iter().flat_map(|rest| rest.split('.')) {
            value = value.get(name)?;
        }
        value.as_str()
    }

    /// Iterates over the texts of a parameter that is a map. Values that are not texts are skipped.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let map = self.parameters.get(name).and_then(Value::as_object);
        map.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }
}

#[cfg(test)]
mod tests;
