//! The promises that every implementation of a port must keep.
//!
//! A contract is a function that takes an empty store and panics if the store breaks a promise.
//! `tests/` runs each contract against the in-memory fake and against the real adapter on the
//! embedded DynamoDB.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a contract panics when it is broken"
)]

pub mod approvals;
pub mod callers;
