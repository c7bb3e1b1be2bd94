//! The ports `CallLog`, `VanityNumbers` and `Erasure`.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use switchboard_vanity::PhoneNumber;
use switchboard_vanity::callers::{
    Call, CallLog, CallerNumber, ContactId, Erased, Erasure, Recorded, VanityNumbers,
};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// The retention of the store under test.
pub const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A time with more precision than is stored, in seconds after a fixed moment.
fn at(second: i64) -> Timestamp {
    Timestamp::new(1_700_000_000 + second, 123_456_789).unwrap()
}

/// The same time with the stored precision.
fn stored(second: i64) -> Timestamp {
    Timestamp::new(1_700_000_000 + second, 123_000_000).unwrap()
}

fn number(e164: &str) -> PhoneNumber {
    PhoneNumber::from_e164(e164).unwrap()
}

fn call(e164: &str, contact: &str, second: i64) -> Call {
    let caller = CallerNumber::from_endpoint(e164).unwrap();
    Call {
        contact_id: ContactId::new(contact).unwrap(),
        caller,
        at: at(second),
        best_five: switchboard_vanity::best_five(caller.number()).unwrap(),
    }
}

fn probe(e164: &str, minute: i64) -> Call {
    call(e164, ContactId::of_probe(minute).as_str(), minute * 60)
}

/// The numbers in the list of latest callers.
async fn listed(store: &impl VanityNumbers, second: i64) -> Vec<String> {
    let latest = store.latest(100, at(second)).await.unwrap();
    latest.iter().map(|caller| caller.phone_number.as_e164().to_owned()).collect()
}

/// A number that never called is not known.
pub async fn an_unknown_number_is_not_found(store: &(impl CallLog + VanityNumbers)) {
    assert_eq!(store.find(&number("+18003569377"), at(0)).await.unwrap(), None);
    assert!(store.latest(5, at(0)).await.unwrap().is_empty());
}

/// A recorded call is found with all its data.
pub async fn a_call_is_found_as_it_was_recorded(store: &(impl CallLog + VanityNumbers)) {
    // Words, overlong words, letters alone, another country.
    for (index, e164) in
        ["+18003569377", "+18002668228", "+12012000000", "+41800934454"].iter().enumerate()
    {
        let call = call(e164, &format!("contact-{index}"), 0);
        assert_eq!(store.record(&call).await.unwrap(), Recorded::New);
        let caller = store.find(call.caller.number(), at(1)).await.unwrap().unwrap();
        assert_eq!(caller.phone_number, *call.caller.number());
        assert_eq!(caller.best_five, call.best_five);
        assert_eq!((caller.calls.count, caller.calls.first_at), (1, stored(0)));
        assert_eq!(caller.calls.last_at, stored(0));
    }
}

/// Calls are counted, and the first and the latest call are distinguished.
pub async fn later_calls_are_counted(store: &(impl CallLog + VanityNumbers)) {
    for second in 0..3 {
        let call = call("+18003569377", &format!("contact-{second}"), second);
        assert_eq!(store.record(&call).await.unwrap(), Recorded::New);
    }
    let calls = store.find(&number("+18003569377"), at(3)).await.unwrap().unwrap().calls;
    assert_eq!((calls.count, calls.first_at, calls.last_at), (3, stored(0), stored(2)));
}

/// A contact that is delivered again changes nothing, even after other calls.
pub async fn a_contact_counts_once(store: &(impl CallLog + VanityNumbers)) {
    for contact in ["contact-1", "contact-2"] {
        assert_eq!(store.record(&call("+18003569377", contact, 0)).await.unwrap(), Recorded::New);
    }
    for contact in ["contact-1", "contact-1", "contact-2"] {
        let again = call("+18003569377", contact, 9);
        assert_eq!(store.record(&again).await.unwrap(), Recorded::Before);
    }
    let calls = store.find(&number("+18003569377"), at(10)).await.unwrap().unwrap().calls;
    assert_eq!((calls.count, calls.last_at), (2, stored(0)));
}

/// The same contact id from two numbers is two calls.
pub async fn numbers_do_not_share_contacts(store: &(impl CallLog + VanityNumbers)) {
    for e164 in ["+18003569377", "+18004685865"] {
        assert_eq!(store.record(&call(e164, "contact-1", 0)).await.unwrap(), Recorded::New);
    }
}

/// More calls of one number than the table keeps contacts, each delivered twice.
pub async fn a_frequent_caller_is_counted_exactly(store: &(impl CallLog + VanityNumbers)) {
    for second in 0..250 {
        let call = call("+18003569377", &format!("contact-{second}"), second);
        assert_eq!(store.record(&call).await.unwrap(), Recorded::New, "{second}");
        assert_eq!(store.record(&call).await.unwrap(), Recorded::Before, "{second}");
    }
    let calls = store.find(&number("+18003569377"), at(250)).await.unwrap().unwrap().calls;
    assert_eq!((calls.count, calls.last_at), (250, stored(249)));
}

