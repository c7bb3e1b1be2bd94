//! The reasons why a flow does not become a template.

use serde_json::Value;
use switchboard_contact_flow::document::Action;
use thiserror::Error;

use crate::values::Ambiguous;
use switchboard_contact_flow::raw::Kind;

/// The reason why a flow does not become a template. Each message names the block and the parameter.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum Refusal {
    #[error(
        "block {block:?}: {parameter} contains {value}, {kind}, which differs between environments; add \
         to the map: {name}: {}", quoted(.value)
    )]
    Raw {
        block: String,
        parameter: String,
        kind: Kind,
        value: String,
        /// The name that is proposed for the placeholder.
        name: String,
    },
    #[error(
        "block {block:?}: LambdaFunctionARN {arn} {lack}. A release, a canary and a rollback move an \
         alias, and calls by any other name would miss them. Choose the alias in the console and import \
         the flow again"
    )]
    Function { block: String, arn: String, lack: &'static str },
    #[error(
        "block {block:?}: the map has only a part of LambdaFunctionARN {arn}; write all of it: {name}: {}",
        quoted(.arn)
    )]
    Part { block: String, arn: String, name: String },
    #[error(
        "block {block:?}: {parameter} contains {value:?}, which is the value of {}; say with --flow which \
         flow it is, and for a new text name only one of them in the map", .names.join(", ")
    )]
    Ambiguous { block: String, parameter: String, value: String, names: Vec<String> },
}

/// Quotes a value for YAML.
fn quoted(value: &str) -> String {
    Value::from(value).to_string()
}

impl Refusal {
    pub(super) fn ambiguous(action: &Action, parameter: &str, ambiguous: Ambiguous) -> Self {
        Self::Ambiguous {
            block: action.identifier.clone(),
            parameter: parameter.to_owned(),
            value: ambiguous.value,
            names: ambiguous.names,
        }
    }
}

const FUNCTION: &str = "LambdaFunctionARN";

/// Refuses a function that is not invoked by an alias.
pub(super) fn of_function(action: &Action, parameter: &str, text: &str) -> Option<Refusal> {
    let parts: Vec<&str> = text.split(':').filter(|_| parameter == FUNCTION).collect();
    let lack = match parts.as_slice() {
        ["arn", _, "lambda", _, _, "function", _] => "names no alias",
        ["arn", _, "lambda", _, _, "function", _, "$LATEST"] => "names $LATEST, and no alias",
        ["arn", _, "lambda", _, _, "function", _, version]
            if version.chars().all(|c| c.is_ascii_digit()) =>
        {
            "names a version, and no alias"
        }
        _ => return None,
    };
    Some(Refusal::Function { block: action.identifier.clone(), arn: text.to_owned(), lack })
}

/// Refuses a function of whose ARN the map has only a part, such as `...:f` of `...:f:live`.
pub(super) fn of_part(
    action: &Action,
    parameter: &str,
    text: &str,
    template: &str,
) -> Option<Refusal> {
    let is_arn = parameter == FUNCTION && text.starts_with("arn:");
    let (name, rest) = template.strip_prefix("${")?.split_once('}')?;
    (is_arn && !rest.is_empty()).then(|| Refusal::Part {
        block: action.identifier.clone(),
        arn: text.to_owned(),
        name: name.to_owned(),
    })
}
