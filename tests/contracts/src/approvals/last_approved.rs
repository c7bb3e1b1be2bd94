//! The last release that was approved at an action is remembered.

use jiff::Timestamp;
use switchboard_approval::approved::{ApprovedRelease, ApprovedRevision};
use switchboard_approval::audit::{AuditEvent, AuditEventKind};
use switchboard_approval::ports::{RequestUpdate, Saved};
use switchboard_approval::state::{ExternalAnswer, ExternalEnd};
use switchboard_approval::{
    ActionPath, Change, Closed, Pending, Request, Revision, State, Verdict,
};

use super::Approvals;
use super::sample::{action, at, decided, end_of, line, opened, request, request_of};

/// An open request whose change is known.
async fn open(store: &impl Approvals, name: &str, action: ActionPath) -> Request {
    let mut request = request_of(action, name);
    request.release.execution_id = Some(format!("execution of {name}"));
    let revision = |source: &str| Revision {
        source: Some(line(source)),
        id: Some(line(&format!("{source} of {name}"))),
        ..Revision::default()
    };
    let revisions = vec![revision("App"), revision("Config"), Revision::default()];
    request.release.change = Some(Change { revisions, last_approved_at: None });
    store.open(&request, &opened(at(0))).await.unwrap();
    request
}

/// What is remembered of that request.
fn remembered(name: &str, approved_at: Timestamp) -> ApprovedRelease {
    let revision = |source: &str| ApprovedRevision {
        source: line(source),
        id: line(&format!("{source} of {name}")),
    };
    ApprovedRelease {
        approved_at,
        execution_id: Some(format!("execution of {name}")),
        revisions: vec![revision("App"), revision("Config")],
    }
}

/// Closes a request in its current version.
async fn close(store: &impl Approvals, request: &Request, closed: Closed) -> Request {
    let next = request.advanced_to(State::Closed(closed));
    let closed = AuditEventKind::Closed { state: next.state.name().to_owned() };
    let events = [AuditEvent::new(at(9), closed)];
    let update = RequestUpdate { request: &next, events: &events, link: None };
    assert_eq!(store.save(&update).await.unwrap(), Saved::Written);
    assert_eq!(store.find(&request.id).await.unwrap().as_ref(), Some(&next));
    next
}

async fn last(store: &impl Approvals, action: &ActionPath) -> Option<ApprovedRelease> {
    store.last_approved(action).await.unwrap()
}

fn applied(at: Timestamp) -> Closed {
    decided(Verdict::Accept).applied(at)
}

fn in_the_console(verdict: Verdict, at: Timestamp) -> Closed {
    let answer = ExternalAnswer { verdict, summary: None };
    Pending::default().close_externally(ExternalEnd::Answered(answer), at)
}

/// An action has no last approved release at first, nor while requests are open.
pub async fn nothing_is_approved_at_first(store: &impl Approvals) {
    assert_eq!(last(store, &action()).await, None);
    open(store, "one", action()).await;
    assert_eq!(last(store, &action()).await, None);
}

/// An acceptance through links and one in the AWS console are remembered alike.
pub async fn an_acceptance_is_remembered_however_it_came(store: &impl Approvals) {
    let one = open(store, "one", action()).await;
    close(store, &one, applied(end_of(at(60)))).await;
    assert_eq!(last(store, &action()).await, Some(remembered("one", end_of(at(60)))));

    let two = open(store, "two", action()).await;
    close(store, &two, in_the_console(Verdict::Accept, at(90))).await;
    assert_eq!(last(store, &action()).await, Some(remembered("two", at(90))));

    // Of a release that was never described, only the time is known.
    let bare = request("bare");
    store.open(&bare, &opened(at(0))).await.unwrap();
    close(store, &bare, applied(at(120))).await;
    let bare = ApprovedRelease { approved_at: at(120), execution_id: None, revisions: Vec::new() };
    assert_eq!(last(store, &action()).await, Some(bare));
}

