//! The console page of the local stack, as people meet it.

use std::path::PathBuf;

use browser::{Browser, Key, Options};
use local_stack::{LogSink, Options as StackOptions, Stack, vanity_functions};
use tokio::runtime::{Builder, Runtime};

/// A local stack with the real functions, of a test. It ends with it.
struct Console {
    /// Before the runtime that it runs on.
    stack: Option<Stack>,
    runtime: Runtime,
}

impl Console {
    fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let options = StackOptions::new(functions_dir())
            .functions(vanity_functions())
            .logs(LogSink::new(drop));
        let stack = Some(runtime.block_on(Stack::start(options)).unwrap());
        Self { stack, runtime }
    }

    fn url(&self) -> String {
        format!("{}/", self.stack.as_ref().unwrap().addresses().people)
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let stack = self.stack.take().unwrap();
        self.runtime.block_on(stack.stop());
    }
}

/// The folder that this test was built into, where the functions' executables are too.
fn functions_dir() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap();
    assert!(folder.join("vanity-convert").is_file(), "the functions are not built: `make test`");
    folder.to_owned()
}

/// The page before and after a call, as one person sees it.
fn assert_good_for(options: &Options) {
    let console = Console::start();
    let browser = Browser::with(options);
    browser.go(&console.url());
    browser.assert_good();

    browser.label("Caller’s phone number").type_text("+1 800 356 9377");
    browser.next_page(|| browser.role("button", "Call").click());
    let _ = browser.role("heading", "The call from +1 800 356 9377");
    browser.assert_good();
}

#[test]
fn the_page_is_good_at_a_desk() {
    assert_good_for(&Options::desktop());
}

#[test]
fn the_page_is_good_at_a_desk_in_the_dark() {
    assert_good_for(&Options::desktop().dark());
}

#[test]
fn the_page_is_good_on_a_phone() {
    assert_good_for(&Options::phone());
}

#[test]
fn the_page_is_good_on_a_phone_in_the_dark() {
    assert_good_for(&Options::phone().dark());
}

#[test]
fn a_call_is_placed_by_keys_alone() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.tab_to("textbox", "Caller’s phone number");
    browser.type_text("+1 800 356 9377");
    browser.next_page(|| browser.press(Key::Enter));
    assert!(browser.text().contains("1-800-FLOWERS"), "{}", browser.text());

    browser.tab_to("button", "Call");
    browser.next_page(|| browser.press(Key::Space));
    let callers: Vec<String> = browser.all("row").iter().map(|row| row.text()).collect();
    assert_eq!(callers.len(), 2, "{callers:?}");
    assert!(callers[1].contains("77 2 "), "both calls are one caller's: {callers:?}");
}

#[test]
fn a_call_is_placed_without_javascript() {
    let console = Console::start();
    let browser = Browser::with(&Options::phone().without_javascript());
    browser.go(&console.url());
    browser.label("Caller’s phone number").type_text("1-800-FLOWERS");
    browser.next_page(|| browser.role("button", "Call").click());
    assert!(browser.text().contains("The caller hears"), "{}", browser.text());
}
