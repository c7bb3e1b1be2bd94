//! Of concurrent senders of a mail, one gets the claim.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use switchboard_approval::ports::{Claim, MailKey, Posted};
use switchboard_approval::schedule::MailKind;

use super::sample::{at, at_millisecond, end_of, mail, request};
use super::{Approvals, at_once};

const KINDS: [MailKind; 4] =
    [MailKind::Invitation, MailKind::Reminder, MailKind::LastReminder, MailKind::Outcome];

fn invitation() -> MailKey {
    mail(&request("one"), MailKind::Invitation)
}

fn sent() -> Posted {
    Posted::Sent("0100018f-message-id".to_owned())
}

/// Claims a mail for a minute.
async fn claim(store: &impl Approvals, mail: &MailKey, now: Timestamp) -> Claim {
    store.claim(mail, now, now + SignedDuration::from_mins(1)).await.unwrap()
}

/// A claim lasts until its lease ends, and so does that of the next sender who takes over.
pub async fn a_mail_is_held_until_the_lease_ends(store: &impl Approvals) {
    let mail = invitation();
    assert_eq!(claim(store, &mail, at(0)).await, Claim::Claimed);
    for now in [at(0), at(30), at_millisecond(59_999)] {
        assert_eq!(claim(store, &mail, now).await, Claim::Held, "{now}");
    }
    // Refused claims do not extend the lease.
    assert_eq!(claim(store, &mail, at(60)).await, Claim::Claimed);
    assert_eq!(claim(store, &mail, at_millisecond(119_999)).await, Claim::Held);
    assert_eq!(claim(store, &mail, at(300)).await, Claim::Claimed);
}

/// A lease lasts to its end, even if that is not a whole millisecond.
pub async fn a_lease_is_kept_to_the_nanosecond(store: &impl Approvals) {
    let (mail, end) = (invitation(), end_of(at(60)));
    assert_eq!(store.claim(&mail, at(0), end).await.unwrap(), Claim::Claimed);
    let just_before = end - SignedDuration::from_nanos(1);
    assert_eq!(claim(store, &mail, just_before).await, Claim::Held);
    assert_eq!(claim(store, &mail, end).await, Claim::Claimed);
}

/// A mail that was sent, or can never be sent, is settled for ever.
pub async fn a_settled_mail_is_never_claimed_again(store: &impl Approvals) {
    for (kind, posted) in [(MailKind::Invitation, sent()), (MailKind::Reminder, Posted::Rejected)] {
        let mail = mail(&request("one"), kind);
        assert_eq!(claim(store, &mail, at(0)).await, Claim::Claimed);
        store.settle(&mail, &posted, at(1)).await.unwrap();
        let ten_years = 10 * 365 * 24 * 3600;
        for now in [at(1), at(59), at(60), at(61), at(ten_years), at(2)] {
            assert_eq!(claim(store, &mail, now).await, Claim::Settled, "{posted:?}, {now}");
        }
    }
}

/// A mail that could not be sent may be claimed again at once, any number of times.
pub async fn a_mail_put_off_may_be_claimed_again(store: &impl Approvals) {
    let mail = invitation();
    for second in 0..3 {
        assert_eq!(claim(store, &mail, at(second)).await, Claim::Claimed);
        assert_eq!(claim(store, &mail, at(second)).await, Claim::Held);
        store.settle(&mail, &Posted::Later, at(second)).await.unwrap();
    }
    assert_eq!(claim(store, &mail, at(3)).await, Claim::Claimed);
    store.settle(&mail, &sent(), at(4)).await.unwrap();
    assert_eq!(claim(store, &mail, at(300)).await, Claim::Settled);
}

/// A late failure of a slow sender does not reopen a mail that another one took over and sent.
pub async fn a_late_failure_does_not_reopen_a_settled_mail(store: &impl Approvals) {
    for (kind, posted) in [(MailKind::Invitation, sent()), (MailKind::Reminder, Posted::Rejected)] {
        let mail = mail(&request("one"), kind);
        assert_eq!(claim(store, &mail, at(0)).await, Claim::Claimed, "the slow one");
        assert_eq!(claim(store, &mail, at(60)).await, Claim::Claimed, "the other");
        store.settle(&mail, &posted, at(61)).await.unwrap();
        store.settle(&mail, &Posted::Later, at(62)).await.unwrap();
        assert_eq!(claim(store, &mail, at(300)).await, Claim::Settled, "{posted:?}");
    }
}

/// A late success of a slow sender settles a mail that another one took over and put off.
pub async fn a_late_success_settles_a_mail_put_off(store: &impl Approvals) {
    let mail = invitation();
    assert_eq!(claim(store, &mail, at(0)).await, Claim::Claimed, "the slow one");
    assert_eq!(claim(store, &mail, at(60)).await, Claim::Claimed, "the other");
    store.settle(&mail, &Posted::Later, at(61)).await.unwrap();
    store.settle(&mail, &sent(), at(62)).await.unwrap();
    assert_eq!(claim(store, &mail, at(63)).await, Claim::Settled);
}

/// Mails of other requests, other approvers and other kinds are claimed separately.
pub async fn mails_do_not_share_claims(store: &impl Approvals) {
    let (one, another) = (request("one"), request("another"));
    let requests = [&one, &another];
    let mails: Vec<_> = requests
        .into_iter()
        .flat_map(|request| request.approvers.iter().map(move |approver| (request, approver.id())))
        .flat_map(|(request, approver)| {
            KINDS.map(|kind| MailKey { approver: approver.clone(), ..mail(request, kind) })
        })
        .collect();
    assert_eq!(mails.len(), 24);
    for mail in &mails {
        assert_eq!(claim(store, mail, at(0)).await, Claim::Claimed, "{mail:?}");
    }
    let (first, others) = mails.split_first().unwrap();
    store.settle(first, &sent(), at(1)).await.unwrap();
    assert_eq!(claim(store, first, at(2)).await, Claim::Settled);
    for mail in others {
        assert_eq!(claim(store, mail, at(2)).await, Claim::Held, "{mail:?}");
    }
}

/// Of twenty concurrent claims of a mail one is granted: when the mail is new, when it was put off,
/// and when a lease has ended.
pub async fn of_claims_at_once_one_is_granted<S: Approvals + 'static>(store: Arc<S>) {
    let one_of_twenty = async |now: Timestamp| {
        let outcomes = at_once(20, |_| {
            let store = Arc::clone(&store);
            async move { claim(&*store, &invitation(), now).await }
        })
        .await;
        let count = |wanted| outcomes.iter().filter(|claim| **claim == wanted).count();
        assert_eq!((count(Claim::Claimed), count(Claim::Held)), (1, 19), "{now}");
    };
    one_of_twenty(at(0)).await;
    one_of_twenty(at(60)).await;
    store.settle(&invitation(), &Posted::Later, at(61)).await.unwrap();
    one_of_twenty(at(61)).await;
}
