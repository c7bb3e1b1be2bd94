//! The requests that the sweep has to inspect.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use jiff::Timestamp;
use switchboard_approval::ports::Agenda;
use switchboard_approval::{ActionPath, RequestId};
use switchboard_store::StoreError;

use super::{ApprovalTable, OPEN_REQUESTS};
use super::{is_refused, item};
use crate::store_error::store_error;

impl ApprovalTable {
    fn open_requests(&self) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.settings.name)
            .index_name(OPEN_REQUESTS)
            .expression_attribute_names("#queue", "queue")
            .expression_attribute_values(":open", item::text(item::OPEN))
    }
}

impl Agenda for ApprovalTable {
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<RequestId>, StoreError> {
        // DynamoDB does not accept a limit of 0.
        if limit == 0 {
            return Ok(Vec::new());
        }
        let page = self
            .open_requests()
            .key_condition_expression("#queue = :open AND dueAt <= :now")
            .expression_attribute_values(":now", item::time(now))
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(store_error)?;
        page.items().iter().map(item::request_id).collect()
    }

    async fn postpone(&self, id: &RequestId, due_at: Timestamp) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.settings.name)
            .set_key(Some(item::request_key(id)))
            .update_expression("SET dueAt = :due")
            .condition_expression("attribute_exists(dueAt)")
            .expression_attribute_values(":due", item::time(due_at));
        match update.send().await {
            Ok(_) => Ok(()),
            // The request is finished.
            Err(error) if is_refused(&error) => Ok(()),
            Err(error) => Err(store_error(error)),
        }
    }

    async fn unfinished(
        &self,
        action: &ActionPath,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        // The index holds open approvals only, so they fit into one page of a megabyte.
        let page = self
            .open_requests()
            .key_condition_expression("#queue = :open")
            .filter_expression("actionPath = :action")
            .expression_attribute_values(":action", item::action_path(action))
            .send()
            .await
            .map_err(store_error)?;
        page.items().iter().take(limit).map(item::request_id).collect()
    }
}
