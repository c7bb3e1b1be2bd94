//! Numbering plans: which country codes exist, how long the numbers behind each may be, which trunk
//! prefix is dialed inside the country, and where people write a gap.
//!
//! The tables come from the metadata of libphonenumber (`README.md` says how, and what they are an
//! authority for). They are compiled into the crate as plain arrays, so nothing is read, parsed or
//! allocated before the first look-up.
//!
//! ```
//! use switchboard_numbering::Plan;
//!
//! let (plan, national) = Plan::of(b"442079460958").expect("44 is a country code");
//! assert_eq!((plan.code(), national), (44, b"2079460958".as_slice()));
//! assert!(plan.lengths().contains(10));
//! assert_eq!(plan.trunk_prefixes(), ["0"]);
//!
//! let grouping = plan.grouping(national).expect("London exists");
//! assert_eq!(grouping.area_len(), 2);
//! assert!(grouping.starts().eq([0, 2, 6])); // 20 7946 0958
//! ```

mod grouping;
mod lengths;
mod plan;

pub use grouping::Grouping;
pub use lengths::Lengths;
pub use plan::Plan;

/// The longest national number in digits: E.164's 15 less a country code.
pub const MAX_NATIONAL_DIGITS: usize = 14;

/// The most groups that a number of any plan is written in.
pub const MAX_GROUPS: usize = tables::MAX_GROUPS;

#[allow(clippy::unreadable_literal, reason = "written by the build script")]
mod tables {
    use crate::lengths::Lengths;
    use crate::plan::Entry;

    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}
