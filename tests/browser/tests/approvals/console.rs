//! The console of the local stack walks a person through a release.

use browser::{Browser, Options};
use scenarios::Approvals;

use crate::people::{ACCEPT, LOOKED, assert_good};

#[test]
fn a_release_from_the_console_page_to_production() {
    let desk = Approvals::start();
    let browser = Browser::with(&Options::desktop().without_javascript());
    browser.go(&format!("{}/", desk.people().base()));
    assert_good(&browser);
    browser.next_page(|| browser.role("button", "Release").click());
    desk.wait_for_mails("ana@example.com", 1);
    browser.go(&format!("{}/mailbox?to=ana@example.com", desk.people().base()));
    assert_good(&browser);
    let mail = desk.mail(&desk.mails("ana@example.com")[0]);
    browser.next_page(|| browser.link(mail["subject"].as_str().unwrap()).click());
    browser.enter_frame("The message");
    browser.next_page(|| browser.link("Accept the release").click());
    browser.leave_frame();
    browser.label(LOOKED).click();
    browser.next_page(|| browser.role("button", ACCEPT).click());
    let _ = browser.role("heading", "The release was accepted");

    browser.go(&format!("{}/", desk.people().base()));
    assert!(browser.text().contains("Approved and in production"), "{}", browser.text());
    assert_good(&browser);
    desk.finish();
}
