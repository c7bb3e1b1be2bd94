//! Messages as SNS and SQS deliver them, handled on in-memory fakes.

mod describing;

use serde_json::Value;
use switchboard_approval::link::LinkToken;
use switchboard_approval::memory::{MailFault, MemoryApprovals, MemoryMailer, MemoryPipeline};
use switchboard_approval::ports::{Links as _, Requests as _};
use switchboard_approval::{BaseUrl, Brand, Change, Revision, Site, UntrustedText, Verdict};

use super::*;

const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:release-approvals";
const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:release-approvals";
const ADDRESSES: [&str; 3] = ["ana@example.com", "jonas@example.com", "mei@example.com"];

struct Fixture {
    rules: Rules,
    store: MemoryApprovals,
    mailer: MemoryMailer,
    pipeline: MemoryPipeline,
    now: Timestamp,
}

impl Fixture {
    fn new() -> Self {
        let approvers = ADDRESSES.map(|email| json!({"email": email, "name": email}));
        let policies = json!({"storefront": {
            "actions": ["Approval/Approve", "Approval/Approve-2"], "approvers": approvers, "approvalsNeeded": 2, "stagingHosts": ["staging.example.com"],
        }});
        let rules = Rules {
            sources: format!("{TOPIC},{QUEUE}").parse().unwrap(),
            policies: policies.to_string().parse().unwrap(),
        };
        Self {
            rules,
            store: MemoryApprovals::default(),
            mailer: MemoryMailer::default(),
            pipeline: MemoryPipeline::default(),
            now: "2026-11-21T10:00:00Z".parse().unwrap(),
        }
    }

    async fn deliver(&self, event: Value) -> Result<BatchResponse, Failure> {
        let base_url: BaseUrl = "https://approve.example.com".parse().unwrap();
        let ports = Ports {
            store: &self.store,
            post_office: PostOffice {
                outbox: &self.store,
                mailer: &self.mailer,
                site: Site { brand: &Brand::default(), base_url: &base_url },
            },
            changes: &self.pipeline,
        };
        let mut invocation = Invocation {
            event: serde_json::from_value(event).unwrap(),
            request_id: "request-1".to_owned(),
            deadline: self.now,
            metrics: &mut switchboard_lambda::Metrics::default(),
        };
        handle(&self.rules, &ports, self.now, &mut invocation).await
    }

    fn addressees(&self) -> Vec<String> {
        self.mailer.sent().into_iter().map(|mail| mail.to).collect()
    }

    /// The request that a message opened.
    async fn request(&self, message: &Value) -> Option<Request> {
        let notification = Notification::parse(&message.to_string()).unwrap();
        let policy = self.rules.policies.of(&notification).unwrap();
        let request = policy.request(notification, "123456789012", "us-east-1", self.now);
        self.store.find(&request.id).await.unwrap()
    }
}

