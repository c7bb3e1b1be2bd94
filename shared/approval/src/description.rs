//! Adds the description of a release to a request that is already open. Nothing waits for it.

use jiff::Timestamp;

use crate::audit::{AuditEvent, AuditEventKind};
use crate::ports::{ReleaseDescription, RequestUpdate, Requests, Saved, StoreError};
use crate::request::Request;

/// Stores a release's description and returns the request as it is afterwards. While the pipeline
/// does not show the approval yet, nothing is stored, so that the next caller asks again.
pub async fn save(
    requests: &impl Requests,
    request: Request,
    description: ReleaseDescription,
    now: Timestamp,
) -> Result<Request, StoreError> {
    let ReleaseDescription { execution_id: Some(id), action_execution_id, change } = description
    else {
        return Ok(request);
    };
    let described = AuditEventKind::Described {
        execution_id: Some(id.clone()),
        revision: change.first().and_then(|first| first.id.clone()),
    };
    let events = [AuditEvent::new(now, described)];
    let mut next = request.rescheduled(request.due_at);
    next.release.execution_id = Some(id);
    next.release.action_execution_id = action_execution_id;
    next.release.change = Some(change);
    match requests.save(&RequestUpdate { request: &next, events: &events, link: None }).await? {
        Saved::Written => Ok(next),
        // Somebody else wrote first, perhaps the same description.
        Saved::Conflict => Ok(requests.find(&request.id).await?.unwrap_or(request)),
    }
}
