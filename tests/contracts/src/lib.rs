//! The contracts of the ports: what every implementation must do.
//!
//! A contract is a function that takes an empty store and panics if the store violates the
//! contract. The tests run each contract against the in-memory fake and against the real adapter on
//! the embedded DynamoDB.

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
