//! Requests made by policies, and mistakes in the settings.

use serde_json::{Value, json};

use super::*;
use crate::release::PipelineToken;

fn settings() -> Value {
    json!({"storefront": {
        "actions": ["Approval/Approve", "Uat/Check"],
        "approvers": [
            {"email": "ana@example.com", "name": "Ana", "timeZone": "America/New_York"},
            {"email": "jonas@example.com", "name": "Jonas", "language": "de"},
        ],
        "approvalsNeeded": 2, "stagingHosts": ["staging.example.com", "*.previews.example.com"],
        "notesHosts": ["notes.example.com", "*.wiki.example.com"],
        "authorDomains": ["example.com"], "decideWithinMinutes": 60,
    }})
}

fn request(staging: &str) -> Request {
    noted(staging, "look\u{202e} at\r\n\r\nthe cart")
}

/// A request with this address and this note.
fn noted(staging: &str, note: &str) -> Request {
    let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
    let notification = Notification {
        region: None,
        pipeline: "storefront".to_owned(),
        stage: "Approval".to_owned(),
        action: "Approve".to_owned(),
        token: PipelineToken::new("t-1").unwrap(),
        expires_at: now + SignedDuration::from_hours(168),
        staging: Some(staging.to_owned()),
        note: Some(note.to_owned()),
    };
    let policies: Policies = settings().to_string().parse().unwrap();
    let policy = policies.of(&notification).unwrap();
    policy.request(notification, "123456789012", "us-east-1", now)
}

#[test]
fn a_request_is_what_policy_and_notification_say() {
    let request = request("https://staging.example.com/cart");
    assert_eq!(request.quorum, Quorum { approvals: 2, rejections: 1, approvers: 2 });
    assert_eq!(request.decide_by.to_string(), "2026-11-21T11:00:00Z");
    assert_eq!(request.release.note.as_ref().unwrap().as_str(), "look at\n\nthe cart");
    assert_eq!(request.release.action.region, "us-east-1");
    assert!(
        matches!(&request.release.staging, Staging::Link(link) if link.host() == "staging.example.com")
    );
}

#[test]
fn no_time_is_too_far_to_be_reckoned_with() {
    let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
    let message = |expires: &str| {
        json!({"approval": {
            "pipelineName": "storefront", "stageName": "Uat", "actionName": "Check", "token": "t",
            "expires": expires,
        }})
    };
    let policies: Policies = settings().to_string().parse().unwrap();
    for expires in
        ["9999-12-30T00:00Z", "2027-06-01T00:00Z", "-009999-01-02T00:00Z", "2026-11-21T09:00Z"]
    {
        let Ok(notification) = Notification::parse(&message(expires).to_string()) else {
            continue;
        };
        let policy = policies.of(&notification).unwrap();
        let request = policy.request(notification, "123456789012", "us-east-1", now);
        assert!(request.release.expires_at <= now + LONGEST_APPROVAL, "{expires}");
        assert!(request.decide_by <= request.release.expires_at, "{expires}");
    }
}

#[test]
fn staging_addresses_need_an_allowed_host() {
    for bad in [
        "https://evil.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://staging.example.com.evil.example/",
        "https://staging.example.com@evil.example/",
        "https://evil.example\\@staging.example.com/",
        "not an address",
    ] {
        assert_eq!(request(bad).release.staging, Staging::NotAllowed, "{bad}");
    }
}

#[test]
fn a_host_of_each_release_is_shown() {
    for good in ["https://pr-12.previews.example.com/", "http://a.b.previews.example.com:8080/x"] {
        assert!(matches!(request(good).release.staging, Staging::Link(_)), "{good}");
    }
    for bad in ["https://previews.example.com/", "https://pr-12.previews.example.com.evil.example/"]
    {
        assert_eq!(request(bad).release.staging, Staging::NotAllowed, "{bad}");
    }
}

