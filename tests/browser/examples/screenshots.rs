//! Draws the pictures of the documentation anew: `make screenshots`.
//!
//! usage: screenshots FOLDER
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a picture is drawn, or it is said why not"
)]

use std::fs;
use std::path::{Path, PathBuf};

use browser::{Browser, Options, Screen};
use local_stack::{LogSink, Options as StackOptions, Stack, vanity_functions};
use tokio::runtime::Builder;

/// The addresses that `make run` has: pages show them, and a picture shall not change with them.
const PORTS: (u16, u16) = (8080, 4566);

/// A window that holds what a reader has to see, and no more.
const WINDOW: Screen = Screen { width: 1000, height: 720, phone: false };

/// A picture: its file, where it is taken, and who looks.
type Picture = (&'static str, &'static str, Options);

fn pictures() -> [Picture; 2] {
    [
        ("console.png", "/", Options::on(WINDOW).without_scroll_bars()),
        ("console-phone-dark.png", "/", Options::phone().dark()),
    ]
}

fn main() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).expect("usage: screenshots FOLDER");
    fs::create_dir_all(&folder).unwrap();

    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (people, aws) = PORTS;
    let options = StackOptions::new(functions_dir())
        .functions(vanity_functions())
        .ports(people, aws)
        .logs(LogSink::new(drop));
    let stack = runtime.block_on(Stack::start(options)).unwrap_or_else(|error| panic!("{error}"));
    for (file, path, options) in pictures() {
        let browser = Browser::with(&options);
        browser.go(&format!("{}{path}", stack.addresses().people));
        browser.save_screenshot(&folder.join(file));
    }
    runtime.block_on(stack.stop());
}

/// The folder that this was built into, `target/PROFILE/examples`, is in the functions' own.
fn functions_dir() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(2).map(Path::to_owned).unwrap()
}
