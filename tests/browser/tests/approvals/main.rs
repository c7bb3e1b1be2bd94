//! Release approvals as approvers meet them: from the mail to the pipeline, in a real browser.

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
