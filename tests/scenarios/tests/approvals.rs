//! Release approvals, end to end, without a crash: who decides, what scanners and strangers can do,
//! and what happens as time passes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scenario"
)]

use serde_json::json;
use switchboard_scenarios::{ANA, Approvals, JONAS, MEI, links_in, nonce, path, token, wait};

#[test]
fn an_acceptance_releases_and_says_by_whose_link() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    // Only the schedule can send the mails that follow.
    desk.fault(&json!({"service": "events", "operation": "*", "error": "lost", "times": null}));
    let page = desk.accept(&links.accept);
    assert_eq!(page.status, 200);
    assert!(!page.body.contains(&token(&links.accept)));
    desk.wait_for_status(&release, "Succeeded");
    let summary = desk.pipeline(&release)["approval"]["summary"].as_str().unwrap().to_owned();
    assert!(summary.starts_with("Accepted via the link issued to Ana Ruiz. ref "), "{summary}");
    // Every approver gets the result.
    desk.advance(60);
    desk.sweep();
    for address in [ANA, JONAS] {
        assert_eq!(desk.mails(address).len(), 2, "{address}");
    }
    desk.finish();
}

#[test]
fn a_rejection_stops_it_with_its_reason() {
    let desk = Approvals::start();
    let (release, _) = desk.storefront();
    let links = desk.links(JONAS);
    assert_eq!(desk.reject(&links.reject, "Der Warenkorb ist leer").status, 200);
    desk.assert_decided_once(&release, "Failed");
    assert_eq!(desk.pipeline(&release)["status"], "Failed");
    desk.finish();
}

#[test]
fn a_quorum_of_two_needs_two_and_one_rejection_ends_it() {
    let desk = Approvals::start();
    let release = desk.asked(&json!({"pipeline": "billing"}));
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.assert_undecided(&release);
    assert_eq!(desk.accept(&desk.links(MEI).accept).status, 200);
    desk.assert_decided_once(&release, "Succeeded");

    let release = desk.asked(&json!({"pipeline": "billing"}));
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    let links = desk.links(JONAS);
    assert_eq!(desk.reject(&links.reject, "not on a Friday").status, 200);
    desk.assert_decided_once(&release, "Failed");
    desk.finish();
}

#[test]
fn every_way_that_sns_delivers_is_understood() {
    let desk = Approvals::start();
    for (delivery, mode) in
        [("sns", "SUPERSEDED"), ("sqs", "QUEUED"), ("sqs-raw", "QUEUED"), ("sns", "PARALLEL")]
    {
        let release = desk
            .asked(&json!({"pipeline": "storefront", "delivery": delivery, "executionMode": mode}));
        let page = desk.open(&desk.links(ANA).accept);
        assert!(page.body.contains("Show the delivery date"), "{mode}: what changes is shown");
        assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200, "{delivery} {mode}");
        desk.assert_decided_once(&release, "Succeeded");
    }
    desk.finish();
}

/// Form fields that a machine may try.
const GUESSES: [&str; 6] = [
    "",
    "x",
    "looked=yes",
    "accept=true&confirm=yes&looked=on",
    "reason=spam",
    "nonce=1.2&looked=yes",
];

#[test]
fn a_scanner_decides_nothing() {
    let desk = Approvals::start();
    let (release, _) = desk.storefront();
    for address in [ANA, JONAS] {
        let mail = desk.mail(&desk.mails(address)[0]);
        let mut addresses = hrefs(mail["html"].as_str().unwrap());
        addresses.extend(links_in(mail["text"].as_str().unwrap()));
        // Every link in the mail, and every link on the pages that they lead to.
        for depth in 0..2 {
            let mut found = Vec::new();
            for link in addresses.iter().filter(|link| is_ours(&desk, link)) {
                for method in ["GET", "HEAD", "OPTIONS", "GET"] {
                    let answer =
                        desk.people().send(method, path(link), &[("user-agent", "scanner")]);
                    found.extend(hrefs(&answer.body));
                }
                if !link.contains("/approvals/") {
                    continue;
                }
                for guess in GUESSES {
                    let token = token(link);
                    for body in [
                        guess.to_owned(),
                        format!("token={token}&{guess}"),
                        format!("token={token}&nonce=&{guess}"),
                    ] {
                        for target in [path(link), "/approvals"] {
                            let status = desk.people().post_form(target, &body).status;
                            assert!(status >= 400, "{status} {target} {body}");
                        }
                    }
                }
                let json = json!({"token": token(link), "looked": "yes"});
                let _ = desk.people().post("/approvals", &json);
            }
            addresses = found;
            assert!(depth > 0 || !addresses.is_empty(), "pages have links");
        }
    }
    desk.assert_undecided(&release);
    // The links still work.
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.finish();
}

