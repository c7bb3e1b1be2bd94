//! The last release that was approved at each action.

use aws_sdk_dynamodb::types::TransactWriteItem;
use switchboard_approval::ActionPath;
use switchboard_approval::approved::ApprovedRelease;
use switchboard_approval::ports::{LastApproved, RequestUpdate};
use switchboard_store::StoreError;

use super::requests::write;
use super::{ApprovalTable, item};

const IS_LATER: &str = "attribute_not_exists(pk) OR approvedAt <= :at";

impl ApprovalTable {
    /// Returns the write that remembers the release, if this update closes its request as accepted.
    pub(super) fn remember(
        &self,
        update: &RequestUpdate<'_>,
    ) -> Result<Option<TransactWriteItem>, StoreError> {
        let Some(release) = ApprovedRelease::closed_by(update) else { return Ok(None) };
        let put = self
            .put(item::approved(&update.request.release.action, &release)?)
            .condition_expression(IS_LATER)
            .expression_attribute_values(":at", item::time(release.approved_at));
        write(put).map(Some)
    }
}

impl LastApproved for ApprovalTable {
    async fn last_approved(
        &self,
        action: &ActionPath,
    ) -> Result<Option<ApprovedRelease>, StoreError> {
        self.get(item::action_key(action)).await?.map(item::read).transpose()
    }
}
