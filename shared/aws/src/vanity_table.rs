//! The table of callers and their vanity numbers.
//!
//! | attribute | type | what |
//! | --- | --- | --- |
//! | `id` | S, key | the phone number, E.164 |
//! | `vanityNumbers` | L of M | the five, ascending, each with its `rank` |
//! | `callCount` | N | calls, each contact once |
//! | `firstCalledAt`, `lastCalledAt` | S | UTC, RFC 3339 with milliseconds, so that text order is time order |
//! | `contactIds` | L of S | the latest contacts, to tell a retry from a call |
//! | `callerShard` | S | which part of the index holds the caller |
//! | `expiresAt` | N, TTL | seconds since 1970 |
//!
//! The index [`LATEST_CALLERS`] lists the latest callers by `callerShard` and `lastCalledAt`. One
//! partition for all would take every call's write; a caller stays in the shard that its number
//! gives it, so the writes spread and a reader asks [`SHARDS`] small questions at once.

mod call_log;
mod item;
mod lookup;

pub use call_log::CallLogTable;
pub use lookup::VanityNumbersTable;

use jiff::SignedDuration;
use settings::Environment;

/// The index of latest callers: hash key `callerShard`, range key `lastCalledAt`; it projects
/// `callCount` and `firstCalledAt`.
pub const LATEST_CALLERS: &str = "latest-callers";

/// How many parts the index has. DynamoDB takes 1,000 writes a second for one partition key.
pub const SHARDS: u8 = 8;

/// Which table, and how long it remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSettings {
    /// The table's name.
    pub name: String,
    /// How long a number is kept after its last call.
    pub retention: SignedDuration,
}

/// A year: someone who calls again within it is known.
const DEFAULT_RETENTION_DAYS: u16 = 365;

impl TableSettings {
    /// Reads `VANITY_NUMBERS_TABLE` and `VANITY_NUMBERS_RETENTION_DAYS` (default 365).
    pub fn read(environment: &mut Environment<'_>) -> Option<Self> {
        let name = environment.required("VANITY_NUMBERS_TABLE");
        let days = environment.or("VANITY_NUMBERS_RETENTION_DAYS", DEFAULT_RETENTION_DAYS);
        Some(Self { name: name?, retention: SignedDuration::from_hours(24 * i64::from(days?)) })
    }
}