/// As a bot does that presses each button: no box is ticked and no reason is given.
#[test]
fn submitting_a_links_form_as_it_is_decides_nothing() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    for (link, filled) in
        [(&links.accept, "comment="), (&links.accept, "comment=fine"), (&links.reject, "reason=")]
    {
        let form = desk.form(link);
        assert_eq!(desk.send(&format!("{form}&{filled}")).status, 422);
    }
    desk.assert_undecided(&release);
    desk.finish();
}

/// Each page leads to the form with the other answer. Following that link decides nothing, and its form
/// needs a person as well.
#[test]
fn a_machine_that_follows_the_link_to_the_other_answer_decides_nothing() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    for (link, other, as_it_is) in
        [(&links.accept, "reject", "reason="), (&links.reject, "accept", "comment=")]
    {
        let page = desk.open(link).body;
        let found = hrefs(&page).into_iter().find(|href| href.ends_with(&format!("/{other}")));
        let page = desk.open(&found.unwrap());
        let (token, nonce, own) = (token(link), nonce(&page.body), nonce(&desk.open(link).body));
        for (nonce, fields) in [
            (&nonce, as_it_is),
            (&own, as_it_is),
            (&own, "looked=yes&reason=x"),
            (&String::new(), "looked=yes&reason=x"),
        ] {
            let form = format!("token={token}&nonce={nonce}&verdict={other}&{fields}");
            assert_eq!(desk.send(&form).status, 422, "{other} {fields}");
        }
    }
    desk.assert_undecided(&release);
    // A person can use it.
    let nonce = nonce(&desk.open(&format!("{}/reject", links.accept)).body);
    let form = format!("token={}&nonce={nonce}&verdict=reject", token(&links.accept));
    assert_eq!(desk.send(&format!("{form}&reason=The+cart+is+empty")).status, 200);
    desk.assert_decided_once(&release, "Failed");
    desk.finish();
}

fn hrefs(html: &str) -> Vec<String> {
    let values = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.map(|value| value.replace("&#38;", "&").replace("&amp;", "&")).collect()
}

fn is_ours(desk: &Approvals, link: &str) -> bool {
    link.starts_with(desk.people().base())
}

#[test]
fn hostile_content_is_text_wherever_it_comes_out() {
    let desk = Approvals::start();
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>";
    let hostile =
        format!("{script}\r\nBcc: victim@example.com\r\n\r\n\u{202e}gnirts\u{0}\u{1b}[31m");
    for link in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://evil.example/",
        "http://127.0.0.1@evil.example/",
    ] {
        let release = desk.release(&json!({
            "pipeline": "storefront", "commitMessage": hostile, "author": hostile, "customData": hostile,
            "stagingLink": link,
        }));
        desk.assert_undecided(&release);
    }
    wait("all mails", || desk.mails(JONAS).len() == 4 && desk.mails(ANA).len() == 4);
    for id in desk.mails(ANA) {
        let mail = desk.mail(&id);
        let (subject, text, html) = (
            mail["subject"].as_str().unwrap(),
            mail["text"].as_str().unwrap(),
            mail["html"].as_str().unwrap(),
        );
        assert!(!subject.contains(char::is_control) && subject.chars().count() <= 150, "{subject}");
        let headers: Vec<_> = mail["headers"].as_object().unwrap().keys().collect();
        assert!(!headers.iter().any(|name| name.eq_ignore_ascii_case("bcc")), "{headers:?}");
        let page = desk.open(&desk.links_of(&id).unwrap().accept).body;
        for shown in [html, &page] {
            assert!(!shown.contains("<script") && !shown.contains("<img src=x"), "{shown}");
        }
        for shown in [text, html, &page] {
            assert!(!shown.contains(['\u{202e}', '\0', '\u{1b}']), "{shown}");
            for address in ["javascript:", "file:///", "evil.example"] {
                assert!(!shown.contains(address), "{address} in {shown}");
            }
        }
    }
    desk.finish();
}

