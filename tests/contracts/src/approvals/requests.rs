//! Requests are opened once, and of several writers the first one wins.

use std::collections::BTreeSet;
use std::sync::Arc;

use switchboard_approval::audit::{AuditEvent, AuditEventKind, Visitor};
use switchboard_approval::ports::{Opened, RequestUpdate, Saved, StoreError};
use switchboard_approval::{Request, Verdict};

use super::sample::{
    FOREIGN, at, at_millisecond, due, end_of, line, many_approvers, opened, releases, request,
    states, taken_over,
};
use super::{Approvals, at_once};

/// Opens a new request.
async fn open(store: &impl Approvals, request: &Request) {
    assert_eq!(store.open(request, &opened(at(0))).await.unwrap(), Opened::New);
}

/// Saves an update that no link caused.
async fn save(store: &impl Approvals, request: &Request, events: &[AuditEvent]) -> Saved {
    store.save(&RequestUpdate { request, events, link: None }).await.unwrap()
}

async fn found(store: &impl Approvals, request: &Request) -> Request {
    store.find(&request.id).await.unwrap().unwrap()
}

/// A request that was not opened is not found, also if others exist.
pub async fn an_unknown_request_is_not_found(store: &impl Approvals) {
    assert_eq!(store.find(&request("one").id).await.unwrap(), None);
    open(store, &request("another")).await;
    assert_eq!(store.find(&request("one").id).await.unwrap(), None);
}

/// A repeated delivery finds the request that the first one opened, and writes nothing.
pub async fn a_request_is_opened_once(store: &impl Approvals) {
    let first = request("one");
    open(store, &first).await;
    let again = Request { opened_at: at(9), ..first.clone() };
    let before = store.open(&again, &opened(at(9))).await.unwrap();
    assert_eq!(before, Opened::Existing(Box::new(first.clone())));
    assert_eq!(found(store, &first).await, first);
    assert_eq!(store.events(&first.id).await, [opened(at(0))]);
}

/// A repeated delivery gets the request as it is now.
pub async fn a_request_opened_before_is_told_as_it_is_now(store: &impl Approvals) {
    let first = request("one");
    open(store, &first).await;
    let next = first.rescheduled(Some(at(60)));
    assert_eq!(save(store, &next, &[]).await, Saved::Written);
    let before = store.open(&first, &opened(at(9))).await.unwrap();
    assert_eq!(before, Opened::Existing(Box::new(next)));
}

/// Of twenty deliveries at once, one opens the request, and the others find it.
pub async fn of_deliveries_at_once_one_opens<S: Approvals + 'static>(store: Arc<S>) {
    let outcomes = at_once(20, |delivery| {
        let store = Arc::clone(&store);
        let request = Request { opened_at: at(delivery), ..request("one") };
        async move { store.open(&request, &opened(at(delivery))).await.unwrap() }
    })
    .await;
    let kept = found(&*store, &request("one")).await;
    let (new, before): (Vec<_>, Vec<_>) =
        outcomes.into_iter().partition(|outcome| *outcome == Opened::New);
    assert_eq!((new.len(), before.len()), (1, 19));
    assert!(before.iter().all(|other| *other == Opened::Existing(Box::new(kept.clone()))));
    assert_eq!(store.events(&kept.id).await, [opened(kept.opened_at)]);
}

/// Every possible request is read back equal, after it is opened and after an update.
pub async fn a_request_is_found_as_it_was_written(store: &impl Approvals) {
    let states = states();
    let names: BTreeSet<_> = states.iter().map(switchboard_approval::State::name).collect();
    assert_eq!(names.len(), 8, "every state is tried: {names:?}");

    let by_state = states.into_iter().map(|state| Request { state, ..request("state") });
    let by_release =
        releases().into_iter().map(|release| Request { release, ..request("release") });
    let others = [
        due("due", at_millisecond(1)),
        Request { contact: Some("desk@example.com".parse().unwrap()), ..request("contact") },
        Request { approvers: many_approvers(), ..request("approvers") },
        Request { version: u64::from(u32::MAX), ..request("version") },
        Request { opened_at: end_of(at(0)), decide_by: end_of(at(1)), ..request("times") },
    ];
    for (number, sample) in by_state.chain(by_release).chain(others).enumerate() {
        let id = request(&format!("number-{number}")).id;
        let sample = Request { id, ..sample };
        open(store, &sample).await;
        assert_eq!(found(store, &sample).await, sample);

        let written = Request { id: request(&format!("step-{number}")).id, ..request("step") };
        open(store, &written).await;
        let step = Request { id: written.id.clone(), version: 2, ..sample };
        assert_eq!(save(store, &step, &[]).await, Saved::Written);
        assert_eq!(found(store, &step).await, step);
    }
}

/// The time of the next inspection is stored to the nanosecond, like the clock.
pub async fn the_next_look_is_kept_to_the_nanosecond(store: &impl Approvals) {
    let request = due("one", end_of(at(60)));
    open(store, &request).await;
    assert_eq!(found(store, &request).await, request);
}

