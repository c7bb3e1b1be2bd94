//! The contracts of the approval ports, run against the in-memory fake and the DynamoDB adapter.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use switchboard_approval::approved::ApprovedRelease;
use switchboard_approval::audit::AuditEvent;
use switchboard_approval::link::{IssuedLink, LinkHash};
use switchboard_approval::memory::MemoryApprovals;
use switchboard_approval::ports::{
    Agenda, Claim, Executions, Intake, LastApproved, Links, MailKey, Opened, Outbox, RequestUpdate,
    Requests, Saved, SendOutcome, StoreError,
};
use switchboard_approval::{ActionPath, Request, RequestId};
use switchboard_aws::approval_table::{ApprovalTable, OPEN_REQUESTS, TableSettings};
use switchboard_contracts::approvals::Approvals;
use switchboard_local_stack::tables::APPROVALS;
use switchboard_test_harness::Client;

/// Runs every contract against the store that `$start` creates.
macro_rules! contracts {
    ($store:ident, $start:path) => {
        mod $store {
            contracts! { @each $start, requests:
                an_unknown_request_is_not_found
                a_request_is_opened_once
                a_request_opened_before_is_told_as_it_is_now
                a_request_is_found_as_it_was_written
                the_next_look_is_kept_to_the_nanosecond
                events_are_kept_as_they_were_written
                requests_keep_to_themselves
                a_step_is_seen_by_the_next_find
                a_step_from_another_version_is_lost
                a_step_of_an_unknown_request_is_lost
            }
            contracts! { @each $start, links:
                an_unknown_link_is_not_found
                links_are_found_as_they_were_issued
                many_links_are_issued_together
                later_links_leave_earlier_ones
                a_revoked_link_says_so
                a_step_by_a_link_is_written
                a_step_by_a_revoked_link_is_lost
                a_step_by_an_unknown_link_is_lost
                a_step_by_a_link_from_another_version_is_lost
            }
            contracts! { @each $start, last_approved:
                nothing_is_approved_at_first
                an_acceptance_is_remembered_however_it_came
                what_is_not_an_acceptance_is_not_remembered
                the_release_that_was_closed_last_stays
                a_later_update_remembers_nothing
                an_update_that_is_lost_remembers_nothing
                each_action_has_its_own
            }
            contracts! { @each $start, outbox:
                a_mail_is_held_until_the_lease_ends
                a_lease_is_kept_to_the_nanosecond
                a_settled_mail_is_never_claimed_again
                a_mail_put_off_may_be_claimed_again
                a_late_failure_does_not_reopen_a_settled_mail
                a_late_success_settles_a_mail_put_off
                mails_do_not_share_claims
            }
            contracts! { @each $start, agenda:
                an_agenda_begins_empty
                only_what_is_due_is_listed
                the_longest_due_come_first
                a_limit_of_none_lists_none
                parts_of_a_second_are_in_order
                due_times_count_to_the_nanosecond
                a_step_moves_a_request
                a_request_that_is_put_off_is_due_later
                the_unfinished_of_an_action_are_listed
                the_unfinished_are_limited
                actions_of_other_places_are_others
                watched_releases_hold_up_nothing
                watched_releases_are_found_by_their_execution
                a_request_is_watched_once_its_outcome_is_reported
            }
            contracts! { @at_once $start:
                requests::of_deliveries_at_once_one_opens
                requests::of_steps_at_once_one_is_written
                outbox::of_claims_at_once_one_is_granted
            }
        }
    };
    (@each $start:path, $port:ident: $($contract:ident)*) => {
        mod $port {
            $(
                #[tokio::test]
                async fn $contract() {
                    switchboard_contracts::approvals::$port::$contract(&$start().await).await;
                }
            )*
        }
    };
    (@at_once $start:path: $($port:ident::$contract:ident)*) => {
        mod at_once {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $contract() {
                    let store = std::sync::Arc::new($start().await);
                    switchboard_contracts::approvals::$port::$contract(store).await;
                }
            )*
        }
    };
}

contracts!(memory, crate::in_memory);
contracts!(dynamodb, crate::Table::start);

async fn in_memory() -> MemoryApprovals {
    MemoryApprovals::default()
}

/// Longer than the tests run, so that nothing expires during one.
const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 365 * 100);

/// The adapter, on a table that no other test uses.
struct Table {
    adapter: ApprovalTable,
    engine: Engine,
    _stack: switchboard_local_stack::Stack,
}

impl Table {
    async fn start() -> Self {
        let options = switchboard_local_stack::Options::new(".").functions([]).sweep_every(None);
        let stack = switchboard_local_stack::Stack::start(options).await.unwrap();
        let engine = Engine { client: Client::new(&stack.addresses().aws) };
        let connection = switchboard_aws::Connection::new(switchboard_aws::ConnectionSettings {
            region: "us-east-1".to_owned(),
            endpoint: Some(stack.addresses().aws.parse().unwrap()),
            access_key_id: "local".to_owned(),
            secret_access_key: "local".to_owned(),
            session_token: None,
            trust: switchboard_aws::Trust::Amazon,
        })
        .unwrap();
        let settings = TableSettings { name: APPROVALS.to_owned(), retention: RETENTION };
        assert_eq!(switchboard_local_stack::tables::OPEN_REQUESTS, OPEN_REQUESTS);
        let adapter = ApprovalTable::new(&connection, settings);
        // The functions do this when they start.
        adapter.connect().await.unwrap();
        Self { adapter, engine, _stack: stack }
    }
}

