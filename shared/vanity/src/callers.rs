//! What is kept of the people who call, and the ports to where it is kept.
//!
//! The ports are narrow on purpose: a function is given only the one it needs, as its role in AWS
//! is. [`memory::MemoryCallers`] implements both for tests; the tables are in `shared/aws`.

pub mod memory;

use std::fmt;

use jiff::Timestamp;
pub use switchboard_store::StoreError;

use crate::{BestFive, PhoneNumber};

/// The most callers that a list may ask for.
pub const MAX_LATEST: usize = 100;

/// Amazon Connect's id of a contact: the same for every retry of one call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactId(String);

/// A contact id that is empty, or longer than 256 bytes. Connect's are UUIDs of 36.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a contact id has 1 to 256 bytes")]
pub struct BadContactId;

impl ContactId {
    /// Takes an id as it came in the event.
    pub fn new(id: impl Into<String>) -> Result<Self, BadContactId> {
        let id = id.into();
        if (1..=256).contains(&id.len()) { Ok(Self(id)) } else { Err(BadContactId) }
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One call, as it is to be recorded.
#[derive(Clone, Debug)]
pub struct Call {
    /// Tells a retry from a new call.
    pub contact_id: ContactId,
    /// Who called, or the number that the caller asked for.
    pub phone_number: PhoneNumber,
    /// When the call came in.
    pub at: Timestamp,
    /// What the number spells.
    pub best_five: BestFive,
}

/// What is kept of one phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The number.
    pub phone_number: PhoneNumber,
    /// Its vanity numbers, as of the last call.
    pub best_five: BestFive,
    /// How often and when it called.
    pub calls: Calls,
}

/// How often and when a number called. Times have millisecond precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calls {
    /// Calls recorded; a retried delivery of one call counts once.
    pub count: u64,
    /// The first call.
    pub first_at: Timestamp,
    /// The latest call.
    pub last_at: Timestamp,
}

/// One line of the list of latest callers. It says nothing of what the number spells, since that
/// would give the number away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerSummary {
    /// The number; shown masked.
    pub phone_number: PhoneNumber,
    /// How often and when it called.
    pub calls: Calls,
}

/// Whether a call was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Counted now.
    New,
    /// Counted before: by an earlier delivery of the same contact, or by an earlier request of this
    /// one whose answer was lost. Nothing was changed.
    Before,
}

/// Where calls are recorded.
pub trait CallLog {
    /// Records a call, at most once a contact, and keeps the number's vanity numbers.
    fn record(&self, call: &Call) -> impl Future<Output = Result<Recorded, StoreError>> + Send;
}

/// Where vanity numbers are looked up.
pub trait VanityNumbers {
    /// What is kept of a number; `None` if it never called, or so long ago that it is forgotten.
    fn find(
        &self,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Caller>, StoreError>> + Send;

    /// The latest callers, newest first, at most `limit` (capped at [`MAX_LATEST`]).
    fn latest(
        &self,
        limit: usize,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<CallerSummary>, StoreError>> + Send;
}

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Cuts a time to the millisecond, the precision that is stored.
#[must_use]
pub fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Puts a list of callers in its order, and cuts it: the newest call first, the number settles
/// ties.
pub fn newest_first(callers: &mut Vec<CallerSummary>, limit: usize) {
    callers.sort_by_key(|caller| (std::cmp::Reverse(caller.calls.last_at), caller.phone_number));
    callers.truncate(limit.min(MAX_LATEST));
}
