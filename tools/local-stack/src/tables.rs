//! The tables, as the `CreateTable` requests that make them.
//!
//! The names are those of `shared/aws`; Terraform makes the same tables in an account.

use serde_json::{Value, json};

/// One item a phone number: its vanity numbers and when it called.
pub const VANITY_NUMBERS: &str = "vanity-numbers";

/// The index of [`VANITY_NUMBERS`] by the time of the latest call.
pub const LATEST_CALLERS: &str = "latest-callers";

/// Everything about release approvals: one item for each request, link, mail and event. Votes
/// are in the item of their request.
pub const APPROVALS: &str = "approvals";

/// The index of [`APPROVALS`] that holds the requests that are still open, by when they are due.
pub const OPEN_REQUESTS: &str = "open-requests";

/// A table and the attribute that its items expire by.
#[derive(Debug)]
pub struct Table {
    /// What it is called.
    pub name: &'static str,
    /// The attribute that its items expire by.
    pub time_to_live: &'static str,
    /// The request that makes it.
    pub create: Value,
}

/// Every table of the stack.
#[must_use]
pub fn all() -> Vec<Table> {
    vec![vanity_numbers(), approvals()]
}

fn vanity_numbers() -> Table {
    Table {
        name: VANITY_NUMBERS,
        time_to_live: "expiresAt",
        create: json!({
            "TableName": VANITY_NUMBERS,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                { "AttributeName": "id", "AttributeType": "S" },
                { "AttributeName": "callerShard", "AttributeType": "S" },
                { "AttributeName": "lastCalledAt", "AttributeType": "S" },
            ],
            "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
            "GlobalSecondaryIndexes": [{
                "IndexName": LATEST_CALLERS,
                "KeySchema": [
                    { "AttributeName": "callerShard", "KeyType": "HASH" },
                    { "AttributeName": "lastCalledAt", "KeyType": "RANGE" },
                ],
                "Projection": {
                    "ProjectionType": "INCLUDE",
                    "NonKeyAttributes": ["callCount", "firstCalledAt"],
                },
            }],
        }),
    }
}

fn approvals() -> Table {
    Table {
        name: APPROVALS,
        time_to_live: "expiresAt",
        create: json!({
            "TableName": APPROVALS,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                { "AttributeName": "pk", "AttributeType": "S" },
                { "AttributeName": "sk", "AttributeType": "S" },
                { "AttributeName": "queue", "AttributeType": "S" },
                { "AttributeName": "dueAt", "AttributeType": "S" },
            ],
            "KeySchema": [
                { "AttributeName": "pk", "KeyType": "HASH" },
                { "AttributeName": "sk", "KeyType": "RANGE" },
            ],
            "GlobalSecondaryIndexes": [{
                "IndexName": OPEN_REQUESTS,
                "KeySchema": [
                    { "AttributeName": "queue", "KeyType": "HASH" },
                    { "AttributeName": "dueAt", "KeyType": "RANGE" },
                ],
                "Projection": { "ProjectionType": "INCLUDE", "NonKeyAttributes": ["actionPath"] },
            }],
        }),
    }
}
