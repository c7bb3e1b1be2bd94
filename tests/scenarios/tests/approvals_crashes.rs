//! A crash or an outage at every point of an approval: nothing is lost, nothing is decided twice,
//! and the pipeline is told once. Processes are killed for real (`kill -9`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use serde_json::{Value, json};
use switchboard_scenarios::{ANA, Approvals, JONAS, MEI, wait};

/// Longer than any lease.
const LEASE: u64 = 90;

/// Kills the process that makes this call, before or after the call is carried out.
fn kill(service: &str, operation: &str, function: &str, when: &str, skip: u32) -> Value {
    json!({"service": service, "operation": operation, "function": function, "kill": when, "skip": skip})
}

fn error(service: &str, operation: &str, function: &str, error: &str, times: Option<u32>) -> Value {
    json!({"service": service, "operation": operation, "function": function, "error": error, "times": times})
}

/// Accepting while a process dies: the browser sees Lambda's error, not our page.
fn accept_and_crash(desk: &Approvals, link: &str) {
    let answer = desk.accept(link);
    assert_eq!(answer.status, 502, "{}", answer.body);
}

#[test]
fn killed_after_the_request_was_opened() {
    let desk = Approvals::start();
    desk.fault(&kill("dynamodb", "TransactWriteItems", "approval-request", "after", 0));
    let release = desk.release(&json!({"pipeline": "storefront"}));
    // SNS delivers again.
    desk.wait_for_mails(ANA, 1);
    desk.wait_for_mails(JONAS, 1);
    assert_eq!((desk.mails(ANA).len(), desk.mails(JONAS).len()), (1, 1));
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn killed_after_the_request_was_opened_and_never_delivered_again() {
    let desk = Approvals::start();
    // The first delivery and both retries.
    desk.fault(&kill("dynamodb", "TransactWriteItems", "approval-request", "after", 0));
    desk.fault(&json!({"service": "dynamodb", "operation": "GetItem", "function": "approval-request", "kill": "before", "times": 2, "skip": 1}));
    let release = desk.release(&json!({"pipeline": "storefront"}));
    wait("the dead letter", || {
        !desk.people().get("/local/dead-letters").json().as_array().unwrap().is_empty()
    });
    assert_eq!(desk.mails(ANA).len(), 0);
    desk.clear_faults();
    desk.advance(LEASE);
    desk.sweep();
    assert_eq!((desk.mails(ANA).len(), desk.mails(JONAS).len()), (1, 1));
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn killed_after_the_links_were_kept_and_before_the_mail_was_sent() {
    let desk = Approvals::start();
    desk.fault(&kill("ses", "SendEmail", "approval-request", "before", 0));
    let release = desk.release(&json!({"pipeline": "storefront"}));
    // The delivery that comes again leaves the claimed mail to whoever claimed it.
    desk.wait_for_mails(JONAS, 1);
    assert_eq!(desk.mails(ANA).len(), 0);
    desk.advance(LEASE);
    desk.sweep();
    assert_eq!((desk.mails(ANA).len(), desk.mails(JONAS).len()), (1, 1));
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn killed_after_the_mail_was_sent_and_before_that_was_noted() {
    let desk = Approvals::start();
    desk.fault(&kill("ses", "SendEmail", "approval-request", "after", 0));
    let release = desk.release(&json!({"pipeline": "storefront"}));
    desk.wait_for_mails(JONAS, 1);
    desk.advance(LEASE);
    desk.sweep();
    // A second mail, whose links work as the first one's do: for one decision.
    let mails = desk.mails(ANA);
    let [second, first] = mails.as_slice() else { panic!("{mails:?}") };
    let (first, second) = (desk.links_of(first).unwrap(), desk.links_of(second).unwrap());
    assert_ne!(first.accept, second.accept);
    let form = desk.form(&second.reject);
    assert_eq!(desk.accept(&first.accept).status, 200);
    assert_eq!(desk.open(&second.accept).status, 200);
    assert_eq!(desk.send(&format!("{form}&reason=no")).status, 409);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn killed_after_the_answer_was_recorded() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    desk.fault(&kill("dynamodb", "TransactWriteItems", "approval-decision", "after", 0));
    accept_and_crash(&desk, &links.accept);
    desk.assert_undecided(&release);
    // Until the lease runs out, the page says that it is recorded, and no more.
    assert_eq!(desk.open(&links.accept).status, 202);
    assert_eq!(desk.sweep()["closed"], 0);
    desk.advance(LEASE);
    desk.sweep();
    desk.assert_told_once(&release, "Succeeded");
    assert_eq!(desk.open(&links.accept).status, 200);
    desk.finish();
}

#[test]
fn killed_before_the_answer_was_recorded() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    desk.fault(&kill("dynamodb", "TransactWriteItems", "approval-decision", "before", 0));
    accept_and_crash(&desk, &links.accept);
    desk.assert_undecided(&release);
    assert_eq!(desk.accept(&links.accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn killed_before_the_pipeline_was_told() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    desk.fault(&kill("codepipeline", "PutApprovalResult", "approval-decision", "before", 0));
    let answer = desk.reject(&links.reject, "the cart is empty");
    assert_eq!(answer.status, 502, "{}", answer.body);
    desk.assert_undecided(&release);
    desk.advance(LEASE);
    // Whoever opens a link finishes it, without a sweep.
    assert_eq!(desk.open(&links.reject).status, 200);
    desk.assert_told_once(&release, "Failed");
    let summary = desk.pipeline(&release)["approval"]["summary"].as_str().unwrap().to_owned();
    assert!(summary.contains("the cart is empty"), "{summary}");
    desk.finish();
}

#[test]
fn killed_after_the_pipeline_was_told_and_before_that_was_noted() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    desk.fault(&kill("codepipeline", "PutApprovalResult", "approval-decision", "after", 0));
    accept_and_crash(&desk, &links.accept);
    desk.assert_told_once(&release, "Succeeded");
    assert_eq!(desk.open(&links.accept).status, 202, "not said before it is known");
    desk.advance(LEASE);
    desk.sweep();
    assert_eq!(desk.open(&links.accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn killed_after_all_was_noted_and_before_the_page_was_shown() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    desk.fault(&kill("dynamodb", "TransactWriteItems", "approval-decision", "after", 1));
    assert_eq!(desk.send(&form).status, 502);
    desk.assert_told_once(&release, "Succeeded");
    // Reloading sends the form again, and shows what came of it.
    assert_eq!(desk.send(&form).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn an_answer_of_the_pipeline_that_never_came_back() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    desk.fault(
        &json!({"service": "codepipeline", "operation": "PutApprovalResult", "dropResponse": true}),
    );
    assert_eq!(desk.accept(&links.accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn an_answer_of_the_table_that_never_came_back() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let drop = json!({"service": "dynamodb", "operation": "TransactWriteItems", "function": "approval-decision", "dropResponse": true});
    desk.fault(&drop);
    assert_eq!(desk.accept(&links.accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_table_that_throttles() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    desk.fault(&error(
        "dynamodb",
        "*",
        "approval-decision",
        "ProvisionedThroughputExceededException",
        None,
    ));
    let page = desk.open(&links.accept);
    assert_eq!((page.status, page.header("retry-after")), (503, "5"));
    let answer = desk.send(&form);
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("Your answer was not recorded"), "{}", answer.body);
    desk.assert_undecided(&release);
    desk.clear_faults();
    assert_eq!(desk.send(&form).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn mail_that_fails_for_one_of_three() {
    let desk = Approvals::start();
    // The second approver's mail, which is tried once; the delivery that comes again sends it.
    let mut fault =
        error("ses", "SendEmail", "approval-request", "TooManyRequestsException", Some(1));
    fault["skip"] = json!(1);
    desk.fault(&fault);
    let release = desk.release(&json!({"pipeline": "billing"}));
    for address in [ANA, JONAS, MEI] {
        desk.wait_for_mails(address, 1);
    }
    for address in [ANA, JONAS, MEI] {
        assert_eq!(desk.mails(address).len(), 1, "{address}");
    }
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.assert_undecided(&release);
    assert_eq!(desk.accept(&desk.links(MEI).accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_pipeline_that_stumbles_once() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let mut fault =
        error("codepipeline", "PutApprovalResult", "approval-decision", "InternalFailure", Some(1));
    fault["status"] = json!(500);
    desk.fault(&fault);
    assert_eq!(desk.accept(&links.accept).status, 200);
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

#[test]
fn a_pipeline_that_is_down_for_a_while() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    for function in ["approval-decision", "approval-sweep"] {
        let mut fault = error("codepipeline", "*", function, "InternalFailure", None);
        fault["status"] = json!(500);
        desk.fault(&fault);
    }
    let answer = desk.accept(&links.accept);
    assert_eq!(answer.status, 202, "{}", answer.body);
    desk.advance(LEASE);
    assert_eq!(desk.sweep()["unfinished"], 1);
    assert_eq!(desk.open(&links.accept).status, 202);
    desk.clear_faults();
    desk.advance(LEASE);
    desk.sweep();
    desk.assert_told_once(&release, "Succeeded");
    assert_eq!(desk.open(&links.accept).status, 200);
    desk.finish();
}

#[test]
fn a_missing_permission_loses_no_decision() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let denied = |function| {
        error("codepipeline", "PutApprovalResult", function, "AccessDeniedException", None)
    };
    desk.fault(&denied("approval-decision"));
    assert_eq!(desk.accept(&links.accept).status, 202);
    desk.clear_faults();
    desk.advance(LEASE);
    desk.sweep();
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}

/// Without an answer of the pipeline, a decision is given up once the approval must be over there.
#[test]
fn a_decision_that_the_pipeline_never_takes_is_given_up() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    for function in ["approval-decision", "approval-sweep"] {
        desk.fault(&error("codepipeline", "*", function, "AccessDeniedException", None));
    }
    // So that the sweep alone finds out.
    desk.fault(&json!({"service": "events", "operation": "*", "error": "lost", "times": null}));
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    assert_eq!(desk.send(&form).status, 202);
    let before = (desk.mails(ANA).len(), desk.mails(JONAS).len());
    // The approval waits for seven days.
    desk.advance(8 * 24 * 3600);
    desk.sweep();
    // Looking is no conflict; an answer that comes now is one.
    for (page, status) in [(desk.open(&links.accept), 200), (desk.send(&form), 409)] {
        assert_eq!(page.status, status, "{}", page.body);
        assert!(page.body.contains("The decision could not be passed on"), "{}", page.body);
    }
    // The outcome, and nothing else, is told by mail.
    let after = (desk.mails(ANA).len(), desk.mails(JONAS).len());
    assert_eq!(after, (before.0 + 1, before.1 + 1));
    let subject = desk.mail(&desk.mails(ANA)[0])["subject"].as_str().unwrap().to_owned();
    assert!(subject.starts_with("Could not be passed on"), "{subject}");
    assert_eq!(desk.pipeline(&release)["approval"]["putsThatTookEffect"], 0);
    desk.finish();
}

#[test]
fn the_whole_machine_killed_while_a_decision_was_being_told() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    desk.fault(&kill("codepipeline", "PutApprovalResult", "approval-decision", "before", 0));
    accept_and_crash(&desk, &links.accept);
    let desk = desk.restart_killed();
    desk.advance(LEASE);
    desk.sweep();
    desk.assert_told_once(&release, "Succeeded");
    desk.finish();
}
