//! Asks the pipeline what a release changes, while its mails wait.

use std::time::Duration;

use jiff::Timestamp;
use switchboard_approval::ports::{
    Changes, Description, LastApproved, ReleaseError, Requests, StoreError,
};
use switchboard_approval::{Release, Request};
use switchboard_approval_lambda::{compare, describe};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::warn;

/// How long a mail waits for the description of the release.
const LIMIT: Duration = Duration::from_secs(2);

/// The pause before a pipeline that does not show the approval yet is asked again.
const PAUSE: Duration = Duration::from_millis(400);

/// Adds the description of a release to its request, as far as it can be found out in two seconds.
pub(crate) async fn add<S: Requests + LastApproved, P: Changes>(
    store: &S,
    changes: &P,
    request: Request,
    now: Timestamp,
) -> Result<Request, StoreError> {
    let deadline = Instant::now() + LIMIT;
    let mut description = look(changes, &request.release, deadline).await;
    if let Ok(found) = &mut description {
        let compared = timeout_at(deadline, compare(store, changes, &request.release, found));
        if compared.await.is_err() {
            warn!(event = "history_unknown", request = %request.id, "there was no time to compare with the last approved release");
        }
    }
    describe(store, request, description, now).await
}

/// Asks until the pipeline shows the approval. Its state may lag behind the message about it.
async fn look<P: Changes>(
    changes: &P,
    release: &Release,
    deadline: Instant,
) -> Result<Description, ReleaseError> {
    let mut was_asked = false;
    loop {
        let late = |elapsed| Err(ReleaseError::Unavailable(Box::new(elapsed)));
        match timeout_at(deadline, changes.describe(release)).await.unwrap_or_else(late) {
            Ok(Description::NotShown) => was_asked = true,
            // An earlier answer counts although no later one came.
            Err(_) if was_asked => return Ok(Description::NotShown),
            answer => return answer,
        }
        if Instant::now() + PAUSE >= deadline {
            return Ok(Description::NotShown);
        }
        sleep(PAUSE).await;
    }
}
