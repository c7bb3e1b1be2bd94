//! Reads the table of callers.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use switchboard_vanity::PhoneNumber;
use switchboard_vanity::callers::{
    self, Caller, CallerSummary, MAX_LATEST, StoreError, VanityNumbers,
};

use super::item::{self, ID};
use super::{LATEST_CALLERS, SHARDS, TableSettings};
use crate::Connection;
use crate::store_error::store_error;

const LATEST_OF_SHARD: &str = "callerShard = :shard AND lastCalledAt > :oldest";

/// Implements [`VanityNumbers`] for `vanity-lookup`. Needs `dynamodb:GetItem` on the table and `dynamodb:Query` on the
/// index.
#[derive(Clone, Debug)]
pub struct VanityNumbersTable {
    client: Client,
    settings: TableSettings,
}

impl VanityNumbersTable {
    /// Reads the table that `settings` name.
    #[must_use]
    pub fn new(connection: &Connection, settings: TableSettings) -> Self {
        Self { client: connection.dynamodb(), settings }
    }

    /// Opens the connection by reading an item that does not exist.
    pub async fn connect(&self) -> Result<(), StoreError> {
        let key = AttributeValue::S("warm-up".to_owned());
        let get = self.client.get_item().table_name(&self.settings.name).key(ID, key);
        get.send().await.map(|_| ()).map_err(store_error)
    }

    /// Items whose last call is older than this have expired, even if DynamoDB takes days to delete them.
    fn oldest(&self, now: Timestamp) -> Timestamp {
        now - self.settings.retention
    }

    async fn latest_of_shard(
        &self,
        shard: u8,
        limit: i32,
        now: Timestamp,
    ) -> Result<Vec<CallerSummary>, StoreError> {
        let page = self
            .client
            .query()
            .table_name(&self.settings.name)
            .index_name(LATEST_CALLERS)
            .key_condition_expression(LATEST_OF_SHARD)
            .expression_attribute_values(":shard", item::shard_key(shard))
            .expression_attribute_values(":oldest", item::time(self.oldest(now)))
            .scan_index_forward(false)
            .limit(limit)
            .send()
            .await
            .map_err(store_error)?;
        page.items.unwrap_or_default().into_iter().map(item::summary).collect()
    }
}

impl VanityNumbers for VanityNumbersTable {
    async fn find(
        &self,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Result<Option<Caller>, StoreError> {
        let found = self
            .client
            .get_item()
            .table_name(&self.settings.name)
            .key(ID, AttributeValue::S(number.as_e164().to_owned()))
            // A caller who has just called finds the number.
            .consistent_read(true)
            .send()
            .await
            .map_err(store_error)?;
        let caller = found.item.map(item::caller).transpose()?;
        Ok(caller.filter(|caller| caller.calls.last_at > self.oldest(now)))
    }

    async fn latest(&self, limit: usize, now: Timestamp) -> Result<Vec<CallerSummary>, StoreError> {
        let Ok(page) = i32::try_from(limit.min(MAX_LATEST)) else {
            return Ok(Vec::new());
        };
        if page == 0 {
            return Ok(Vec::new());
        }
        let shards = (0..SHARDS).map(|shard| self.latest_of_shard(shard, page, now));
        let mut latest: Vec<_> = try_join_all(shards).await?.into_iter().flatten().collect();
        callers::newest_first(&mut latest, limit);
        Ok(latest)
    }
}
