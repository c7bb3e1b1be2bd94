//! Runtime glue that every function shares.
//!
//! A function's `main` reads its settings, builds its clients and hands a handler to [`run`].
//! From there on each invocation has a span with the ids to search logs by, one metric document,
//! and, if it fails, a [`Failure`] whose kind an alarm can key on.

mod clock;
mod failure;
pub mod http;
pub mod logs;
pub mod metrics;
mod random;
mod runtime;

pub use clock::{Clock, now};
pub use failure::{Failure, chain};
pub use metrics::Metrics;
pub use random::{NoRandomness, random};
pub use runtime::{Error, Invocation, run, warm_up};
