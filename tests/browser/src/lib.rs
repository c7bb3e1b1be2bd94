//! A real browser for the tests: Chromium, through its driver, met as a person meets it.
//!
//! Things on a page are found by what assistive technology calls them, keys are pressed where the
//! focus is, and axe-core checks what it can. `tools/checks/browser.sh` installs what this drives.
//!
//! ```no_run
//! use switchboard_browser::{Browser, Key, Options};
//!
//! let browser = Browser::with(&Options::phone().dark());
//! browser.go("http://127.0.0.1:8080/");
//! browser.label("Caller’s phone number").type_text("+1 800 356 9377");
//! browser.press(Key::Enter);
//! browser.wait_for_text("To hear the best three again, press 1.");
//! browser.role("button", "9 WXYZ").click();
//! browser.wait_for_text("1-800-FLOWERS");
//! browser.axe().assert_none();
//! assert_eq!(browser.horizontal_overflow(), None);
//! ```
//!
//! What is not as it should be ends the test, at the line that asked for it. Tests are plain
//! `#[test]` functions: a browser has its own runtime and cannot be used inside another.
//!
//! Each browser has its own driver, profile and folder, which end with it. At most three tests of
//! a process have browsers at a time (about 200 MB each); the others wait.
//!
//! # Without JavaScript
//!
//! [`Options::without_javascript`] is the content setting that a person has. Scripts, handlers and
//! timers of pages do not run and `noscript` is shown; scripts of the driver run all the same, with
//! promises but without timers. axe-core is given timers of its own, so it works there, and in
//! frames whose sandbox forbids scripts. A page's Content-Security-Policy stops neither.

#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where something is not as it should be"
)]

mod axe;
mod commands;
mod driver;
mod element;
mod find;
mod keys;
mod layout;
mod options;
mod places;
mod session;

pub use axe::{Node, Violation, Violations};
pub use element::Element;
pub use keys::Key;
pub use layout::{Overflow, Target};
pub use options::{Options, Screen};
pub use session::Browser;
