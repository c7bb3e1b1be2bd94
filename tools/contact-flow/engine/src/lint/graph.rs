//! Checks the graph of blocks: identifiers, targets, and that every block is reachable and reaches an end.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use crate::document::{Action, Flow};
use crate::language::{MAX_ACTIONS, MAX_IDENTIFIER, NO_IDENTIFIERS, NOT_IN_IDENTIFIERS};

pub(super) fn check(flow: &Flow, findings: &mut Findings) {
    let count = flow.actions.len();
    if count > MAX_ACTIONS {
        let message = format!("the flow has {count} actions, and Connect accepts {MAX_ACTIONS}");
        findings.flow("too-many-actions", message);
    }
    identifiers(flow, findings);
    targets(flow, findings);
    ends(flow, findings);
}

fn identifiers(flow: &Flow, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for action in &flow.actions {
        let name = action.identifier.as_str();
        let mut refuse = |why: String| findings.block(name, "identifier", why);
        if name.is_empty() {
            refuse("a block needs an Identifier".to_owned());
        }
        let length = name.chars().count();
        if length > MAX_IDENTIFIER {
            refuse(format!(
                "its Identifier has {length} characters; {MAX_IDENTIFIER} is the maximum"
            ));
        }
        if let Some(character) = name.chars().find(|c| NOT_IN_IDENTIFIERS.contains(c)) {
            refuse(format!("an Identifier must not contain {character:?}; remove it"));
        }
        if NO_IDENTIFIERS.contains(&name) {
            refuse("this Identifier is a name of JavaScript, which Connect refuses".to_owned());
        }
        if !seen.insert(name) {
            let message = "two blocks have this Identifier; give one of them another";
            findings.block(name, "duplicate-identifier", message);
        }
    }
}

fn targets(flow: &Flow, findings: &mut Findings) {
    let names: BTreeSet<&str> = flow.actions.iter().map(|a| a.identifier.as_str()).collect();
    let start = flow.start_action.as_str();
    if !names.contains(start) {
        let message = format!("StartAction is {start:?}, which is not a block of the flow");
        findings.flow("start-action", message);
    }
    for action in &flow.actions {
        for (branch, target) in action.branches().filter(|(_, target)| !names.contains(target)) {
            let message = format!(
                "its branch {:?} leads to {target:?}, which is not a block of the flow{}",
                branch.to_string(),
                did_you_mean(target, names.iter().copied()),
            );
            findings.block(&action.identifier, "dangling-target", message);
        }
    }
}

/// Writes `; did you mean "x"?` with the most similar of the names, if there are any.
pub(super) fn did_you_mean<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    // Jaro-Winkler weights the beginning of a name most, which people remember best.
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    let nearest = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    nearest.map(|nearest| format!("; did you mean {nearest:?}?")).unwrap_or_default()
}

fn ends(flow: &Flow, findings: &mut Findings) {
    let reachable: BTreeSet<&str> = flow.reachable().into_iter().collect();
    let mut leads_here: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for action in &flow.actions {
        for (_, target) in action.branches() {
            leads_here.entry(target).or_default().push(&action.identifier);
        }
    }
    let ends = flow.actions.iter().filter(|action| action.kind == "DisconnectParticipant");
    let mut ending: BTreeSet<&str> = ends.map(|action| action.identifier.as_str()).collect();
    let mut open: Vec<&str> = ending.iter().copied().collect();
    while let Some(name) = open.pop() {
        let before = leads_here.get(name).into_iter().flatten();
        open.extend(before.copied().filter(|before| ending.insert(before)));
    }
    for name in flow.actions.iter().map(|action| action.identifier.as_str()) {
        if reachable.contains(name) && !ending.contains(name) {
            let message =
                "no path leads from here to a DisconnectParticipant, so the call would not end";
            findings.block(name, "dead-end", message);
        }
    }
    unreachable(flow, &reachable, findings);
}

/// Reports each unreachable block, except those that only another unreachable block leads to.
fn unreachable(flow: &Flow, reachable: &BTreeSet<&str>, findings: &mut Findings) {
    let mut rest: Vec<&str> = flow.actions.iter().map(|a| a.identifier.as_str()).collect();
    rest.retain(|name| !reachable.contains(name));
    while let Some(first) = rest.first().copied() {
        // The first to which no other leads; in a cycle, any.
        let is_led_to = |name: &str| {
            let others = rest.iter().filter(|other| **other != name);
            let mut branches =
                others.filter_map(|other| flow.action(other)).flat_map(Action::branches);
            branches.any(|(_, target)| target == name)
        };
        let head = rest.iter().copied().find(|name| !is_led_to(name)).unwrap_or(first);
        let behind = Flow { start_action: head.to_owned(), ..flow.clone() };
        let behind = behind.reachable();
        let before = rest.len();
        rest.retain(|name| *name != head && !behind.contains(name));
        let others = match before - rest.len() {
            1 => String::new(),
            count => format!(", nor to the {} after it", count - 1),
        };
        let message =
            format!("no call gets here{others}; lead a branch to the block, or remove it");
        findings.block(head, "unreachable", message);
    }
}
