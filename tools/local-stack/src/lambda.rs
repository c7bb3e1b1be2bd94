//! Lambda: functions run as processes behind a Runtime API and are invoked by name.
//!
//! | module | what |
//! | --- | --- |
//! | `function` | a function and its settings |
//! | `service` | the functions, their idle processes and their concurrency limits |
//! | `instance` | one execution environment and its invocations |
//! | `process` | a process, and its access key |
//! | `runtime_api` | the Runtime API of one process |
//! | `phase` | the requests that the Runtime API allows in each phase of a process |
//! | `environment` | the environment variables of a process |
//! | `outcome` | the outcome of an invocation |
//! | `report` | the `REPORT` line of an invocation |

mod environment;
pub(crate) mod function;
mod instance;
mod outcome;
mod phase;
mod process;
mod report;
mod runtime_api;
mod service;

pub use function::{DEFAULT_MAX_CONCURRENCY, Function};
pub use outcome::{Failure, Invocation, Outcome};
pub(crate) use process::KeyHolder;
pub use service::{InvokeError, Lambda};
