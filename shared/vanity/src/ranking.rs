//! What makes a reading good: features, and their weights.
//!
//! [`Feature`] is the table of what is counted in a reading and what each count costs; a [`Tally`]
//! holds the counts. For speed, the search sums precomputed costs (`cost`) instead of counting
//! features.
//!
//! Costs are integers in tenths of a point; lower is better.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "places, counts and costs are far below any limit; constants convert in no other way"
)]

pub(crate) mod cost;
pub(crate) mod count;
pub(crate) mod pairs;
mod tally;
mod weights;

pub(crate) use cost::OFFERED_LAST;
pub use tally::Tally;
pub use weights::Feature;
pub(crate) use weights::MAX_COST;
