//! Requests as a function URL sends them, answered from memory.

mod faulty;

use std::collections::BTreeMap;

use approval::audit::{Event as AuditEvent, What};
use approval::memory::{MemoryApprovals, MemoryMailer, MemoryPipeline, PipelineFault};
use approval::notification::Notification;
use approval::policy::Policies;
use approval::ports::{Intake as _, Standing};
use approval::posting::{PostOffice, Posting, Secrets};
use approval::schedule::MailKind;
use approval::{RequestId, State, Verdict};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::*;
use faulty::{Fault, Faulty};

const BASE_URL: &str = "https://approve.example.com";

/// A request that was mailed to Ana and Jonas, and a function to answer it with.
struct Desk {
    store: Faulty,
    pipeline: MemoryPipeline,
    base_url: BaseUrl,
    request: RequestId,
    /// The secrets of Ana's accept and reject links, then of Jonas's.
    links: Vec<String>,
    now: Timestamp,
}

impl Desk {
    async fn with(approvals_needed: u8) -> Self {
        let policies: Policies = json!({"storefront": {
            "approvers": [
                {"email": "ana@example.com", "name": "Ana Ruiz"},
                {"email": "jonas@example.com", "name": "Jonas Weber", "language": "de"},
            ],
            "approvalsNeeded": approvals_needed,
        }})
        .to_string()
        .parse()
        .unwrap();
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let message = json!({"approval": {
            "pipelineName": "storefront", "stageName": "Approval", "actionName": "Approve",
            "token": "a-pipeline-token", "expires": "2026-11-28T10:00Z",
        }});
        let notification = Notification::parse(&message.to_string()).unwrap();
        let policy = policies.of("storefront").unwrap();
        let request = policy.request(notification, "123456789012", "us-east-1", now);

        let (store, mailer) = (MemoryApprovals::default(), MemoryMailer::default());
        let base_url: BaseUrl = BASE_URL.parse().unwrap();
        store
            .open(&request, &AuditEvent::new(now, What::Opened { execution_id: None }))
            .await
            .unwrap();
        let office = PostOffice { outbox: &store, mailer: &mailer, base_url: &base_url };
        for approver in &request.approvers {
            let secrets = Secrets::random(lambda::random).unwrap();
            let kind = MailKind::Invitation;
            let posting = office.post(&request, approver, kind, &secrets, now, now).await.unwrap();
            assert!(matches!(posting, Posting::Sent(_)));
        }
        let prefix = format!("{BASE_URL}{PATH}/");
        let mails = mailer.sent();
        let links = mails.iter().flat_map(|mail| {
            mail.text
                .match_indices(&prefix)
                .map(|(at, _)| mail.text[at + prefix.len()..][..43].to_owned())
        });
        let links = links.collect();
        Self {
            store: Faulty::new(store),
            pipeline: MemoryPipeline::default(),
            base_url,
            request: request.id,
            links,
            now,
        }
    }

    async fn send(&self, event: Value) -> Response {
        let ports =
            Ports { store: &self.store, releases: &self.pipeline, base_url: &self.base_url };
        let mut invocation = Invocation {
            event: serde_json::from_value(event).unwrap(),
            request_id: "request-1".to_owned(),
            deadline: lambda::now() + SignedDuration::from_secs(10),
            metrics: &mut lambda::Metrics::default(),
        };
        handle(&ports, self.now, &mut invocation).await
    }

    async fn get(&self, link: usize) -> Response {
        self.send(request("GET", &format!("{PATH}/{}", self.links[link]), "")).await
    }

    /// The nonce of the form on the page of a link.
    async fn nonce(&self, link: usize) -> String {
        let token = LinkToken::parse(&self.links[link]).unwrap();
        let issued = self.store.inner().find_link(&token.hash()).await.unwrap().unwrap();
        issued.form_key.nonce(&issued.hash, self.now)
    }

