//! The requests that the sweep has to inspect.

use jiff::{SignedDuration, Timestamp};
use switchboard_approval::ports::{Executions, RequestUpdate, Saved};
use switchboard_approval::schedule::MailKind;
use switchboard_approval::{ActionPath, Request, RequestId};

use super::Approvals;
use super::sample::{
    accepted, action, at, at_millisecond, due, end_of, link, mail, opened, request, request_of,
};

async fn open(store: &impl Approvals, requests: &[Request]) {
    for request in requests {
        store.open(request, &opened(at(0))).await.unwrap();
    }
}

async fn save(store: &impl Approvals, request: &Request) -> Saved {
    store.save(&RequestUpdate { request, events: &[], link: None }).await.unwrap()
}

async fn due_ids(store: &impl Approvals, now: Timestamp) -> Vec<RequestId> {
    store.due(now, 100).await.unwrap()
}

/// The unfinished requests of an action, sorted by id, because the port promises no order.
async fn unfinished_ids(store: &impl Approvals, action: &ActionPath) -> Vec<RequestId> {
    let mut ids = store.unfinished(action, 100).await.unwrap();
    ids.sort();
    ids
}

fn ids<'a>(requests: impl IntoIterator<Item = &'a Request>) -> Vec<RequestId> {
    requests.into_iter().map(|request| request.id.clone()).collect()
}

fn sorted_ids(requests: &[Request]) -> Vec<RequestId> {
    let mut ids = ids(requests);
    ids.sort();
    ids
}

/// An unfinished request of this action.
fn unfinished_of(action: ActionPath, name: &str) -> Request {
    Request { due_at: Some(at(60)), ..request_of(action, name) }
}

/// An empty store has an empty agenda, and only requests are ever on it.
pub async fn an_agenda_begins_empty(store: &impl Approvals) {
    let request = request("one");
    for _ in 0..2 {
        assert!(due_ids(store, at(3600)).await.is_empty());
        assert!(unfinished_ids(store, &action()).await.is_empty());
        let invitation = mail(&request, MailKind::Invitation);
        store.claim(&invitation, at(0), at(60)).await.unwrap();
        store.issue(&[link(&request, 1)], at(1 << 30)).await.unwrap();
    }
}

/// A request is due from its time on; a request without a time is never due.
pub async fn only_what_is_due_is_listed(store: &impl Approvals) {
    let (first, second) = (due("first", at(60)), due("second", at(120)));
    open(store, &[second.clone(), request("never"), first.clone()]).await;
    for (now, listed) in [
        (at(0), vec![]),
        (at_millisecond(59_999), vec![]),
        (at(60), vec![&first]),
        (at_millisecond(119_999), vec![&first]),
        (at(120), vec![&first, &second]),
        (at(365 * 24 * 3600), vec![&first, &second]),
    ] {
        assert_eq!(due_ids(store, now).await, ids(listed), "{now}");
    }
}

/// The longest due comes first, and the limit cuts the latest.
pub async fn the_longest_due_come_first(store: &impl Approvals) {
    // Opened in an order that is neither by time nor its reverse.
    let requests: Vec<_> =
        (0..30).map(|second| due(&format!("due-{second}"), at(second))).collect();
    for index in 0..30 {
        open(store, std::slice::from_ref(&requests[index * 7 % 30])).await;
    }
    assert_eq!(due_ids(store, at(100)).await, ids(&requests));
    for limit in [1, 2, 25, 30, 31, usize::MAX] {
        let listed = store.due(at(100), limit).await.unwrap();
        assert_eq!(listed, ids(requests.iter().take(limit)), "limit {limit}");
    }
    assert_eq!(store.due(at(9), 100).await.unwrap(), ids(&requests[..10]));
}

/// A limit of 0 lists nothing.
pub async fn a_limit_of_none_lists_none(store: &impl Approvals) {
    open(store, &[due("one", at(0))]).await;
    assert!(store.unfinished(&action(), 0).await.unwrap().is_empty());
    assert!(store.due(at(1), 0).await.unwrap().is_empty());
}

/// Requests are ordered by time, also within a second and with any number of digits.
pub async fn parts_of_a_second_are_in_order(store: &impl Approvals) {
    let milliseconds =
        [-1_000, -999, -500, -1, 0, 1, 10, 50, 100, 123, 500, 999, 1_000, 1_001, 10_000];
    let requests = milliseconds.map(|ms| due(&format!("due-{ms}"), at_millisecond(ms)));
    for index in 0..requests.len() {
        open(store, std::slice::from_ref(&requests[index * 7 % requests.len()])).await;
    }
    for (index, ms) in milliseconds.into_iter().enumerate() {
        let listed = due_ids(store, at_millisecond(ms)).await;
        assert_eq!(listed, ids(&requests[..=index]), "{ms}");
    }
}

