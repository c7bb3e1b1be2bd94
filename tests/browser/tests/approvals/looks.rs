//! Layout and accessibility of pages and mails on different screens.

use serde_json::json;
use switchboard_browser::{Browser, Options};
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
