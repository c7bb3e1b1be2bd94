//! The contracts of the caller ports, run against the in-memory fake and the DynamoDB adapters.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use jiff::Timestamp;
use switchboard_contracts::callers::RETENTION;
use switchboard_vanity::PhoneNumber;
use switchboard_vanity::callers::{
    Call, CallLog, Caller, CallerSummary, Erased, Erasure, Recorded, StoreError, VanityNumbers,
};

/// Runs every contract against the store that `$start` creates.
macro_rules! contracts {
    ($store:ident, $start:path) => {
        mod $store {
            use std::sync::Arc;

            use switchboard_contracts::callers as contracts;

            contracts! { @each $start:
                an_unknown_number_is_not_found
                a_call_is_found_as_it_was_recorded
                later_calls_are_counted
                a_contact_counts_once
                numbers_do_not_share_contacts
                a_frequent_caller_is_counted_exactly
                the_latest_callers_come_newest_first
                old_callers_are_forgotten
                the_probe_is_found_and_not_listed
                the_latest_call_decides_whether_a_number_is_listed
                the_probe_is_never_listed
                an_erased_caller_is_gone
                an_unknown_number_is_erased_as_well
                an_erased_caller_may_call_again
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn calls_at_once_are_counted_exactly() {
                let store = Arc::new($start().await);
                contracts::calls_at_once_are_counted_exactly(store).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn more_calls_at_once_than_are_remembered() {
                let store = Arc::new($start().await);
                contracts::more_calls_at_once_than_are_remembered(store).await;
            }
        }
    };
    (@each $start:path: $($contract:ident)*) => {
        $(
            #[tokio::test]
            async fn $contract() {
                contracts::$contract(&$start().await).await;
            }
        )*
    };
}

contracts!(memory, crate::in_memory);
contracts!(dynamodb, crate::Table::start);

async fn in_memory() -> switchboard_vanity::callers::memory::MemoryCallers {
    switchboard_vanity::callers::memory::MemoryCallers::new(RETENTION)
}

/// All adapters, on a table that no other test uses.
struct Table {
    log: switchboard_aws::vanity_table::CallLogTable,
    numbers: switchboard_aws::vanity_table::VanityNumbersTable,
    erasure: switchboard_aws::vanity_table::ErasureTable,
    _stack: switchboard_local_stack::Stack,
}

impl Table {
    async fn start() -> Self {
        let options = switchboard_local_stack::Options::new(".").functions([]);
        let stack = switchboard_local_stack::Stack::start(options).await.unwrap();
        let connection = switchboard_aws::Connection::new(switchboard_aws::ConnectionSettings {
            region: "us-east-1".to_owned(),
            endpoint: Some(stack.addresses().aws.parse().unwrap()),
            access_key_id: "local".to_owned(),
            secret_access_key: "local".to_owned(),
            session_token: None,
            trust: switchboard_aws::Trust::Amazon,
        })
        .unwrap();
        let settings = switchboard_aws::vanity_table::TableSettings {
            name: switchboard_local_stack::tables::VANITY_NUMBERS.to_owned(),
            retention: RETENTION,
        };
        assert_eq!(
            switchboard_local_stack::tables::LATEST_CALLERS,
            switchboard_aws::vanity_table::LATEST_CALLERS
        );
        let erasure =
            switchboard_aws::vanity_table::ErasureTable::new(&connection, settings.name.clone());
        let log = switchboard_aws::vanity_table::CallLogTable::new(&connection, settings.clone());
        // As the functions do when they start.
        log.connect().await.unwrap();
        let numbers = switchboard_aws::vanity_table::VanityNumbersTable::new(&connection, settings);
        numbers.connect().await.unwrap();
        Self { log, numbers, erasure, _stack: stack }
    }
}

impl CallLog for Table {
    async fn record(&self, call: &Call) -> Result<Recorded, StoreError> {
        self.log.record(call).await
    }
}

impl VanityNumbers for Table {
    async fn find(
        &self,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Result<Option<Caller>, StoreError> {
        self.numbers.find(number, now).await
    }

    async fn latest(&self, limit: usize, now: Timestamp) -> Result<Vec<CallerSummary>, StoreError> {
        self.numbers.latest(limit, now).await
    }
}

impl Erasure for Table {
    async fn erase(&self, number: &PhoneNumber) -> Result<Erased, StoreError> {
        self.erasure.erase(number).await
    }
}
