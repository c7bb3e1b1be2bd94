//! Accepting and rejecting: by pointer, by keyboard, on a phone, in the language of the browser.

use serde_json::json;
use switchboard_browser::{Browser, Key, Options};
use switchboard_scenarios::{ACCEPT, ANA, Approvals, JONAS, LOOKED, MEI, REASON, REJECT, token};

use crate::people::{accept, reject, type_reason};

#[test]
fn from_the_mail_to_the_pipeline() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    browser.go(&format!("{}/mailbox/{}", desk.people().base(), desk.mails(ANA)[0]));
    browser.enter_frame("The message");
    browser.axe().assert_none();
    browser.next_page(|| browser.link("Accept the release").click());
    browser.leave_frame();
    assert_eq!(browser.url(), links.accept);
    assert_eq!(
        browser.text().matches("Ana Ruiz").count(),
        2,
        "who is addressed, and who has not answered"
    );
    assert!(browser.text().contains("Show the delivery date before the checkout"));

    // The browser requires the tick.
    browser.role("button", ACCEPT).click();
    assert_eq!(browser.url(), links.accept);
    desk.assert_undecided(&release);

    browser.label(LOOKED).click();
    browser.next_page(|| browser.role("button", ACCEPT).click());
    let _ = browser.role("heading", "The release was accepted");
    assert!(!browser.url().contains(&token(&links.accept)), "{}", browser.url());
    browser.assert_good();
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_rejection_needs_a_reason_and_the_page_says_so() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    // Blanks are enough for the browser, but not for the function.
    reject(&desk, &browser, &links.reject, "   ");
    assert!(browser.title().starts_with("Error:"), "{}", browser.title());
    browser.assert_good();
    desk.assert_undecided(&release);
    browser.link("Write why the release should not go ahead.").click();
    assert_eq!(browser.focused(), format!("textbox {REASON:?}"));

    type_reason(&desk, &browser, "The cart is empty.");
    browser.next_page(|| browser.role("button", REJECT).click());
    let _ = browser.role("heading", "The release was rejected");
    assert!(browser.text().contains("The cart is empty."));
    browser.assert_good();
    desk.assert_decided_once(&release, "Failed");
    desk.finish();
}

#[test]
fn the_other_answer_is_one_link_away() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::with(&Options::phone().without_javascript());
    browser.go(&links.accept);
    browser.next_page(|| browser.link("Reject instead").click());
    let _ = browser.role("heading", "Reject the release of storefront?");
    browser.assert_good();
    browser.next_page(|| browser.link("Accept instead").click());
    let _ = browser.role("heading", "Accept the release of storefront?");
    browser.next_page(|| browser.link("Reject instead").click());
    desk.assert_undecided(&release);

    // The page with a problem leads there too.
    type_reason(&desk, &browser, "   ");
    browser.next_page(|| browser.role("button", REJECT).click());
    let _ = browser.link("Accept instead");
    type_reason(&desk, &browser, "The cart is empty.");
    browser.next_page(|| browser.role("button", REJECT).click());
    let _ = browser.role("heading", "The release was rejected");
    browser.assert_good();
    desk.assert_decided_once(&release, "Failed");
    desk.finish();
}

#[test]
fn who_has_answered_is_told_to_who_has_not() {
    let desk = Approvals::start();
    let release = desk.asked(&json!({"pipeline": "billing"}));
    desk.typed("Fine on my phone");
    let form =
        format!("{}&looked=yes&comment=Fine+on+my+phone", desk.form(&desk.links(ANA).accept));
    assert_eq!(desk.send(&form).status, 200);
    let browser = Browser::with(&Options::phone());
    browser.go(&desk.links(MEI).accept);
    let text = browser.text();
    for part in [
        "with Ana Ruiz's link",
        "Fine on my phone",
        "1 of 2 acceptances",
        "Jonas Weber and Mei Tan",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    browser.assert_good();
    desk.assert_undecided(&release);
    desk.finish();
}

#[test]
fn two_of_three_decide() {
    let desk = Approvals::start();
    let release = desk.asked(&json!({"pipeline": "billing"}));
    let browser = Browser::open();
    accept(&browser, &desk.links(ANA).accept);
    let _ = browser.role("heading", "Your acceptance counts");
    browser.assert_good();
    desk.assert_undecided(&release);
    accept(&browser, &desk.links(MEI).accept);
    let _ = browser.role("heading", "The release was accepted");
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn with_the_keyboard_alone() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    browser.go(&links.accept);
    browser.tab_to("checkbox", LOOKED);
    browser.press(Key::Space);
    browser.tab_to("DisclosureTriangle", "Add a comment");
    browser.press(Key::Enter);
    browser.tab_to("textbox", "Comment (optional)");
    desk.typed("Looks good");
    browser.type_text("Looks good");
    browser.tab_to("button", ACCEPT);
    browser.next_page(|| browser.press(Key::Enter));
    let _ = browser.role("heading", "The release was accepted");
    desk.assert_decided_once(&release, "Succeeded");
    let summary = desk.pipeline(&release)["approval"]["summary"].to_string();
    assert!(summary.contains("Looks good"), "{summary}");
    desk.finish();
}

#[test]
fn on_a_phone_in_the_dark_without_javascript() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::with(&Options::phone().dark().without_javascript());
    browser.go(&links.accept);
    browser.assert_good();
    let small = browser.targets_smaller_than(44);
    let button = small.iter().find(|target| format!("{target:?}").contains(ACCEPT));
    assert_eq!(button, None, "a thumb's width");
    accept(&browser, &links.accept);
    browser.assert_good();
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn in_the_browsers_language() {
    let desk = Approvals::start();
    let (_, links) = desk.storefront();
    let german = Browser::with(&Options::phone().languages("de-AT,en"));
    german.go(&links.accept);
    assert!(german.text().contains("Veröffentlichung"), "{}", german.text());
    german.assert_good();
    // For an unknown language, the page is in the approver's.
    let french = Browser::with(&Options::desktop().languages("fr"));
    french.go(&desk.links(JONAS).accept);
    assert!(french.text().contains("Veröffentlichung"), "{}", french.text());
    french.go(&links.accept);
    assert!(french.text().contains("Accept this release"), "{}", french.text());
    desk.finish();
}