#[test]
fn the_first_allowed_address_of_a_note_is_that_of_the_release_notes() {
    for (note, link) in [
        ("Notes: https://notes.example.com/42", Some("https://notes.example.com/42")),
        ("See HTTPS://Notes.Example.com/42.", Some("https://notes.example.com/42")),
        ("(https://notes.example.com/42)", Some("https://notes.example.com/42")),
        ("<https://notes.example.com/42>; more", Some("https://notes.example.com/42")),
        ("[notes](https://notes.example.com/42_(a))", Some("https://notes.example.com/42_(a)")),
        ("\"https://notes.example.com/42\",", Some("https://notes.example.com/42")),
        ("{\"notes\":\"https://notes.example.com/42\"}", Some("https://notes.example.com/42")),
        ("https://notes.\u{200b}example.com/4\u{202e}2", Some("https://notes.example.com/42")),
        (
            "https://jira.example/1 https://a.wiki.example.com/x https://notes.example.com/",
            Some("https://a.wiki.example.com/x"),
        ),
        ("try https://staging.example.com/cart!", Some("https://staging.example.com/cart")),
        ("https://b\u{fc}cher.wiki.example.com/", Some("https://xn--bcher-kva.wiki.example.com/")),
        ("notes.example.com/42", None),
        ("https://notes.example.com@evil.example/", None),
        ("https://ana:pw@notes.example.com/", None),
        ("https://evil.example\\@notes.example.com/", None),
        ("https://evil.example/?https://notes.example.com/", None),
        ("https://notes.example.com.evil.example/", None),
        ("https://n\u{43e}tes.example.com/", None),
        ("javascript://notes.example.com/%0aalert(1)", None),
        ("file://notes.example.com/etc/passwd", None),
        ("xhttps://notes.example.com/", None),
        ("mailto:a@notes.example.com", None),
    ] {
        let found = noted("", note).release.notes_link;
        assert_eq!(found.as_ref().map(WebLink::as_str), link, "{note}");
    }
    let late = format!("{} https://notes.example.com/42", "word ".repeat(1_000));
    assert!(noted("", &late).release.notes_link.is_some());
    noted("", &"https://notes.example.com/".repeat(20_000));
}

#[test]
fn only_the_named_actions_of_a_pipeline_are_guarded() {
    let policies: Policies = settings().to_string().parse().unwrap();
    let guarded = |pipeline: &str, stage: &str, action: &str| {
        let message = json!({"approval": {
            "pipelineName": pipeline, "stageName": stage, "actionName": action, "token": "t",
            "expires": "2026-11-28T10:00Z",
        }});
        let notification = Notification::parse(&message.to_string()).unwrap();
        policies.of(&notification).map(|_| ())
    };
    assert_eq!(guarded("storefront", "Approval", "Approve"), Ok(()));
    assert_eq!(guarded("storefront", "Uat", "Check"), Ok(()));
    for (stage, action) in [
        ("Uat", "Approve"),
        ("Approval", "Check"),
        ("Approval", "approve"),
        ("Approval", "Approve2"),
    ] {
        let refused = guarded("storefront", stage, action).unwrap_err();
        assert!(matches!(refused, NotGuarded::Action { .. }), "{stage}/{action}");
        let message = refused.to_string();
        for part in ["pipeline storefront", stage, action, &format!("\"{stage}/{action}\"")] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
    let refused = guarded("billing", "Approval", "Approve").unwrap_err();
    assert_eq!(refused, NotGuarded::Pipeline { pipeline: "billing".to_owned() });
}

#[test]
fn settings_without_actions_say_what_to_add() {
    let mut settings = settings();
    settings["storefront"].as_object_mut().unwrap().remove("actions");
    let message = settings.to_string().parse::<Policies>().unwrap_err().to_string();
    assert!(message.starts_with("pipeline storefront: actions: name 1 to 20"), "{message}");
    assert!(message.contains(r#"["Approval/Approve"]"#), "{message}");
}

#[test]
fn a_wrong_setting_is_named() {
    let with = |field: &str, value: Value| {
        let mut settings = settings();
        settings["storefront"][field] = value;
        settings.to_string().parse::<Policies>().unwrap_err().to_string()
    };
    for (field, value) in [
        ("actions", json!([])),
        ("actions", json!(["Approve"])),
        ("actions", json!(["Approval/Approve", "Approval/Approve"])),
        ("approvers", json!([])),
        ("approvalsNeeded", json!(3)),
        ("rejectionsNeeded", json!(0)),
        ("stagingHosts", json!(["https://staging.example.com"])),
        ("stagingHosts", json!(["Staging.Example.com"])),
        ("stagingHosts", json!(["*.com"])),
        ("notesHosts", json!(["https://notes.example.com"])),
        ("notesHosts", json!(["*"])),
        ("authorDomains", json!(["*.example.com"])),
        ("authorDomains", json!(["Example.com"])),
        ("authorDomains", json!(["@example.com"])),
        ("authorDomains", json!(["localhost"])),
        ("decideWithinMinutes", json!(0)),
        ("decideWithinMinutes", json!(u32::MAX)),
    ] {
        let message = with(field, value);
        assert!(message.contains("pipeline storefront") && message.contains(field), "{message}");
    }
    let twice =
        json!([{"email": "a@example.com", "name": "A"}, {"email": "A@example.com", "name": "B"}]);
    assert!(with("approvers", twice).contains("twice"));
    let nowhere = json!([{"email": "a@example.com", "name": "A", "timeZone": "Mars/Olympus"}]);
    assert!(with("approvers", nowhere).contains("timeZone"));
    assert!(with("aprovers", json!(1)).contains("line 1"));
}
