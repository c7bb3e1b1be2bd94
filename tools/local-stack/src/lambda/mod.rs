//! Lambda: functions run as processes against a Runtime API, and are invoked by name.
//!
//! | module | what |
//! | --- | --- |
//! | `function` | what a function is |
//! | `service` | the functions, their idle processes and how many may run |
//! | `instance` | one execution environment and its invocations |
//! | `process` | its process, and the access key that the process is known by |
//! | `runtime_api` | what that process talks to |
//! | `phase` | what it may ask of it, and when |
//! | `environment` | what that process finds in its environment |
//! | `outcome` | how an invocation ended |
//! | `report` | what the log says of it |
//! | `invoke_api` | the HTTP interface that SDKs invoke functions through |

mod environment;
pub(crate) mod function;
mod instance;
pub(crate) mod invoke_api;
mod outcome;
mod phase;
mod process;
mod report;
mod runtime_api;
mod service;

pub use function::{DEFAULT_MAX_CONCURRENCY, Function};
pub use outcome::{Failure, Invocation, Outcome};
pub(crate) use process::Holder;
pub use service::{InvokeError, Lambda};
