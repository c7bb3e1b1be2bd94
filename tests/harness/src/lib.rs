//! What the tests of several crates share: the programs that cargo built, how they are run, a terminal
//! to run them on, copies of files to break, and an HTTP client.
//!
//! Everything here panics where something is not as a test needs it, at the line of the test.
//! Only tests use this crate; `tests/layout` checks it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test stops where something is not as it should be"
)]

mod command;
mod copy;
mod http;
mod program;
mod terminal;

pub use command::{run, text};
pub use copy::copy_of;
pub use http::{Answer, Client};
pub use program::{Program, built, built_folder, send_signal};
pub use terminal::Terminal;
