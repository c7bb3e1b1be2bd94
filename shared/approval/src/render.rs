//! Mails and pages, in every language.
//!
//! Rendering is pure: the time comes in, and the same values give the same bytes.

mod facts;
pub mod mail;
pub mod page;
#[cfg(test)]
mod samples;
mod story;
mod texts;
mod time;
