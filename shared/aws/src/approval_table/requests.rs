//! Requests and links. Reads are consistent; an update is one transaction.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Put, TransactWriteItem};
use switchboard_approval::audit::AuditEvent;
use switchboard_approval::link::{IssuedLink, LinkHash};
use switchboard_approval::ports::{Intake, Links, Opened, RequestUpdate, Requests, Saved};
use switchboard_approval::{Request, RequestId};
use switchboard_store::StoreError;

use super::ApprovalTable;
use super::item::{self, Item};
use crate::store_error::store_error;

const IS_NEW: &str = "attribute_not_exists(pk)";
const IS_UNCHANGED: &str = "#version = :before";
const IS_USABLE: &str = "attribute_exists(pk) AND attribute_not_exists(revokedAt)";

/// The reason for a cancelled transaction which means that a condition was not met, because somebody
/// else wrote first.
const CONDITION: &str = "ConditionalCheckFailed";

/// The reason for a cancelled transaction which means that somebody else writes at the same time.
const AT_ONCE: &str = "TransactionConflict";

/// An item that made DynamoDB cancel a transaction, because somebody else wrote it.
#[derive(Debug)]
struct Conflict {
    /// The place of the item in the transaction.
    place: usize,
    reason: String,
}

impl ApprovalTable {
    pub(super) async fn get(&self, key: Item) -> Result<Option<Item>, StoreError> {
        let get = self.client.get_item().table_name(&self.settings.name).set_key(Some(key));
        Ok(get.consistent_read(true).send().await.map_err(store_error)?.item)
    }

    pub(super) fn put(&self, item: Item) -> PutBuilder {
        Put::builder().table_name(&self.settings.name).set_item(Some(item))
    }

    /// Writes all items or none.
    pub(super) async fn transact(
        &self,
        writes: Vec<TransactWriteItem>,
    ) -> Result<Saved, StoreError> {
        let conflicts = self.try_transact(writes).await?;
        Ok(if conflicts.is_empty() { Saved::Written } else { Saved::Conflict })
    }

    /// Writes all items, and returns an empty list; or writes none, and returns the conflicts. The
    /// SDK's token makes its own retries after a lost response idempotent.
    async fn try_transact(
        &self,
        writes: Vec<TransactWriteItem>,
    ) -> Result<Vec<Conflict>, StoreError> {
        let transaction = self.client.transact_write_items().set_transact_items(Some(writes));
        let Err(error) = transaction.send().await else { return Ok(Vec::new()) };
        match error.as_service_error().map(conflicts) {
            Some(conflicts) if !conflicts.is_empty() => Ok(conflicts),
            _ => Err(store_error(error)),
        }
    }

    fn events(
        &self,
        request: &Request,
        events: &[AuditEvent],
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let expires_at = request.release.expires_at + self.settings.retention;
        let put = |(index, event)| {
            let item = item::event(request, index, event, expires_at)?;
            write(self.put(item).condition_expression(IS_NEW))
        };
        events.iter().enumerate().map(put).collect()
    }

    fn item(&self, request: &Request) -> Result<Item, StoreError> {
        item::request(request, request.release.expires_at + self.settings.retention)
    }
}

/// Returns the conflicts for which DynamoDB cancelled a transaction. The reasons are in the order of the
/// items.
fn conflicts(error: &TransactWriteItemsError) -> Vec<Conflict> {
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = error else {
        return Vec::new();
    };
    let reasons = cancelled.cancellation_reasons().iter().map(|reason| reason.code());
    let conflict = |(place, reason): (usize, Option<&str>)| {
        let reason = reason.filter(|reason| [CONDITION, AT_ONCE].contains(reason))?;
        Some(Conflict { place, reason: reason.to_owned() })
    };
    reasons.enumerate().filter_map(conflict).collect()
}

pub(super) fn write(put: PutBuilder) -> Result<TransactWriteItem, StoreError> {
    let put = put.build().map_err(|error| StoreError::Refused(error.into()))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

impl Requests for ApprovalTable {
    async fn find(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        self.get(item::request_key(id)).await?.map(item::read).transpose()
    }

    async fn save(&self, update: &RequestUpdate<'_>) -> Result<Saved, StoreError> {
        let before = AttributeValue::N(update.request.version.saturating_sub(1).to_string());
        let put = self
            .put(self.item(update.request)?)
            .condition_expression(IS_UNCHANGED)
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":before", before);
        let mut writes = vec![write(put)?];
        writes.extend(self.events(update.request, update.events)?);
        if let Some(hash) = update.link {
            let check = ConditionCheck::builder()
                .table_name(&self.settings.name)
                .set_key(Some(item::link_key(hash)))
                .condition_expression(IS_USABLE)
                .build()
                .map_err(|error| StoreError::Refused(error.into()))?;
            writes.push(TransactWriteItem::builder().condition_check(check).build());
        }
        let Some(remember) = self.remember(update)? else { return self.transact(writes).await };
        let place = writes.len();
        let conflicts =
            self.try_transact(writes.iter().cloned().chain([remember]).collect()).await?;
        match &conflicts[..] {
            [] => Ok(Saved::Written),
            // A request of the same action was closed later, and is remembered already.
            [only] if only.place == place && only.reason == CONDITION => {
                self.transact(writes).await
            }
            _ => Ok(Saved::Conflict),
        }
    }
}

impl Intake for ApprovalTable {
    async fn open(&self, request: &Request, event: &AuditEvent) -> Result<Opened, StoreError> {
        // A repeated delivery usually finds the request without a write.
        if let Some(existing) = self.find(&request.id).await? {
            return Ok(Opened::Existing(Box::new(existing)));
        }
        let mut writes = vec![write(self.put(self.item(request)?).condition_expression(IS_NEW))?];
        writes.extend(self.events(request, std::slice::from_ref(event))?);
        if self.transact(writes).await? == Saved::Written {
            return Ok(Opened::New);
        }
        // The other delivery may not have finished; then this one fails, and is repeated.
        let existing = self.find(&request.id).await?;
        let late = || StoreError::Unavailable("another delivery is opening this request".into());
        existing.map(|existing| Opened::Existing(Box::new(existing))).ok_or_else(late)
    }
}

impl Links for ApprovalTable {
    async fn find_link(&self, hash: &LinkHash) -> Result<Option<IssuedLink>, StoreError> {
        self.get(item::link_key(hash)).await?.map(item::read).transpose()
    }
}
