//! Switchboard on one machine, without containers and without an AWS account.
//!
//! The real Lambda binaries run behind an emulated Lambda Runtime API, one per process. DynamoDB is
//! an embedded engine. API Gateway, Amazon Connect, CodePipeline, SES, SNS, SQS and EventBridge are
//! emulated as far as a function can see them.
//!
//! ```no_run
//! # async fn example() -> Result<(), switchboard_local_stack::StackError> {
//! use switchboard_local_stack::{Options, Stack};
//!
//! let stack = Stack::start(Options::new("target/debug")).await?;
//! println!("{} {}", stack.addresses().people, stack.addresses().aws);
//! stack.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! The modules are in layers: each imports only modules before it in this table, which the test
//! `module_order` reads.
//!
//! | module | what |
//! | --- | --- |
//! | `account`, `addresses` | the emulated account, and the stack's base URLs |
//! | `shell_commands` | commands to try the stack with, as the terminal and the console page show them |
//! | `field`, `json_object`, `problem` | reading a form, writing JSON, reporting a problem |
//! | `log` | the functions' log lines |
//! | `persistence`, `clock` | state that survives a restart, and the stack's time |
//! | `request_log` | the log for people: one line for each request |
//! | `aws_service`, `faults` | the services' operations and errors; faults on demand |
//! | `event_shape` | for tests: compares events with published ones |
//! | [`lambda`] | Lambda: processes and the Runtime API |
//! | `messages` | SNS, SQS and asynchronous invocations: retries and dead letters |
//! | `dynamodb` | DynamoDB: the engine, its data file, its tables |
//! | `functions` | the functions, their settings and their permissions |
//! | `ses` | SES: mail is checked and captured |
//! | `codepipeline` | CodePipeline: releases that wait for approval |
//! | `codedeploy` | CodeDeploy: deployments that wait for their hook |
//! | `schedule`, `time_control` | EventBridge Scheduler, and moving the clock ahead |
//! | `payload`, `http_api`, `function_url` | payload format 2.0, API Gateway, a function URL |
//! | [`connect`] | Amazon Connect: calls through the contact flow |
//! | `console` | the pages for people |
//! | `listeners` | the two ports, for people and for SDKs |
//! | `options`, `stack` | starting and stopping all of it |

mod account;
mod addresses;
mod aws_service;
mod clock;
mod codedeploy;
mod codepipeline;
pub mod connect;
mod console;
mod dynamodb;
#[cfg(test)]
mod event_shape;
mod faults;
mod field;
mod function_url;
mod functions;
mod http_api;
mod json_object;
pub mod lambda;
mod listeners;
mod log;
mod messages;
mod options;
mod payload;
mod persistence;
mod problem;
mod request_log;
mod schedule;
mod ses;
mod shell_commands;
mod stack;
mod time_control;

pub use addresses::Addresses;
pub use dynamodb::{DataFileError, DynamoDbError, tables};
pub use functions::PEOPLE_ADDRESS;
pub use functions::approvals::{
    APPROVAL_DECISION, APPROVAL_REQUEST, APPROVAL_SWEEP, approval_functions,
};
pub use functions::vanity::{SYNTHETIC_PROBE, VANITY_CONVERT, VANITY_LOOKUP, vanity_functions};
pub use http_api::ROUTES;
pub use log::{InvocationEnd, InvocationReport, LineKind, LogLine, LogSink};
pub use options::Options;
pub use persistence::{PersistenceError, Storage};
pub use request_log::request_log;
pub use ses::MailboxError;
pub use shell_commands::ShellCommands;
pub use stack::{Stack, StackError};