#[test]
fn messages_that_nobody_allowed_are_refused_and_kept() {
    let desk = Approvals::start();
    let topic = "arn:aws:sns:us-east-1:123456789012:release-approvals";
    let message = |pipeline: &str, note: &str| {
        json!({"approval": {
            "pipelineName": pipeline, "stageName": "Approval", "actionName": "Approve",
            "token": "11111111-2222-3333-4444-555555555555", "expires": "2099-01-01T00:00Z",
            "customData": note,
        }})
        .to_string()
    };
    let sns = |topic: &str, message: &str| json!({"Records": [{"EventSource": "aws:sns", "Sns": {"TopicArn": topic, "Message": message}}]});
    let megabyte = "x".repeat(1024 * 1024);
    for (event, kind) in [
        (
            sns("arn:aws:sns:us-east-1:123456789012:other", &message("storefront", "")),
            "SourceNotAllowed",
        ),
        (sns(topic, &message("unknown", "")), "PipelineNotAllowed"),
        (
            sns(topic, &message("storefront", "").replace("\"Approval\"", "\"Uat\"")),
            "ActionNotAllowed",
        ),
        (sns(topic, &message("store\r\nfront", "")), "BadNotification"),
        (sns(topic, &message("storefront", &megabyte)), "BadNotification"),
        (sns(topic, "not json"), "BadNotification"),
        (json!({"Records": [{"nothing": 1}]}), "BadEvent"),
        (json!(["no event"]), "BadEvent"),
    ] {
        let answer = desk.stack().invoke("approval-request", &event).json();
        assert_eq!(answer["errorType"], kind, "{answer}");
        assert!(!answer.to_string().contains("11111111-2222"), "{answer}");
    }
    assert_eq!(desk.mails(ANA).len(), 0);
    desk.finish();
}

#[test]
fn time_reminds_and_then_rejects() {
    let desk = Approvals::start();
    let release = desk.asked(&json!({"pipeline": "storefront", "timeoutMinutes": 600}));
    let links = desk.links(ANA);
    for (minutes, mails) in [(310, 2), (240, 3)] {
        desk.advance(minutes * 60);
        desk.sweep();
        assert_eq!((desk.mails(ANA).len(), desk.mails(JONAS).len()), (mails, mails));
        // The links of every mail lead to the same request.
        assert_eq!(desk.open(&desk.links(ANA).accept).status, 200);
        assert_eq!(desk.open(&links.accept).status, 200);
    }
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    desk.advance(46 * 60);
    assert_eq!(desk.send(&form).status, 410, "over, although no sweep has run yet");
    desk.sweep();
    desk.assert_decided_once(&release, "Failed");
    let summary = desk.pipeline(&release)["approval"]["summary"].as_str().unwrap().to_owned();
    assert!(summary.starts_with("Rejected: nobody decided in time."), "{summary}");
    assert_eq!(desk.send(&form).status, 409);
    desk.finish();
}

#[test]
fn a_reminder_goes_only_to_those_who_have_not_answered() {
    let desk = Approvals::start();
    let release = desk.asked(&json!({"pipeline": "billing", "timeoutMinutes": 600}));
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    desk.assert_undecided(&release);
    desk.advance(310 * 60);
    desk.sweep();
    for (address, mails) in [(ANA, 1), (JONAS, 2), (MEI, 2)] {
        assert_eq!(desk.mails(address).len(), mails, "{address}");
    }
    desk.finish();
}

#[test]
fn what_happens_in_the_console_is_told_as_it_is() {
    let desk = Approvals::start();
    let (release, links) = desk.storefront();
    let form = format!("{}&looked=yes", desk.form(&links.accept));
    let decision = json!({"status": "Rejected", "summary": "not today"});
    let answer =
        desk.people().post(&format!("/local/releases/{release}/console-decision"), &decision);
    assert!(answer.status < 300, "{}", answer.body);
    wait("the event", || desk.send(&form).status == 409);
    assert!(desk.open(&links.accept).status == 200);

    // Without the event, the next answer finds out.
    desk.fault(&json!({"service": "events", "operation": "*", "error": "lost", "times": null}));
    let (release, links) = desk.storefront();
    let approve = json!({"status": "Approved", "summary": "in a hurry"});
    let answer =
        desk.people().post(&format!("/local/releases/{release}/console-decision"), &approve);
    assert!(answer.status < 300, "{}", answer.body);
    assert_eq!(desk.accept(&links.accept).status, 409);

    // The sweep finds out that an execution was stopped.
    let (release, links) = desk.storefront();
    let stopped = desk.people().send("POST", &format!("/local/releases/{release}/stop"), &[]);
    assert!(stopped.status < 300, "{}", stopped.body);
    desk.advance(300);
    desk.sweep();
    assert_eq!(desk.open(&links.accept).status, 410);
    desk.finish();
}

