//! What is shown when there is nothing left to answer, or nothing can be.

use browser::Browser;
use scenarios::Approvals;
use serde_json::json;

use crate::people::{ACCEPT, ANA, LOOKED, REASON, REJECT, accept, assert_good};

#[test]
fn a_second_click_the_back_button_and_a_reload_show_what_happened() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    accept(&browser, &links.accept);
    let _ = browser.role("heading", "The release was accepted");
    // The result page, sent again.
    browser.reload();
    let _ = browser.role("heading", "The release was accepted");
    // Nothing was kept: going back asks again, and there is no form any more.
    browser.back();
    let _ = browser.role("heading", "The release was accepted");
    assert_eq!(browser.all("button").len(), 0);
    // A second click on the link in the mail, and on the other one.
    browser.go(&links.accept);
    let _ = browser.role("heading", "The release was accepted");
    browser.go(&links.reject);
    assert!(
        browser.text().contains("accepted via the link issued to Ana Ruiz"),
        "{}",
        browser.text()
    );
    assert_good(&browser);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_form_that_comes_too_late_changes_nothing_and_says_so() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let (slow, fast) = (Browser::open(), Browser::open());
    slow.go(&links.reject);
    slow.label(REASON).type_text("wait");
    accept(&fast, &links.accept);
    slow.next_page(|| slow.role("button", REJECT).click());
    assert!(slow.text().contains("accepted via the link issued to Ana Ruiz"), "{}", slow.text());
    assert_good(&slow);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_page_that_was_open_for_hours_asks_again_and_keeps_what_was_typed() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    browser.go(&links.reject);
    browser.label(REASON).type_text("The price is wrong");
    desk.advance(2 * 3600);
    browser.next_page(|| browser.role("button", REJECT).click());
    assert!(browser.title().starts_with("Error:"), "{}", browser.title());
    assert_eq!(browser.label(REASON).value(), "The price is wrong");
    assert_good(&browser);
    desk.assert_undecided(&release);
    browser.next_page(|| browser.role("button", REJECT).click());
    desk.assert_told_once(&release, "Failed");
    desk.finish();
}

#[test]
fn links_that_are_over_say_why() {
    let desk = Approvals::start();
    let browser = Browser::open();
    let (release, links) = desk.storefront();
    desk.advance(8 * 24 * 3600);
    browser.go(&links.accept);
    let _ = browser.role("heading", "The time to answer is over");
    assert_eq!(browser.all("button").len(), 0);
    assert_good(&browser);

    let (stopped, links) = desk.storefront();
    let _ = desk.people().send("POST", &format!("/local/releases/{stopped}/stop"), &[]);
    desk.advance(300);
    desk.sweep();
    browser.go(&links.accept);
    assert!(browser.text().contains("stopped"), "{}", browser.text());
    assert_good(&browser);

    let (elsewhere, links) = desk.storefront();
    let decision = json!({"status": "Approved", "summary": "in a hurry"});
    let _ = desk.people().post(&format!("/local/releases/{elsewhere}/console-decision"), &decision);
    accept_or_see(&browser, &links.accept);
    assert!(browser.text().contains("AWS"), "{}", browser.text());
    assert_good(&browser);

    browser.go(&format!("{}/approvals/{}", desk.people().base(), "A".repeat(43)));
    let _ = browser.role("heading", "This link is not known");
    assert_good(&browser);
    assert_eq!(desk.pipeline(&release)["approval"]["status"], "Failed");
    desk.finish();
}

/// Answers, unless the page knows already.
fn accept_or_see(browser: &Browser, link: &str) {
    browser.go(link);
    if !browser.all("checkbox").is_empty() {
        browser.label(LOOKED).click();
        browser.next_page(|| browser.role("button", ACCEPT).click());
    }
}

#[test]
fn nobody_reads_accepted_before_the_pipeline_confirmed() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    let denied = json!({"service": "codepipeline", "operation": "PutApprovalResult", "error": "AccessDeniedException", "times": null});
    desk.fault(&denied);
    accept(&browser, &links.accept);
    let _ = browser.role("heading", "Your answer is recorded");
    assert!(!browser.text().contains("was accepted"), "{}", browser.text());
    assert_good(&browser);
    desk.clear_faults();
    desk.advance(90);
    browser.go(&desk.links(ANA).accept);
    let _ = browser.role("heading", "The release was accepted");
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_table_that_is_down_says_that_nothing_was_recorded() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    browser.go(&links.accept);
    browser.label(LOOKED).click();
    desk.fault(&json!({"service": "dynamodb", "operation": "*", "function": "approval-decision", "error": "ThrottlingException", "times": null}));
    browser.next_page(|| browser.role("button", ACCEPT).click());
    let _ = browser.role("heading", "Your answer was not recorded");
    assert_good(&browser);
    desk.clear_faults();
    desk.assert_undecided(&release);
    desk.finish();
}
