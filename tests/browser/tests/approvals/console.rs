//! A release, from the console of the local stack to its acceptance.

use switchboard_browser::{Browser, Options};
use switchboard_scenarios::{ACCEPT, ANA, Approvals, LOOKED};

/// Accepts by the newest mail, which the open page links to.
fn accept_by_mail(desk: &Approvals, browser: &Browser) {
    let mail = desk.mail(&desk.mails(ANA)[0]);
    browser.next_page(|| browser.link(mail["subject"].as_str().unwrap()).click());
    browser.enter_frame("The message");
    browser.next_page(|| browser.link("Accept the release").click());
    browser.leave_frame();
    browser.label(LOOKED).click();
    browser.next_page(|| browser.role("button", ACCEPT).click());
}

#[test]
fn a_release_from_the_console_page_to_production() {
    let desk = Approvals::start();
    let browser = Browser::with(&Options::desktop().without_javascript());
    browser.go(&format!("{}/", desk.people().base()));
    browser.assert_good();
    browser.next_page(|| browser.role("button", "Release").click());
    desk.wait_for_mails(ANA, 1);
    browser.reload();
    browser.assert_good();
    let _ = browser.link("Open the mailbox");
    browser.go(&format!("{}/mailbox?to={ANA}", desk.people().base()));
    browser.assert_good();
    accept_by_mail(&desk, &browser);
    let _ = browser.role("heading", "The release was accepted");

    browser.go(&format!("{}/", desk.people().base()));
    assert!(browser.text().contains("Approved and in production"), "{}", browser.text());
    browser.assert_good();
    desk.finish();
}

#[test]
fn the_mails_come_to_the_open_page() {
    let desk = Approvals::start();
    let browser = Browser::open();
    browser.go(&format!("{}/", desk.people().base()));
    browser.next_page(|| browser.role("button", "Release").click());
    // The page is not reloaded. Both approvers get a mail.
    browser.wait_for_text("Open the mailbox (2)");
    accept_by_mail(&desk, &browser);
    browser.go(&format!("{}/", desk.people().base()));
    assert!(browser.text().contains("Approved and in production"), "{}", browser.text());
    desk.finish();
}
