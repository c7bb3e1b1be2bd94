//! Release approvals in a real browser, from the mail to the result of the pipeline.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

mod console;
mod ends;
mod looks;
mod people;
mod walk;
