//! Messages on their way to a function: asynchronous invocations, SNS, and SQS with its event source
//! mapping.
//!
//! | module | what |
//! | --- | --- |
//! | `message` | a message and how it is delivered |
//! | `sns`, `sqs` | the envelopes |
//! | `delivery` | one attempt to deliver messages |
//! | `queue` | the waiting messages, their retries and the dead letters |
//! | `dead_letter` | a message that failed its last attempt |
//! | `control` | `/local/dead-letters` |
//!
//! No message is lost when the stack stops: the next stack on the same data delivers the rest. As on
//! AWS, a message can be delivered twice.

pub(crate) mod control;
mod dead_letter;
mod delivery;
pub(crate) mod message;
pub(crate) mod queue;
pub(crate) mod sns;
mod sqs;
