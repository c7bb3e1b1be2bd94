//! The browser, tried on small pages; and the pages that people get, tried in the browser.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, also in the functions that it shares with others"
)]

mod accessibility;
mod console;
mod keyboard;
mod layout;
mod navigation;
mod settings;
mod site;
