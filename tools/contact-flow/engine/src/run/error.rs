//! Why a contact cannot go on.

use thiserror::Error;

/// Why a contact cannot go on: the flow itself is wrong. The message names the block.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RunError {
    /// A branch leads to a block that is not there.
    #[error("block {from:?} leads to {to:?}, which is no block of the flow")]
    NoBlock {
        /// Where it leads from; empty at the start.
        from: String,
        /// The block that is not there.
        to: String,
    },
    /// A type of action that is not run here.
    #[error(
        "block {block:?}: actions of type {kind:?} are not run here; those that are: {}",
        crate::language::known().collect::<Vec<_>>().join(", ")
    )]
    UnknownAction {
        /// The block.
        block: String,
        /// Its type.
        kind: String,
    },
    /// A parameter that is missing, or not what it has to be.
    #[error("block {block:?}: parameter {parameter} is missing or not what it has to be")]
    Parameter {
        /// The block.
        block: String,
        /// The parameter.
        parameter: &'static str,
    },
    /// A reference to something that no contact has.
    #[error("block {block:?}: {reference} is no reference that is known here")]
    Reference {
        /// The block.
        block: String,
        /// The reference.
        reference: String,
    },
    /// A way out that the block does not have.
    #[error("block {block:?} has no branch for {branch:?}, so the call would end in silence")]
    NoBranch {
        /// The block.
        block: String,
        /// The branch.
        branch: String,
    },
    /// A flow that goes round and round.
    #[error("block {block:?} was reached over and over, and the call does not come to its end")]
    Endless {
        /// One of the blocks.
        block: String,
    },
}
