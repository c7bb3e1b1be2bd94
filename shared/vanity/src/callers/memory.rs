//! The store's twin in memory: the same answers, for tests and for trying a handler out.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::{
    Call, CallLog, Caller, CallerSummary, Calls, ContactId, Recorded, StoreError, VanityNumbers,
};
use crate::PhoneNumber;

/// Callers in memory, forgotten after `retention` as in the table.
#[derive(Debug)]
pub struct MemoryCallers {
    retention: SignedDuration,
    callers: Mutex<HashMap<PhoneNumber, Kept>>,
}

#[derive(Debug)]
struct Kept {
    caller: Caller,
    contacts: HashSet<ContactId>,
}

impl MemoryCallers {
    /// Starts empty.
    #[must_use]
    pub fn new(retention: SignedDuration) -> Self {
        Self { retention, callers: Mutex::default() }
    }

    /// How many numbers are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.callers.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is kept and not forgotten at `now`.
    fn known(&self, now: Timestamp) -> Vec<Caller> {
        let callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = callers.values().map(|kept| &kept.caller);
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
        let new = || Kept {
            caller: Caller {
                phone_number: call.phone_number,
                best_five: call.best_five.clone(),
                calls: Calls { count: 0, first_at: at, last_at: at },
            },
            contacts: HashSet::new(),
        };
        let kept = callers.entry(call.phone_number).or_insert_with(new);
        if self.is_forgotten(&kept.caller, call.at) {
            *kept = new();
        }
        if !kept.contacts.insert(call.contact_id.clone()) {
            return Ok(Recorded::Before);
        }
        kept.caller.best_five = call.best_five.clone();
        kept.caller.calls.count += 1;
        kept.caller.calls.last_at = at;
        Ok(Recorded::New)
    }
}

impl VanityNumbers for MemoryCallers {
    async fn find(
        &self,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Result<Option<Caller>, StoreError> {
        Ok(self.known(now).into_iter().find(|caller| caller.phone_number == *number))
    }

    async fn latest(&self, limit: usize, now: Timestamp) -> Result<Vec<CallerSummary>, StoreError> {
        let mut latest: Vec<_> = self
            .known(now)
            .into_iter()
            .map(|Caller { phone_number, calls, .. }| CallerSummary { phone_number, calls })
            .collect();
        super::newest_first(&mut latest, limit);
        Ok(latest)
    }
}
