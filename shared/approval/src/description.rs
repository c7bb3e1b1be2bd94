//! What changes with a release, found out after the request is open: nothing waits for it.

use jiff::Timestamp;

use crate::Request;
use crate::audit::{Event, What};
use crate::ports::{Described, Requests, Saved, Step, StoreError};

/// Keeps what was found out about a release. As long as its pipeline does not show the approval,
/// nothing is kept, so that somebody asks again.
pub async fn keep(
    requests: &impl Requests,
    request: Request,
    described: Described,
    now: Timestamp,
) -> Result<Request, StoreError> {
    if described.execution_id.is_none() {
        return Ok(request);
    }
    let mut next = request.looked_at(request.due_at);
    next.release.execution_id = described.execution_id;
    next.release.action_execution_id = described.action_execution_id;
    let events = [Event::new(
        now,
        What::Described {
            execution_id: next.release.execution_id.clone(),
            revision: described.change.revision.clone(),
        },
    )];
    next.release.change = Some(described.change);
    match requests.save(&Step { request: &next, events: &events, link: None }).await? {
        Saved::Done => Ok(next),
        // Somebody else was faster, perhaps with the same.
        Saved::Lost => Ok(requests.find(&request.id).await?.unwrap_or(request)),
    }
}
