//! The table of callers and their vanity numbers.
//!
//! | attribute | type | content |
//! | --- | --- | --- |
//! | `id` | S, key | the phone number, E.164 |
//! | `vanityNumbers` | L of M | the five vanity numbers, ascending, each with its `rank` |
//! | `callCount` | N | number of calls; a contact counts once |
//! | `firstCalledAt`, `lastCalledAt` | S | UTC, RFC 3339 with milliseconds, so that text order is time order |
//! | `contactIds` | L of S | the latest contacts, which distinguish a retry from a call |
//! | `callerShard` | S | the shard of the index that holds the caller; absent after a call of the synthetic probe |
//! | `expiresAt` | N, TTL | seconds since 1970-01-01 UTC |
//!
//! The index [`LATEST_CALLERS`] lists the latest callers by `callerShard` and `lastCalledAt`. A single
//! partition would take the write of every call. The phone number determines a caller's shard instead,
//! so the writes are spread, and a reader sends [`SHARDS`] small queries at once. The index is sparse: an
//! item without `callerShard` is not in it.

mod call_log;
mod erasure;
mod item;
mod lookup;

pub use call_log::CallLogTable;
pub use erasure::ErasureTable;
pub use lookup::VanityNumbersTable;

use switchboard_settings::{Environment, SettingsError};

pub use crate::table::TableSettings;

/// The index of latest callers: hash key `callerShard`, range key `lastCalledAt`; it projects
/// `callCount` and `firstCalledAt`.
pub const LATEST_CALLERS: &str = "latest-callers";

/// The number of shards of the index. DynamoDB takes 1,000 writes a second for one partition key.
pub const SHARDS: u8 = 8;

/// A year, so that a person who calls again within it is recognized.
const DEFAULT_RETENTION_DAYS: u16 = 365;

/// Reads `VANITY_NUMBERS_TABLE` and `VANITY_NUMBERS_RETENTION_DAYS` (default 365): how long a number
/// is kept after its last call.
pub fn settings(environment: &Environment<'_>) -> Result<TableSettings, SettingsError> {
    TableSettings::read(
        environment,
        "VANITY_NUMBERS_TABLE",
        "VANITY_NUMBERS_RETENTION_DAYS",
        DEFAULT_RETENTION_DAYS,
    )
}
