//! Records calls: one round trip a call, each contact once.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use switchboard_vanity::callers::{Call, CallLog, Recorded, StoreError};

use super::TableSettings;
use super::item::{self, Existing, ID, Item};
use crate::Connection;
use crate::store_error::store_error;

/// The most contacts that are kept of one caller. Connect retries a call within eight seconds, so
/// these distinguish retries from calls even if the caller has fifty lines.
const MAX_CONTACTS: usize = 100;
/// The number of contacts that are kept when a full list is cut.
const KEPT_CONTACTS: usize = 50;
/// The most updates for one call while others of the same number are written first.
const MAX_UPDATES: usize = 10;

/// Appends a call to the item, which is created if it does not exist. [`IS_NEW`] is false, and the item
/// is returned, if the contact is in the list already, the list is full or the item has expired.
const APPEND: &str = "ADD callCount :one SET firstCalledAt = if_not_exists(firstCalledAt, :at), \
    contactIds = list_append(if_not_exists(contactIds, :none), :contacts)";
const IS_NEW: &str = "attribute_not_exists(contactIds) \
    OR (expiresAt > :now AND NOT contains(contactIds, :contact) AND size(contactIds) < :max)";

/// Rewrites the item, with this call and the latest of the earlier ones, if it has not changed since
/// it was read.
const REWRITE: &str = "SET firstCalledAt = :firstAt, contactIds = :contacts, callCount = :count";
const IS_UNCHANGED: &str = "callCount = :seen AND lastCalledAt = :seenAt";

/// What both expressions end with: the values that the call alone determines.
const CALL: &str = ", vanityNumbers = :vanityNumbers, lastCalledAt = :at, expiresAt = :expiresAt";
/// Puts the caller into the index of latest callers, which holds only items with this attribute.
const LIST: &str = ", callerShard = :shard";
/// Takes the synthetic probe's caller out of the index.
const UNLIST: &str = " REMOVE callerShard";

/// Implements [`CallLog`] for `vanity-convert`. Needs `dynamodb:UpdateItem` on the table.
#[derive(Clone, Debug)]
pub struct CallLogTable {
    client: Client,
    settings: TableSettings,
}

/// The outcome of an update.
enum Update {
    Applied,
    /// The condition failed on this item; `None` if the item does not exist (any more).
    ConditionFailed(Option<Item>),
}

impl CallLogTable {
    /// Writes to the table that `settings` name.
    #[must_use]
    pub fn new(connection: &Connection, settings: TableSettings) -> Self {
        Self { client: connection.dynamodb(), settings }
    }

    /// Opens the connection by an update whose condition always fails: no item has this key.
    pub async fn connect(&self) -> Result<(), StoreError> {
        let update = self.update("warm-up").update_expression("REMOVE warmUp");
        self.send(update.condition_expression("attribute_exists(id)")).await.map(|_| ())
    }

    fn update(&self, id: &str) -> UpdateItemFluentBuilder {
        let table = &self.settings.name;
        self.client.update_item().table_name(table).key(ID, AttributeValue::S(id.to_owned()))
    }

    /// Creates an update that begins as `expression` does, which appending and rewriting differ in.
    fn recording(
        &self,
        call: &Call,
        expression: &str,
    ) -> Result<UpdateItemFluentBuilder, StoreError> {
        let expires = (call.at + self.settings.retention).as_second();
        let caller = call.caller.number();
        let update = self
            .update(caller.as_e164())
            .expression_attribute_values(":vanityNumbers", item::vanity_numbers(&call.best_five)?)
            .expression_attribute_values(":at", item::time(call.at))
            .expression_attribute_values(":expiresAt", number(expires));
        Ok(if call.contact_id.is_of_probe() {
            update.update_expression(format!("{expression}{CALL}{UNLIST}"))
        } else {
            update
                .update_expression(format!("{expression}{CALL}{LIST}"))
                .expression_attribute_values(":shard", item::shard(caller))
        })
    }