fn message() -> Value {
    json!({
        "region": "us-east-1",
        "consoleLink": "https://console.aws.amazon.com/codepipeline/home",
        "approval": {
            "pipelineName": "storefront", "stageName": "Approval", "actionName": "Approve",
            "token": "11111111-2222-3333-4444-555555555555", "expires": "2026-11-28T10:00Z",
            "externalEntityLink": "https://staging.example.com/",
            "approvalReviewLink": "https://console.aws.amazon.com/codepipeline/home",
            "customData": "Please look at the cart.",
        },
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut message = message();
    message["approval"][field] = value;
    message
}

fn payload(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn sns(topic: &str, message: &str) -> Value {
    let mut event = payload(include_str!("../../../tests/payloads/sns-codepipeline-approval.json"));
    event["Records"][0]["Sns"]["TopicArn"] = json!(topic);
    event["Records"][0]["Sns"]["Message"] = json!(message);
    event
}

fn sqs(queue: &str, bodies: &[String]) -> Value {
    let event = payload(include_str!("../../../tests/payloads/sqs-raw.json"));
    let record = |(index, body): (usize, &String)| {
        let mut record = event["Records"][0].clone();
        record["messageId"] = json!(format!("id-{index}"));
        record["body"] = json!(body);
        record["eventSourceARN"] = json!(queue);
        record
    };
    json!({"Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>()})
}

/// The SNS envelope as a queue gets it, with other capitals than Lambda gets.
fn enveloped(topic: &str, message: &Value) -> String {
    let event = payload(include_str!("../../../tests/payloads/sqs-sns-envelope.json"));
    let mut envelope = payload(event["Records"][0]["body"].as_str().unwrap());
    envelope["TopicArn"] = json!(topic);
    envelope["Message"] = json!(message.to_string());
    envelope.to_string()
}

#[tokio::test]
async fn every_approver_gets_one_mail_with_links_of_their_own() {
    let fixture = Fixture::new();
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    assert_eq!(fixture.addressees(), ADDRESSES);
    let mut seen = Vec::new();
    for mail in fixture.mailer.sent() {
        let prefix = "https://approve.example.com/approvals/";
        let tokens: Vec<_> = mail
            .text
            .match_indices(prefix)
            .map(|(at, _)| &mail.text[at + prefix.len()..][..43])
            .collect();
        assert_eq!(tokens.len(), 2);
        for (token, verdict) in tokens.iter().zip([Verdict::Accept, Verdict::Reject]) {
            let link = fixture
                .store
                .find_link(&LinkToken::parse(token).unwrap().hash())
                .await
                .unwrap()
                .unwrap();
            assert_eq!(link.verdict, verdict);
            let request = fixture.store.find(&link.request).await.unwrap().unwrap();
            assert_eq!(request.approver(&link.approver).unwrap().email.as_str(), mail.to);
            seen.push((*token).to_owned());
        }
        assert!(!mail.text.contains("11111111-2222"), "CodePipeline's token stays here");
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 6);
}

#[tokio::test]
async fn a_message_that_comes_again_sends_nothing_again() {
    let fixture = Fixture::new();
    for _ in 0..3 {
        fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
        fixture
            .deliver(sqs(QUEUE, &[message().to_string(), enveloped(TOPIC, &message())]))
            .await
            .unwrap();
    }
    assert_eq!(fixture.addressees(), ADDRESSES);
}

#[tokio::test]
async fn a_retry_sends_what_was_not_sent() {
    let fixture = Fixture::new();
    fixture.mailer.fail("jonas@example.com", Some(MailFault::Unavailable));
    let failure = fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap_err();
    assert_eq!(failure.kind(), "MailUnavailable");
    assert_eq!(fixture.addressees(), ["ana@example.com", "mei@example.com"]);
    fixture.mailer.fail("jonas@example.com", None);
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    assert_eq!(fixture.addressees(), ["ana@example.com", "mei@example.com", "jonas@example.com"]);
}

#[tokio::test]
async fn a_mail_that_can_never_be_sent_is_not_tried_for_ever() {
    let fixture = Fixture::new();
    fixture.mailer.fail("jonas@example.com", Some(MailFault::Rejected));
    for _ in 0..2 {
        fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    }
    assert_eq!(fixture.addressees(), ["ana@example.com", "mei@example.com"]);
}

#[tokio::test]
async fn of_a_batch_the_messages_that_failed_come_again() {
    let fixture = Fixture::new();
    let unknown = with("pipelineName", json!("unknown"));
    let bodies = [
        message().to_string(),
        unknown.to_string(),
        "no json".to_owned(),
        enveloped("arn:aws:sns:us-east-1:123456789012:other", &message()),
    ];
    let answer = fixture.deliver(sqs(QUEUE, &bodies)).await.unwrap();
    let expected = ["id-1", "id-2", "id-3"].map(|id| json!({"itemIdentifier": id}));
    assert_eq!(answer.batch_item_failures, expected);
    assert_eq!(
        serde_json::to_value(&answer).unwrap()["batchItemFailures"][0]["itemIdentifier"],
        "id-1"
    );
    assert_eq!(fixture.addressees(), ADDRESSES);
}

#[tokio::test]
async fn what_nobody_allowed_is_refused_by_name() {
    let other = TOPIC.replace("release-approvals", "other");
    let foreign = TOPIC.replace("123456789012", "999999999999");
    let good = message().to_string();
    let unknown = with("pipelineName", json!("unknown")).to_string();
    let mut elsewhere = message();
    elsewhere["region"] = json!("eu-west-1");
    let large = with("customData", json!("x".repeat(1024 * 1024))).to_string();
    for (event, kind) in [
        (sns(&other, &good), "SourceNotAllowed"),
        (sns(&foreign, &good), "SourceNotAllowed"),
        (sns("", &good), "SourceNotAllowed"),
        (sns(TOPIC, &elsewhere.to_string()), "RegionNotAllowed"),
        (sns(TOPIC, &unknown), "PipelineNotAllowed"),
        (sns(TOPIC, &with("stageName", json!("Uat")).to_string()), "ActionNotAllowed"),
        (sns(TOPIC, &with("actionName", json!("Check")).to_string()), "ActionNotAllowed"),
        (sns(TOPIC, "{}"), "BadNotification"),
        (sns(TOPIC, &large), "BadNotification"),
    ] {
        let fixture = Fixture::new();
        let failure = fixture.deliver(event).await.unwrap_err();
        assert_eq!(failure.kind(), kind);
        assert_eq!(fixture.addressees(), Vec::<String>::new());
    }
    let fixture = Fixture::new();
    let answer = fixture.deliver(sqs(&QUEUE.replace("release", "other"), &[good])).await.unwrap();
    assert_eq!(answer.batch_item_failures.len(), 1);
}

#[tokio::test]
async fn what_changes_is_kept_and_missing_it_holds_up_nothing() {
    let fixture = Fixture::new();
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    assert_eq!(fixture.request(&message()).await.unwrap().release.change, None);
    assert_eq!(fixture.addressees(), ADDRESSES);

    // A pipeline that does not show the approval yet is asked again by the next delivery.
    fixture.pipeline.describe_as(fix_of_the_cart());
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    assert!(fixture.request(&message()).await.unwrap().release.change.is_some());

    let fixture = Fixture::new();
    let change = fix_of_the_cart();
    fixture.pipeline.describe_as(change.clone());
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    let release = fixture.request(&message()).await.unwrap().release;
    assert_eq!(
        (release.change, release.execution_id.as_deref()),
        (Some(change), Some("execution-1"))
    );
    assert!(fixture.mailer.sent()[0].text.contains("Fix the cart"));
}

#[tokio::test]
async fn an_approval_that_is_over_asks_nobody() {
    let fixture = Fixture::new();
    let over = with("expires", json!("2026-11-21T09:59Z"));
    fixture.deliver(sns(TOPIC, &over.to_string())).await.unwrap();
    assert_eq!(fixture.addressees(), Vec::<String>::new());
}

#[tokio::test]
async fn hostile_content_stays_text() {
    let fixture = Fixture::new();
    let hostile = "<script>alert(1)</script>\r\nBcc: x@example.com\u{202e}\u{0}";
    for link in ["javascript:alert(1)", "file:///etc/passwd", "https://evil.example/"] {
        let mut message = with("externalEntityLink", json!(link));
        message["approval"]["customData"] = json!(hostile);
        message["approval"]["token"] = json!(format!("token-{}", link.len()));
        fixture.deliver(sns(TOPIC, &message.to_string())).await.unwrap();
    }
    let mails = fixture.mailer.sent();
    assert_eq!(mails.len(), 9);
    for mail in mails {
        assert!(!mail.subject.contains(['\r', '\n', '\u{202e}', '\0']), "{}", mail.subject);
        assert!(!mail.text.contains(['\u{202e}', '\0', '\r']));
        for address in ["javascript:", "file:", "evil.example"] {
            assert!(!mail.text.contains(address), "{address}");
        }
    }
}

#[test]
fn sources_are_arns() {
    for bad in [
        "",
        "release-approvals",
        "arn:aws:s3:::bucket",
        &format!("{TOPIC},"),
        "arn:aws:sns:us-east-1:1:x",
    ] {
        assert!(bad.parse::<Sources>().is_err(), "{bad}");
    }
}

fn fix_of_the_cart() -> Change {
    let message = UntrustedText::line("Fix the cart", 80);
    let revisions = vec![Revision { message, ..Revision::default() }];
    Change { revisions, last_approved_at: None }
}
