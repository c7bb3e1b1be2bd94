//! Messages on their way to a function: Lambda's queue for asynchronous invocations, SNS, and SQS with
//! its event source mapping.
//!
//! | module | what |
//! | --- | --- |
//! | `queue` | what waits: delivered, tried again, and kept until then |
//! | `attempt` | one delivery, and what came of it |
//! | `dead_letter` | what was given up |
//! | `sns`, `sqs` | the envelopes |
//! | `control` | `/local/dead-letters` |
//!
//! Nothing is lost with the stack: what it has taken and not delivered is delivered by the next one on
//! the same data. A message can be delivered twice, as on AWS.

mod attempt;
pub(crate) mod control;
mod dead_letter;
mod queue;
pub(crate) mod sns;
pub(crate) mod sqs;

use dead_letter::DeadLetter;
pub(crate) use queue::{Message, Queue};
