//! Erases callers: the item of a number is deleted, whoever wrote it.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use switchboard_vanity::PhoneNumber;
use switchboard_vanity::callers::{Erased, Erasure, StoreError};

use super::item::ID;
use crate::Connection;
use crate::store_error::store_error;

/// Implements [`Erasure`] for operators. Needs `dynamodb:DeleteItem` on the table, which no function has.
#[derive(Clone, Debug)]
pub struct ErasureTable {
    client: Client,
    table: String,
}

impl ErasureTable {
    /// Erases from the table of this name.
    #[must_use]
    pub fn new(connection: &Connection, table: impl Into<String>) -> Self {
        Self { client: connection.patient_dynamodb(), table: table.into() }
    }
}

impl Erasure for ErasureTable {
    async fn erase(&self, number: &PhoneNumber) -> Result<Erased, StoreError> {
        let deleted = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key(ID, AttributeValue::S(number.as_e164().to_owned()))
            // Whether there was an item: deleting a key that does not exist succeeds too.
            .return_values(ReturnValue::AllOld)
            .send()
            .await
            .map_err(store_error)?;
        Ok(deleted.attributes.map_or(Erased::Nothing, |_| Erased::Record))
    }
}
