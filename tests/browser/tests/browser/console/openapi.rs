//! The page that describes the HTTP API.

use switchboard_browser::{Browser, Key, Options, Screen};

use super::Console;

/// Checks the page as it opens, and with everything opened that can be.
fn assert_good_for(options: &Options) {
    let console = Console::start();
    let browser = Browser::with(options);
    browser.go(&format!("{}openapi", console.url()));
    assert!(browser.title().starts_with("Vanity numbers API"), "{}", browser.title());
    browser.assert_good();
    browser.script(
        "for (const one of document.querySelectorAll('details')) one.open = true",
        Vec::new(),
    );
    browser.assert_good();
}

#[test]
fn the_description_is_good_at_a_desk() {
    assert_good_for(&Options::desktop());
}

#[test]
fn the_description_is_good_at_a_desk_in_the_dark() {
    assert_good_for(&Options::desktop().dark());
}

#[test]
fn the_description_is_good_on_a_phone_in_the_dark() {
    assert_good_for(&Options::phone().dark());
}

#[test]
fn the_description_is_good_on_the_narrowest_phone() {
    assert_good_for(&Options::on(Screen { width: 320, height: 568, phone: true }));
}

#[test]
fn the_description_is_read_with_the_keyboard_and_without_javascript() {
    let console = Console::start();
    let browser = Browser::with(&Options::desktop().without_javascript());
    browser.go(&console.url());
    browser.tab_to("link", "API description");
    browser.next_page(|| browser.press(Key::Enter));
    browser.tab_to("link", "GET /vanity-numbers/{phoneNumber}");
    browser.press(Key::Enter);
    assert!(browser.url().ends_with("/openapi#getVanityNumbers"), "{}", browser.url());
    // From there on, the next stops are in the chapter.
    let refused = "order is `ascending` (the default) or `best`, given once";
    assert!(!browser.text().contains(refused), "{}", browser.text());
    browser.tab_to("DisclosureTriangle", "A bad order");
    browser.press(Key::Enter);
    assert!(browser.text().contains(refused), "{}", browser.text());
}

#[test]
fn the_commands_of_the_description_can_be_pasted() {
    let console = Console::start();
    let browser = Browser::open();
    browser.go(&format!("{}openapi", console.url()));
    let base = console.url();
    let text = browser.text();
    for target in ["vanity-numbers?limit=5", "vanity-numbers/%2B13235550168?order=best"] {
        assert!(text.contains(&format!("curl -s '{base}{target}'")), "{text}");
    }
}
