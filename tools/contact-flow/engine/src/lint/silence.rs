//! Checks that no call ends in silence: after every error and every decision the caller hears something.
//!
//! An error or a condition that leads to the end of the call without a block that speaks is a finding. A
//! speaking block may fail in turn, but the same rule holds for its error branch. Only the last resort is
//! exempt: a prompt of plain text, the kind that fails least, right before the end of the call.

use super::{Findings, path};
use crate::document::{Action, Branch, Flow};
use crate::language::action_type;

pub(super) fn check(flow: &Flow, findings: &mut Findings) {
    for action in flow.actions.iter().filter(|action| !is_last_resort(flow, action)) {
        for (branch, target) in action.branches() {
            if branch != Branch::Next
                && let Some(path) = silent_path(flow, target)
            {
                let (what, last) = match branch {
                    Branch::Error(_) => ("error ", "an apology"),
                    _ => ("", "a last word"),
                };
                let message = format!(
                    "after its {what}{branch} the call ends in silence ({}); lead it to {last}",
                    path.join(" > ")
                );
                findings.block(&action.identifier, "silence", message);
            }
        }
    }
}

fn is_last_resort(flow: &Flow, action: &Action) -> bool {
    let next = action.transitions.next_action.as_deref().and_then(|next| flow.action(next));
    action.kind == "MessageParticipant" && action.text("Text").is_some() && next.is_some_and(ends)
}

fn ends(action: &Action) -> bool {
    action.kind == "DisconnectParticipant"
}

/// Returns whether the caller hears something, or may: an unknown type has a finding of its own.
fn speaks(action: &Action) -> bool {
    matches!(action.kind.as_str(), "MessageParticipant" | "GetParticipantInput")
        || action_type(&action.kind).is_none()
}

/// Returns the shortest path from a block to the end of the call on which nothing is spoken. It follows no
/// error branches, which are checked by themselves.
fn silent_path<'a>(flow: &'a Flow, from: &'a str) -> Option<Vec<&'a str>> {
    let silent = |name: &str| flow.action(name).filter(|action| !speaks(action));
    path::shortest(
        from,
        |name| silent(name).is_some_and(ends),
        |name| {
            let branches = silent(name).into_iter().flat_map(Action::branches);
            let onward = branches.filter(|(branch, _)| !matches!(branch, Branch::Error(_)));
            onward.map(|(_, target)| target).collect()
        },
    )
}