/// Nothing is due before its time, also if that is not a whole millisecond.
pub async fn due_times_count_to_the_nanosecond(store: &impl Approvals) {
    let due_at = end_of(at(60));
    let request = due("one", due_at);
    open(store, std::slice::from_ref(&request)).await;
    let just_before = due_at - SignedDuration::from_nanos(1);
    assert!(due_ids(store, just_before).await.is_empty());
    assert_eq!(due_ids(store, due_at).await, ids([&request]));
}

/// An update moves a request on the agenda, takes it off or puts it back; a refused update does not.
pub async fn a_step_moves_a_request(store: &impl Approvals) {
    let (one, another) = (due("one", at(10)), due("another", at(20)));
    open(store, &[one.clone(), another.clone()]).await;
    assert_eq!(due_ids(store, at(100)).await, ids([&one, &another]));

    let later = one.rescheduled(Some(at(30)));
    assert_eq!(save(store, &later).await, Saved::Written);
    assert_eq!(due_ids(store, at(100)).await, ids([&another, &one]));
    assert_eq!(due_ids(store, at(29)).await, ids([&another]));

    let off = later.rescheduled(None);
    assert_eq!(save(store, &off).await, Saved::Written);
    assert_eq!(due_ids(store, at(100)).await, ids([&another]));
    assert_eq!(unfinished_ids(store, &action()).await, ids([&another]));

    assert_eq!(save(store, &one.rescheduled(Some(at(40)))).await, Saved::Conflict);
    assert_eq!(due_ids(store, at(100)).await, ids([&another]));

    assert_eq!(save(store, &off.rescheduled(Some(at(5)))).await, Saved::Written);
    assert_eq!(due_ids(store, at(100)).await, ids([&one, &another]));
}

/// All unfinished requests of an action are listed, due or not, and none of another action.
pub async fn the_unfinished_of_an_action_are_listed(store: &impl Approvals) {
    let unfinished =
        [due("overdue", at(-60)), due("later", at(60)), due("much-later", at(1 << 30))];
    let others = [
        unfinished_of(ActionPath { pipeline: "storefront-2".to_owned(), ..action() }, "pipeline"),
        unfinished_of(ActionPath { pipeline: "Storefront".to_owned(), ..action() }, "capital"),
        unfinished_of(ActionPath { stage: "Approval2".to_owned(), ..action() }, "stage"),
        unfinished_of(ActionPath { action: "Approve-again".to_owned(), ..action() }, "action"),
    ];
    open(store, &[request("finished")]).await;
    open(store, &others).await;
    open(store, &unfinished).await;
    assert_eq!(unfinished_ids(store, &action()).await, sorted_ids(&unfinished));
    for other in &others {
        assert_eq!(unfinished_ids(store, &other.release.action).await, ids([other]));
    }
    let unknown = ActionPath { pipeline: "unknown".to_owned(), ..action() };
    assert!(unfinished_ids(store, &unknown).await.is_empty());
}

/// The limit holds, also if requests of other actions lie between.
pub async fn the_unfinished_are_limited(store: &impl Approvals) {
    let mut ours = Vec::new();
    for second in 0..10 {
        let other = ActionPath { stage: "Approval2".to_owned(), ..action() };
        let other = unfinished_of(other, &format!("other-{second}"));
        ours.push(due(&format!("ours-{second}"), at(second)));
        open(store, &[Request { due_at: Some(at(second)), ..other }]).await;
        open(store, &ours[ours.len() - 1..]).await;
    }
    for (limit, listed) in [(1, 1), (3, 3), (10, 10), (25, 10)] {
        let mut found = store.unfinished(&action(), limit).await.unwrap();
        assert!(found.iter().all(|id| ids(&ours).contains(id)));
        found.sort();
        found.dedup();
        assert_eq!(found.len(), listed, "limit {limit}");
    }
}

/// The same names in another account or region identify another action.
pub async fn actions_of_other_places_are_others(store: &impl Approvals) {
    let here = due("here", at(60));
    let region =
        unfinished_of(ActionPath { region: "eu-central-1".to_owned(), ..action() }, "region");
    let account =
        unfinished_of(ActionPath { account: "210987654321".to_owned(), ..action() }, "account");
    let requests = [here, region, account];
    open(store, &requests).await;
    for request in &requests {
        let found = unfinished_ids(store, &request.release.action).await;
        assert_eq!(found, ids([request]), "{:?}", request.release.action);
    }
}

