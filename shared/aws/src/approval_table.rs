//! The table of approvals: requests, their links, mails and audit events.
//!
//! | item | `pk` | `sk` | what |
//! | --- | --- | --- | --- |
//! | request | `REQ#<id>` | `REQUEST` | the whole request, with its `version` |
//! | mail | `REQ#<id>` | `MAIL#<kind>#<approver>` | `mailState` `SENDING`, `SENT`, `REJECTED` or `OPEN` |
//! | event | `REQ#<id>` | `EVT#<version>#<n>` | an audit event, never changed |
//! | link | `TOK#<SHA-256>` | `LINK` | request, approver, verdict; `revokedAt` withdraws the link |
//! | action | `ACTION#<path>` | `LAST_APPROVED` | the last release that was approved at the action; never expires |
//!
//! The sparse index [`OPEN_REQUESTS`] lists the requests that the sweep has to inspect, by `queue` and
//! `dueAt`. `OPEN` has one entry for each open approval, and `WATCHED` one for each accepted release
//! that is watched; so two partitions are enough. `actionPath` names the action of an open request,
//! and the execution of a watched one.
//! `expiresAt` is the table's TTL, in seconds since 1970.

mod agenda;
mod item;
mod last_approved;
mod outbox;
mod requests;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use switchboard_settings::{Environment, SettingsError};

pub use crate::table::TableSettings;

use crate::Connection;
use crate::store_error::store_error;
use switchboard_store::StoreError;

/// The index of unfinished requests: hash key `queue`, range key `dueAt`; it projects `actionPath`.
pub const OPEN_REQUESTS: &str = "open-requests";

/// Longer than a year, for yearly audits.
const DEFAULT_RETENTION_DAYS: u16 = 400;

/// Reads `APPROVALS_TABLE` and `APPROVALS_RETENTION_DAYS` (default 400), the time for which requests
/// and their audit events are kept after they expired.
pub fn settings(environment: &Environment<'_>) -> Result<TableSettings, SettingsError> {
    TableSettings::read(
        environment,
        "APPROVALS_TABLE",
        "APPROVALS_RETENTION_DAYS",
        DEFAULT_RETENTION_DAYS,
    )
}

/// The table of approvals. It implements all storage ports of the domain. A function needs the
/// permissions of those ports that its handler asks for.
///
/// | port | needs |
/// | --- | --- |
/// | `Requests`, `Intake` | `GetItem`, `PutItem`; with a link `ConditionCheckItem` |
/// | `Links`, `LastApproved` | `GetItem` |
/// | `Outbox` | `UpdateItem`, `PutItem` |
/// | `Agenda` | `Query` on [`OPEN_REQUESTS`], `UpdateItem` |
#[derive(Clone, Debug)]
pub struct ApprovalTable {
    client: Client,
    settings: TableSettings,
}

impl ApprovalTable {
    /// Uses the table of these settings over this connection.
    #[must_use]
    pub fn new(connection: &Connection, settings: TableSettings) -> Self {
        Self { client: connection.patient_dynamodb(), settings }
    }

    /// Opens the connection, by reading an item that does not exist.
    pub async fn connect(&self) -> Result<(), StoreError> {
        let get = self.client.get_item().table_name(&self.settings.name);
        let get = get.set_key(Some(item::key("warm-up", "warm-up")));
        get.send().await.map(|_| ()).map_err(store_error)
    }
}

/// Returns whether an update was refused by its condition, which is an expected outcome.
fn is_refused(error: &SdkError<UpdateItemError>) -> bool {
    let refused = UpdateItemError::is_conditional_check_failed_exception;
    error.as_service_error().is_some_and(refused)
}