/// Rejections and requests without an answer leave what is remembered.
pub async fn what_is_not_an_acceptance_is_not_remembered(store: &impl Approvals) {
    let one = open(store, "one", action()).await;
    close(store, &one, applied(at(60))).await;
    let ended = |end| decided(Verdict::Accept).close_externally(end, at(90));
    for (index, closed) in [
        decided(Verdict::Reject).applied(at(90)),
        in_the_console(Verdict::Reject, at(90)),
        decided(Verdict::Accept).undeliverable(at(90)),
        ended(ExternalEnd::Expired),
        ended(ExternalEnd::Cancelled),
        ended(ExternalEnd::NotShown),
    ]
    .into_iter()
    .enumerate()
    {
        let other = open(store, &format!("other-{index}"), action()).await;
        close(store, &other, closed).await;
        assert_eq!(last(store, &action()).await, Some(remembered("one", at(60))), "{index}");
    }
}

/// Of several requests, the one that was closed last stays, also if it is written first.
pub async fn the_release_that_was_closed_last_stays(store: &impl Approvals) {
    for (name, closed_at, stays) in [
        ("one", at(60), ("one", at(60))),
        ("later", end_of(at(90)), ("later", end_of(at(90)))),
        ("earlier", at(90), ("later", end_of(at(90)))),
        ("same-time", end_of(at(90)), ("same-time", end_of(at(90)))),
    ] {
        let request = open(store, name, action()).await;
        close(store, &request, applied(closed_at)).await;
        let (name, approved_at) = stays;
        assert_eq!(last(store, &action()).await, Some(remembered(name, approved_at)));
    }
}

/// An update of a request that was closed before does not touch what is remembered.
pub async fn a_later_update_remembers_nothing(store: &impl Approvals) {
    let one = open(store, "one", action()).await;
    let closed = close(store, &one, applied(at(60))).await;
    let two = open(store, "two", action()).await;
    close(store, &two, applied(at(60))).await;
    let next = closed.rescheduled(None);
    let update = RequestUpdate { request: &next, events: &[], link: None };
    assert_eq!(store.save(&update).await.unwrap(), Saved::Written);
    assert_eq!(last(store, &action()).await, Some(remembered("two", at(60))));
}

/// Of an update from another version nothing is written, so nothing is remembered.
pub async fn an_update_that_is_lost_remembers_nothing(store: &impl Approvals) {
    let one = open(store, "one", action()).await;
    let stale = Request { version: 5, ..one.advanced_to(State::Closed(applied(at(60)))) };
    let closed = AuditEventKind::Closed { state: "APPLIED".to_owned() };
    let events = [AuditEvent::new(at(60), closed)];
    let update = RequestUpdate { request: &stale, events: &events, link: None };
    assert_eq!(store.save(&update).await.unwrap(), Saved::Conflict);
    assert_eq!(last(store, &action()).await, None);

    // Also where another release is remembered that was closed later.
    let two = open(store, "two", action()).await;
    close(store, &two, applied(at(90))).await;
    assert_eq!(store.save(&update).await.unwrap(), Saved::Conflict);
    assert_eq!(last(store, &action()).await, Some(remembered("two", at(90))));
    assert_eq!(store.find(&one.id).await.unwrap(), Some(one));
}

/// Actions of other pipelines, stages, accounts and regions are other actions.
pub async fn each_action_has_its_own(store: &impl Approvals) {
    let text = |text: &str| text.to_owned();
    let actions = [
        action(),
        ActionPath { account: text("210987654321"), ..action() },
        ActionPath { region: text("eu-central-1"), ..action() },
        ActionPath { pipeline: text("billing"), ..action() },
        ActionPath { stage: text("Uat"), ..action() },
        ActionPath { action: text("Check"), ..action() },
    ];
    for (index, action) in (0..).zip(&actions) {
        let request = open(store, &index.to_string(), action.clone()).await;
        close(store, &request, applied(at(60 - index))).await;
    }
    for (index, action) in (0..).zip(&actions) {
        let expected = remembered(&index.to_string(), at(60 - index));
        assert_eq!(last(store, action).await, Some(expected), "{action}");
    }
}
