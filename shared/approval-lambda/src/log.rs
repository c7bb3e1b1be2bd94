//! The log lines of events that several functions cause. Addresses, tokens and texts are not logged.

use jiff::Timestamp;
use switchboard_approval::delivery::Delivery;
use switchboard_approval::ports::{
    Changes, Description, LastApproved, ReleaseDescription, ReleaseError, Requests, StoreError,
};
use switchboard_approval::posting::{Posting, Postings};
use switchboard_approval::{Release, Request, RequestId, description};
use switchboard_lambda::chain;
use tracing::{error, info, warn};

/// Logs each mail that was sent, with the hashes of its links, and each that failed.
pub fn log_mails(request: &RequestId, postings: &Postings) {
    let kind = postings.kind.name();
    for (approver, posting) in &postings.outcomes {
        match posting {
            Posting::Sent(links) => {
                info!(event = "mail_sent", %request, %approver, kind, ?links, "mail sent");
            }
            Posting::Settled | Posting::Held => {}
            Posting::Failed(error) => {
                let error_type = error.kind();
                error!(event = "mail_failed", %request, %approver, kind, error_type, error = %chain(error), "mail not sent");
            }
        }
    }
}

/// Logs that a request is closed, and the problem of its delivery, if there is one.
pub fn log_delivery(delivery: &Delivery) {
    let request = delivery.request();
    if let Some((error_type, cause)) = delivery.problem() {
        let cause = cause.map(|error| chain(error)).unwrap_or_default();
        error!(event = "undelivered", request = %request.id, error_type, error = %cause, "the pipeline has not confirmed");
    }
    if let Delivery::Closed(request) = delivery {
        info!(event = "closed", request = %request.id, state = request.state.name(), "request closed");
    }
}

/// Compares a change with the last release that was approved at its action, as far as that can be
/// found out. Whatever is not known is left out, and logged.
pub async fn compare(
    store: &impl LastApproved,
    changes: &impl Changes,
    release: &Release,
    description: &mut Description,
) {
    let Description::Shown(ReleaseDescription { execution_id, change: Ok(change), .. }) =
        description
    else {
        return;
    };
    let approved = match store.last_approved(&release.action).await {
        Ok(Some(approved)) => approved,
        Ok(None) => return,
        Err(error) => {
            let error_type = error.kind();
            warn!(event = "last_approved_unknown", action = %release.action, error_type, error = %chain(&error), "the last approved release is not known");
            return;
        }
    };
    change.compare_with(&approved);
    let Some(down_to) = approved.execution_id.as_deref().filter(|_| change.has_uncounted()) else {
        return;
    };
    match changes.history(release, down_to).await {
        Ok(history) => change.count_since(&approved, execution_id, &history),
        Err(error) => {
            let error_type = error.kind();
            warn!(event = "history_unknown", action = %release.action, error_type, error = %chain(&error), "the revisions since the last approved release are not counted");
        }
    }
}

/// Stores what the pipeline says about a release. If it says nothing, that is logged, and the request
/// goes on without a description.
pub async fn describe(
    requests: &impl Requests,
    request: Request,
    description: Result<Description, ReleaseError>,
    now: Timestamp,
) -> Result<Request, StoreError> {
    let error = match &description {
        Ok(Description::NotShown) => {
            warn!(event = "not_shown", request = %request.id, "the pipeline shows no such approval");
            None
        }
        Ok(Description::Shown(shown)) => shown.change.as_ref().err(),
        Err(error) => Some(error),
    };
    if let Some(error) = error {
        let error_type = error.kind();
        warn!(event = "not_described", request = %request.id, error_type, error = %chain(error), "what changes is not known");
    }
    match description {
        Ok(description) => description::save(requests, request, description, now).await,
        Err(_) => Ok(request),
    }
}
