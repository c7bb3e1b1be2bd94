//! The mails that have been sent, and the links that they carry.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use jiff::Timestamp;
use switchboard_approval::link::IssuedLink;
use switchboard_approval::ports::{Claim, MailKey, Outbox, Saved, SendOutcome};
use switchboard_store::StoreError;

use super::ApprovalTable;
use super::requests::write;
use super::{is_refused, item};
use crate::store_error::store_error;

const CLAIM: &str = "SET mailState = :sending, leaseUntil = :lease, expiresAt = :expires";
const IS_FREE: &str = "attribute_not_exists(pk) OR mailState = :open \
    OR (mailState = :sending AND leaseUntil <= :now)";
const SETTLE: &str = "SET mailState = :state, settledAt = :now REMOVE leaseUntil";
const SENT: &str =
    "SET mailState = :state, settledAt = :now, messageId = :message REMOVE leaseUntil";

const IS_SENDING: &str = "mailState = :sending";

const OPEN: &str = "OPEN";
const SENDING: &str = "SENDING";

impl ApprovalTable {
    fn update(&self, mail: &MailKey) -> UpdateItemFluentBuilder {
        self.client
            .update_item()
            .table_name(&self.settings.name)
            .set_key(Some(item::mail_key(mail)))
    }
}

impl Outbox for ApprovalTable {
    async fn claim(
        &self,
        mail: &MailKey,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Claim, StoreError> {
        let claimed = self
            .update(mail)
            .update_expression(CLAIM)
            .condition_expression(IS_FREE)
            .expression_attribute_values(":sending", item::text(SENDING))
            .expression_attribute_values(":open", item::text(OPEN))
            .expression_attribute_values(":lease", item::time(lease_until))
            .expression_attribute_values(":now", item::time(now))
            .expression_attribute_values(":expires", item::seconds(now + self.settings.retention))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match claimed {
            Ok(_) => Ok(Claim::Claimed),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                    let state = refused.item().and_then(|item| item.get("mailState")?.as_s().ok());
                    Ok(if state.is_some_and(|state| state != SENDING) {
                        Claim::Settled
                    } else {
                        Claim::Held
                    })
                }
                _ => Err(store_error(error)),
            },
        }
    }

    async fn issue(&self, links: &[IssuedLink], expires_at: Timestamp) -> Result<(), StoreError> {
        let put = |link| write(self.put(item::link(link, expires_at)?));
        let writes = links.iter().map(put).collect::<Result<Vec<_>, StoreError>>()?;
        match self.transact(writes).await? {
            Saved::Written => Ok(()),
            Saved::Conflict => {
                Err(StoreError::Unavailable("the links are being written already".into()))
            }
        }
    }

    async fn settle(
        &self,
        mail: &MailKey,
        outcome: &SendOutcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = self.update(mail).expression_attribute_values(":now", item::time(now));
        let update = match outcome {
            SendOutcome::Sent(id) => update
                .update_expression(SENT)
                .expression_attribute_values(":state", item::text("SENT"))
                .expression_attribute_values(":message", item::text(id)),
            SendOutcome::Rejected | SendOutcome::Retryable => {
                let state = if *outcome == SendOutcome::Retryable { OPEN } else { "REJECTED" };
                update
                    .update_expression(SETTLE)
                    .condition_expression(IS_SENDING)
                    .expression_attribute_values(":sending", item::text(SENDING))
                    .expression_attribute_values(":state", item::text(state))
            }
        };
        match update.send().await {
            Ok(_) => Ok(()),
            // Another sender took over and has settled the mail.
            Err(error) if is_refused(&error) => Ok(()),
            Err(error) => Err(store_error(error)),
        }
    }
}
