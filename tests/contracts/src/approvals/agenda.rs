//! The requests that the sweep must process.

use jiff::{SignedDuration, Timestamp};
use switchboard_approval::ports::{Saved, Step};
use switchboard_approval::schedule::MailKind;
use switchboard_approval::{ActionPath, Request, RequestId};

use super::Approvals;
use super::sample::{
    action, at, at_millisecond, due, end_of, link, mail, opened, request, request_of,
};

async fn open(store: &impl Approvals, requests: &[Request]) {
    for request in requests {
        store.open(request, &opened(at(0))).await.unwrap();
    }
}

async fn save(store: &impl Approvals, request: &Request) -> Saved {
    store.save(&Step { request, events: &[], link: None }).await.unwrap()
}

async fn due_ids(store: &impl Approvals, now: Timestamp) -> Vec<RequestId> {
    store.due(now, 100).await.unwrap()
}

/// The unfinished requests of an action, sorted by id, as the port promises no order.
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

/// The agenda of an empty store is empty, and mails and links never get on it.
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

/// A request is due from its due time on; one without a due time never is.
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

/// The longest due request comes first; the limit leaves out the latest.
pub async fn the_longest_due_come_first(store: &impl Approvals) {
    // Opened in an order that is neither chronological nor reversed.
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

/// A limit of zero lists nothing.
pub async fn a_limit_of_none_lists_none(store: &impl Approvals) {
    open(store, &[due("one", at(0))]).await;
    assert!(store.unfinished(&action(), 0).await.unwrap().is_empty());
    assert!(store.due(at(1), 0).await.unwrap().is_empty());
}

/// Due times are in chronological order, however many fractional digits they have.
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

/// Nothing is due before its due time, even if that is not a whole millisecond.
pub async fn due_times_count_to_the_nanosecond(store: &impl Approvals) {
    let due_at = end_of(at(60));
    let request = due("one", due_at);
    open(store, std::slice::from_ref(&request)).await;
    let just_before = due_at - SignedDuration::from_nanos(1);
    assert!(due_ids(store, just_before).await.is_empty());
    assert_eq!(due_ids(store, due_at).await, ids([&request]));
}

/// A step moves a request on the agenda, removes it, or puts it back; a lost step does not.
pub async fn a_step_moves_a_request(store: &impl Approvals) {
    let (one, another) = (due("one", at(10)), due("another", at(20)));
    open(store, &[one.clone(), another.clone()]).await;
    assert_eq!(due_ids(store, at(100)).await, ids([&one, &another]));

    let later = one.looked_at(Some(at(30)));
    assert_eq!(save(store, &later).await, Saved::Done);
    assert_eq!(due_ids(store, at(100)).await, ids([&another, &one]));
    assert_eq!(due_ids(store, at(29)).await, ids([&another]));

    let off = later.looked_at(None);
    assert_eq!(save(store, &off).await, Saved::Done);
    assert_eq!(due_ids(store, at(100)).await, ids([&another]));
    assert_eq!(unfinished_ids(store, &action()).await, ids([&another]));

    assert_eq!(save(store, &one.looked_at(Some(at(40)))).await, Saved::Lost);
    assert_eq!(due_ids(store, at(100)).await, ids([&another]));

    assert_eq!(save(store, &off.looked_at(Some(at(5)))).await, Saved::Done);
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

/// At most `limit` requests are listed, even if requests of other actions are between them.
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

/// The same names in another account or region are a different action.
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

/// A postponed request is due later; a request that is not due stays that way.
pub async fn a_request_that_is_put_off_is_due_later(store: &impl Approvals) {
    let (poison, finished) =
        (due("poison", at(0)), Request { due_at: None, ..request("finished") });
    open(store, &[poison.clone(), finished.clone()]).await;
    for request in [&poison, &finished] {
        store.postpone(&request.id, at(300)).await.unwrap();
    }
    assert_eq!(due_ids(store, at(299)).await, []);
    assert_eq!(due_ids(store, at(300)).await, ids([&poison]));
    // Postponing is not a step: a reader of the version before can still write one.
    assert_eq!(save(store, &poison.looked_at(None)).await, Saved::Done);
    assert_eq!(due_ids(store, at(999)).await, []);
}