    async fn append(&self, call: &Call) -> Result<Update, StoreError> {
        let contact = call.contact_id.as_str();
        let update = self
            .recording(call, APPEND)?
            .condition_expression(IS_NEW)
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":now", number(call.at.as_second()))
            .expression_attribute_values(":contact", AttributeValue::S(contact.to_owned()))
            .expression_attribute_values(":contacts", texts([contact]))
            .expression_attribute_values(":none", AttributeValue::L(Vec::new()))
            .expression_attribute_values(":max", AttributeValue::N(MAX_CONTACTS.to_string()));
        self.send(update).await
    }

    async fn rewrite(&self, call: &Call, existing: &Existing) -> Result<Update, StoreError> {
        // An expired item starts over, even if DynamoDB has not deleted it yet.
        let (first_at, count, contacts) = if existing.is_expired(call.at) {
            (call.at, 1, [].as_slice())
        } else {
            (existing.calls.first_at, existing.calls.count + 1, existing.contact_ids.as_slice())
        };
        let kept = contacts.iter().skip(contacts.len().saturating_sub(KEPT_CONTACTS));
        let contacts = kept.map(String::as_str).chain([call.contact_id.as_str()]);
        let update = self
            .recording(call, REWRITE)?
            .condition_expression(IS_UNCHANGED)
            .expression_attribute_values(":firstAt", item::time(first_at))
            .expression_attribute_values(":contacts", texts(contacts))
            .expression_attribute_values(":count", AttributeValue::N(count.to_string()))
            .expression_attribute_values(
                ":seen",
                AttributeValue::N(existing.calls.count.to_string()),
            )
            .expression_attribute_values(":seenAt", item::time(existing.calls.last_at));
        self.send(update).await
    }

    /// Sends an update. A failed condition is an outcome, not an error.
    async fn send(&self, update: UpdateItemFluentBuilder) -> Result<Update, StoreError> {
        let shown = ReturnValuesOnConditionCheckFailure::AllOld;
        match update.return_values_on_condition_check_failure(shown).send().await {
            Ok(_) => Ok(Update::Applied),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                    Ok(Update::ConditionFailed(refused.item().cloned()))
                }
                _ => Err(store_error(error)),
            },
        }
    }
}

impl CallLog for CallLogTable {
    async fn record(&self, call: &Call) -> Result<Recorded, StoreError> {
        let mut to_rewrite = None;
        for _ in 0..MAX_UPDATES {
            let update = match &to_rewrite {
                None => self.append(call).await?,
                Some(existing) => self.rewrite(call, existing).await?,
            };
            let item = match update {
                Update::Applied => return Ok(Recorded::New),
                Update::ConditionFailed(item) => item,
            };
            // If the item was deleted in the meantime, there is nothing to rewrite.
            to_rewrite = None;
            if let Some(existing) = item.map(Existing::read).transpose()? {
                let expired = existing.is_expired(call.at);
                if !expired && existing.contact_ids.iter().any(|id| id == call.contact_id.as_str())
                {
                    return Ok(Recorded::Before);
                }
                let full = existing.contact_ids.len() >= MAX_CONTACTS;
                to_rewrite = (expired || full).then_some(existing);
            }
        }
        Err(StoreError::Unavailable("other calls of this number came first, every time".into()))
    }
}

fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> AttributeValue {
    AttributeValue::L(texts.into_iter().map(|text| AttributeValue::S(text.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::config::http::HttpResponse;
    use aws_sdk_dynamodb::error::ErrorMetadata;
    use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
    use aws_sdk_dynamodb::types::error::{
        ConditionalCheckFailedException, ProvisionedThroughputExceededException,
    };
    use aws_smithy_mocks::{Rule, mock, mock_client};
    use jiff::{SignedDuration, Timestamp};
    use switchboard_vanity::callers::{CallerNumber, ContactId};

    use super::*;

    #[allow(clippy::disallowed_methods, reason = "the mock is a client too")]
    fn table(rules: &[&Rule]) -> CallLogTable {
        let client = mock_client!(aws_sdk_dynamodb, aws_smithy_mocks::RuleMode::MatchAny, rules);
        let retention = SignedDuration::from_hours(24);
        CallLogTable { client, settings: TableSettings { name: "calls".to_owned(), retention } }
    }

    fn call() -> Call {
        let caller = CallerNumber::from_endpoint("+18003569377").unwrap();
        Call {
            contact_id: ContactId::new("contact-1").unwrap(),
            caller,
            at: Timestamp::UNIX_EPOCH,
            best_five: switchboard_vanity::best_five(caller.number()).unwrap(),
        }
    }

    /// A failed condition on an item with these contacts, which expires this many seconds after
    /// 1970-01-01 UTC.
    fn refused_by(contacts: &[&str], expires_at: i64) -> UpdateItemError {
        let time = || item::time(Timestamp::UNIX_EPOCH);
        let exception = ConditionalCheckFailedException::builder()
            .item(ID, AttributeValue::S("+18003569377".to_owned()))
            .item("contactIds", texts(contacts.iter().copied()))
            .item("callCount", number(100))
            .item("firstCalledAt", time())
            .item("lastCalledAt", time())
            .item("expiresAt", number(expires_at));
        UpdateItemError::ConditionalCheckFailedException(exception.build())
    }

    fn begins(update: &UpdateItemInput, expression: &str) -> bool {
        update.update_expression().unwrap().starts_with(expression)
    }

    fn rewritten(count: &'static str, contacts: usize) -> Rule {
        mock!(Client::update_item)
            .match_requests(move |update| {
                let values = update.expression_attribute_values().unwrap();
                let kept = values[":contacts"].as_l().unwrap();
                update.condition_expression() == Some(IS_UNCHANGED)
                    && values[":count"].as_n().unwrap() == count
                    && kept.len() == contacts
                    && kept.last().unwrap().as_s().unwrap() == "contact-1"
            })
            .then_output(|| UpdateItemOutput::builder().build())
    }

    #[tokio::test]
    async fn a_call_is_one_round_trip() {
        let update = mock!(Client::update_item).then_output(|| UpdateItemOutput::builder().build());
        assert_eq!(table(&[&update]).record(&call()).await.unwrap(), Recorded::New);
        assert_eq!(update.num_calls(), 1);
    }

    #[tokio::test]
    async fn so_is_a_retry() {
        let update =
            mock!(Client::update_item).then_error(|| refused_by(&["other", "contact-1"], 1));
        assert_eq!(table(&[&update]).record(&call()).await.unwrap(), Recorded::Before);
        assert_eq!(update.num_calls(), 1);
    }

    #[tokio::test]
    async fn a_full_list_is_cut_to_its_tail_in_a_second_one() {
        let full: Vec<String> = (0..MAX_CONTACTS).map(|at| format!("contact-{at}-")).collect();
        let append =
            mock!(Client::update_item).match_requests(|update| begins(update, APPEND)).then_error(
                move || refused_by(&full.iter().map(String::as_str).collect::<Vec<_>>(), 1),
            );
        let rewrite = rewritten("101", KEPT_CONTACTS + 1);
        assert_eq!(table(&[&append, &rewrite]).record(&call()).await.unwrap(), Recorded::New);
        assert_eq!((append.num_calls(), rewrite.num_calls()), (1, 1));
    }

    #[tokio::test]
    async fn so_is_an_item_that_is_due_to_be_swept_started_again() {
        let append = mock!(Client::update_item)
            .match_requests(|update| begins(update, APPEND))
            .then_error(|| refused_by(&["contact-1"], 0));
        let rewrite = rewritten("1", 1);
        assert_eq!(table(&[&append, &rewrite]).record(&call()).await.unwrap(), Recorded::New);
        assert_eq!((append.num_calls(), rewrite.num_calls()), (1, 1));
    }

    #[tokio::test]
    async fn an_item_that_is_swept_in_between_is_made_again() {
        let append = mock!(Client::update_item)
            .match_requests(|update| begins(update, APPEND))
            .sequence()
            .error(|| refused_by(&["contact-1"], 0))
            .output(|| UpdateItemOutput::builder().build())
            .build();
        let rewrite = mock!(Client::update_item)
            .match_requests(|update| begins(update, REWRITE))
            .then_error(|| {
                let gone = ConditionalCheckFailedException::builder().build();
                UpdateItemError::ConditionalCheckFailedException(gone)
            });
        assert_eq!(table(&[&append, &rewrite]).record(&call()).await.unwrap(), Recorded::New);
        assert_eq!((append.num_calls(), rewrite.num_calls()), (2, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_table_that_never_answers_passes_in_time() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let table = table_at(listener.local_addr().unwrap().port());
        let error = table.record(&call()).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }

    #[tokio::test]
    async fn being_throttled_passes_and_being_denied_does_not() {
        let throttled = mock!(Client::update_item).then_error(|| {
            let code = ErrorMetadata::builder().code("ProvisionedThroughputExceededException");
            UpdateItemError::ProvisionedThroughputExceededException(
                ProvisionedThroughputExceededException::builder().meta(code.build()).build(),
            )
        });
        let error = table(&[&throttled]).record(&call()).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");

        let denied = mock!(Client::update_item).then_error(|| {
            UpdateItemError::generic(ErrorMetadata::builder().code("AccessDeniedException").build())
        });
        let error = table(&[&denied]).record(&call()).await.unwrap_err();
        assert!(matches!(error, StoreError::Refused(_)), "{error:?}");
    }

    #[tokio::test]
    async fn a_server_error_passes_whatever_it_says() {
        let broken = mock!(Client::update_item).then_http_response(|| {
            HttpResponse::new(502.try_into().unwrap(), "<html>Bad Gateway</html>".into())
        });
        let error = table(&[&broken]).record(&call()).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }

    #[tokio::test]
    async fn an_endpoint_that_cannot_be_reached_passes() {
        // Nothing listens on this port: it was free a moment ago and was released.
        let error = table_at(free_port()).record(&call()).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }

    fn table_at(port: u16) -> CallLogTable {
        let connection = Connection::new(crate::ConnectionSettings {
            region: "us-east-1".to_owned(),
            endpoint: Some(format!("http://127.0.0.1:{port}").parse().unwrap()),
            access_key_id: "local".to_owned(),
            secret_access_key: "local".to_owned(),
            session_token: None,
            trust: crate::Trust::Amazon,
        })
        .unwrap();
        let settings = TableSettings { name: "calls".to_owned(), retention: SignedDuration::ZERO };
        CallLogTable::new(&connection, settings)
    }

    fn free_port() -> u16 {
        std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
    }
}