/// Audit events are stored with their updates, in their order, and unchanged.
pub async fn events_are_kept_as_they_were_written(store: &impl Approvals) {
    let request = request("one");
    let execution_id = Some("5f0c8b3e-execution".to_owned());
    let first = AuditEvent::new(
        end_of(at(0)),
        AuditEventKind::Opened { execution_id: execution_id.clone() },
    );
    assert_eq!(store.open(&request, &first).await.unwrap(), Opened::New);

    let approver = request.approvers[0].id();
    let voted = |reason, visitor| AuditEventKind::Voted {
        approver: approver.clone(),
        verdict: Verdict::Reject,
        reason,
        revision: Some(line("41dd27b")),
        visitor,
    };
    let visitor = Visitor { source_ip: Some(line("2001:db8::1")), user_agent: Some(line(FOREIGN)) };
    let steps = [
        vec![AuditEventKind::Described { execution_id, revision: None }],
        vec![voted(None, Visitor::default()), voted(Some(line(FOREIGN)), visitor)],
        vec![],
        vec![
            AuditEventKind::Decided { verdict: Verdict::Accept, reference: "01234567".to_owned() },
            AuditEventKind::TakenOver,
            AuditEventKind::Closed { state: "CLOSED_ELSEWHERE".to_owned() },
            AuditEventKind::WentOn { result: "FAILED".to_owned(), stage: Some(line(FOREIGN)) },
        ],
    ];
    let mut kept = vec![first];
    let mut now = request;
    // The order does not depend on the time, because another clock may be behind.
    for step in steps {
        now = now.rescheduled(None);
        let events: Vec<_> = step.into_iter().map(|kind| AuditEvent::new(at(0), kind)).collect();
        assert_eq!(save(store, &now, &events).await, Saved::Written);
        kept.extend(events);
    }
    assert_eq!(store.events(&now.id).await, kept);
}

/// Each request has its own events.
pub async fn requests_keep_to_themselves(store: &impl Approvals) {
    let (one, another) = (request("one"), request("another"));
    open(store, &one).await;
    open(store, &another).await;
    let next = one.rescheduled(Some(at(60)));
    assert_eq!(save(store, &next, &[taken_over(at(1))]).await, Saved::Written);
    assert_eq!(found(store, &another).await, another);
    assert_eq!(store.events(&another.id).await, [opened(at(0))]);
}

/// The next reader sees an update, and can build the next one on it.
pub async fn a_step_is_seen_by_the_next_find(store: &impl Approvals) {
    let mut now = request("one");
    open(store, &now).await;
    for second in 1..=12 {
        let next = found(store, &now).await.rescheduled(Some(at(second)));
        assert_eq!(next.version, now.version + 1);
        assert_eq!(save(store, &next, &[taken_over(at(second))]).await, Saved::Written);
        assert_eq!(found(store, &now).await, next);
        now = next;
    }
    let kept = store.events(&now.id).await;
    assert_eq!(kept[1..], (1..=12).map(|second| taken_over(at(second))).collect::<Vec<_>>());
}

/// An update from a version that is not the current one is refused and changes nothing.
pub async fn a_step_from_another_version_is_lost(store: &impl Approvals) {
    let first = request("one");
    open(store, &first).await;
    let second = first.rescheduled(Some(at(60)));
    assert_eq!(save(store, &second, &[taken_over(at(1))]).await, Saved::Written);

    for version in [0, 1, 2, 4, 5] {
        let other = Request { version, ..first.rescheduled(Some(at(90))) };
        let events = [taken_over(at(2)), taken_over(at(3))];
        assert_eq!(save(store, &other, &events).await, Saved::Conflict, "version {version}");
        assert_eq!(found(store, &first).await, second, "version {version}");
        let kept = [opened(at(0)), taken_over(at(1))];
        assert_eq!(store.events(&first.id).await, kept, "version {version}");
    }
}

/// An update of a request that was not opened is refused and opens nothing.
pub async fn a_step_of_an_unknown_request_is_lost(store: &impl Approvals) {
    for version in [0, 1, 2] {
        let step = Request { version, ..request("one") };
        assert_eq!(save(store, &step, &[taken_over(at(1))]).await, Saved::Conflict);
        assert_eq!(store.find(&step.id).await.unwrap(), None);
        assert!(store.events(&step.id).await.is_empty());
    }
}

/// Of fifty updates at once from the same version, one is written, with its own events.
pub async fn of_steps_at_once_one_is_written<S: Approvals + 'static>(store: Arc<S>) {
    let request = request("one");
    open(&*store, &request).await;
    let outcomes = at_once(50, |second| {
        let (store, next) = (Arc::clone(&store), request.rescheduled(Some(at(second))));
        async move {
            let events = [taken_over(at(second))];
            let step = RequestUpdate { request: &next, events: &events, link: None };
            (store.save(&step).await, next)
        }
    })
    .await;
    let kept = found(&*store, &request).await;
    assert_eq!(kept.version, 2);
    assert_eq!(store.events(&kept.id).await, [opened(at(0)), taken_over(kept.due_at.unwrap())]);

    let mut answered = 0;
    for (saved, next) in outcomes {
        match saved {
            Ok(saved) => {
                let expected = if next == kept { Saved::Written } else { Saved::Conflict };
                assert_eq!(saved, expected, "{:?}", next.due_at);
                answered += 1;
            }
            // On a busy machine an update may not be answered in time, written or not.
            Err(error) => assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}"),
        }
    }
    assert!(answered >= 25, "{answered} are answered");
}
