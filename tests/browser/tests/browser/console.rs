//! The console page of the local stack, used as a person would.

mod openapi;
mod script;

use switchboard_browser::{Browser, Key, Options, Screen};
use switchboard_local_stack::{LogSink, Options as StackOptions, Stack, vanity_functions};
use switchboard_test_harness::{built, built_folder};
use tokio::runtime::{Builder, Runtime};

/// A local stack with the real functions, inside the test. It stops when it is dropped.
struct Console {
    /// `None` once it was stopped.
    stack: Option<Stack>,
    runtime: Runtime,
}

impl Console {
    fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let _ = built("vanity-convert");
        let options = StackOptions::new(built_folder())
            .functions(vanity_functions())
            .logs(LogSink::new(drop));
        let stack = Some(runtime.block_on(Stack::start(options)).unwrap());
        Self { stack, runtime }
    }

    fn url(&self) -> String {
        format!("{}/", self.stack.as_ref().unwrap().addresses().people)
    }

    /// Where SDKs send their requests.
    fn aws(&self) -> &str {
        &self.stack.as_ref().unwrap().addresses().aws
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let stack = self.stack.take().unwrap();
        self.runtime.block_on(stack.stop());
    }
}

/// A part of the last sentence before the first choice.
const OFFER: &str = "three again, press 1.";

/// A part of the sentence that asks for a number.
const ASK: &str = "Please key in a phone number";

/// Checks the page in each state of the phone, of the API and of the releases.
fn assert_good_for(options: &Options) {
    let console = Console::start();
    let browser = Browser::with(options);
    browser.go(&console.url());
    assert_good_to_touch(&browser);

    browser.label("Caller’s phone number").type_text("+1 800 356 9377");
    browser.role("button", "Call").click();
    browser.wait_for_text(OFFER);
    assert_good_to_touch(&browser);
    browser.role("button", "4 GHI").click();
    browser.wait_for_text(ASK);
    browser.role("DisclosureTriangle", "What the flow did").click();
    assert_good_to_touch(&browser);
    browser.role("button", "Hang up").click();
    browser.wait_for_text("The call is over");
    assert_good_to_touch(&browser);

    browser.label("Phone number").type_text("1-800-FLOWERS");
    browser.next_page(|| browser.role("button", "Look up").click());
    browser.wait_for_text("HTTP/1.1 200 OK");
    assert_good_to_touch(&browser);
    browser.next_page(|| browser.role("button", "Release").click());
    browser.wait_for_text("Waits for approval until");
    assert_good_to_touch(&browser);
    browser.go(&format!("{}?call=of-yesterday&number=12", console.url()));
    browser.wait_for_text("This call is not remembered");
    browser.wait_for_text("HTTP/1.1 400 Bad Request");
    assert_good_to_touch(&browser);
}

/// Asserts that a page is good, and that each target is as wide and as high as a finger.
#[track_caller]
fn assert_good_to_touch(browser: &Browser) {
    browser.assert_good();
    assert_eq!(browser.targets_smaller_than(44), []);
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
fn the_page_is_good_on_the_narrowest_phone() {
    assert_good_for(&Options::on(Screen { width: 320, height: 568, phone: true }));
}

#[test]
fn a_caller_hears_the_list_and_presses_keys() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.label("Caller’s phone number").type_text("1-800-FLOWERS");
    browser.role("button", "Call").click();
    browser.wait_for_text("First: 1, 8 0 0, flowers");
    let of_the_call = browser.url();
    assert!(of_the_call.contains("?call="), "{of_the_call}");
    assert!(browser.text().contains("+1 800 356 9377"), "{}", browser.text());

    // Only the phone and the list of callers change. A text in another field stays.
    browser.label("Phone number").type_text("later");
    assert_eq!(browser.all("row").len(), 2, "the caller is listed");
    browser.role("button", "2 ABC").click();
    browser.wait_for_text("Fourth: ");
    assert_eq!(browser.focused(), "button \"2 ABC\"", "the focus stays on the key");
    browser.role("button", "3 DEF").click();
    browser.wait_for_text("Which one?");
    browser.role("button", "1").click();
    browser.wait_for_text("The first, letter by letter: ");
    browser.role("button", "Say nothing").click();
    browser.wait_for_text("You said nothing.");
    browser.role("button", "9 WXYZ").click();
    browser.wait_for_text("Thank you for calling. Goodbye.");
    let _ = browser.role("heading", "Its vanity numbers");
    assert!(browser.text().contains("1-800-3569377"), "{}", browser.text());
    assert_eq!(browser.focused(), "button \"Call again\"");
    assert_eq!(
        (browser.url(), browser.label("Phone number").value().as_str()),
        (of_the_call.clone(), "later")
    );

    browser.role("button", "Call again").click();
    browser.wait_for_text("On the line");
    assert_ne!(browser.url(), of_the_call, "another call");
    browser.back();
    browser.wait_for_text("The call is over");
    browser.back();
    let _ = browser.role("button", "Call");
    assert_eq!(browser.url(), console.url());
    assert!(!browser.text().contains("Welcome"), "{}", browser.text());
}

