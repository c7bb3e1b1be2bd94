//! Values that a flow reads were written before, on every way there.
//!
//! For each value the flow is walked from its start with the question "was it written?": a block that
//! can be reached with the answer no, and reads it, is a finding, and the way there is its proof.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::graph::did_you_mean;
use super::{Findings, walk};
use crate::document::{Action, Branch, Flow};
use crate::reference::{Piece, Reference, pieces};

pub(super) fn check(flow: &Flow, external: &BTreeSet<String>, findings: &mut Findings) {
    let walks = Walks::of(flow);
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
                "{reference} stands before a full stop, and whether Connect takes that for a part of it \
                 is not documented; leave it out, or put a blank between them"
            );
            findings.block(&action.identifier, "reference-before-stop", message);
        }
        for reference in references {
            read(reference, action, external, &walks, findings);
        }
    }
}

/// The references of a text that stand right before a full stop.
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
    walks: &Walks<'_>,
    findings: &mut Findings,
) {
    let block = action.identifier.as_str();
    let Some(parsed) = Reference::parse(reference) else {
        let message = format!(
            "{reference} is no reference that is known here; there are $.Attributes.x, $.External.x, \
             $.StoredCustomerInput, and of the contact {}",
            crate::reference::SYSTEM.map(|path| format!("$.{path}")).join(", ")
        );
        findings.block(block, "unknown-reference", message);
        return;
    };
    match parsed {
        Reference::System(_) => {}
        Reference::Attribute(name) => {
            if let Some(way) = walks.without(Written::Attribute(name), block) {
                let message = format!(
                    "reads {reference}, which is not written on the way {way}; write it before with \
                     UpdateContactAttributes"
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
            if let Some(way) = walks.without(Written::External, block) {
                let message = format!(
                    "reads {reference}, but on the way {way} no function has replied, or a later one \
                     has failed; keep it with UpdateContactAttributes right behind the reply"
                );
                findings.block(block, "external-unset", message);
            }
        }
        Reference::StoredInput => {
            if let Some(way) = walks.without(Written::StoredInput, block) {
                let message = format!(
                    "reads {reference}, but on the way {way} nothing is keyed in; a \
                     GetParticipantInput with StoreInput \"True\" has to come before"
                );
                findings.block(block, "input-unset", message);
            }
        }
    }
}

/// Something that is written.
#[derive(Clone, Copy)]
enum Written<'a> {
    Attribute(&'a str),
    External,
    StoredInput,
}

impl Written<'_> {
    /// Whether it is written behind this branch of a block, if it was or was not before.
    fn behind(self, action: &Action, branch: &Branch, before: bool) -> bool {
        let succeeded = *branch == Branch::Next;
        match (self, action.kind.as_str()) {
            (Self::Attribute(name), "UpdateContactAttributes") => {
                let here = action.text("TargetContact") == Some("Current")
                    && action.texts("Attributes").any(|(written, _)| written == name);
                before || (succeeded && here)
            }
            // The reply of an asynchronous invocation has to be loaded by another block.
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

/// A block, and whether something was written when a call gets there.
type Place<'a> = (&'a str, bool);

/// The ways of calls through a flow.
struct Walks<'a> {
    start: &'a str,
    actions: BTreeMap<&'a str, &'a Action>,
}

impl<'a> Walks<'a> {
    fn of(flow: &'a Flow) -> Self {
        let actions = flow.actions.iter().map(|action| (action.identifier.as_str(), action));
        Self { start: &flow.start_action, actions: actions.collect() }
    }

    /// The shortest way to a block on which this is not written, as it is shown to people.
    fn without(&self, written: Written<'_>, block: &str) -> Option<String> {
        let start: Place<'a> = (self.start, false);
        let way = walk::shortest(
            start,
            |(name, before)| name == block && !before,
            |(name, before)| {
                let actions = self.actions.get(name).into_iter();
                let branches = actions.flat_map(|action| {
                    action.branches().map(move |(branch, target)| {
                        (target, written.behind(action, &branch, before))
                    })
                });
                branches.collect()
            },
        )?;
        Some(way.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" > "))
    }
}
