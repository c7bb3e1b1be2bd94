//! Tests of the browser on small pages, and of the console page in the browser.
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
