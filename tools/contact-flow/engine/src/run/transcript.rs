//! The transcript of a contact, block by block.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::{Branch, Transition};

/// One block of a transcript.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The identifier of the block.
    pub block: String,
    /// The type of the block's action.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the caller heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// The keys that the caller pressed; `None` if the caller pressed none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pressed: Option<String>,
    /// A remark for the reader, such as why the block failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The branch that was taken; `None` while the block waits, and at the end of the contact.
    pub branch: Option<Branch>,
    /// The block that the branch leads to.
    pub next: Option<String>,
}

/// Omits what was said and keyed in, which is personal data.
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

    /// Returns the transition that was taken; `None` if the contact has not left the block.
    #[must_use]
    pub fn transition(&self) -> Option<Transition> {
        let (branch, to) = (self.branch.clone()?, self.next.clone()?);
        Some(Transition { block: self.block.clone(), branch, to })
    }
}
