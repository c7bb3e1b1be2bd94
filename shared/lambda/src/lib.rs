//! Runtime glue that every function shares.
//!
//! A function's `main` reads its settings, builds its clients and hands a handler to [`run`].
//! From there on each invocation has a span with the ids to search logs by, one metric document,
//! and, if it fails, a [`Failure`] whose kind an alarm can key on.

pub mod clock;
mod failure;
pub mod http;
pub mod logs;
pub mod metrics;
mod runtime;

pub use clock::Clock;
pub use failure::Failure;
pub use metrics::Metrics;
pub use runtime::{Error, Invocation, run, warm_up};
