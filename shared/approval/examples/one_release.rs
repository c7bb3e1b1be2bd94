//! Follows one release from the pipeline's message to the applied decision, on in-memory fakes, and
//! prints each step.
//!
//! ```console
//! $ cargo run -p switchboard-approval --example one_release
//! ```

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::cell::Cell;
use std::error::Error;
use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use switchboard_approval::answering::{Answer, Answered, Visit};
use switchboard_approval::audit::{AuditEvent, AuditEventKind, Visitor};
use switchboard_approval::link::LinkToken;
use switchboard_approval::memory::{MemoryApprovals, MemoryMailer, MemoryPipeline, SentMail};
use switchboard_approval::notification::Notification;
use switchboard_approval::policy::Policies;
use switchboard_approval::ports::{Intake as _, Requests as _, StoreError};
use switchboard_approval::posting::PostOffice;
use switchboard_approval::state::DecisionId;
use switchboard_approval::{BaseUrl, Brand, Site, UntrustedText, Vote};

/// The setting `APPROVAL_PIPELINES`: both approvers have to accept.
const POLICIES: &str = r#"{"storefront": {
    "actions": ["Approval/Approve"],
    "approvers": [
        {"email": "ana@example.com", "name": "Ana Ruiz"},
        {"email": "jonas@example.com", "name": "Jonas Weber"}
    ],
    "approvalsNeeded": 2
}}"#;

/// The message that CodePipeline publishes when a release reaches its approval action.
const MESSAGE: &str = r#"{"approval": {
    "pipelineName": "storefront", "stageName": "Approval", "actionName": "Approve",
    "token": "a-pipeline-token", "expires": "2026-11-28T10:00Z"
}}"#;

const BASE_URL: &str = "https://approve.example.com";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", one_release().await?);
    Ok(())
}

async fn one_release() -> Result<String, Box<dyn Error>> {
    let mut log = String::new();
    let (store, mailer) = (MemoryApprovals::default(), MemoryMailer::default());
    let pipeline = MemoryPipeline::default();

    // The policy of the pipeline turns its message into a request, which is opened once.
    let policies: Policies = POLICIES.parse()?;
    let notification = Notification::parse(MESSAGE)?;
    let policy = policies.of(&notification)?;
    let opened_at: Timestamp = "2026-11-21T10:00:00Z".parse()?;
    let request = policy.request(notification, "123456789012", "us-east-1", opened_at);
    let opened = AuditEventKind::Opened { execution_id: None };
    store.open(&request, &AuditEvent::new(opened_at, opened)).await?;
    writeln!(log, "{} waits. Answers are due by {}.", request.release.action, request.decide_by)?;

    // Every approver gets a mail with an accept and a reject link of their own. In a function,
    // `random` is the operating system's generator.
    let base_url: BaseUrl = BASE_URL.parse()?;
    let brand = Brand::default();
    let site = Site { brand: &brand, base_url: &base_url };
    let office = PostOffice { outbox: &store, mailer: &mailer, site };
    let count = Cell::new(0);
    let random = || Ok::<_, StoreError>([count.replace(count.get() + 1); 32]);
    let lease = SignedDuration::from_secs(30);
    office.post_due(&request, random, opened_at, opened_at + lease).await?;
    let invitations = mailer.sent();
    for mail in &invitations {
        writeln!(log, "Mail to {}: {}", mail.to, mail.subject)?;
    }

    // Each approver opens the accept link and submits the form. An answer is recorded first. The one
    // that completes the quorum decides, and only then does the pipeline hear of it.
    for (mail, number) in invitations.iter().zip(1_u8..) {
        let now = opened_at + SignedDuration::from_hours(number.into());
        let token = accept_link(mail).ok_or("the mail has no link")?;
        let visit = Visit::find(&store, token).await?.ok_or("the link is unknown")?;
        let verdict = visit.link.verdict;
        let nonce = visit.link.nonce(verdict, now);
        if !(visit.is_open(now) && visit.link.confirms(&nonce, verdict, now)) {
            return Err("the form cannot be submitted".into());
        }
        let answer = Answer {
            id: DecisionId::new([number; 16]),
            verdict,
            reason: UntrustedText::line("Looks good.", Vote::REASON_LIMIT),
            visitor: Visitor::default(),
            at: now,
            lease_until: now + lease,
        };
        let Answered::Counted(visit) = visit.answer(&store, &answer).await? else {
            return Err("the answer changed nothing".into());
        };
        let (name, state) = (&visit.approver.name, visit.request.state.name());
        writeln!(log, "{name} accepts. The request is {state}.")?;
        if let Some(delivery) = visit.deliver(&store, &pipeline, &answer).await? {
            for (verdict, summary) in pipeline.puts() {
                writeln!(log, "The pipeline records {verdict:?}: {summary}")?;
            }
            writeln!(log, "The request is {}.", delivery.request().state.name())?;
        }
    }

    // Links still work, and say what happened; nobody can answer any more.
    let now = opened_at + SignedDuration::from_hours(3);
    let token = invitations.first().and_then(accept_link).ok_or("the mail has no link")?;
    let visit = Visit::find(&store, token).await?.ok_or("the link is unknown")?;
    writeln!(log, "Ana Ruiz opens the link again. It can be answered: {}.", visit.is_open(now))?;

    // Every approver gets a mail about the outcome.
    let request = store.find(&request.id).await?.ok_or("the request is gone")?;
    office.post_due(&request, random, now, now + lease).await?;
    for mail in mailer.sent().iter().skip(invitations.len()) {
        writeln!(log, "Mail to {}: {}", mail.to, mail.subject)?;
    }

    // The audit trail has an event for each step.
    for event in store.events(&request.id) {
        let kind = match event.kind {
            AuditEventKind::Opened { .. } => "opened".to_owned(),
            AuditEventKind::Described { .. } => "described".to_owned(),
            AuditEventKind::Voted { verdict, .. } => format!("voted: {verdict:?}"),
            AuditEventKind::Decided { verdict, .. } => format!("decided: {verdict:?}"),
            AuditEventKind::TakenOver => "taken over".to_owned(),
            AuditEventKind::Closed { state } => format!("closed: {state}"),
            AuditEventKind::WentOn { result, .. } => format!("went on: {result}"),
        };
        writeln!(log, "{} {kind}", event.at)?;
    }
    Ok(log)
}

/// The token of the first link in a mail, which accepts.
fn accept_link(mail: &SentMail) -> Option<LinkToken> {
    let (_, link) = mail.text.split_once(&format!("{BASE_URL}/approvals/"))?;
    LinkToken::parse(link.get(..43)?)
}

#[tokio::test]
async fn it_prints_each_step() {
    assert_eq!(one_release().await.unwrap(), include_str!("one_release.txt"));
}
