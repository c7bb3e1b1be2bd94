//! The items of the table.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::Deserialize;
use switchboard_vanity::callers::{self, Caller, CallerSummary, Calls, StoreError};
use switchboard_vanity::{BestFive, PhoneNumber, VanityNumber};

use super::SHARDS;

pub(super) type Item = HashMap<String, AttributeValue>;

pub(super) const ID: &str = "id";

/// The attributes that the index projects.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredCalls {
    id: String,
    call_count: u64,
    first_called_at: Timestamp,
    last_called_at: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredCaller {
    #[serde(flatten)]
    calls: StoredCalls,
    vanity_numbers: Vec<VanityNumber>,
}

/// Returns the five vanity numbers in their stored order.
pub(super) fn vanity_numbers(five: &BestFive) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(five.ascending())
        .map_err(|_| StoreError::Corrupt("the vanity numbers cannot be written as an attribute"))
}

/// Returns a time in a fixed width, so that text order is time order.
pub(super) fn time(at: Timestamp) -> AttributeValue {
    AttributeValue::S(format!("{:.3}", callers::to_millisecond(at)))
}

/// Returns the shard of a number: its last two digits, which are evenly distributed, modulo
/// [`SHARDS`].
pub(super) fn shard(number: &PhoneNumber) -> AttributeValue {
    let last = number.as_e164().bytes().rev().take(2);
    let digits = last.zip([1, 10]).map(|(digit, weight)| digit.wrapping_sub(b'0') * weight);
    shard_key(digits.sum::<u8>() % SHARDS)
}

pub(super) fn shard_key(shard: u8) -> AttributeValue {
    AttributeValue::S(shard.to_string())
}

pub(super) fn caller(item: Item) -> Result<Caller, StoreError> {
    let stored: StoredCaller = read(item)?;
    let CallerSummary { phone_number, calls } = stored.calls.try_into()?;
    Ok(Caller { phone_number, best_five: BestFive::from_stored(stored.vanity_numbers), calls })
}

pub(super) fn summary(item: Item) -> Result<CallerSummary, StoreError> {
    read::<StoredCalls>(item)?.try_into()
}

impl TryFrom<StoredCalls> for CallerSummary {
    type Error = StoreError;

    fn try_from(stored: StoredCalls) -> Result<Self, StoreError> {
        let phone_number = PhoneNumber::from_e164(&stored.id)
            .map_err(|_| StoreError::Corrupt("its key is not a phone number"))?;
        let calls = Calls {
            count: stored.call_count,
            first_at: stored.first_called_at,
            last_at: stored.last_called_at,
        };
        Ok(Self { phone_number, calls })
    }
}

fn read<'de, T: Deserialize<'de>>(item: Item) -> Result<T, StoreError> {
    // The error is dropped because it quotes the value.
    serde_dynamo::from_item(item)
        .map_err(|_| StoreError::Corrupt("an attribute is missing or of another type"))
}

/// The part of an existing item that determines how a call is recorded on it.
pub(super) struct Existing {
    pub(super) calls: Calls,
    /// The latest contacts, oldest first.
    pub(super) contact_ids: Vec<String>,
    expires_at: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredContacts {
    #[serde(flatten)]
    calls: StoredCalls,
    contact_ids: Vec<String>,
    expires_at: i64,
}

impl Existing {
    pub(super) fn read(item: Item) -> Result<Self, StoreError> {
        let StoredContacts { calls, contact_ids, expires_at } = read(item)?;
        Ok(Self { calls: CallerSummary::try_from(calls)?.calls, contact_ids, expires_at })
    }

    /// Returns whether the item has expired, even if DynamoDB has not deleted it yet.
    pub(super) fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now.as_second()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_sort_as_texts() {
        let texts: Vec<_> = [0, 1, 999, 1000, 1_700_000_000_000, 1_700_000_000_120]
            .map(|ms| time(Timestamp::from_millisecond(ms).unwrap()))
            .into_iter()
            .map(|text| text.as_s().unwrap().clone())
            .collect();
        assert!(texts.is_sorted(), "{texts:?}");
        assert_eq!(texts[5], "2023-11-14T22:13:20.120Z");
    }

    #[test]
    fn numbers_spread_over_all_shards() {
        let mut counts = HashMap::new();
        for last in 0..1000 {
            let number = PhoneNumber::from_e164(&format!("+12125550{last:03}")).unwrap();
            *counts.entry(shard(&number).as_s().unwrap().clone()).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), usize::from(SHARDS));
        assert!(counts.values().all(|count| (100..=150).contains(count)), "{counts:?}");
    }
}