#[test]
fn a_stage_that_is_tried_again_asks_again() {
    let desk = Approvals::start();
    let (release, first) = desk.storefront();
    assert_eq!(desk.reject(&first.reject, "the price is wrong").status, 200);
    let retried = desk.people().send("POST", &format!("/local/releases/{release}/retry"), &[]);
    assert!(retried.status < 300, "{}", retried.body);
    wait("the next mail", || desk.links(ANA).accept != first.accept);
    assert_eq!(desk.accept(&desk.links(ANA).accept).status, 200);
    assert_eq!(desk.pipeline(&release)["approval"]["status"], "Succeeded");
    // The old links still show the old answer.
    assert_eq!(desk.open(&first.reject).status, 200);
    desk.finish();
}

#[test]
fn each_named_approval_action_of_a_pipeline_is_asked_about_and_answered() {
    let desk = Approvals::start();
    let actions = json!(["Approve", "Approve-2"]);
    let release = desk.asked(&json!({"pipeline": "billing", "approvalActions": actions}));
    let links = || [ANA, JONAS].map(|approver| desk.links(approver).accept);
    let accept_all = |action: &str, links: &[String; 2]| {
        assert_eq!(desk.pipeline(&release)["approval"]["action"], action);
        for link in links {
            assert_eq!(desk.accept(link).status, 200, "{action}");
        }
    };
    let first = links();
    accept_all("Approve", &first);
    wait("the next mails", || links().iter().zip(&first).all(|(new, old)| new != old));
    accept_all("Approve-2", &links());
    desk.wait_for_status(&release, "Succeeded");
    desk.finish();
}

#[test]
fn nobody_is_asked_about_an_action_that_no_answer_would_be_allowed_for() {
    let desk = Approvals::start();
    let release =
        desk.release(&json!({"pipeline": "storefront", "approvalActions": ["Approve-2"]}));
    let dead_letter = || desk.people().get("/local/dead-letters").json()[0]["errorType"].clone();
    wait("the dead letter", || !dead_letter().is_null());
    assert_eq!(dead_letter(), "ActionNotAllowed");
    assert_eq!(desk.pipeline(&release)["approval"]["action"], "Approve-2");
    // The end of that action is an event about no request.
    let decision = json!({"status": "Rejected"});
    let decided =
        desk.people().post(&format!("/local/releases/{release}/console-decision"), &decision);
    assert_eq!(decided.status, 200, "{}", decided.body);
    assert_eq!(desk.sweep()["lookedAt"], 0);
    for approver in [ANA, JONAS] {
        assert_eq!(desk.mails(approver), Vec::<String>::new());
    }
    desk.finish();
}

#[test]
fn a_message_for_an_approval_that_the_pipeline_does_not_have_ends() {
    let desk = Approvals::start();
    let payload = include_str!("../../payloads/sns-codepipeline-approval.json");
    let mut event: serde_json::Value = serde_json::from_str(payload).unwrap();
    let sns = &mut event["Records"][0]["Sns"];
    sns["TopicArn"] = json!("arn:aws:sns:us-east-1:123456789012:release-approvals");
    let message = json!({"region": "us-east-1", "approval": {
        "pipelineName": "storefront", "stageName": "Approval", "actionName": "Approve",
        "token": "00000000-0000-4000-8000-000000000000", "expires": "2099-01-01T00:00Z",
    }});
    sns["Message"] = json!(message.to_string());
    let answer = desk.stack().invoke("approval-request", &event);
    assert_eq!(answer.status, 200, "{}", answer.body);
    desk.wait_for_mails(ANA, 1);

    // The answer is kept and cannot be put on the pipeline.
    let links = desk.links(ANA);
    assert_eq!(desk.accept(&links.accept).status, 202);
    for _ in 0..5 {
        desk.advance(300);
        desk.sweep();
    }
    desk.wait_for_mails(ANA, 2);
    let page = desk.open(&links.accept);
    assert_eq!(page.status, 410);
    for sentence in ["shows no such approval", "An acceptance was recorded with"] {
        assert!(page.body.contains(sentence), "{sentence}: {}", page.body);
    }
    assert_eq!(desk.sweep()["unfinished"], 0);
    desk.finish();
}
