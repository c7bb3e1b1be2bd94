//! A flowchart of a flow in Mermaid, which GitHub and others render.
//!
//! Nearly every block has an error branch, and most lead to the same apology. Drawn one by one they would
//! hide everything else, so many errors with one target are drawn as one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::canonical;
use crate::document::{Action, Branch, Condition, Flow};
use crate::language::{NO_MATCHING_CONDITION, NO_MATCHING_ERROR};

/// The number of errors with one target from which on they are drawn as one.
const MANY: usize = 4;

/// The colors of blocks, readable on light and dark pages.
const STYLES: &str = "    classDef question fill:#fde68a,stroke:#b45309,color:#1c1917
    classDef function fill:#bfdbfe,stroke:#1d4ed8,color:#1c1917
    classDef error fill:#fecaca,stroke:#b91c1c,color:#1c1917
";

/// Draws a flow as a Mermaid flowchart.
///
/// Speech is rounded, a question is slanted, a function has double edges, a choice is a diamond, a loop is
/// a hexagon, the end is a circle. Dotted arrows are errors. Parallel blocks of one type, with the same
/// predecessor and the same branches, are drawn as one.
#[must_use]
pub fn mermaid(flow: &Flow) -> String {
    let actions = canonical::in_order(flow);
    let folded = folded(&actions);
    let drawn_as = parallel(&actions);
    let drawn: Vec<&Action> = actions
        .iter()
        .copied()
        .filter(|action| drawn_as.get(action.identifier.as_str()) == Some(&&*action.identifier))
        .collect();
    let ids: BTreeMap<&str, String> = drawn
        .iter()
        .enumerate()
        .map(|(number, action)| (action.identifier.as_str(), format!("b{number}")))
        .collect();
    let id = |name: &str| drawn_as.get(name).and_then(|name| ids.get(name));

    // Writing to a text cannot fail.
    let mut text = String::from("flowchart TD\n");
    for action in &drawn {
        let name = action.identifier.as_str();
        let names = actions.iter().map(|action| action.identifier.as_str());
        let names = names.filter(|other| drawn_as.get(other) == Some(&name)).map(label);
        let label = names.collect::<Vec<_>>().join("<br>");
        if let Some(id) = id(name) {
            let Shape { open, close, class } = shape(&action.kind);
            let _ = writeln!(text, "    {id}{open}\"{label}\"{close}{class}");
        }
    }
    for action in &drawn {
        for Edge { to, label: name, is_error } in edges(action, &folded, &drawn_as) {
            let (Some(from), Some(to)) = (id(&action.identifier), id(to)) else { continue };
            let arrow = if is_error { "-.->" } else { "-->" };
            let name = if name.is_empty() { name } else { format!("|\"{}\"|", label(&name)) };
            let _ = writeln!(text, "    {from} {arrow}{name} {to}");
        }
    }
    for (number, (target, from)) in folded.iter().enumerate() {
        if let Some(to) = id(target) {
            let count = from.len();
            let _ =
                writeln!(text, "    e{number}>\"an error in {count} blocks\"]:::error -.-> {to}");
        }
    }
    text.push_str(STYLES);
    text
}

/// Maps each block to the block that represents it: itself, or the first of several parallel ones.
fn parallel<'a>(actions: &[&'a Action]) -> BTreeMap<&'a str, &'a str> {
    let mut before: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for action in actions {
        for (_, target) in action.branches() {
            before.entry(target).or_default().insert(&action.identifier);
        }
    }
    let mut firsts: Vec<(&Action, Option<&BTreeSet<&str>>)> = Vec::new();
    let mut drawn_as = BTreeMap::new();
    for &action in actions {
        let from = before.get(action.identifier.as_str());
        let alike = firsts.iter().find(|(first, first_from)| {
            first.kind == action.kind
                && first.transitions == action.transitions
                && *first_from == from
                && from.is_some_and(|from| from.len() == 1)
        });
        let first = alike.map_or(action, |(first, _)| *first);
        if alike.is_none() {
            firsts.push((action, from));
        }
        drawn_as.insert(action.identifier.as_str(), first.identifier.as_str());
    }
    drawn_as
}

