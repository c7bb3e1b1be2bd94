//! Layout and accessibility of pages and mails on different screens.

use serde_json::json;
use switchboard_browser::{Browser, Options, Screen};
use switchboard_scenarios::{ANA, Approvals, JONAS};

/// A release with long words and long lines, and with every optional part.
fn crowded() -> serde_json::Value {
    json!({
        "pipeline": "storefront",
        "commitMessage": format!("{}\n\n{}", "Unbreakable".repeat(20), "A line of a long message. ".repeat(40)),
        "author": "x".repeat(300),
        "customData": "Please look at the checkout.\n\nAnd at the cart.",
    })
}

#[test]
fn review_pages_fit_every_screen() {
    let desk = Approvals::start();
    let _ = desk.asked(&crowded());
    for options in
        [Options::phone(), Options::phone().dark(), Options::desktop(), Options::desktop().dark()]
    {
        let browser = Browser::with(&options);
        for (address, heading) in
            [(ANA, "Accept the release of storefront?"), (ANA, "Reject the release of storefront?")]
        {
            let links = desk.links(address);
            browser.go(if heading.starts_with("Accept") { &links.accept } else { &links.reject });
            let _ = browser.role("heading", heading);
            browser.assert_good();
        }
    }
    desk.finish();
}

/// The place of the button below the top of the page, and of the first element after the form, in CSS
/// pixels.
fn places(browser: &Browser) -> (f64, f64) {
    let bottom = "return document.querySelector('form button').getBoundingClientRect().bottom";
    let next = "return document.querySelector('#answers').getBoundingClientRect().top";
    let place = |script| browser.script(script, Vec::new()).as_f64().unwrap();
    (place(bottom), place(next))
}

#[test]
fn on_a_phone_the_answer_is_on_the_first_screen() {
    let desk = Approvals::start();
    let (_, links) = desk.storefront();
    for options in [Options::phone(), Options::phone().languages("de")] {
        let browser = Browser::with(&options);
        for link in [&links.accept, &links.reject] {
            browser.go(link);
            let (bottom, next) = places(&browser);
            assert!(bottom <= 844.0, "{bottom} px: {}", browser.text());
            assert!(bottom < next);
        }
    }
    // With as much as there can be it is lower, but nothing that can be folded stands before it.
    let _ = desk.asked(&crowded());
    let browser = Browser::with(&Options::phone());
    browser.go(&desk.links(ANA).accept);
    let (bottom, next) = places(&browser);
    assert!(bottom < 2.0 * 844.0 && bottom < next, "{bottom} px: {}", browser.text());
    assert!(!browser.text().contains("A line of a long message."), "it is folded");
    desk.finish();
}

#[test]
fn pages_fit_the_smallest_phone() {
    let desk = Approvals::start();
    let _ = desk.asked(&crowded());
    let browser = Browser::with(&Options::on(Screen { width: 320, height: 568, phone: true }));
    let links = desk.links(ANA);
    for link in [links.accept, links.reject, format!("{}/approvals/x", desk.people().base())] {
        browser.go(&link);
        browser.assert_good();
        for folded in browser.all("DisclosureTriangle") {
            folded.click();
        }
        browser.assert_good();
    }
    desk.finish();
}

#[test]
fn mails_fit_every_screen_in_both_languages() {
    let desk = Approvals::start();
    let _ = desk.asked(&crowded());
    for options in [Options::phone(), Options::desktop().dark()] {
        let browser = Browser::with(&options);
        for address in [ANA, JONAS] {
            browser.go(&format!("{}/mailbox/{}", desk.people().base(), desk.mails(address)[0]));
            browser.enter_frame("The message");
            browser.axe().assert_none();
            assert_eq!(browser.horizontal_overflow(), None, "{address}");
            browser.leave_frame();
            browser.assert_good();
        }
    }
    desk.finish();
}
