//! Switchboard on one machine: the real Lambda binaries as processes against a real Lambda Runtime
//! API, DynamoDB as an embedded engine; API Gateway, Amazon Connect, CodePipeline, SES and what lies
//! between them reduced to what a function sees of them. No containers and no AWS account.
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
//! | module | stands for |
//! | --- | --- |
//! | [`lambda`] | Lambda: processes, the Runtime API, the Invoke API |
//! | `dynamodb`, [`tables`] | DynamoDB: the engine, its data file, its tables |
//! | `codepipeline` | CodePipeline: releases that wait for approval (a stand-in) |
//! | `ses` | SES: mail is captured and shown (a stand-in) |
//! | `messages` | SNS, SQS and Lambda's own queue: retries and dead letters |
//! | `schedule` | EventBridge Scheduler: the sweep |
//! | `http_api` | API Gateway: an HTTP API in front of a function |
//! | `function_url` | a function URL |
//! | `payload` | what those two have in common |
//! | [`connect`] | Amazon Connect: calls through the contact flow |
//! | `approvals` | the functions of release approvals, their settings and their roles |
//! | `console` | the page for people |
//! | `clock`, `time_control` | the stack's time, which can be made to pass |
//! | `faults` | faults on demand |
//! | `kept` | state that outlives the stack |
//! | `form` | a field of a form or a query |
//! | `json_object` | members of JSON that are not always there |
//! | `people_port`, `aws_port` | the two ports that all of this is reached by |

mod approvals;
mod aws_port;
mod clock;
mod codepipeline;
pub mod connect;
mod console;
mod dynamodb;
mod faults;
mod form;
mod function_url;
mod http_api;
mod json_object;
mod kept;
pub mod lambda;
mod log;
mod messages;
mod options;
mod payload;
mod people_port;
mod problem;
mod schedule;
mod ses;
mod stack;
pub mod tables;
mod time_control;

pub use approvals::{
    APPROVAL_DECISION, APPROVAL_REQUEST, APPROVAL_SWEEP, PEOPLE_ADDRESS, approval_functions,
};
pub use dynamodb::{DataFileError, DynamoDbError};
pub use http_api::ROUTES;
pub use kept::KeptError;
pub use log::{LogLine, LogSink};
pub use options::{
    Options, SYNTHETIC_PROBE, Storage, VANITY_CONVERT, VANITY_LOOKUP, vanity_functions,
};
pub use ses::MailboxError;
pub use stack::{Addresses, Stack, StackError};

/// The account that everything belongs to: the one of AWS's own examples.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The region that everything is in.
pub(crate) const REGION: &str = "us-east-1";
