//! Checks that a template has no raw values.

use std::collections::BTreeSet;

use crate::document::Flow;
use crate::lint::Findings;
use crate::raw;

pub(super) fn check(flow: &Flow, text: &str, findings: &mut Findings) {
    for found in raw::find(text).into_iter().collect::<BTreeSet<_>>() {
        let raw = found.value.as_str();
        let message = format!(
            "{raw:?} is {}, which differs between environments or is not public; replace it by a \
             placeholder that flows.yaml declares",
            found.kind
        );
        // Serialized, because the value was found in the text of the file.
        let holds = |value: Result<String, _>| value.is_ok_and(|text| text.contains(raw));
        let mut blocks = flow.actions.iter().filter(|a| holds(serde_json::to_string(a))).peekable();
        if blocks.peek().is_none() {
            findings.flow("raw-value", message.clone());
        }
        for action in blocks {
            findings.block(&action.identifier, "raw-value", message.clone());
        }
    }
}