    /// Answers a link as its form does.
    async fn answer(&self, link: usize, fields: &str) -> Response {
        let body = format!("token={}&nonce={}&{fields}", self.links[link], self.nonce(link).await);
        self.send(request("POST", PATH, &body)).await
    }

    /// The same, while the store is down.
    async fn answer_unseen(&self, link: usize, fields: &str) -> Response {
        let body = format!("token={}&nonce=1.2&{fields}", self.links[link]);
        self.send(request("POST", PATH, &body)).await
    }

    async fn state(&self) -> State {
        self.store.find(&self.request).await.unwrap().unwrap().state
    }

    async fn state_name(&self) -> &'static str {
        self.state().await.name()
    }
}

const ANA_ACCEPTS: usize = 0;
const ANA_REJECTS: usize = 1;
const JONAS_ACCEPTS: usize = 2;
const JONAS_REJECTS: usize = 3;

/// An event as a function URL sends it: forms in base64.
fn request(method: &str, path: &str, form: &str) -> Value {
    let mut headers =
        BTreeMap::from([("host", "approve.example.com"), ("sec-fetch-site", "same-origin")]);
    if !form.is_empty() {
        headers.insert("content-type", "application/x-www-form-urlencoded");
        headers.insert("origin", "null");
    }
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "anonymous", "apiId": "url-id", "authentication": null, "authorizer": null,
            "domainName": "url-id.lambda-url.us-east-1.on.aws", "domainPrefix": "url-id",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "agent"},
            "requestId": "id", "routeKey": "$default", "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": "1583348638390",
        },
        "body": STANDARD.encode(form),
        "isBase64Encoded": true,
    })
}

#[tokio::test]
async fn looking_decides_nothing() {
    let desk = Desk::with(1).await;
    for link in 0..4 {
        let page = desk.get(link).await;
        assert_eq!(page.status_code, 200);
        assert_eq!(
            page.body.matches(&desk.links[link]).count(),
            1,
            "in the form, and nowhere else"
        );
        let head = desk.send(request("HEAD", &format!("{PATH}/{}", desk.links[link]), "")).await;
        assert_eq!((head.status_code, head.body.as_str()), (200, ""));
        assert_eq!(head.headers, page.headers);
    }
    assert_eq!(desk.state_name().await, "PENDING");
    assert_eq!(desk.pipeline.puts(), []);
}

#[tokio::test]
async fn an_acceptance_is_told_to_the_pipeline_and_then_to_the_approver() {
    let desk = Desk::with(1).await;
    let page = desk.answer(ANA_ACCEPTS, "looked=yes&comment=looks+good").await;
    assert_eq!(page.status_code, 200);
    assert!(!page.body.contains(&desk.links[ANA_ACCEPTS]), "no secret on a result page");
    assert_eq!(desk.state_name().await, "APPLIED");
    let puts = desk.pipeline.puts();
    let [(Verdict::Accept, summary)] = puts.as_slice() else { panic!("{puts:?}") };
    let State::Closed(closed) = desk.state().await else { panic!("closed") };
    let reference = closed.decision().unwrap().id.reference().to_owned();
    assert_eq!(
        *summary,
        format!("Accepted via the link issued to Ana Ruiz: looks good ref {reference}")
    );

    let events = desk.store.events(&desk.request);
    let [_, AuditEvent { what: What::Voted { visitor, reason, .. }, .. }, decided, applied] =
        events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(visitor.source_ip.as_ref().unwrap().as_str(), "192.0.2.1");
    assert_eq!(reason.as_ref().unwrap().as_str(), "looks good");
    assert!(matches!(decided.what, What::Decided { .. }));
    assert_eq!(applied.what, What::Closed { state: "APPLIED".to_owned() });
}

#[tokio::test]
async fn a_rejection_ends_it_whatever_the_quorum() {
    let desk = Desk::with(2).await;
    assert_eq!(desk.answer(JONAS_REJECTS, "reason=der+Warenkorb+ist+leer").await.status_code, 200);
    let puts = desk.pipeline.puts();
    assert_eq!(puts[0].0, Verdict::Reject);
    assert!(
        puts[0].1.starts_with(
            "Rejected via the link issued to Jonas Weber: der Warenkorb ist leer ref "
        )
    );
}