/// A postponed request makes room for others; a request that is never due stays so.
pub async fn a_request_that_is_put_off_is_due_later(store: &impl Approvals) {
    let (poison, finished) =
        (due("poison", at(0)), Request { due_at: None, ..request("finished") });
    open(store, &[poison.clone(), finished.clone()]).await;
    for request in [&poison, &finished] {
        store.postpone(&request.id, at(300)).await.unwrap();
    }
    assert_eq!(due_ids(store, at(299)).await, []);
    assert_eq!(due_ids(store, at(300)).await, ids([&poison]));
    // Postponing does not change the version: an update from before can still be written.
    assert_eq!(save(store, &poison.rescheduled(None)).await, Saved::Written);
    assert_eq!(due_ids(store, at(999)).await, []);
}

/// A watched release of this action, which is looked at at this second.
fn watched_of(action: ActionPath, name: &str, second: i64) -> Request {
    Request { due_at: Some(at(second)), ..accepted(action, name) }
}

fn executions(id: Option<&str>) -> Executions {
    let ActionPath { account, region, pipeline, .. } = action();
    Executions { account, region, pipeline, id: id.map(str::to_owned) }
}

/// The requests that are watched are on a list of their own, the longest due first.
pub async fn watched_releases_hold_up_nothing(store: &impl Approvals) {
    let watched = [30, 10, 20].map(|second| watched_of(action(), &format!("w{second}"), second));
    let waiting = due("waiting", at(60));
    open(store, &watched).await;
    open(store, std::slice::from_ref(&waiting)).await;
    assert_eq!(store.due(at(100), 1).await.unwrap(), ids([&waiting]));
    assert_eq!(due_ids(store, at(100)).await, ids([&waiting]));
    assert_eq!(unfinished_ids(store, &action()).await, ids([&waiting]));
    let listed = |limit| store.watched_due(at(25), limit);
    assert_eq!(listed(9).await.unwrap(), ids([&watched[1], &watched[2]]));
    assert_eq!(listed(1).await.unwrap(), ids([&watched[1]]));
    assert!(listed(0).await.unwrap().is_empty());
    store.postpone(&watched[1].id, at(300)).await.unwrap();
    assert_eq!(listed(9).await.unwrap(), ids([&watched[2]]));
}

/// An event of a pipeline finds one release, or all of that pipeline.
pub async fn watched_releases_are_found_by_their_execution(store: &impl Approvals) {
    let (one, another) = (watched_of(action(), "one", 60), watched_of(action(), "another", 90));
    let elsewhere = [
        ActionPath { pipeline: "storefront-2".to_owned(), ..action() },
        ActionPath { region: "eu-central-1".to_owned(), ..action() },
        ActionPath { account: "210987654321".to_owned(), ..action() },
    ];
    for (index, action) in elsewhere.into_iter().enumerate() {
        open(store, &[watched_of(action, &format!("other-{index}"), 60)]).await;
    }
    open(store, &[one.clone(), another.clone(), due("waiting", at(0)), request("finished")]).await;
    let execution = one.release.execution_id.as_deref();
    assert_eq!(store.watched(&executions(execution), 9).await.unwrap(), ids([&one]));
    assert!(store.watched(&executions(Some("execution-")), 9).await.unwrap().is_empty());
    let mut all = store.watched(&executions(None), 9).await.unwrap();
    all.sort();
    assert_eq!(all, sorted_ids(&[one.clone(), another]));
    assert_eq!(store.watched(&executions(None), 1).await.unwrap().len(), 1);
    // Nothing is watched once it is off the agenda.
    assert_eq!(save(store, &one.rescheduled(None)).await, Saved::Written);
    assert!(store.watched(&executions(execution), 9).await.unwrap().is_empty());
}

/// A request that was just closed reports its outcome first.
pub async fn a_request_is_watched_once_its_outcome_is_reported(store: &impl Approvals) {
    let closed = accepted(action(), "one");
    open(store, std::slice::from_ref(&closed)).await;
    assert_eq!(due_ids(store, at(100)).await, ids([&closed]));
    assert!(store.watched_due(at(100), 9).await.unwrap().is_empty());
    let watched = closed.rescheduled(Some(at(300)));
    assert_eq!(save(store, &watched).await, Saved::Written);
    assert!(due_ids(store, at(300)).await.is_empty());
    assert_eq!(store.watched_due(at(300), 9).await.unwrap(), ids([&closed]));
}
