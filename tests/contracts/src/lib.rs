//! What every implementation of a port must do.
//!
//! A contract is a function that takes an empty store and panics where the store breaks a promise.
//! `tests/` runs each of them against the twin in memory and against the real adapter on the
//! embedded DynamoDB.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a contract panics where it is broken"
)]

pub mod approvals;
pub mod callers;
