//! Phone numbers and the words they spell.
//!
//! ```
//! use switchboard_vanity::{Kind, PhoneNumber};
//!
//! let number: PhoneNumber = "+1 800 356 9377".parse()?;
//! let five = switchboard_vanity::best_five(&number)?;
//! assert_eq!(five.by_rank()[0].vanity_number.as_str(), "1-800-FLOWERS");
//! assert_eq!(five.by_rank()[0].kind, Kind::Words);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to look: [`PhoneNumber`] for what is understood as a number, `reading` for the search,
//! [`ranking`] for what makes a reading good (every weight stands in its table), `form` for how a
//! reading is shown and spoken, [`callers`] for what is kept of a call.
//!
//! The crate is pure: no clock, no environment, no I/O. The same number gives the same five.

pub mod callers;
mod five;
mod form;
pub mod keypad;
mod phone;
pub mod ranking;
mod reading;

pub use five::{BestFive, NoReading, Order, best_five};
pub use form::{Kind, VanityNumber};
pub use phone::{ParseError, PhoneNumber, UnsupportedNumber, is_withheld};
