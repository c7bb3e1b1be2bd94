//! The in-memory fake of the store, with the same answers, for tests.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::{
    Call, CallLog, Caller, CallerSummary, Calls, ContactId, Erased, Erasure, Recorded, StoreError,
    VanityNumbers,
};
use crate::phone::PhoneNumber;

/// An in-memory fake of all ports. It forgets callers after `retention`, as the table does.
///
/// See [`CallLog`] for an example.
#[derive(Debug)]
pub struct MemoryCallers {
    retention: SignedDuration,
    callers: Mutex<HashMap<PhoneNumber, Item>>,
}

#[derive(Debug)]
struct Item {
    caller: Caller,
    contacts: HashSet<ContactId>,
    /// Whether the caller is in the list of latest callers, as the latest call decided.
    is_listed: bool,
}

impl MemoryCallers {
    /// Creates an empty store.
    #[must_use]
    pub fn new(retention: SignedDuration) -> Self {
        Self { retention, callers: Mutex::default() }
    }

    /// Returns the number of phone numbers that are stored.
    #[must_use]
    pub fn len(&self) -> usize {
        self.callers.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Returns whether nothing is stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the callers that are stored, are `wanted`, and whose records have not expired at `now`.
    fn known(&self, now: Timestamp, wanted: impl Fn(&Item) -> bool) -> Vec<Caller> {
        let callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = callers.values().filter(|item| wanted(item)).map(|item| &item.caller);
        known.filter(|caller| !self.is_forgotten(caller, now)).cloned().collect()
    }

    fn is_forgotten(&self, caller: &Caller, now: Timestamp) -> bool {
        caller.calls.last_at + self.retention <= now
    }
}

impl CallLog for MemoryCallers {
    async fn record(&self, call: &Call) -> Result<Recorded, StoreError> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let at = super::to_millisecond(call.at);
        let phone_number = *call.caller.number();
        let new = || Item {
            caller: Caller {
                phone_number,
                best_five: call.best_five.clone(),
                calls: Calls { count: 0, first_at: at, last_at: at },
            },
            contacts: HashSet::new(),
            is_listed: false,
        };
        let item = callers.entry(phone_number).or_insert_with(new);
        if self.is_forgotten(&item.caller, call.at) {
            *item = new();
        }
        if !item.contacts.insert(call.contact_id.clone()) {
            return Ok(Recorded::Before);
        }
        item.caller.best_five = call.best_five.clone();
        item.caller.calls.count += 1;
        item.caller.calls.last_at = at;
        item.is_listed = !call.contact_id.is_of_probe();
        Ok(Recorded::New)
    }
}

impl VanityNumbers for MemoryCallers {
    async fn find(
        &self,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Result<Option<Caller>, StoreError> {
        Ok(self.known(now, |item| item.caller.phone_number == *number).pop())
    }

    async fn latest(&self, limit: usize, now: Timestamp) -> Result<Vec<CallerSummary>, StoreError> {
        let mut latest: Vec<_> = self
            .known(now, |item| item.is_listed)
            .into_iter()
            .map(|Caller { phone_number, calls, .. }| CallerSummary { phone_number, calls })
            .collect();
        super::newest_first(&mut latest, limit);
        Ok(latest)
    }
}

impl Erasure for MemoryCallers {
    async fn erase(&self, number: &PhoneNumber) -> Result<Erased, StoreError> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let erased = callers.remove(number);
        Ok(erased.map_or(Erased::Nothing, |_| Erased::Record))
    }
}
