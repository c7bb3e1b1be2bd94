//! The calls that are stored, and the ports to their store.
//!
//! The ports are narrow on purpose: each program gets only the one that it needs, as its AWS role
//! does. [`memory::MemoryCallers`] is an in-memory fake of all; the adapters to DynamoDB are in
//! `shared/aws`.

mod caller_number;
mod contact_id;
pub mod memory;

use jiff::Timestamp;
pub use switchboard_store::StoreError;

pub use self::caller_number::CallerNumber;
pub use self::contact_id::{BadContactId, ContactId};
use crate::five::BestFive;
use crate::phone::PhoneNumber;

/// The most callers that a list may ask for.
pub const MAX_LATEST: usize = 100;

/// A call to record.
#[derive(Clone, Debug)]
pub struct Call {
    /// The contact id, which identifies retries, and the calls of the synthetic probe.
    pub contact_id: ContactId,
    /// The number that the call came from.
    pub caller: CallerNumber,
    /// When the call came in.
    pub at: Timestamp,
    /// The vanity numbers of the caller's number.
    pub best_five: BestFive,
}

/// The stored data of one phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The phone number.
    pub phone_number: PhoneNumber,
    /// The vanity numbers of the number, as of the last call.
    pub best_five: BestFive,
    /// How often and when it called.
    pub calls: Calls,
}

/// How often and when a number called. Times have millisecond precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calls {
    /// How many calls were recorded. A call that is delivered again counts once.
    pub count: u64,
    /// The time of the first call.
    pub first_at: Timestamp,
    /// The time of the latest call.
    pub last_at: Timestamp,
}

/// An entry of the list of latest callers. It has no vanity numbers, because they would give the
/// number away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerSummary {
    /// The phone number, which is shown masked.
    pub phone_number: PhoneNumber,
    /// How often and when it called.
    pub calls: Calls,
}

/// Whether a call was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// The call is new, and was counted.
    New,
    /// The call was counted before: by an earlier delivery of the same contact, or by an earlier
    /// request of this delivery whose answer was lost. Nothing was changed.
    Before,
}

/// Records calls: the write port.
///
/// ```
/// use jiff::{SignedDuration, Timestamp};
/// use switchboard_vanity::callers::memory::MemoryCallers;
/// use switchboard_vanity::callers::{Call, CallLog, CallerNumber, ContactId, Recorded, StoreError};
///
/// async fn record_twice(log: &impl CallLog, call: &Call) -> Result<[Recorded; 2], StoreError> {
///     Ok([log.record(call).await?, log.record(call).await?])
/// }
///
/// # fn block_on<T>(future: impl Future<Output = T>) -> T {
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     match std::pin::pin!(future).poll(&mut context) {
/// #         std::task::Poll::Ready(output) => output,
/// #         std::task::Poll::Pending => unreachable!("nothing here waits"),
/// #     }
/// # }
/// let caller = CallerNumber::from_endpoint("+18003569377").ok_or("a withheld number")?;
/// let call = Call {
///     contact_id: ContactId::new("5ca32fbd-8f92-46af-92a5-6b0f970f0efe")?,
///     caller,
///     at: Timestamp::UNIX_EPOCH,
///     best_five: switchboard_vanity::best_five(caller.number())?,
/// };
/// let log = MemoryCallers::new(SignedDuration::from_hours(24));
/// let recorded = block_on(record_twice(&log, &call))?;
/// assert_eq!(recorded, [Recorded::New, Recorded::Before]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait CallLog {
    /// Records a call, at most once per contact, and stores the vanity numbers of its caller.
    ///
    /// A call of the synthetic probe ([`ContactId::is_of_probe`]) is recorded as well, but its caller
    /// is not in the list of latest callers afterwards, until the number really calls.
    fn record(&self, call: &Call) -> impl Future<Output = Result<Recorded, StoreError>> + Send;
}

/// Looks up callers and their vanity numbers: the read port.
pub trait VanityNumbers {
    /// Returns the stored data of a number; `None` if no call of it was recorded, or if its record
    /// has expired or was erased.
    fn find(
        &self,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Caller>, StoreError>> + Send;

    /// Returns the latest callers, newest first, at most `limit` of them (capped at
    /// [`MAX_LATEST`]), without the synthetic probe's.
    fn latest(
        &self,
        limit: usize,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<CallerSummary>, StoreError>> + Send;
}

/// What the erasure of a caller found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// A record of the number, which is now gone.
    Record,
    /// No record: the number has not called, or was erased before.
    Nothing,
}

/// Erases callers: the port for requests to be forgotten. No function has it.
pub trait Erasure {
    /// Erases all that is stored of a number. The number leaves the list of latest callers too. A number
    /// that calls again afterwards is recorded again.
    fn erase(
        &self,
        number: &PhoneNumber,
    ) -> impl Future<Output = Result<Erased, StoreError>> + Send;
}

/// Cuts a time to the millisecond, the precision that is stored.
#[must_use]
pub fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Sorts a list of callers, the newest call first and ties by number, and cuts it to `limit` (capped
/// at [`MAX_LATEST`]).
pub fn newest_first(callers: &mut Vec<CallerSummary>, limit: usize) {
    callers.sort_by_key(|caller| (std::cmp::Reverse(caller.calls.last_at), caller.phone_number));
    callers.truncate(limit.min(MAX_LATEST));
}