/// In form a signature; the embedded DynamoDB does not check it.
const UNCHECKED_SIGNATURE: &str = "AWS4-HMAC-SHA256 \
    Credential=local/20261121/us-east-1/dynamodb/aws4_request, \
    SignedHeaders=host;x-amz-date;x-amz-target, Signature=0";

/// The embedded DynamoDB, without the adapter.
struct Engine {
    client: Client,
}

impl Engine {
    async fn call(&self, operation: &str, input: Value) -> Value {
        let (client, target) = (self.client.clone(), format!("DynamoDB_20120810.{operation}"));
        let answer = tokio::task::spawn_blocking(move || {
            let headers = [
                ("content-type", "application/x-amz-json-1.0"),
                ("x-amz-target", target.as_str()),
                ("x-amz-date", "20261121T100000Z"),
                ("authorization", UNCHECKED_SIGNATURE),
            ];
            client.try_send("POST", "/", &headers, &input.to_string()).unwrap()
        });
        answer.await.unwrap().json()
    }
}

/// A value of DynamoDB's JSON, as plain JSON.
fn plain(value: &Value) -> Value {
    let (kind, value) = value.as_object().unwrap().iter().next().unwrap();
    match (kind.as_str(), value) {
        ("NULL", _) => Value::Null,
        ("N", Value::String(number)) => serde_json::from_str(number).unwrap(),
        ("M", Value::Object(members)) => plain_members(members).into(),
        ("L", Value::Array(items)) => items.iter().map(plain).collect(),
        _ => value.clone(),
    }
}

fn plain_members(members: &Map<String, Value>) -> Map<String, Value> {
    members.iter().map(|(name, value)| (name.clone(), plain(value))).collect()
}

impl Approvals for Table {
    async fn events(&self, id: &RequestId) -> Vec<AuditEvent> {
        let found = self.engine.call(
            "Query",
            json!({
                "TableName": APPROVALS,
                "ConsistentRead": true,
                "KeyConditionExpression": "pk = :request AND begins_with(sk, :event)",
                "ExpressionAttributeValues": {
                    ":request": { "S": format!("REQ#{}", id.as_str()) },
                    ":event": { "S": "EVT#" },
                },
            }),
        );
        let found = found.await;
        let items = found.get("Items").and_then(Value::as_array).unwrap().iter();
        items
            .map(|item| plain_members(item.as_object().unwrap()))
            .map(|event| serde_json::from_value(event.into()).unwrap())
            .collect()
    }

    async fn revoke(&self, hash: &LinkHash, at: Timestamp) {
        let update = json!({
            "TableName": APPROVALS,
            "Key": { "pk": { "S": format!("TOK#{}", hash.as_str()) }, "sk": { "S": "LINK" } },
            "UpdateExpression": "SET revokedAt = :at",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": { ":at": { "S": at.to_string() } },
        });
        self.engine.call("UpdateItem", update).await;
    }
}

impl Requests for Table {
    async fn find(&self, id: &RequestId) -> Result<Option<Request>, StoreError> {
        self.adapter.find(id).await
    }

    async fn save(&self, update: &RequestUpdate<'_>) -> Result<Saved, StoreError> {
        self.adapter.save(update).await
    }
}

impl Intake for Table {
    async fn open(&self, request: &Request, event: &AuditEvent) -> Result<Opened, StoreError> {
        self.adapter.open(request, event).await
    }
}

impl Links for Table {
    async fn find_link(&self, hash: &LinkHash) -> Result<Option<IssuedLink>, StoreError> {
        self.adapter.find_link(hash).await
    }
}

impl LastApproved for Table {
    async fn last_approved(
        &self,
        action: &ActionPath,
    ) -> Result<Option<ApprovedRelease>, StoreError> {
        self.adapter.last_approved(action).await
    }
}

impl Outbox for Table {
    async fn claim(
        &self,
        mail: &MailKey,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Claim, StoreError> {
        self.adapter.claim(mail, now, lease_until).await
    }

    async fn issue(&self, links: &[IssuedLink], expires_at: Timestamp) -> Result<(), StoreError> {
        self.adapter.issue(links, expires_at).await
    }

    async fn settle(
        &self,
        mail: &MailKey,
        outcome: &SendOutcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.adapter.settle(mail, outcome, now).await
    }
}

impl Agenda for Table {
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<RequestId>, StoreError> {
        self.adapter.due(now, limit).await
    }

    async fn postpone(&self, id: &RequestId, due_at: Timestamp) -> Result<(), StoreError> {
        self.adapter.postpone(id, due_at).await
    }

    async fn unfinished(
        &self,
        action: &ActionPath,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        self.adapter.unfinished(action, limit).await
    }

    async fn watched_due(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        self.adapter.watched_due(now, limit).await
    }

    async fn watched(
        &self,
        executions: &Executions,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        self.adapter.watched(executions, limit).await
    }
}
