//! The local stack from outside: real processes, real sockets, free ports, temporary folders.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, also in the functions that it shares with others"
)]

mod approvals;
mod clock;
mod codepipeline;
mod console;
mod contact_flow;
mod durability;
mod dynamodb;
mod faults;
mod function_url;
mod functions;
mod harness;
mod http_api;
mod invoke_api;
mod mailbox;
mod messages;
mod permissions;
mod pipeline_history;
mod program;
mod program_output;
mod releases;
mod schedule;
