//! The runtime glue of all functions.
//!
//! A function's `main` reads its settings, builds its clients and passes a handler to [`run`]. Each
//! invocation has a span with the ids that logs are searched by, one metric document and, if it fails,
//! a [`Failure`] whose kind an alarm can filter on.

mod clock;
mod failure;
pub mod logs;
pub mod metrics;
mod random;
mod runtime;

pub use clock::{Clock, now};
pub use failure::{Failure, chain};
pub use metrics::Metrics;
pub use random::{NoRandomness, random};
pub use runtime::{Error, Invocation, run, warm_up};
