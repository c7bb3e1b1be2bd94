//! What makes a reading good.
//!
//! [`Feature`] is the table of what is counted in a reading and of what it costs. The search adds up
//! the costs, which `cost` keeps in tables; [`readings`] gives every reading with its counts instead,
//! so that the weights can be fitted and a rank explained.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "places, counts and costs are far below any limit; what is const converts no other way"
)]

pub(crate) mod cost;
mod count;
mod pairs;
mod readings;
mod tally;
mod weights;

pub use readings::{CountedReading, ranked, readings};
pub use tally::Tally;
pub use weights::Feature;
pub(crate) use weights::MAX_COST;
