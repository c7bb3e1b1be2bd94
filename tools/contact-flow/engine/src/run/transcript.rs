//! The transcript of a contact, block by block.

use serde::{Deserialize, Serialize};

use crate::document::{Branch, Transition};

/// One block of a transcript.
// `Debug` leaves out what was said and keyed in, which is personal data.
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The identifier of the block.
    pub block: String,
    /// The type of the block's action.
    #[serde(rename = "type")]
    #[debug(skip)]
    pub kind: String,
    /// What the caller heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[debug(skip)]
    pub said: Option<String>,
    /// The keys that the caller pressed; `None` if the caller pressed none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[debug(skip)]
    pub pressed: Option<String>,
    /// A remark for the reader, such as why the block failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[debug(skip)]
    pub note: Option<String>,
    /// The branch that was taken; `None` while the block waits, and at the end of the contact.
    pub branch: Option<Branch>,
    /// The block that the branch leads to.
    #[debug(skip)]
    pub next: Option<String>,
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
