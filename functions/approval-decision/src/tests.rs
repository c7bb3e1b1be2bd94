//! Requests as a function URL sends them, answered on in-memory fakes.

mod failures;
mod faulty;
mod machines;
mod other_verdict;
mod requests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use switchboard_approval::audit::{AuditEvent, AuditEventKind};
use switchboard_approval::link::LinkToken;
use switchboard_approval::memory::{MemoryApprovals, MemoryMailer, MemoryPipeline, PipelineFault};
use switchboard_approval::notification::Notification;
use switchboard_approval::policy::Policies;
use switchboard_approval::ports::{ApprovalStatus, Intake as _};
use switchboard_approval::posting::PostOffice;
use switchboard_approval::render::page;
use switchboard_approval::{BaseUrl, Brand, RequestId, State};

use jiff::SignedDuration;

use super::*;
use faulty::{Fault, Faulty};

const BASE_URL: &str = "https://approve.example.com";

/// A request that was mailed to Ana and Jonas, with the ports of the function.
struct Fixture {
    store: Faulty,
    pipeline: MemoryPipeline,
    base_url: BaseUrl,
    request: RequestId,
    /// The tokens of Ana's accept and reject links, then of Jonas's.
    links: Vec<String>,
    now: Timestamp,
}

impl Fixture {
    async fn with(approvals_needed: u8) -> Self {
        let policies: Policies = json!({"storefront": {
            "actions": ["Approval/Approve"],
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
        let policy = policies.of(&notification).unwrap();
        let request = policy.request(notification, "123456789012", "us-east-1", now);

        let (store, mailer) = (MemoryApprovals::default(), MemoryMailer::default());
        let base_url: BaseUrl = BASE_URL.parse().unwrap();
        store
            .open(&request, &AuditEvent::new(now, AuditEventKind::Opened { execution_id: None }))
            .await
            .unwrap();
        let office = PostOffice {
            outbox: &store,
            mailer: &mailer,
            site: Site { brand: &Brand::default(), base_url: &base_url },
        };
        let random = || Ok::<_, StoreError>(switchboard_lambda::random().unwrap());
        let postings = office.post_due(&request, random, now, now).await.unwrap();
        assert_eq!(postings.sent(), 2);
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
        let brand = Brand::default();
        let site = Site { brand: &brand, base_url: &self.base_url };
        let policy = page::content_security_policy(&brand);
        let ports = Ports { store: &self.store, releases: &self.pipeline, site, policy: &policy };
        let mut invocation = Invocation {
            event: serde_json::from_value(event).unwrap(),
            request_id: "request-1".to_owned(),
            deadline: switchboard_lambda::now() + SignedDuration::from_secs(10),
            metrics: &mut switchboard_lambda::Metrics::default(),
        };
        handle(&ports, self.now, &mut invocation).await
    }

    async fn get(&self, link: usize) -> Response {
        self.send(request("GET", &format!("{PATH}/{}", self.links[link]), "")).await
    }

    /// The nonce of the form on the page of a link.
    async fn nonce(&self, link: usize) -> String {
        self.nonce_for(link, VERDICTS[link]).await
    }

    /// The nonce of a link's form for this verdict.
    async fn nonce_for(&self, link: usize, verdict: Verdict) -> String {
        let token = LinkToken::parse(&self.links[link]).unwrap();
        let issued = self.store.inner().find_link(&token.hash()).await.unwrap().unwrap();
        issued.nonce(verdict, self.now)
    }

    /// Submits the form of a link.
    async fn answer(&self, link: usize, fields: &str) -> Response {
        let body = format!("token={}&nonce={}&{fields}", self.links[link], self.nonce(link).await);
        self.send(request("POST", PATH, &body)).await
    }

    /// Submits a form without reading its nonce from the store.
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

/// The verdict of each link.
const VERDICTS: [Verdict; 4] = [Verdict::Accept, Verdict::Reject, Verdict::Accept, Verdict::Reject];

/// An event as a function URL sends it, with this form in base64.
fn request(method: &str, path: &str, form: &str) -> Value {
    let payload = if form.is_empty() {
        include_str!("../../../tests/payloads/function-url-get.json")
    } else {
        include_str!("../../../tests/payloads/function-url-post.json")
    };
    let mut event: Value = serde_json::from_str(payload).unwrap();
    let http = &mut event["requestContext"]["http"];
    http["method"] = json!(method);
    http["sourceIp"] = json!("192.0.2.1");
    event["headers"].as_object_mut().unwrap().remove("accept-language");
    event["headers"]["sec-fetch-site"] = json!("same-origin");
    event["rawPath"] = json!(path);
    event["body"] = json!(STANDARD.encode(form));
    event["isBase64Encoded"] = json!(true);
    event
}

#[tokio::test]
async fn looking_decides_nothing() {
    let fixture = Fixture::with(1).await;
    for link in 0..4 {
        let page = fixture.get(link).await;
        assert_eq!(page.status_code, 200);
        assert_eq!(
            page.body.matches(&fixture.links[link]).count(),
            2,
            "in the form and in the link to the other form, and nowhere else"
        );
        let head =
            fixture.send(request("HEAD", &format!("{PATH}/{}", fixture.links[link]), "")).await;
        assert_eq!((head.status_code, head.body.as_str()), (200, ""));
        assert_eq!(head.headers, page.headers);
    }
    assert_eq!(fixture.state_name().await, "PENDING");
    assert_eq!(fixture.pipeline.puts(), []);
}

#[tokio::test]
async fn an_acceptance_is_told_to_the_pipeline_and_then_to_the_approver() {
    let fixture = Fixture::with(1).await;
    let page = fixture.answer(ANA_ACCEPTS, "looked=yes&comment=looks+good").await;
    assert_eq!(page.status_code, 200);
    assert!(!page.body.contains(&fixture.links[ANA_ACCEPTS]), "no secret on a result page");
    assert_eq!(fixture.state_name().await, "APPLIED");
    let puts = fixture.pipeline.puts();
    let [(Verdict::Accept, summary)] = puts.as_slice() else { panic!("{puts:?}") };
    let State::Closed(closed) = fixture.state().await else { panic!("closed") };
    let reference = closed.decision().unwrap().id.reference().to_owned();
    assert_eq!(
        *summary,
        format!("Accepted via the link issued to Ana Ruiz: \"looks good\" ref {reference}")
    );

    let events = fixture.store.events(&fixture.request);
    let [
        _,
        AuditEvent { kind: AuditEventKind::Voted { visitor, reason, .. }, .. },
        decided,
        applied,
    ] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(visitor.source_ip.as_ref().unwrap().as_str(), "192.0.2.1");
    assert_eq!(reason.as_ref().unwrap().as_str(), "looks good");
    assert!(matches!(decided.kind, AuditEventKind::Decided { .. }));
    assert_eq!(applied.kind, AuditEventKind::Closed { state: "APPLIED".to_owned() });
}

#[tokio::test]
async fn a_rejection_ends_it_whatever_the_quorum() {
    let fixture = Fixture::with(2).await;
    assert_eq!(
        fixture.answer(JONAS_REJECTS, "reason=der+Warenkorb+ist+leer").await.status_code,
        200
    );
    let puts = fixture.pipeline.puts();
    assert_eq!(puts[0].0, Verdict::Reject);
    assert!(puts[0].1.starts_with(
        "Rejected via the link issued to Jonas Weber: \"der Warenkorb ist leer\" ref "
    ));
}

#[tokio::test]
async fn a_quorum_of_two_needs_two_people() {
    let fixture = Fixture::with(2).await;
    for again in 0..2 {
        let page = fixture.answer(ANA_ACCEPTS, "looked=yes").await;
        assert_eq!(page.status_code, 200, "{again}");
        assert_eq!((fixture.state_name().await, fixture.pipeline.puts().len()), ("PENDING", 0));
    }
    // An approver who has accepted cannot reject as well.
    assert_eq!(fixture.answer(ANA_REJECTS, "reason=no").await.status_code, 409);
    assert_eq!(fixture.state().await.votes().len(), 1);
    assert_eq!(fixture.answer(JONAS_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!((fixture.state_name().await, fixture.pipeline.puts().len()), ("APPLIED", 1));
}

#[tokio::test]
async fn later_clicks_learn_what_happened_and_change_nothing() {
    let fixture = Fixture::with(1).await;
    fixture.answer(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!(fixture.answer(JONAS_ACCEPTS, "looked=yes").await.status_code, 200);
    assert_eq!(fixture.answer(ANA_REJECTS, "reason=no").await.status_code, 409);
    assert_eq!(fixture.answer(JONAS_REJECTS, "reason=no").await.status_code, 409);
    for link in 0..4 {
        assert_eq!(fixture.get(link).await.status_code, 200);
    }
    assert_eq!(fixture.pipeline.puts().len(), 1);
}

#[tokio::test]
async fn an_answer_needs_what_only_a_person_at_the_page_gives() {
    let fixture = Fixture::with(1).await;
    for (link, fields) in [
        (ANA_ACCEPTS, ""),
        (ANA_ACCEPTS, "looked="),
        (ANA_ACCEPTS, "looked=no"),
        (ANA_ACCEPTS, "comment=fine"),
        (ANA_REJECTS, "looked=yes"),
        (ANA_REJECTS, "reason="),
        (ANA_REJECTS, "reason=+%0D%0A%E2%80%AE"),
    ] {
        assert_eq!(fixture.answer(link, fields).await.status_code, 422, "{link} {fields}");
    }
    let long = format!("reason={}", "a".repeat(301));
    let page = fixture.answer(ANA_REJECTS, &long).await;
    assert_eq!(page.status_code, 422);
    assert!(page.body.contains(&"a".repeat(301)), "what was typed is kept");

    let token = &fixture.links[ANA_ACCEPTS];
    let others = fixture.nonce(ANA_REJECTS).await;
    for nonce in ["", "1.2", "0.AAAA", &others] {
        let body = format!("token={token}&nonce={nonce}&looked=yes");
        assert_eq!(fixture.send(request("POST", PATH, &body)).await.status_code, 422, "{nonce}");
    }
    let old = fixture.nonce(ANA_ACCEPTS).await;
    let later = Fixture { now: fixture.now + SignedDuration::from_mins(61), ..fixture };
    let body = format!("token={}&nonce={old}&looked=yes", later.links[ANA_ACCEPTS]);
    assert_eq!(later.send(request("POST", PATH, &body)).await.status_code, 422);
    assert_eq!((later.state_name().await, later.pipeline.puts()), ("PENDING", Vec::new()));
}

#[tokio::test]
async fn an_answer_makes_the_browser_forget_its_form() {
    let fixture = Fixture::with(1).await;
    assert_eq!(fixture.get(ANA_ACCEPTS).await.headers.get("clear-site-data"), None);
    let answered = fixture.answer(ANA_ACCEPTS, "looked=yes").await;
    assert_eq!(answered.headers["clear-site-data"], "\"cache\"");
}

#[tokio::test]
async fn pages_are_in_the_browsers_language_or_else_the_approvers() {
    let fixture = Fixture::with(1).await;
    let language = async |link: usize, accept: Option<&str>| {
        let mut event = request("GET", &format!("{PATH}/{}", fixture.links[link]), "");
        if let Some(accept) = accept {
            event["headers"]["accept-language"] = json!(accept);
        }
        fixture.send(event).await.headers["content-language"].to_string()
    };
    assert_eq!(language(ANA_ACCEPTS, Some("de-AT,en;q=0.5")).await, "de");
    assert_eq!(language(JONAS_ACCEPTS, Some("en-GB")).await, "en");
    assert_eq!(language(JONAS_ACCEPTS, Some("fr")).await, "de");
    assert_eq!(language(JONAS_ACCEPTS, None).await, "de");
    assert_eq!(language(ANA_ACCEPTS, None).await, "en");
}

#[tokio::test]
async fn a_link_that_is_over_says_why() {
    let fixture = Fixture::with(1).await;
    let token = LinkToken::parse(&fixture.links[ANA_ACCEPTS]).unwrap();
    fixture.store.inner().revoke(&token.hash(), fixture.now);
    assert_eq!(fixture.get(ANA_ACCEPTS).await.status_code, 410);
    assert_eq!(fixture.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 410);

    let late =
        Fixture { now: fixture.now + SignedDuration::from_hours(168), ..Fixture::with(1).await };
    assert_eq!(late.get(ANA_ACCEPTS).await.status_code, 410);
    assert_eq!(late.answer(ANA_ACCEPTS, "looked=yes").await.status_code, 410);
    assert_eq!((late.state_name().await, late.pipeline.puts()), ("PENDING", Vec::new()));
}
