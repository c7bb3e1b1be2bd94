//! The definitions of the tables, as `CreateTable` requests.
//!
//! `shared/aws` uses the same names, and Terraform creates the same tables in an account.

use serde_json::{Value, json};

/// The table of callers: one item for each phone number, with its vanity numbers and its calls.
pub const VANITY_NUMBERS: &str = "vanity-numbers";

/// The index of [`VANITY_NUMBERS`] by the time of the latest call.
pub const LATEST_CALLERS: &str = "latest-callers";

/// The table of release approvals: one item for each request, link, mail and event. Votes are in the
/// item of their request.
pub const APPROVALS: &str = "approvals";

/// The index of [`APPROVALS`] that holds the open requests by the time when they are due.
pub const OPEN_REQUESTS: &str = "open-requests";

/// The definition of a table.
#[derive(Debug)]
pub struct Table {
    /// The name of the table.
    pub name: &'static str,
    /// The attribute with the time at which an item expires.
    pub time_to_live: &'static str,
    /// The `CreateTable` request.
    pub create: Value,
}

/// Returns the definitions of all tables of the stack.
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
