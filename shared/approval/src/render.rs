//! Mails and pages, in every language.
//!
//! Rendering is pure: the time is passed in, and the same values give the same bytes.

mod change_line;
mod facts;
pub mod mail;
pub mod page;
#[cfg(test)]
mod samples;
mod status_message;

mod texts;
mod time;