#[tokio::test]
async fn a_quorum_of_two_needs_two_people() {
    let desk = Desk::with(2).await;
    for again in 0..2 {
        let page = desk.answer(ANA_ACCEPTS, "looked=yes").await;
        assert_eq!(page.status_code, 200, "{again}");
        assert_eq!((desk.state_name().await, desk.pipeline.puts().len()), ("PENDING", 0));
    }
    // Whoever has accepted cannot reject as well.
    assert_eq!(desk.answer(ANA_REJECTS, "reason=no").await.status_code, 409);
    assert_eq!(desk.state().await.votes().len(), 1);
    assert_eq!(desk.answer(JONAS_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!((desk.state_name().await, desk.pipeline.puts().len()), ("APPLIED", 1));
}

#[tokio::test]
async fn later_clicks_learn_what_happened_and_change_nothing() {
    let desk = Desk::with(1).await;
    desk.answer(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(desk.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!(desk.answer(JONAS_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!(desk.answer(ANA_REJECTS, "reason=no").await.status_code, 409);
    assert_eq!(desk.answer(JONAS_REJECTS, "reason=no").await.status_code, 409);
    for link in 0..4 {
        assert_eq!(desk.get(link).await.status_code, 200);
    }
    assert_eq!(desk.pipeline.puts().len(), 1);
}

#[tokio::test]
async fn an_answer_needs_what_only_a_person_at_the_page_gives() {
    let desk = Desk::with(1).await;
    for (link, fields) in [
        (ANA_ACCEPTS, ""),
        (ANA_ACCEPTS, "looked="),
        (ANA_ACCEPTS, "looked=no"),
        (ANA_ACCEPTS, "comment=fine"),
        (ANA_REJECTS, "looked=yes"),
        (ANA_REJECTS, "reason="),
        (ANA_REJECTS, "reason=+%0D%0A%E2%80%AE"),
    ] {
        assert_eq!(desk.answer(link, fields).await.status_code, 422, "{link} {fields}");
    }
    let long = format!("reason={}", "a".repeat(301));
    let page = desk.answer(ANA_REJECTS, &long).await;
    assert_eq!(page.status_code, 422);
    assert!(page.body.contains(&"a".repeat(301)), "what was typed is kept");

    let token = &desk.links[ANA_ACCEPTS];
    let others = desk.nonce(ANA_REJECTS).await;
    for nonce in ["", "1.2", "0.AAAA", &others] {
        let body = format!("token={token}&nonce={nonce}&looked=yes");
        assert_eq!(desk.send(request("POST", PATH, &body)).await.status_code, 422, "{nonce}");
    }
    let old = desk.nonce(ANA_ACCEPTS).await;
    let later = Desk { now: desk.now + SignedDuration::from_mins(61), ..desk };
    let body = format!("token={}&nonce={old}&looked=yes", later.links[ANA_ACCEPTS]);
    assert_eq!(later.send(request("POST", PATH, &body)).await.status_code, 422);
    assert_eq!((later.state_name().await, later.pipeline.puts()), ("PENDING", Vec::new()));
}

#[tokio::test]
async fn an_unknown_link_and_one_that_cannot_be_look_the_same() {
    let desk = Desk::with(1).await;
    let unknown = LinkToken::new([7; 32]);
    let first = desk.send(request("GET", &format!("{PATH}/{}", unknown.as_str()), "")).await;
    let asked = desk.store.calls();
    assert_eq!(first.status_code, 404);
    for path in
        ["/approvals/", "/approvals/x", "/approvals/%00", "/", "/approvalsx", "/approvals/a/b"]
    {
        let second = desk.send(request("GET", path, "")).await;
        assert_eq!((second.status_code, &second.body), (404, &first.body), "{path}");
        assert_eq!(second.headers, first.headers);
    }
    let posted = desk.send(request("POST", PATH, "token=x&nonce=y&looked=yes")).await;
    assert_eq!((posted.status_code, &posted.body), (404, &first.body));
    assert_eq!(desk.store.calls(), asked, "the store was not asked");
}

#[tokio::test]
async fn what_is_no_form_is_refused_clearly() {
    let desk = Desk::with(1).await;
    let link = format!("{PATH}/{}", desk.links[ANA_ACCEPTS]);
    let refused = async |method: &str, path: &str, change: fn(&mut Value)| {
        let mut event = request(method, path, "looked=yes");
        change(&mut event);
        desk.send(event).await
    };
    let posted = refused("POST", &link, |_| {}).await;
    assert_eq!((posted.status_code, posted.headers["allow"]), (405, "GET, HEAD"));
    let fetched = refused("GET", PATH, |_| {}).await;
    assert_eq!((fetched.status_code, fetched.headers["allow"]), (405, "POST"));
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW", ""] {
        assert_eq!(refused(method, &link, |_| {}).await.status_code, 405, "{method}");
    }
    for media in ["application/json", "multipart/form-data; boundary=x", ""] {
        let mut event = request("POST", PATH, "looked=yes");
        event["headers"]["content-type"] = json!(media);
        assert_eq!(desk.send(event).await.status_code, 415, "{media}");
    }
    let large = |event: &mut Value| event["body"] = json!(STANDARD.encode("a".repeat(20_000)));
    assert_eq!(refused("POST", PATH, large).await.status_code, 413);
    let huge = |event: &mut Value| event["body"] = json!("*".repeat(1_000_000));
    assert_eq!(refused("POST", PATH, huge).await.status_code, 413);
    let garbled = |event: &mut Value| event["body"] = json!("****");
    assert_eq!(refused("POST", PATH, garbled).await.status_code, 400);
    let binary = |event: &mut Value| event["body"] = json!(STANDARD.encode([0xff, 0xfe]));
    assert_eq!(refused("POST", PATH, binary).await.status_code, 400);
    for twice in ["looked=yes&looked=yes", "token=a&token=b", "reason=a&reason=b"] {
        assert_eq!(desk.answer(ANA_ACCEPTS, twice).await.status_code, 400, "{twice}");
    }
    assert_eq!(desk.state_name().await, "PENDING");
}

#[tokio::test]
async fn forms_may_come_as_text_too() {
    let desk = Desk::with(1).await;
    let body = format!("token={}&nonce={}&looked=yes", desk.links[0], desk.nonce(0).await);
    let mut event = request("POST", PATH, &body);
    event["body"] = json!(body);
    event["isBase64Encoded"] = json!(false);
    assert_eq!(desk.send(event).await.status_code, 200);
}

#[tokio::test]
async fn another_site_cannot_send_the_form() {
    for (site, origin, allowed) in [
        (Some("same-origin"), Some("null"), true),
        (Some("same-origin"), None, true),
        (Some("none"), None, true),
        (Some("cross-site"), Some("null"), false),
        (Some("cross-site"), Some(BASE_URL), false),
        (Some("same-site"), Some("https://other.example.com"), false),
        (None, None, true),
        (None, Some("null"), true),
        (None, Some(BASE_URL), true),
        (None, Some("https://evil.example"), false),
        (None, Some("http://approve.example.com"), false),
        (None, Some("https://approve.example.com.evil.example"), false),
    ] {
        let desk = Desk::with(1).await;
        let body = format!("token={}&nonce={}&looked=yes", desk.links[0], desk.nonce(0).await);
        let mut event = request("POST", PATH, &body);
        let headers = event["headers"].as_object_mut().unwrap();
        headers.remove("sec-fetch-site");
        headers.remove("origin");
        headers.extend(site.map(|site| ("sec-fetch-site".to_owned(), json!(site))));
        headers.extend(origin.map(|origin| ("origin".to_owned(), json!(origin))));
        let status = if allowed { 200 } else { 403 };
        assert_eq!(desk.send(event).await.status_code, status, "{site:?} {origin:?}");
        assert_eq!(desk.pipeline.puts().len(), usize::from(allowed));
    }
}

#[tokio::test]
async fn every_response_has_every_header() {
    let desk = Desk::with(1).await;
    let unknown = request("GET", &format!("{PATH}/{}", LinkToken::new([7; 32]).as_str()), "");
    let responses = [
        desk.get(ANA_ACCEPTS).await,
        desk.answer(ANA_ACCEPTS, "").await,
        desk.answer(ANA_ACCEPTS, "looked=yes").await,
        desk.get(ANA_REJECTS).await,
        desk.send(unknown).await,
        desk.send(request("PUT", PATH, "")).await,
        desk.send(request("POST", PATH, "")).await,
    ];
    for response in responses {
        let status = response.status_code;
        for (name, value) in [
            ("cache-control", "no-store"),
            ("content-type", "text/html; charset=utf-8"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("x-robots-tag", "noindex, nofollow"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(response.headers.get(name), Some(&value), "{status} {name}");
        }
        assert!(response.headers["strict-transport-security"].starts_with("max-age="), "{status}");
        let policy = response.headers["content-security-policy"];
        for rule in [
            "default-src 'none'",
            "style-src 'sha256-",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{status} {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[tokio::test]
async fn an_answer_makes_the_browser_forget_its_form() {
    let desk = Desk::with(1).await;
    assert_eq!(desk.get(ANA_ACCEPTS).await.headers.get("clear-site-data"), None);
    let answered = desk.answer(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(answered.headers["clear-site-data"], "\"cache\"");
}

#[tokio::test]
async fn pages_are_in_the_browsers_language_or_else_the_approvers() {
    let desk = Desk::with(1).await;
    let language = async |link: usize, accept: Option<&str>| {
        let mut event = request("GET", &format!("{PATH}/{}", desk.links[link]), "");
        if let Some(accept) = accept {
            event["headers"]["accept-language"] = json!(accept);
        }
        desk.send(event).await.headers["content-language"]
    };
    assert_eq!(language(ANA_ACCEPTS, Some("de-AT,en;q=0.5")).await, "de");
    assert_eq!(language(JONAS_ACCEPTS, Some("en-GB")).await, "en");
    assert_eq!(language(JONAS_ACCEPTS, Some("fr")).await, "de");
    assert_eq!(language(JONAS_ACCEPTS, None).await, "de");
    assert_eq!(language(ANA_ACCEPTS, None).await, "en");
}

#[tokio::test]
async fn a_link_that_is_over_says_why() {
    let desk = Desk::with(1).await;
    let token = LinkToken::parse(&desk.links[ANA_ACCEPTS]).unwrap();
    desk.store.inner().revoke(&token.hash(), desk.now);
    assert_eq!(desk.get(ANA_ACCEPTS).await.status_code, 410);
    assert_eq!(desk.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 410);

    let late = Desk { now: desk.now + SignedDuration::from_hours(168), ..Desk::with(1).await };
    assert_eq!(late.get(ANA_ACCEPTS).await.status_code, 410);
    assert_eq!(late.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 410);
    assert_eq!((late.state_name().await, late.pipeline.puts()), ("PENDING", Vec::new()));
}

#[tokio::test]
async fn a_link_revoked_while_its_answer_was_on_the_way_decides_nothing() {
    let desk = Desk::with(1).await;
    let token = LinkToken::parse(&desk.links[ANA_ACCEPTS]).unwrap();
    desk.store.at_next_save(Fault::Revoke(token.hash()));
    assert_eq!(desk.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 410);
    assert_eq!(desk.pipeline.puts(), []);
}

#[tokio::test]
async fn what_was_decided_in_the_console_first_is_told_as_it_is() {
    let desk = Desk::with(1).await;
    let release = desk.store.find(&desk.request).await.unwrap().unwrap().release;
    let elsewhere =
        Standing::Answered { verdict: Verdict::Reject, summary: Text::line("no", 9), at: None };
    desk.pipeline.set(&release.token, elsewhere);
    assert_eq!(desk.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 409);
    assert_eq!(desk.state_name().await, "CLOSED_ELSEWHERE");
}

#[tokio::test]
async fn nobody_is_told_that_it_is_accepted_before_the_pipeline_confirms() {
    for fault in [PipelineFault::Unavailable, PipelineFault::Refused] {
        let mut desk = Desk::with(1).await;
        desk.pipeline.fail_next(fault);
        let page = desk.answer(ANA_ACCEPTS, "looked=yes").await;
        assert_eq!((page.status_code, desk.state_name().await), (202, "DECIDING"));
        assert!(page.body.contains("Your answer is recorded"), "{}", page.body);
        assert!(!page.body.contains("was accepted"), "{}", page.body);
        // Until the lease runs out, it is somebody's business already.
        assert_eq!(desk.get(ANA_ACCEPTS).await.status_code, 202);
        assert_eq!(desk.answer(ANA_REJECTS, "reason=no").await.status_code, 409);
        assert_eq!(desk.pipeline.puts(), []);
        // After it, whoever comes by finishes it.
        desk.now += SignedDuration::from_secs(13);
        assert_eq!(desk.get(JONAS_ACCEPTS).await.status_code, 200);
        assert_eq!((desk.state_name().await, desk.pipeline.puts().len()), ("APPLIED", 1));
    }
}

#[tokio::test]
async fn an_answer_of_the_pipeline_that_was_lost_is_asked_for() {
    let desk = Desk::with(1).await;
    desk.pipeline.fail_next(PipelineFault::AnswerLost);
    assert_eq!(desk.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!((desk.state_name().await, desk.pipeline.puts().len()), ("APPLIED", 1));
}

#[tokio::test]
async fn a_store_that_fails_loses_no_answer_and_counts_none_twice() {
    // Not written at first, or written without an answer: either way it counts once.
    for fault in [Fault::Fails, Fault::AnswerLost] {
        let desk = Desk::with(1).await;
        desk.store.at_next_save(fault);
        assert_eq!(desk.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
        assert_eq!((desk.state_name().await, desk.pipeline.puts().len()), ("APPLIED", 1));
        assert_eq!(desk.state().await.votes().len(), 1);
    }

    // Down before anything was written, which is certain.
    let desk = Desk::with(1).await;
    desk.store.go();
    let not_recorded = desk.answer_unseen(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(not_recorded.status_code, 503);
    assert_eq!(not_recorded.headers.get("retry-after"), Some(&"5"));
    assert_eq!(desk.get(ANA_ACCEPTS).await.status_code, 503);

    // Down while it was written, of which nothing is certain.
    let desk = Desk::with(1).await;
    desk.store.at_next_save(Fault::Gone);
    let unconfirmed = desk.answer(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(unconfirmed.status_code, 503);
    assert_ne!(unconfirmed.body, not_recorded.body);
}

#[tokio::test]
async fn fields_that_are_missing_or_null_are_answered_with_a_page() {
    let desk = Desk::with(1).await;
    let bare = json!({"requestContext": {"http": {"method": "GET"}}});
    assert_eq!(desk.send(bare).await.status_code, 404);
    let nulls = json!({
        "rawPath": null, "headers": null, "body": null, "isBase64Encoded": null,
        "requestContext": {"http": {"method": "POST", "sourceIp": null, "userAgent": null}},
    });
    assert_eq!(desk.send(nulls).await.status_code, 404);
}

#[tokio::test]
async fn answers_that_come_between_are_counted_too() {
    let desk = Desk::with(2).await;
    let other = LinkToken::parse(&desk.links[JONAS_ACCEPTS]).unwrap();
    desk.store.at_next_save(Fault::VoteFirst(other.hash()));
    assert_eq!(desk.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!((desk.state_name().await, desk.state().await.votes().len()), ("APPLIED", 2));
}