/// Records calls concurrently, but only as many as an engine on one small machine answers before a
/// client times out.
async fn record_at_once<S>(store: &Arc<S>, calls: impl IntoIterator<Item = Call>) -> Vec<Recorded>
where
    S: CallLog + Send + Sync + 'static,
{
    let room = Arc::new(Semaphore::new(30));
    let mut deliveries = JoinSet::new();
    for call in calls {
        let (store, room) = (Arc::clone(store), Arc::clone(&room));
        deliveries.spawn(async move {
            let _place = room.acquire().await.unwrap();
            store.record(&call).await.unwrap()
        });
    }
    deliveries.join_all().await
}

fn new_ones(outcomes: &[Recorded]) -> usize {
    outcomes.iter().filter(|outcome| **outcome == Recorded::New).count()
}

/// Fifty contacts of one number, many at once, each delivered three times.
pub async fn calls_at_once_are_counted_exactly<S>(store: Arc<S>)
where
    S: CallLog + VanityNumbers + Send + Sync + 'static,
{
    let contact = |delivery| format!("contact-{}", delivery % 50);
    let calls = (0..150).map(|delivery| call("+18003569377", &contact(delivery), delivery));
    let outcomes = record_at_once(&store, calls).await;
    // An attempt that is repeated because its answer was lost is reported as `Before`.
    assert!((1..=50).contains(&new_ones(&outcomes)));
    let caller = store.find(&number("+18003569377"), at(150)).await.unwrap().unwrap();
    assert_eq!(caller.calls.count, 50);
    assert_eq!(store.latest(5, at(150)).await.unwrap().len(), 1);
}

/// More contacts of one number than the table keeps, many at once.
pub async fn more_calls_at_once_than_are_remembered<S>(store: Arc<S>)
where
    S: CallLog + VanityNumbers + Send + Sync + 'static,
{
    let calls =
        (0..150).map(|contact| call("+18003569377", &format!("contact-{contact}"), contact));
    let outcomes = record_at_once(&store, calls).await;
    assert!((1..=150).contains(&new_ones(&outcomes)));
    let caller = store.find(&number("+18003569377"), at(150)).await.unwrap().unwrap();
    assert_eq!(caller.calls.count, 150);
}

/// The list has each caller once, the newest call first, and is as long as requested.
pub async fn the_latest_callers_come_newest_first(store: &(impl CallLog + VanityNumbers)) {
    // Twenty numbers, so that every shard of an index has some.
    let e164 = |index: i64| format!("+121255501{index:02}");
    for index in 0..20 {
        store.record(&call(&e164(index), &format!("contact-{index}"), index)).await.unwrap();
    }
    store.record(&call(&e164(3), "contact-again", 30)).await.unwrap();

    let latest = store.latest(4, at(31)).await.unwrap();
    let numbers: Vec<_> =
        latest.iter().map(|caller| caller.phone_number.as_e164().to_owned()).collect();
    assert_eq!(numbers, [e164(3), e164(19), e164(18), e164(17)]);
    assert_eq!(store.latest(1, at(31)).await.unwrap(), latest[..1]);
    assert_eq!((latest[0].calls.count, latest[0].calls.first_at), (2, stored(3)));
    assert_eq!(latest[0].calls.last_at, stored(30));

    assert_eq!(store.latest(100, at(31)).await.unwrap().len(), 20);
    assert!(store.latest(0, at(31)).await.unwrap().is_empty());
}

/// A number expires when its last call is longer ago than the retention, whether or not the item has
/// been deleted by then.
pub async fn old_callers_are_forgotten(store: &(impl CallLog + VanityNumbers)) {
    let end = at(0) + RETENTION;
    let (before, after) = (end - SignedDuration::from_secs(1), end + SignedDuration::from_secs(1));
    // A caller who calls again is new, even with a contact id that was recorded before.
    for (e164, contact_again) in [("+18003569377", "contact-2"), ("+18004685865", "contact-1")] {
        store.record(&call(e164, "contact-1", 0)).await.unwrap();
        let number = number(e164);
        assert!(store.find(&number, before).await.unwrap().is_some());
        let lists = async |now| {
            let latest = store.latest(5, now).await.unwrap();
            latest.iter().any(|caller| caller.phone_number == number)
        };
        assert!(lists(before).await);
        assert_eq!(store.find(&number, after).await.unwrap(), None);
        assert!(!lists(after).await);

        let again = Call { at: after, ..call(e164, contact_again, 0) };
        assert_eq!(store.record(&again).await.unwrap(), Recorded::New);
        let calls = store.find(&number, after).await.unwrap().unwrap().calls;
        assert_eq!(
            (calls.count, calls.first_at),
            (1, switchboard_vanity::callers::to_millisecond(after))
        );
    }
}

