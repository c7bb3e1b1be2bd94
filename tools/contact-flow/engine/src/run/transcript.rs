//! What happened on a call, block by block.

use std::fmt;

use serde::Serialize;

use crate::coverage::Transition;
use crate::document::Branch;

/// One block of a call.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The block's identifier.
    pub block: String,
    /// What the block does: the type of its action.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the caller heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// The keys that the caller pressed; empty if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pressed: Option<String>,
    /// What else is to be said of it, such as why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The way out of the block; `None` while it waits, and where the call ends.
    pub branch: Option<Branch>,
    /// The block that follows.
    pub next: Option<String>,
}

/// What was said and keyed in is personal.
impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("block", &self.block)
            .field("branch", &self.branch)
            .finish_non_exhaustive()
    }
}

impl Line {
    pub(super) fn new(block: &str, kind: &str) -> Self {
        Self {
            block: block.to_owned(),
            kind: kind.to_owned(),
            said: None,
            pressed: None,
            note: None,
            branch: None,
            next: None,
        }
    }

    /// The branch that was taken here, if the call went on.
    #[must_use]
    pub fn transition(&self) -> Option<Transition> {
        let (branch, to) = (self.branch.clone()?, self.next.clone()?);
        Some(Transition { block: self.block.clone(), branch, to })
    }
}
