//! Why a contact cannot continue.

use thiserror::Error;

/// A mistake in the flow, so that the contact cannot continue. Each message names the block.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RunError {
    /// A branch leads to a block that does not exist.
    #[error("block {from:?} leads to {to:?}, which is not a block of the flow")]
    NoBlock {
        /// The block that the branch leaves; empty at the start of the flow.
        from: String,
        /// The missing block.
        to: String,
    },
    /// The run does not support this type of action.
    #[error(
        "block {block:?}: actions of type {kind:?} cannot be run; these can: {}",
        crate::language::known().collect::<Vec<_>>().join(", ")
    )]
    UnknownAction {
        /// The block.
        block: String,
        /// The type of its action.
        kind: String,
    },
    /// A parameter is missing or invalid.
    #[error("block {block:?}: parameter {parameter} is missing or invalid")]
    Parameter {
        /// The block.
        block: String,
        /// The parameter.
        parameter: &'static str,
    },
    /// A reference names something that no contact has.
    #[error("block {block:?}: {reference} is not a known reference")]
    Reference {
        /// The block.
        block: String,
        /// The reference.
        reference: String,
    },
    /// A block has no branch for its result.
    #[error("block {block:?} has no branch for {branch:?}, so the call would end in silence")]
    NoBranch {
        /// The block.
        block: String,
        /// The branch.
        branch: String,
    },
    /// The flow never ends.
    #[error("block {block:?} was reached again and again, and the call does not end")]
    Endless {
        /// One of the blocks.
        block: String,
    },
}
