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
//! The problem is word segmentation with ambiguous letters. A *reading* is one segmentation of a
//! number's digits into words and digits left over. `reading::lattice` is the word lattice: all words
//! of the lexicon, by the place where they start. `reading::search` is an n-best search over it,
//! depth-first branch and bound, and `reading::pool` is the bounded list of the n best (a top-k list,
//! with rules that keep it diverse). `reading::letters` draws the filler for numbers with too few
//! words.
//!
//! Terms: an *overlong word* is longer than the digits that are left; its *surplus* is the letters
//! past the number's end, which the telephone ignores. A *run* is a sequence of digits that stay
//! digits. The *line* is the line number, the last four digits. A *break* is a place where people
//! expect a hyphen: after the area code and before the line.
//!
//! Where to look: [`PhoneNumber`] for the forms of a number that are understood, [`ranking`] for what
//! makes a reading good (all weights are in its table), `display` for the displayed and the spoken
//! form, [`callers`] for the calls that are stored.
//!
//! The crate is pure: it has no clock, no environment and no I/O. The same number gives the same five.

pub mod callers;
mod display;
#[cfg(any(test, feature = "exhaustive"))]
pub mod exhaustive;
mod five;
pub mod keypad;
mod phone;
pub mod ranking;
mod reading;

pub use display::{Kind, VanityNumber};
pub use five::{BestFive, NoReading, SortOrder, best_five};
pub use phone::{NumberLengths, ParseError, PhoneNumber, UnsupportedNumber, is_withheld};
pub use reading::MAX_OFFERED;
