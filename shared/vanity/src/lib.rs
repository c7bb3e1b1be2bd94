//! Phone numbers and the words they spell.
//!
//! ```
//! use vanity::{Kind, PhoneNumber};
//!
//! let number: PhoneNumber = "+1 800 356 9377".parse()?;
//! let five = vanity::best_five(&number)?;
//! assert_eq!(five.by_rank()[0].vanity_number, "1-800-FLOWERS");
//! assert_eq!(five.by_rank()[0].kind, Kind::Words);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to look: [`PhoneNumber`] for what is understood as a number, `reading` for the search and
//! the ranking (every weight stands in `reading/cost.rs`), `form` for how a reading is shown and
//! spoken, [`callers`] for what is kept of a call.
//!
//! The crate is pure: no clock, no environment, no I/O. The same number gives the same five.

pub mod callers;
mod five;
mod form;
pub mod keypad;
mod phone;
mod reading;

pub use five::{BestFive, NoReading, Order, best_five};
pub use form::{Kind, VanityNumber};
pub use phone::{ParseError, PhoneNumber, UnsupportedNumber, is_withheld};
