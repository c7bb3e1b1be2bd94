//! One look at one request.

use jiff::Timestamp;
use switchboard_approval::audit::{Event as AuditEvent, What};
use switchboard_approval::delivery::{self, Delivery};
use switchboard_approval::ports::{
    Agenda, Changes, MailError, Mailer, Outbox, Releases, Requests, Saved, Step, StoreError,
};
use switchboard_approval::posting::Posting;
use switchboard_approval::state::DecisionId;
use switchboard_approval::{Request, RequestId, State, description};
use switchboard_lambda::{NoRandomness, chain};
use tracing::{error, info, warn};

use crate::{Ports, Report};

/// A request of which a look is taken.
pub(crate) struct Look<'a, S, M, R> {
    pub(crate) ports: &'a Ports<'a, S, M, R>,
    pub(crate) now: Timestamp,
    pub(crate) lease_until: Timestamp,
}

/// Why a request could not be looked after.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl Problem {
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Store(error) => error.kind(),
            Self::Randomness(_) => "NoRandomness",
        }
    }
}

impl<S, M, R> Look<'_, S, M, R>
where
    S: Requests + Outbox + Agenda,
    M: Mailer,
    R: Releases + Changes,
{
    /// Does what is due, and says when to look again.
    pub(crate) async fn at(&self, id: &RequestId, report: &mut Report) -> Result<(), Problem> {
        let Some(request) = self.ports.store.find(id).await? else { return Ok(()) };
        let request = match &request.state {
            State::Pending(_) => self.wait(request, report).await?,
            State::Deciding(_) => {
                let (store, releases) = (self.ports.store, self.ports.releases);
                let taken =
                    delivery::take_over(store, releases, &request, self.now, self.lease_until);
                taken.await?.and_then(|delivery| closed_by(delivery, report))
            }
            State::Closed(_) => Some(request),
        };
        let Some(request) = request else { return Ok(()) };
        let unfinished = self.send_mails(&request, report).await?;
        let next = request.looked_at(request.next_look(self.now, unfinished));
        // If somebody wrote since, theirs says when to look again.
        self.save(&next, &[]).await?;
        Ok(())
    }

    /// A request that waits: is it over in the pipeline, or is its time? Gives it back if mails may
    /// be due.
    async fn wait(
        &self,
        request: Request,
        report: &mut Report,
    ) -> Result<Option<Request>, Problem> {
        let request = self.describe(request).await?;
        let State::Pending(pending) = &request.state else { return Ok(None) };
        match self.ports.releases.standing(&request).await {
            Ok(standing) => {
                let store = self.ports.store;
                let over = delivery::close_if_over(store, &request, pending, standing, self.now);
                if let Some(delivery) = over.await? {
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
        let decided = What::decided(deciding.decision());
        let next = request.step(State::Deciding(deciding.clone()));
        match self.save(&next, &[AuditEvent::new(self.now, decided)]).await? {
            Saved::Done => {
                let (store, releases) = (self.ports.store, self.ports.releases);
                let delivery = delivery::deliver(store, releases, &next, &deciding, self.now);
                Ok(closed_by(delivery.await?, report))
            }
            Saved::Lost => Ok(None),
        }
    }

    /// Finds out what changes, where it could not be when the request was opened.
    async fn describe(&self, request: Request) -> Result<Request, Problem> {
        if request.release.execution_id.is_some() {
            return Ok(request);
        }
        match self.ports.releases.describe(&request.release).await {
            Ok(described) => {
                Ok(description::keep(self.ports.store, request, described, self.now).await?)
            }
            Err(error) => {
                let error_type = error.kind();
                warn!(event = "not_described", request = %request.id, error_type, error = %chain(&error), "what changes is not known");
                Ok(request)
            }
        }
    }

    /// Sends the mails that are due. Whether some are left to send.
    async fn send_mails(&self, request: &Request, report: &mut Report) -> Result<bool, Problem> {
        let kind = request.mail_due(self.now).name();
        let random = || Ok::<_, Problem>(switchboard_lambda::random()?);
        let office = &self.ports.post_office;
        let postings = office.post_due(request, random, self.now, self.lease_until).await?;
        let mut unfinished = false;
        for (approver, posting) in postings {
            unfinished |= posting.is_unfinished();
            match posting {
                Posting::Sent(links) => {
                    report.mails_sent += 1;
                    info!(event = "mail_sent", request = %request.id, %approver, kind, ?links, "mail sent");
                }
                Posting::Settled | Posting::Held => {}
                Posting::Failed(error) => {
                    report.unfinished += u32::from(!matches!(error, MailError::Rejected(_)));
                    let error_type = error.kind();
                    error!(event = "mail_failed", request = %request.id, %approver, kind, error_type, error = %chain(&error), "mail not sent");
                }
            }
        }
        Ok(unfinished)
    }

    async fn save(&self, request: &Request, events: &[AuditEvent]) -> Result<Saved, StoreError> {
        self.ports.store.save(&Step { request, events, link: None }).await
    }
}

/// The request, if it is closed; else it is due again when its lease runs out.
fn closed_by(delivery: Delivery, report: &mut Report) -> Option<Request> {
    if let Some((error_type, why)) = delivery.trouble() {
        let why = why.map(|error| chain(error)).unwrap_or_default();
        error!(event = "undelivered", request = %delivery.request().id, error_type, error = %why, "the pipeline has not confirmed");
    }
    match delivery {
        Delivery::Closed(request) => {
            report.closed += 1;
            info!(event = "closed", request = %request.id, state = request.state.name(), "request closed");
            Some(request)
        }
        Delivery::Undelivered(..) => {
            report.unfinished += 1;
            None
        }
    }
}