#[test]
fn a_caller_without_javascript_hears_the_list_and_presses_keys() {
    let console = Console::start();
    let browser = Browser::with(&Options::phone().without_javascript());
    browser.go(&console.url());
    browser.label("Caller’s phone number").type_text("1-800-FLOWERS");
    browser.next_page(|| browser.role("button", "Call").click());
    assert!(browser.text().contains("First: 1, 8 0 0, flowers"), "{}", browser.text());
    browser.assert_good();
    for (key, heard) in [
        ("2 ABC", "Fourth: "),
        ("3 DEF", "Which one?"),
        ("1", "The first, letter by letter: "),
        ("Say nothing", "You said nothing."),
        ("9 WXYZ", "Thank you for calling. Goodbye."),
    ] {
        browser.next_page(|| browser.role("button", key).click());
        assert!(browser.text().contains(heard), "{}", browser.text());
        assert_eq!(browser.focused(), "region \"Phone\"", "Tab goes on in the phone");
    }
    let _ = browser.role("heading", "Its vanity numbers");
    browser.assert_good();
    browser.next_page(|| browser.role("button", "Call again").click());
    assert!(browser.text().contains("On the line"), "{}", browser.text());
}

#[test]
fn a_withheld_caller_keys_in_a_number() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.role("button", "Call").click();
    browser.wait_for_text(ASK);
    assert!(browser.text().contains("number withheld"), "{}", browser.text());
    // The keys arrive in the order in which they are pressed, however fast.
    for key in ["8 TUV", "0", "0"] {
        browser.role("button", key).click();
    }
    browser.wait_for_text("Keyed in so far\n800\n");
    browser.label("Or all digits at once").type_text("356-9377");
    browser.press(Key::Enter);
    browser.wait_for_text("You entered 8 0 0 3 5 6 9 3 7 7");
    browser.role("button", "1").click();
    browser.wait_for_text("First: 1, 8 0 0, flowers");
    browser.role("button", "Hang up").click();
    browser.wait_for_text("You hung up.");
    let _ = browser.role("heading", "Its vanity numbers");
}

#[test]
fn a_withheld_caller_without_javascript_keys_in_a_number() {
    let console = Console::start();
    let browser = Browser::with(&Options::desktop().without_javascript());
    browser.go(&console.url());
    browser.next_page(|| browser.role("button", "Call").click());
    for key in ["8 TUV", "0", "star", "8 TUV"] {
        browser.next_page(|| browser.role("button", key).click());
    }
    assert!(browser.text().contains("Keyed in so far\n8\n"), "{}", browser.text());
    browser.label("Or all digits at once").type_text("00 356 9377");
    browser.next_page(|| browser.role("button", "Key in").click());
    assert!(browser.text().contains("You entered 8 0 0 3 5 6 9 3 7 7"), "{}", browser.text());
    browser.next_page(|| browser.role("button", "Hang up").click());
    assert!(browser.text().contains("You hung up."), "{}", browser.text());
}

