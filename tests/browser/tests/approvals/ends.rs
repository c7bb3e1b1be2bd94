//! Pages that ask for no answer, because there is nothing to answer or something failed.

use serde_json::json;
use switchboard_browser::Browser;
use switchboard_scenarios::{ACCEPT, ANA, Approvals, LOOKED, REASON, REJECT, token};

use crate::people::{accept, type_reason};

#[test]
fn a_second_click_the_back_button_and_a_reload_show_what_happened() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    accept(&browser, &links.accept);
    let _ = browser.role("heading", "The release was accepted");
    // A reload sends the form again.
    browser.reload();
    let _ = browser.role("heading", "The release was accepted");
    // The form was not cached. Going back requests the page again, which has no form any more.
    browser.back();
    let _ = browser.role("heading", "The release was accepted");
    assert_eq!(browser.all("button").len(), 0);
    // Both links in the mail, once more.
    browser.go(&links.accept);
    let _ = browser.role("heading", "The release was accepted");
    browser.go(&links.reject);
    assert!(browser.text().contains("accepted with Ana Ruiz's link"), "{}", browser.text());
    browser.assert_good();
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_form_that_comes_too_late_changes_nothing_and_says_so() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let (slow, fast) = (Browser::open(), Browser::open());
    slow.go(&links.reject);
    type_reason(&desk, &slow, "wait for Monday");
    accept(&fast, &links.accept);
    slow.next_page(|| slow.role("button", REJECT).click());
    assert!(slow.text().contains("accepted with Ana Ruiz's link"), "{}", slow.text());
    slow.assert_good();
    desk.assert_decided_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_page_that_was_open_for_hours_asks_again_and_keeps_what_was_typed() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let browser = Browser::open();
    browser.go(&links.reject);
    type_reason(&desk, &browser, "The price is wrong");
    desk.advance(2 * 3600);
    browser.next_page(|| browser.role("button", REJECT).click());
    assert!(browser.title().starts_with("Error:"), "{}", browser.title());
    assert_eq!(browser.label(REASON).value(), "The price is wrong");
    browser.assert_good();
    desk.assert_undecided(&release);
    browser.next_page(|| browser.role("button", REJECT).click());
    desk.assert_decided_once(&release, "Failed");
    desk.finish();
}

#[test]
fn a_link_whose_time_is_over_says_so() {
    let desk = Approvals::start();
    let browser = Browser::open();
    let (release, links) = desk.storefront();
    desk.advance(8 * 24 * 3600);
    browser.go(&links.accept);
    let _ = browser.role("heading", "The time to answer is over");
    assert_eq!(browser.all("button").len(), 0);
    browser.assert_good();
    assert_eq!(desk.pipeline(&release)["approval"]["status"], "Failed");
    desk.finish();
}

#[test]
fn a_release_that_was_stopped_says_so() {
    let desk = Approvals::start();
    let browser = Browser::open();
    let (release, links) = desk.storefront();
    let stopped = desk.people().send("POST", &format!("/local/releases/{release}/stop"), &[]);
    assert!(stopped.status < 300, "{}", stopped.body);
    desk.advance(300);
    desk.sweep();
    browser.go(&links.accept);
    let _ = browser.role("heading", "The release was stopped");
    assert_eq!(browser.all("button").len(), 0);
    browser.assert_good();
    desk.finish();
}

#[test]
fn an_answer_after_one_in_the_console_tells_of_that_one() {
    let desk = Approvals::start();
    // Without the event, the answer itself finds out.
    desk.fault(&json!({"service": "events", "operation": "*", "error": "lost", "times": null}));
    let browser = Browser::open();
    let (release, links) = desk.storefront();
    let decision = json!({"status": "Approved", "summary": "in a hurry"});
    let decided =
        desk.people().post(&format!("/local/releases/{release}/console-decision"), &decision);
    assert!(decided.status < 300, "{}", decided.body);
    accept(&browser, &links.accept);
    let _ = browser.role("heading", "The release was accepted in the AWS console");
    assert!(browser.text().contains("in a hurry"), "{}", browser.text());
    browser.assert_good();
    desk.finish();
}

#[test]
fn a_link_that_nobody_knows_says_so() {
    let desk = Approvals::start();
    let browser = Browser::open();
    browser.go(&format!("{}/approvals/{}", desk.people().base(), "A".repeat(43)));
    let _ = browser.role("heading", "This link is not known");
    browser.assert_good();
    desk.finish();
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
    browser.assert_good();
    // The page can be looked at again without the browser's question about sending the form again.
    browser.next_page(|| browser.role("button", "Look again").click());
    let _ = browser.role("heading", "Your answer is recorded");
    assert!(!browser.url().contains(&token(&links.accept)), "{}", browser.url());
    desk.clear_faults();
    desk.advance(90);
    browser.next_page(|| browser.role("button", "Look again").click());
    let _ = browser.role("heading", "The release was accepted");
    browser.go(&desk.links(ANA).accept);
    let _ = browser.role("heading", "The release was accepted");
    desk.assert_decided_once(&release, "Succeeded");
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
    browser.assert_good();
    desk.clear_faults();
    desk.assert_undecided(&release);
    desk.finish();
}