/// The synthetic probe's calls are found by number, and are not in the list of latest callers.
pub async fn the_probe_is_found_and_not_listed(store: &(impl CallLog + VanityNumbers)) {
    store.record(&call("+18003569377", "contact-1", 0)).await.unwrap();
    for minute in 0..3 {
        assert_eq!(store.record(&probe("+12025550143", minute)).await.unwrap(), Recorded::New);
        assert_eq!(store.record(&probe("+12025550143", minute)).await.unwrap(), Recorded::Before);
    }
    let caller = store.find(&number("+12025550143"), at(121)).await.unwrap().unwrap();
    assert_eq!((caller.calls.count, caller.calls.last_at), (3, stored(120)));
    assert_eq!(caller.best_five, probe("+12025550143", 0).best_five);
    assert_eq!(listed(store, 121).await, ["+18003569377"]);
}

/// A number that was listed leaves the list with the probe's call, and returns with a person's.
pub async fn the_latest_call_decides_whether_a_number_is_listed(
    store: &(impl CallLog + VanityNumbers),
) {
    store.record(&call("+12025550143", "contact-1", 0)).await.unwrap();
    assert_eq!(listed(store, 1).await, ["+12025550143"]);
    store.record(&probe("+12025550143", 1)).await.unwrap();
    assert!(listed(store, 61).await.is_empty());
    store.record(&call("+12025550143", "contact-2", 90)).await.unwrap();
    assert_eq!(listed(store, 91).await, ["+12025550143"]);
    let calls = store.find(&number("+12025550143"), at(91)).await.unwrap().unwrap().calls;
    assert_eq!(calls.count, 3);
}

/// The probe stays out of the list when its item is rewritten too: beyond the contacts that are kept, and after it
/// expired.
pub async fn the_probe_is_never_listed(store: &(impl CallLog + VanityNumbers)) {
    for minute in 0..120 {
        assert_eq!(store.record(&probe("+12025550143", minute)).await.unwrap(), Recorded::New);
    }
    assert!(listed(store, 120 * 60).await.is_empty());
    let after = at(120 * 60) + RETENTION;
    let again = Call { at: after, ..probe("+12025550143", 120) };
    assert_eq!(store.record(&again).await.unwrap(), Recorded::New);
    let calls = store.find(&number("+12025550143"), after).await.unwrap().unwrap().calls;
    assert_eq!(calls.count, 1);
    assert!(store.latest(100, after).await.unwrap().is_empty());
}

/// An erased caller is gone from everywhere; the others stay. Erasing again finds nothing and succeeds.
pub async fn an_erased_caller_is_gone(store: &(impl CallLog + VanityNumbers + Erasure)) {
    for e164 in ["+18003569377", "+18004685865"] {
        store.record(&call(e164, "contact-1", 0)).await.unwrap();
    }
    let erased = number("+18003569377");
    assert_eq!(store.erase(&erased).await.unwrap(), Erased::Record);
    assert_eq!(store.find(&erased, at(1)).await.unwrap(), None);
    assert_eq!(listed(store, 1).await, ["+18004685865"]);
    assert_eq!(store.erase(&erased).await.unwrap(), Erased::Nothing);
    assert!(store.find(&number("+18004685865"), at(1)).await.unwrap().is_some());
}

/// A number that never called is erased without an error.
pub async fn an_unknown_number_is_erased_as_well(store: &(impl VanityNumbers + Erasure)) {
    assert_eq!(store.erase(&number("+18003569377")).await.unwrap(), Erased::Nothing);
    assert_eq!(store.find(&number("+18003569377"), at(0)).await.unwrap(), None);
}

/// A caller who calls after the erasure is new, even with a contact that was recorded before.
pub async fn an_erased_caller_may_call_again(store: &(impl CallLog + VanityNumbers + Erasure)) {
    for second in 0..3 {
        store.record(&call("+18003569377", &format!("contact-{second}"), second)).await.unwrap();
    }
    let erased = number("+18003569377");
    assert_eq!(store.erase(&erased).await.unwrap(), Erased::Record);
    let again = call("+18003569377", "contact-2", 9);
    assert_eq!(store.record(&again).await.unwrap(), Recorded::New);
    let calls = store.find(&erased, at(10)).await.unwrap().unwrap().calls;
    assert_eq!((calls.count, calls.first_at), (1, stored(9)));
    assert_eq!(listed(store, 10).await, ["+18003569377"]);
}
