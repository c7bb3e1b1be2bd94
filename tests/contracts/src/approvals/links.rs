//! Issued links are found; a step by a revoked link is not written.

use jiff::Timestamp;
use switchboard_approval::Request;
use switchboard_approval::link::{IssuedLink, LinkHash};
use switchboard_approval::ports::{Saved, Step};

use super::Approvals;
use super::sample::{at, link, opened, request, taken_over};

/// Longer than the tests run.
fn for_long() -> Timestamp {
    "2999-01-01T00:00:00Z".parse().unwrap()
}

/// Opens a request with these links.
async fn open_with(store: &impl Approvals, request: &Request, links: &[IssuedLink]) {
    store.open(request, &opened(at(0))).await.unwrap();
    store.issue(links, for_long()).await.unwrap();
}

/// Saves a step that was made through this link.
async fn save(store: &impl Approvals, request: &Request, link: &LinkHash) -> Saved {
    let events = [taken_over(at(1)), taken_over(at(2))];
    store.save(&Step { request, events: &events, link: Some(link) }).await.unwrap()
}

/// Asserts that nothing of a lost step was written.
async fn is_untouched(store: &impl Approvals, request: &Request) {
    assert_eq!(store.find(&request.id).await.unwrap().as_ref(), Some(request));
    assert_eq!(store.events(&request.id).await, [opened(at(0))]);
}

/// A hash that no link was issued with is not found, even if others are there.
pub async fn an_unknown_link_is_not_found(store: &impl Approvals) {
    let request = request("one");
    let (issued, unknown) = (link(&request, 1), link(&request, 2));
    assert_eq!(store.find_link(&unknown.hash).await.unwrap(), None);
    store.issue(&[issued], for_long()).await.unwrap();
    assert_eq!(store.find_link(&unknown.hash).await.unwrap(), None);
}

/// The links of a mail are found by their hashes, as they were issued.
pub async fn links_are_found_as_they_were_issued(store: &impl Approvals) {
    let request = request("one");
    let links = [link(&request, 1), link(&request, 2)];
    store.issue(&links, for_long()).await.unwrap();
    for link in links {
        assert_eq!(store.find_link(&link.hash).await.unwrap(), Some(link));
    }
}

/// Two links for each of the most approvers that a policy may have are issued in one call.
pub async fn many_links_are_issued_together(store: &impl Approvals) {
    let request = request("one");
    let links: Vec<_> = (0..40).map(|number| link(&request, number)).collect();
    store.issue(&links, for_long()).await.unwrap();
    for link in links {
        assert_eq!(store.find_link(&link.hash).await.unwrap(), Some(link));
    }
}

/// Neither the links of later mails nor a second issue of the same links changes earlier ones.
pub async fn later_links_leave_earlier_ones(store: &impl Approvals) {
    let request = request("one");
    let (earlier, later) = (link(&request, 1), link(&request, 2));
    for links in [[earlier.clone()], [later.clone()], [later.clone()]] {
        store.issue(&links, for_long()).await.unwrap();
    }
    for link in [earlier, later] {
        assert_eq!(store.find_link(&link.hash).await.unwrap(), Some(link));
    }
}

/// A revoked link is found with the time of its revocation; other links are not revoked with it.
pub async fn a_revoked_link_says_so(store: &impl Approvals) {
    let request = request("one");
    let (revoked, other) = (link(&request, 1), link(&request, 2));
    store.issue(&[revoked.clone(), other.clone()], for_long()).await.unwrap();
    store.revoke(&revoked.hash, at(5)).await;
    let found = store.find_link(&revoked.hash).await.unwrap();
    assert_eq!(found, Some(IssuedLink { revoked_at: Some(at(5)), ..revoked }));
    assert_eq!(store.find_link(&other.hash).await.unwrap(), Some(other));
}

/// A link can write one step after another: the request, not the link, makes an answer count once.
pub async fn a_step_by_a_link_is_written(store: &impl Approvals) {
    let request = request("one");
    let link = link(&request, 1);
    open_with(store, &request, std::slice::from_ref(&link)).await;
    let mut now = request;
    for second in [60, 90] {
        now = now.looked_at(Some(at(second)));
        assert_eq!(save(store, &now, &link.hash).await, Saved::Done);
        assert_eq!(store.find(&now.id).await.unwrap().as_ref(), Some(&now));
    }
    assert_eq!(store.events(&now.id).await.len(), 5);
    assert_eq!(store.find_link(&link.hash).await.unwrap(), Some(link));
}

/// A step by a revoked link is lost and changes nothing; a step by another link is written.
pub async fn a_step_by_a_revoked_link_is_lost(store: &impl Approvals) {
    let request = request("one");
    let (revoked, other) = (link(&request, 1), link(&request, 2));
    open_with(store, &request, &[revoked.clone(), other.clone()]).await;
    store.revoke(&revoked.hash, at(5)).await;
    let next = request.looked_at(Some(at(60)));
    assert_eq!(save(store, &next, &revoked.hash).await, Saved::Lost);
    is_untouched(store, &request).await;
    assert_eq!(save(store, &next, &other.hash).await, Saved::Done);
}

/// A step by a link that was never issued is lost and changes nothing.
pub async fn a_step_by_an_unknown_link_is_lost(store: &impl Approvals) {
    let request = request("one");
    open_with(store, &request, &[link(&request, 1)]).await;
    let next = request.looked_at(Some(at(60)));
    assert_eq!(save(store, &next, &link(&request, 2).hash).await, Saved::Lost);
    is_untouched(store, &request).await;
}

/// A step from another version is lost, even by a valid link.
pub async fn a_step_by_a_link_from_another_version_is_lost(store: &impl Approvals) {
    let request = request("one");
    let link = link(&request, 1);
    open_with(store, &request, std::slice::from_ref(&link)).await;
    let ahead = request.looked_at(None).looked_at(None);
    for stale in [&request, &ahead] {
        assert_eq!(save(store, stale, &link.hash).await, Saved::Lost);
        is_untouched(store, &request).await;
    }
}
