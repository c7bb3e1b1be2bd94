//! The inspection of one request: does what is due, and schedules the next inspection.

use jiff::Timestamp;
use switchboard_approval::aftermath;
use switchboard_approval::audit::{AuditEvent, AuditEventKind};
use switchboard_approval::delivery::{self, Delivery};
use switchboard_approval::ports::{
    Agenda, ApprovalStatus, Changes, Description, LastApproved, Mailer, Outbox, Progress, Releases,
    RequestUpdate, Requests, Saved, StoreError,
};
use switchboard_approval::state::DecisionId;
use switchboard_approval::{Request, RequestId, State};
use switchboard_approval_lambda::{RequestError, log_delivery, log_mails};
use switchboard_lambda::chain;
use tracing::{info, warn};

use crate::{Ports, Report};

/// Inspects requests, at one time and under one lease.
pub(crate) struct Inspection<'a, S, M, R> {
    pub(crate) ports: &'a Ports<'a, S, M, R>,
    pub(crate) now: Timestamp,
    pub(crate) lease_until: Timestamp,
}

impl<S, M, R> Inspection<'_, S, M, R>
where
    S: Requests + Outbox + Agenda + LastApproved,
    M: Mailer,
    R: Releases + Changes + Progress,
{
    /// Does what is due for a request, and schedules its next inspection.
    pub(crate) async fn run(
        &self,
        id: &RequestId,
        report: &mut Report,
    ) -> Result<(), RequestError> {
        let Some(request) = self.ports.store.find(id).await? else { return Ok(()) };
        let request = match &request.state {
            State::Pending(_) => self.check_pending(request, report).await?,
            // Whoever holds the lease delivers the decision.
            State::Deciding(deciding) if deciding.lease_until() > self.now => return Ok(()),
            State::Deciding(_) => {
                let (request, _) = self.describe(request).await?;
                let (store, releases) = (self.ports.store, self.ports.releases);
                let taken =
                    delivery::take_over(store, releases, &request, self.now, self.lease_until);
                taken.await?.and_then(|delivery| closed_by(delivery, report))
            }
            State::Closed(_) => Some(self.look(request).await?),
        };
        let Some(request) = request else { return Ok(()) };
        let unfinished = self.send_mails(&request, report).await?;
        let next = request.rescheduled(request.next_inspection(self.now, unfinished));
        // After a conflict, the other writer's version says when the next inspection is.
        self.save(&next, &[]).await?;
        Ok(())
    }

    /// Closes a pending request that has ended in its pipeline, or whose deadline has passed.
    /// Returns the request if mails may be due.
    async fn check_pending(
        &self,
        request: Request,
        report: &mut Report,
    ) -> Result<Option<Request>, RequestError> {
        let (request, shown) = self.describe(request).await?;
        let State::Pending(pending) = &request.state else { return Ok(None) };
        let status = match shown {
            // It would be looked for in the same places again.
            Shown::Never => Ok(ApprovalStatus::Unknown),
            Shown::Perhaps => self.ports.releases.status(&request).await,
        };
        match status {
            Ok(status) => {
                let store = self.ports.store;
                let ended = delivery::close_if_ended(store, &request, pending, status, self.now);
                if let Some(delivery) = ended.await? {
                    return Ok(closed_by(delivery, report));
                }
            }
            Err(error) => {
                report.unfinished += 1;
                let error_type = error.kind();
                warn!(event = "not_compared", request = %request.id, error_type, error = %chain(&error), "the pipeline was not asked");
            }
        }
        if request.time_left(self.now).is_some() {
            return Ok(Some(request));
        }
        let id = DecisionId::new(switchboard_lambda::random()?);
        let deciding = pending.clone().time_out(id, self.now, self.lease_until);
        let decided = AuditEventKind::decided(deciding.decision());
        let next = request.advanced_to(State::Deciding(deciding.clone()));
        match self.save(&next, &[AuditEvent::new(self.now, decided)]).await? {
            Saved::Written => {
                let (store, releases) = (self.ports.store, self.ports.releases);
                let delivery = delivery::deliver(store, releases, &next, &deciding, self.now);
                Ok(closed_by(delivery.await?, report))
            }
            Saved::Conflict => Ok(None),
        }
    }

    /// Asks what became of an accepted release.
    async fn look(&self, request: Request) -> Result<Request, StoreError> {
        if request.accepted_at().is_none() {
            return Ok(request);
        }
        let found = match self.ports.releases.aftermath(&request.release).await {
            Ok(found) => found,
            // The outcome is mailed all the same, and the next look is on the agenda.
            Err(error) => {
                let error_type = error.kind();
                warn!(event = "not_watched", request = %request.id, error_type, error = %chain(&error), "the pipeline was not asked what became of a release");
                return Ok(request);
            }
        };
        let before = request.version;
        let request = aftermath::save(self.ports.store, request, found, self.now).await?;
        if let Some(aftermath) = request.aftermath.as_ref().filter(|_| request.version > before) {
            let result = aftermath.result.name();
            info!(event = "went_on", request = %request.id, result, "the pipeline went on");
        }
        Ok(request)
    }

    /// Asks what the release changes, if that is not known yet.
    async fn describe(&self, request: Request) -> Result<(Request, Shown), StoreError> {
        if request.release.change.is_some() {
            return Ok((request, Shown::Perhaps));
        }
        let (store, releases) = (self.ports.store, self.ports.releases);
        let mut description = releases.describe(&request.release).await;
        if let Ok(found) = &mut description {
            switchboard_approval_lambda::compare(store, releases, &request.release, found).await;
        }
        let not_shown = matches!(description, Ok(Description::NotShown));
        let describe = switchboard_approval_lambda::describe(store, request, description, self.now);
        let request = describe.await?;
        let never = not_shown && request.release.execution_id.is_none();
        Ok((request, if never { Shown::Never } else { Shown::Perhaps }))
    }

    /// Sends the mails that are due. Returns whether some may still have to be sent.
    async fn send_mails(
        &self,
        request: &Request,
        report: &mut Report,
    ) -> Result<bool, RequestError> {
        let random = || Ok::<_, RequestError>(switchboard_lambda::random()?);
        let office = &self.ports.post_office;
        let postings = office.post_due(request, random, self.now, self.lease_until).await?;
        log_mails(&request.id, &postings);
        report.mails_sent += postings.sent();
        report.unfinished += postings.retryable();
        Ok(postings.is_unfinished())
    }

    async fn save(&self, request: &Request, events: &[AuditEvent]) -> Result<Saved, StoreError> {
        self.ports.store.save(&RequestUpdate { request, events, link: None }).await
    }
}

/// Whether the pipeline shows an approval, by the question for its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// The pipeline was asked now, does not show the approval, and never has.
    Never,
    /// The pipeline shows the approval or has shown it, or could not be asked.
    Perhaps,
}

/// Returns the request if the delivery closed it. Otherwise it is due again when its lease ends.
fn closed_by(delivery: Delivery, report: &mut Report) -> Option<Request> {
    log_delivery(&delivery);
    match delivery {
        Delivery::Closed(request) => {
            report.closed += 1;
            Some(request)
        }
        Delivery::Undelivered(..) => {
            report.unfinished += 1;
            None
        }
    }
}
