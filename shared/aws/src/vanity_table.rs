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

use switchboard_settings::Environment;

pub use crate::table::TableSettings;

/// The index of latest callers: hash key `callerShard`, range key `lastCalledAt`; it projects
/// `callCount` and `firstCalledAt`.
pub const LATEST_CALLERS: &str = "latest-callers";

/// How many parts the index has. DynamoDB takes 1,000 writes a second for one partition key.
pub const SHARDS: u8 = 8;

/// A year: someone who calls again within it is known.
const DEFAULT_RETENTION_DAYS: u16 = 365;

/// Reads `VANITY_NUMBERS_TABLE` and `VANITY_NUMBERS_RETENTION_DAYS` (default 365): how long a number
/// is kept after its last call.
pub fn settings(environment: &mut Environment<'_>) -> Option<TableSettings> {
    TableSettings::read(
        environment,
        "VANITY_NUMBERS_TABLE",
        "VANITY_NUMBERS_RETENTION_DAYS",
        DEFAULT_RETENTION_DAYS,
    )
}
