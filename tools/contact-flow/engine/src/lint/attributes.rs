//! Checks that every value is written before it is read, on every path.
//!
//! For each value the flow is searched from its start for a path on which the value is not written and that
//! leads to a block that reads it. The shortest such path is part of the finding.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::graph::did_you_mean;
use super::{Findings, path};
use crate::document::{Action, Branch, Flow};
use crate::reference::{Piece, Reference, pieces};

pub(super) fn check(flow: &Flow, external: &BTreeSet<String>, findings: &mut Findings) {
    let paths = Paths::of(flow);
    for action in &flow.actions {
        let mut texts = Vec::new();
        action.parameters.values().for_each(|value| collect(value, &mut texts));
        let texts_with_stop: BTreeSet<&str> = texts.iter().copied().flat_map(before_stop).collect();
        let references: BTreeSet<&str> = texts
            .into_iter()
            .flat_map(pieces)
            .filter_map(|piece| match piece {
                Piece::Reference(reference) => Some(reference),
                Piece::Text(_) => None,
            })
            .collect();
        for reference in &texts_with_stop {
            let message = format!(
                "{reference} is followed by a full stop, and whether Connect takes that for a part of it \
                 is not documented; remove the full stop, or put a blank between them"
            );
            findings.block(&action.identifier, "reference-before-stop", message);
        }
        for reference in references {
            read(reference, action, external, &paths, findings);
        }
    }
}

/// Returns the references of a text that a full stop follows.
fn before_stop(text: &str) -> Vec<&str> {
    let all: Vec<_> = pieces(text).collect();
    let pairs = all.windows(2).filter_map(|pair| match pair {
        [Piece::Reference(reference), Piece::Text(text)] if text.starts_with('.') => {
            Some(*reference)
        }
        _ => None,
    });
    pairs.collect()
}

fn collect<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(map) => map.values().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

fn read(
    reference: &str,
    action: &Action,
    external: &BTreeSet<String>,
    paths: &Paths<'_>,
    findings: &mut Findings,
) {
    let block = action.identifier.as_str();
    let Some(parsed) = Reference::parse(reference) else {
        let message = format!(
            "{reference} is not a known reference; there are $.Attributes.x, $.External.x, \
             $.StoredCustomerInput, and the system attributes {}",
            crate::reference::SYSTEM.map(|path| format!("$.{path}")).join(", ")
        );
        findings.block(block, "unknown-reference", message);
        return;
    };
    match parsed {
        Reference::System(_) => {}
        Reference::Attribute(name) => {
            if let Some(path) = paths.without(Written::Attribute(name), block) {
                let message = format!(
                    "reads {reference}, which is not written on the path {path}; write it before \
                     with UpdateContactAttributes"
                );
                findings.block(block, "attribute-unset", message);
            }
        }
        Reference::External(name) => {
            if !external.contains(name) {
                let nearest = did_you_mean(name, external.iter().map(String::as_str));
                let message =
                    format!("reads {reference}, and no function replies with {name:?}{nearest}");
                findings.block(block, "external-unknown", message);
            }
            if let Some(path) = paths.without(Written::External, block) {
                let message = format!(
                    "reads {reference}, but on the path {path} no function has replied, or a later \
                     one has failed; copy it with UpdateContactAttributes right after the reply"
                );
                findings.block(block, "external-unset", message);
            }
        }
        Reference::StoredInput => {
            if let Some(path) = paths.without(Written::StoredInput, block) {
                let message = format!(
                    "reads {reference}, but on the path {path} nothing is keyed in; a \
                     GetParticipantInput with StoreInput \"True\" has to come before"
                );
                findings.block(block, "input-unset", message);
            }
        }
    }
}

/// A value that a block can write.
#[derive(Clone, Copy)]
enum Written<'a> {
    Attribute(&'a str),
    External,
    StoredInput,
}

impl Written<'_> {
    /// Returns whether the value is written after this branch of a block, given whether it was before.
    fn after(self, action: &Action, branch: &Branch, before: bool) -> bool {
        let succeeded = *branch == Branch::Next;
        match (self, action.kind.as_str()) {
            (Self::Attribute(name), "UpdateContactAttributes") => {
                let here = action.text("TargetContact") == Some("Current")
                    && action.texts("Attributes").any(|(written, _)| written == name);
                before || (succeeded && here)
            }
            // Another block has to load the reply of an asynchronous invocation.
            (Self::External, "InvokeLambdaFunction") => {
                succeeded && action.text("InvocationType") != Some("ASYNCHRONOUS")
            }
            (Self::StoredInput, "GetParticipantInput") => {
                before || (succeeded && action.text("StoreInput") == Some("True"))
            }
            _ => before,
        }
    }
}

/// A block, and whether the value is written when a call reaches it.
type Place<'a> = (&'a str, bool);

/// The paths of calls through a flow.
struct Paths<'a> {
    start: &'a str,
    actions: BTreeMap<&'a str, &'a Action>,
}

impl<'a> Paths<'a> {
    fn of(flow: &'a Flow) -> Self {
        let actions = flow.actions.iter().map(|action| (action.identifier.as_str(), action));
        Self { start: &flow.start_action, actions: actions.collect() }
    }

    /// Returns the shortest path to a block on which the value is not written, as text.
    fn without(&self, written: Written<'_>, block: &str) -> Option<String> {
        let start: Place<'a> = (self.start, false);
        let path = path::shortest(
            start,
            |(name, before)| name == block && !before,
            |(name, before)| {
                let actions = self.actions.get(name).into_iter();
                let branches = actions.flat_map(|action| {
                    action.branches().map(move |(branch, target)| {
                        (target, written.after(action, &branch, before))
                    })
                });
                branches.collect()
            },
        )?;
        Some(path.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" > "))
    }
}
