//! A real browser for the tests: Chromium, driven through chromedriver as a person would use it.
//!
//! Elements are found by accessible role and name, keys go to the focused element, and axe-core
//! checks accessibility. `tools/checks/test-tools.sh` installs Chromium, chromedriver and axe-core.
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
//! A failed expectation panics at the line of the test. Tests are plain `#[test]` functions: a
//! browser has its own async runtime and cannot be used inside another one.
//!
//! Each browser has its own driver, profile and folder, which are removed with it. Tests run in
//! parallel, but at most three tests of a process have browsers at a time (about 200 MB each).
//!
//! # Without JavaScript
//!
//! [`Options::without_javascript`] is Chromium's content setting. Scripts, handlers and timers of
//! pages do not run, and `noscript` is shown. Scripts of the driver still run, with promises but
//! without timers. axe-core gets timers of its own, so it works there, and in frames whose sandbox
//! forbids scripts. A page's Content-Security-Policy stops neither.

#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where something is not as it should be"
)]

mod accessibility;
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
