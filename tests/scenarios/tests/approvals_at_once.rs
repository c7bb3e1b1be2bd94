//! Many answers or deliveries at the same moment.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use std::sync::Barrier;
use std::thread;

use serde_json::json;
use switchboard_scenarios::{ANA, Approvals, JONAS, MEI};
use switchboard_test_harness::Answer;

/// Sends every form at the same moment.
fn at_once(desk: &Approvals, forms: &[String]) -> Vec<Answer> {
    let barrier = &Barrier::new(forms.len());
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for form in forms {
            threads.push(scope.spawn(move || {
                barrier.wait();
                desk.send(form)
            }));
        }
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Whether a release was accepted in the end. Asserts that the pipeline was given one result. On a
/// busy machine the sweep may have to deliver it.
fn is_accepted(desk: &Approvals, release: &str) -> bool {
    desk.advance(90);
    desk.sweep();
    let pipeline = desk.pipeline(release);
    assert_eq!(pipeline["approval"]["putsThatTookEffect"], 1, "{pipeline}");
    assert_ne!(pipeline["approval"]["status"], "InProgress", "{pipeline}");
    pipeline["approval"]["status"] == "Succeeded"
}

/// Whether a page confirmed its answer: pages that all fail are not enough.
fn one_was_taken(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| matches!(answer.status, 200 | 202))
}

/// Whether a page reports truthfully what became of its answer, given whether its verdict won. The
/// page of an answer that was not recorded in time says so.
fn is_honest(answer: &Answer, won: bool) -> bool {
    let says = |text: &str| answer.body.contains(text);
    match answer.status {
        200 | 202 => won,
        409 => !won,
        503 => says("Your answer was not recorded") || says("We do not know whether"),
        _ => false,
    }
}

#[test]
fn a_hundred_clicks_on_one_link_are_one_decision() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    let answers = at_once(&desk, &vec![form; 100]);
    assert!(is_accepted(&desk, &release));
    assert!(one_was_taken(&answers));
    for answer in answers {
        assert!(is_honest(&answer, true), "{} {}", answer.status, answer.body);
    }
    desk.finish();
}

#[test]
fn a_hundred_clicks_on_both_links_of_one_approver_are_one_decision() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let accept = format!("{}&looked=yes", desk.form(&links.accept));
    let reject = format!("{}&reason=no", desk.form(&links.reject));
    let forms: Vec<_> = [accept, reject].into_iter().cycle().take(100).collect();
    let answers = at_once(&desk, &forms);
    let accepted = is_accepted(&desk, &release);
    assert!(one_was_taken(&answers));
    for (index, answer) in answers.iter().enumerate() {
        let won = (index % 2 == 0) == accepted;
        assert!(is_honest(answer, won), "{index} {} {}", answer.status, answer.body);
    }
    desk.finish();
}

#[test]
fn twenty_deliveries_at_once_are_one_request_and_one_mail_each() {
    let desk = Approvals::start();
    let release = desk.release(&json!({"pipeline": "billing", "deliveries": 20}));
    for address in [ANA, JONAS, MEI] {
        desk.wait_for_mails(address, 1);
    }
    // All twenty deliveries have ended, and the sweep has sent any mail that is missing.
    desk.advance(120);
    desk.sweep();
    for address in [ANA, JONAS, MEI] {
        assert_eq!(desk.mails(address).len(), 1, "{address}");
    }
    assert_eq!(desk.people().get("/local/dead-letters").json(), json!([]));
    desk.assert_undecided(&release);
    desk.finish();
}
