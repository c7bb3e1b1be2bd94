//! Glue that the three approval functions share: leases, log lines, and the reasons why a request
//! could not be handled.
//!
//! The domain in `switchboard-approval` does not log, and `switchboard-lambda` is also linked by
//! functions that have nothing to do with approvals. So this is a crate of its own.

mod error;
mod lease;
mod log;

pub use error::RequestError;
pub use lease::lease_until;
pub use log::{compare, describe, log_delivery, log_mails};