/// Returns the targets of many errors, and the blocks that the errors leave.
fn folded<'a>(actions: &[&'a Action]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for action in actions {
        for error in &action.transitions.errors {
            let is_copy = action.transitions.next_action.as_ref() == Some(&error.next_action);
            if error.error_type == NO_MATCHING_ERROR && !is_copy {
                targets.entry(&error.next_action).or_default().insert(&action.identifier);
            }
        }
    }
    targets.retain(|_, from| from.len() >= MANY);
    targets
}

/// An arrow: all branches from one block to another.
struct Edge<'a> {
    to: &'a str,
    label: String,
    is_error: bool,
}

fn edges<'a>(
    action: &'a Action,
    folded: &BTreeMap<&str, BTreeSet<&str>>,
    drawn_as: &BTreeMap<&str, &'a str>,
) -> Vec<Edge<'a>> {
    let mut targets: Vec<(&str, Vec<Branch>)> = Vec::new();
    for (branch, to) in action.branches() {
        let is_folded = branch == Branch::Error(NO_MATCHING_ERROR.to_owned())
            && folded.get(to).is_some_and(|from| from.contains(action.identifier.as_str()));
        if is_folded {
            continue;
        }
        let to = drawn_as.get(to).copied().unwrap_or(to);
        match targets.iter_mut().find(|(known, _)| *known == to) {
            Some((_, branches)) => branches.push(branch),
            None => targets.push((to, vec![branch])),
        }
    }
    let edge = |(to, branches): (&'a str, Vec<Branch>)| {
        let is_only_next = branches == [Branch::Next];
        let labels: Vec<String> = branches.iter().map(|branch| name(action, branch)).collect();
        Edge {
            to,
            label: if is_only_next { String::new() } else { labels.join(", ") },
            is_error: branches
                .iter()
                .all(|branch| matches!(branch, Branch::Error(e) if e == NO_MATCHING_ERROR)),
        }
    };
    targets.into_iter().map(edge).collect()
}

/// Returns the label of a branch.
fn name(action: &Action, branch: &Branch) -> String {
    let name = match branch {
        Branch::Next => "ok",
        Branch::Condition(_) => {
            let mut conditions =
                action.transitions.conditions.iter().map(|branch| &branch.condition);
            let condition = conditions.find(|condition| condition.branch() == *branch);
            return condition.map(compared).unwrap_or_default();
        }
        Branch::Error(error) => match error.as_str() {
            NO_MATCHING_ERROR => "error",
            NO_MATCHING_CONDITION if action.kind == "Compare" => "otherwise",
            NO_MATCHING_CONDITION => "other key",
            "InputTimeLimitExceeded" => "time-out",
            "InvalidPhoneNumber" => "no phone number",
            other => other,
        },
    };
    name.to_owned()
}

fn compared(condition: &Condition) -> String {
    let operands = condition.operands.join(" or ");
    let operator = match condition.operator.as_str() {
        "Equals" => {
            return match operands.as_str() {
                "ContinueLooping" => "again".to_owned(),
                "DoneLooping" => "enough".to_owned(),
                "Timeout" => "nothing".to_owned(),
                _ => operands,
            };
        }
        "TextStartsWith" => "starts with",
        "TextEndsWith" => "ends with",
        "TextContains" => "contains",
        "NumberGreaterThan" => "more than",
        "NumberGreaterOrEqualTo" => "at least",
        "NumberLessThan" => "less than",
        "NumberLessOrEqualTo" => "at most",
        other => other,
    };
    format!("{operator} {operands}")
}

/// The shape of a block: the characters around its label, and its class.
struct Shape {
    open: &'static str,
    close: &'static str,
    class: &'static str,
}

fn shape(kind: &str) -> Shape {
    let (open, close, class) = match kind {
        "MessageParticipant" => ("(", ")", ""),
        "GetParticipantInput" => ("[/", "/]", ":::question"),
        "InvokeLambdaFunction" => ("[[", "]]", ":::function"),
        "Compare" => ("{", "}", ""),
        "Loop" => ("{{", "}}", ""),
        "DisconnectParticipant" => ("((", "))", ""),
        _ => ("[", "]", ""),
    };
    Shape { open, close, class }
}

/// Escapes a text for quotes.
fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '#' | '&' | '<' | '>' | '`' => {
                let _ = write!(label, "#{};", u32::from(character));
            }
            _ if character.is_control() => label.push(' '),
            _ => label.push(character),
        }
    }
    label
}

#[cfg(test)]
mod tests;
