//! The requests that the sweep has to inspect.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use jiff::Timestamp;
use switchboard_approval::ports::{Agenda, Executions};
use switchboard_approval::{ActionPath, RequestId};
use switchboard_store::StoreError;

use super::{ApprovalTable, OPEN_REQUESTS};
use super::{is_refused, item};
use crate::store_error::store_error;

impl ApprovalTable {
    /// Asks for the requests of one partition of the index.
    fn requests_in(&self, queue: &str) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.settings.name)
            .index_name(OPEN_REQUESTS)
            .expression_attribute_names("#queue", "queue")
            .expression_attribute_values(":queue", item::text(queue))
    }

    async fn due_in(
        &self,
        queue: &str,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        // DynamoDB does not accept a limit of 0.
        if limit == 0 {
            return Ok(Vec::new());
        }
        let page = self
            .requests_in(queue)
            .key_condition_expression("#queue = :queue AND dueAt <= :now")
            .expression_attribute_values(":now", item::time(now))
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(store_error)?;
        page.items().iter().map(item::request_id).collect()
    }
}

impl Agenda for ApprovalTable {
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<RequestId>, StoreError> {
        self.due_in(item::OPEN, now, limit).await
    }

    async fn watched_due(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        self.due_in(item::WATCHED, now, limit).await
    }

    async fn watched(
        &self,
        executions: &Executions,
        limit: usize,
    ) -> Result<Vec<RequestId>, StoreError> {
        let Executions { account, region, pipeline, id } = executions;
        let path = item::executions_path(account, region, pipeline);
        let (filter, path) = match id {
            Some(id) => ("actionPath = :path", format!("{path}{id}")),
            None => ("begins_with(actionPath, :path)", path),
        };
        // At most a week's releases of this account, so they fit into one page of a megabyte.
        let page = self
            .requests_in(item::WATCHED)
            .key_condition_expression("#queue = :queue")
            .filter_expression(filter)
            .expression_attribute_values(":path", item::text(&path))
            .send()
            .await
            .map_err(store_error)?;
        page.items().iter().take(limit).map(item::request_id).collect()
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
            .requests_in(item::OPEN)
            .key_condition_expression("#queue = :queue")
            .filter_expression("actionPath = :action")
            .expression_attribute_values(":action", item::action_path(action))
            .send()
            .await
            .map_err(store_error)?;
        page.items().iter().take(limit).map(item::request_id).collect()
    }
}