#[test]
fn a_call_is_made_by_the_keyboard_alone() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.tab_to("textbox", "Caller’s phone number");
    browser.type_text("+1 800 356");
    // Number keys go to the phone wherever the focus is inside it.
    browser.tab_to("button", "5 JKL");
    browser.type_text("9377");
    assert_eq!(browser.label("Caller’s phone number").value(), "+1 800 3569377");
    browser.tab_to("button", "Call");
    browser.press(Key::Enter);
    browser.wait_for_text(OFFER);
    assert_eq!(browser.focused(), "log \"What is said and pressed\"");
    browser.type_text("2");
    browser.wait_for_text("Fourth: ");
    assert_eq!(browser.focused(), "button \"2 ABC\"");
    browser.tab_to("button", "Hang up");
    browser.press(Key::Space);
    browser.wait_for_text("The call is over");
    assert_eq!(browser.focused(), "button \"Call again\"");
    browser.tab_to("textbox", "Phone number");
    browser.type_text("9");
    assert_eq!(browser.label("Phone number").value(), "9", "outside the phone they are not keys");
}

#[test]
fn a_lookup_shows_what_was_sent_and_what_came_and_the_call_stays() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.label("Caller’s phone number").type_text("+1 800 356 9377");
    browser.role("button", "Call").click();
    browser.wait_for_text(OFFER);
    browser.label("Phone number").type_text("1 800 FLOWERS");
    browser.next_page(|| browser.role("button", "Look up").click());
    let request = "GET /vanity-numbers/1%20800%20FLOWERS?order=best HTTP/1.1";
    assert!(browser.role("region", "Request").text().starts_with(request));
    let reply = browser.role("region", "Reply").text();
    let start =
        "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\n  \"phoneNumber\": \"+18003569377\"";
    assert!(reply.starts_with(start), "{reply}");
    assert!(browser.text().contains("On the line"), "{}", browser.text());
    browser.role("button", "9 WXYZ").click();
    browser.wait_for_text("The call is over");
    assert!(browser.text().contains(request), "{}", browser.text());
}

#[test]
fn a_lookup_without_javascript_says_what_is_not_found() {
    let console = Console::start();
    let browser = Browser::with(&Options::phone().without_javascript());
    browser.go(&console.url());
    browser.label("Phone number").type_text("+1 202 555 0100");
    browser.next_page(|| browser.role("button", "Look up").click());
    let reply = browser.role("region", "Reply").text();
    let start = "HTTP/1.1 404 Not Found\nContent-Type: application/problem+json\n\n{\n";
    assert!(reply.starts_with(start), "{reply}");
    assert_eq!(browser.label("Phone number").value(), "+1 202 555 0100");
    browser.assert_good();
}

#[test]
fn a_refusal_without_javascript_leads_back_to_the_call() {
    let console = Console::start();
    let browser = Browser::with(&Options::phone().without_javascript());
    browser.go(&console.url());
    browser.next_page(|| browser.role("button", "Call").click());
    let other = Browser::open();
    other.go(&browser.url());
    other.role("button", "Hang up").click();
    other.wait_for_text("The call is over");
    browser.next_page(|| browser.role("button", "1").click());
    assert!(browser.text().contains("This call is over. Place another one."), "{}", browser.text());
    assert_good_to_touch(&browser);
    browser.next_page(|| browser.link("Back to the call").click());
    assert!(browser.text().contains("You hung up."), "{}", browser.text());
}

#[test]
fn a_stack_that_is_gone_is_told_in_the_phone() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&console.url());
    browser.role("button", "Call").click();
    browser.wait_for_text(ASK);
    drop(console);
    browser.role("button", "1").click();
    browser.wait_for_text("The local stack does not answer.");
    assert!(browser.text().contains(ASK), "what was said is still there");
}
