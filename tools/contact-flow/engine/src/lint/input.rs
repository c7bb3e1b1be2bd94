//! Checks that a flow handles a caller who keys in nothing, which is not an error to Connect.

use super::Findings;
use crate::document::{Action, Flow};

/// The input that is stored when nothing is keyed in. Source: administrator guide, "Store customer input".
const TIMEOUT: &str = "Timeout";

pub(super) fn check(flow: &Flow, findings: &mut Findings) {
    let stores = |action: &&Action| action.text("StoreInput") == Some("True");
    for action in flow.actions.iter().filter(stores) {
        let next = action.transitions.next_action.as_deref();
        let Some(next) = next.and_then(|next| flow.action(next)) else { continue };
        if !asks_for_timeout(next) {
            let message = format!(
                "when nothing is keyed in, the text {TIMEOUT} is stored as if it had been, so the next \
                 block ({:?}) has to be a Compare of $.StoredCustomerInput with the condition Equals \
                 {TIMEOUT}",
                next.identifier
            );
            findings.block(&action.identifier, "timeout-unchecked", message);
        }
    }
}

fn asks_for_timeout(action: &Action) -> bool {
    let conditions = action.transitions.conditions.iter().map(|branch| &branch.condition);
    action.kind == "Compare"
        && action.text("ComparisonValue") == Some("$.StoredCustomerInput")
        && conditions
            .filter(|condition| condition.operator == "Equals")
            .any(|condition| condition.operands == [TIMEOUT])
}
