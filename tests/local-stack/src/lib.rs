//! Switchboard on one machine: the real Lambda binaries as processes against a real Lambda Runtime
//! API, DynamoDB as an embedded engine, API Gateway and Amazon Connect reduced to what a function
//! sees of them. No containers and no AWS account.
//!
//! ```no_run
//! # async fn example() -> Result<(), local_stack::StackError> {
//! use local_stack::{Options, Stack};
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
//! | `http_api` | API Gateway: an HTTP API in front of a function |
//! | [`connect`] | Amazon Connect: a call through the contact flow |
//! | `console` | the page for people |
//! | `people_port`, `aws_port` | the two ports that all of this is reached by |

mod aws_port;
mod clock;
pub mod connect;
mod console;
mod dynamodb;
mod http_api;
pub mod lambda;
mod log;
mod options;
mod people_port;
mod problem;
mod stack;
pub mod tables;

pub use dynamodb::{DataFileError, DynamoDbError};
pub use log::{LogLine, LogSink};
pub use options::{Options, Storage, VANITY_CONVERT, VANITY_LOOKUP, vanity_functions};
pub use stack::{Addresses, Stack, StackError};

/// The account that everything belongs to: the one of AWS's own examples.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The region that everything is in.
pub(crate) const REGION: &str = "us-east-1";
