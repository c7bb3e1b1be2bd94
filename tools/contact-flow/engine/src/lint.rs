//! Lint: finds mistakes that Amazon Connect would refuse, and mistakes that it would accept and that callers
//! would suffer from.

use std::collections::BTreeSet;
use std::fmt;

use crate::document::Flow;

mod attributes;
mod branches;
mod graph;
mod input;
mod parameters;
mod path;
mod silence;
mod speech;
mod template;

pub use template::template;

/// Knowledge that the flow does not contain.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The names in the functions' replies: the `x` of `$.External.x`.
    pub external: &'a BTreeSet<String>,
}

/// A mistake in a flow or a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The block; `None` if the finding concerns the flow as a whole.
    pub block: Option<String>,
    /// The name of the rule.
    pub rule: &'static str,
    /// The mistake, and what to do.
    pub message: String,
}

/// Writes `block "Greet": ... (missing-branch)`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(block) = &self.block {
            write!(f, "block {block:?}: ")?;
        }
        write!(f, "{} ({})", self.message, self.rule)
    }
}

/// Finds the mistakes of a flow, in the order of its blocks.
///
/// ```
/// use std::collections::BTreeSet;
/// use switchboard_contact_flow::document::Flow;
/// use switchboard_contact_flow::lint::{Known, lint};
///
/// let flow = Flow::from_json(r#"{
///     "Version": "2019-10-30",
///     "StartAction": "Greet",
///     "Actions": [
///         {"Identifier": "Greet", "Type": "MessageParticipant", "Parameters": {"Text": "Hello."},
///          "Transitions": {"NextAction": "Hang up"}},
///         {"Identifier": "Hang up", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
///     ]
/// }"#)?;
/// let findings = lint(&flow, &Known { external: &BTreeSet::new() });
/// assert_eq!(findings.len(), 1);
/// assert!(findings[0].to_string().starts_with("block \"Greet\": has no branch for the error NoMatchingError"));
/// # Ok::<(), switchboard_contact_flow::document::DocumentError>(())
/// ```
#[must_use]
pub fn lint(flow: &Flow, known: &Known<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    graph::check(flow, &mut findings);
    parameters::check(flow, &mut findings);
    branches::check(flow, &mut findings);
    input::check(flow, &mut findings);
    speech::check(flow, &mut findings);
    silence::check(flow, &mut findings);
    attributes::check(flow, known.external, &mut findings);
    let place = |block: &str| flow.actions.iter().position(|a| a.identifier == block);
    findings.0.sort_by_key(|finding| finding.block.as_deref().and_then(place));
    findings.0
}

/// The findings so far.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn flow(&mut self, rule: &'static str, message: impl Into<String>) {
        self.0.push(Finding { block: None, rule, message: message.into() });
    }

    fn block(&mut self, block: &str, rule: &'static str, message: impl Into<String>) {
        self.0.push(Finding { block: Some(block.to_owned()), rule, message: message.into() });
    }
}

/// Writes names as `"a", "b"`.
fn quoted<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
