//! Descriptions that come late, in part or never. Time is paused, so nothing sleeps.

use std::future::pending;
use std::time::Duration;

use switchboard_approval::Release;
use switchboard_approval::approved::PastExecution;
use switchboard_approval::ports::{Changes, Description, ReleaseError, RequestUpdate};
use switchboard_approval::state::{ExternalAnswer, ExternalEnd};
use switchboard_approval::{Pending, Revision, Verdict};
use tokio::time::Instant;

use super::*;
use crate::describing;

/// The longest time that a mail waits.
const LIMIT: Duration = Duration::from_secs(2);

fn change(id: &str) -> Change {
    let line = |text: &str| UntrustedText::line(text, 100);
    let revision = Revision { source: line("App"), id: line(id), ..Revision::default() };
    Change { revisions: vec![revision], last_approved_at: None }
}

/// Opens and accepts a request of the same action, whose release changed this.
async fn approve(fixture: &Fixture, change: Change) {
    let first = with("token", json!("an-earlier-token"));
    fixture.pipeline.describe_as(change);
    fixture.deliver(sns(TOPIC, &first.to_string())).await.unwrap();
    let request = fixture.request(&first).await.unwrap();
    let answer = ExternalAnswer { verdict: Verdict::Accept, summary: None };
    let closed = Pending::default().close_externally(ExternalEnd::Answered(answer), fixture.now);
    let next = request.advanced_to(State::Closed(closed));
    let closed = AuditEventKind::Closed { state: next.state.name().to_owned() };
    let events = [AuditEvent::new(fixture.now, closed)];
    let update = RequestUpdate { request: &next, events: &events, link: None };
    fixture.store.save(&update).await.unwrap();
}

/// A pipeline that does not answer some questions within any time.
struct Slow<'a> {
    pipeline: &'a MemoryPipeline,
    describes: bool,
}

impl Changes for Slow<'_> {
    async fn describe(&self, release: &Release) -> Result<Description, ReleaseError> {
        if self.describes { self.pipeline.describe(release).await } else { pending().await }
    }

    async fn history(&self, _: &Release, _: &str) -> Result<Vec<PastExecution>, ReleaseError> {
        pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn an_approval_that_is_shown_late_is_described_in_the_first_mail() {
    let fixture = Fixture::new();
    fixture.pipeline.describe_as(fix_of_the_cart());
    fixture.pipeline.hide_for(2);
    let before = Instant::now();
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    assert!(before.elapsed() < LIMIT, "{:?}", before.elapsed());
    let release = fixture.request(&message()).await.unwrap().release;
    assert_eq!((release.change, release.not_shown_since), (Some(fix_of_the_cart()), None));
    assert!(fixture.mailer.sent()[0].text.contains("Fix the cart"));
}

#[tokio::test(start_paused = true)]
async fn an_approval_that_is_not_shown_is_told_from_one_that_was_not_asked_for() {
    let fixture = Fixture::new();
    fixture.pipeline.hide_for(usize::MAX);
    let before = Instant::now();
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    assert!(before.elapsed() < LIMIT, "{:?}", before.elapsed());
    let release = fixture.request(&message()).await.unwrap().release;
    assert_eq!((release.change, release.not_shown_since), (None, Some(fixture.now)));
    assert_eq!(fixture.addressees(), ADDRESSES);

    // The next delivery finds it.
    fixture.pipeline.hide_for(0);
    fixture.pipeline.describe_as(fix_of_the_cart());
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    let release = fixture.request(&message()).await.unwrap().release;
    assert_eq!((release.change, release.not_shown_since), (Some(fix_of_the_cart()), None));

    let unasked = Fixture::new();
    unasked.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    let release = unasked.request(&message()).await.unwrap().release;
    assert_eq!((release.change, release.not_shown_since), (None, None));
}

#[tokio::test(start_paused = true)]
async fn a_failure_after_an_answer_does_not_undo_the_answer() {
    let fixture = Fixture::new();
    // After one answer, the pipeline is down.
    fixture.pipeline.hide_for(1);
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    let release = fixture.request(&message()).await.unwrap().release;
    assert_eq!(release.not_shown_since, Some(fixture.now));
}

#[tokio::test(start_paused = true)]
async fn the_change_is_compared_with_the_last_approved_release() {
    let fixture = Fixture::new();
    approve(&fixture, change("1111")).await;
    fixture.pipeline.describe_as(change("2222"));
    fixture.deliver(sns(TOPIC, &message().to_string())).await.unwrap();
    let release = fixture.request(&message()).await.unwrap().release;
    let change = release.change.unwrap();
    assert_eq!(change.last_approved_at, Some(fixture.now));
    let since = change.revisions[0].since.as_ref().unwrap();
    assert_eq!(since.count, None, "the pipeline does not tell its history");
    assert_eq!(release.next_stage.unwrap().as_str(), "Deploy");
}

#[tokio::test(start_paused = true)]
async fn whatever_is_slow_leaves_what_is_known() {
    let fixture = Fixture::new();
    approve(&fixture, change("1111")).await;
    fixture.pipeline.describe_as(change("2222"));
    let notification = Notification::parse(&message().to_string()).unwrap();
    let policy = fixture.rules.policies.of(&notification).unwrap();
    let request = policy.request(notification, "123456789012", "us-east-1", fixture.now);
    let opened = AuditEvent::new(fixture.now, AuditEventKind::Opened { execution_id: None });
    fixture.store.open(&request, &opened).await.unwrap();

    let slow = Slow { pipeline: &fixture.pipeline, describes: false };
    let before = Instant::now();
    let none = describing::add(&fixture.store, &slow, request.clone(), fixture.now).await.unwrap();
    assert_eq!((before.elapsed(), &none), (LIMIT, &request));

    let slow = Slow { pipeline: &fixture.pipeline, describes: true };
    let before = Instant::now();
    let described = describing::add(&fixture.store, &slow, request, fixture.now).await.unwrap();
    assert_eq!(before.elapsed(), LIMIT);
    let revision = &described.release.change.unwrap().revisions[0];
    assert_eq!(revision.id.as_ref().unwrap().as_str(), "2222");
    assert_eq!(revision.since.as_ref().unwrap().count, None);
}
