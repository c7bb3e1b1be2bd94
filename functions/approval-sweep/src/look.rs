//! One look at one request.

use approval::audit::{Event as AuditEvent, What};
use approval::delivery::{self, Delivery};
use approval::ports::{
    Agenda, MailError, Mailer, Outbox, Releases, Requests, Saved, Step, StoreError,
};
use approval::posting::{Posting, Secrets};
use approval::state::DecisionId;
use approval::{Deciding, Pending, Request, RequestId, State};
use jiff::Timestamp;
use lambda::{NoRandomness, chain};
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
    R: Releases,
{
    /// Does what is due, and says when to look again.
    pub(crate) async fn at(&self, id: &RequestId, report: &mut Report) -> Result<(), Problem> {
        let Some(request) = self.ports.store.find(id).await? else { return Ok(()) };
        let request = match &request.state {
            State::Pending(pending) => self.wait(&request, pending, report).await?,
            State::Deciding(deciding) => self.take_over(&request, deciding, report).await?,
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
        request: &Request,
        pending: &Pending,
        report: &mut Report,
    ) -> Result<Option<Request>, Problem> {
        match self.ports.releases.standing(request).await {
            Ok(standing) => {
                let store = self.ports.store;
                let closed =
                    delivery::close_if_over(store, request, pending, standing, self.now).await?;
                if let Some(delivery) = closed {
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
            return Ok(Some(request.clone()));
        }
        let id = DecisionId::new(lambda::random()?);
        let deciding = pending.clone().time_out(id, self.now, self.lease_until);
        let decision = deciding.decision();
        let decided = What::Decided {
            verdict: decision.verdict,
            reference: decision.id.reference().to_owned(),
        };
        let next = request.step(State::Deciding(deciding));
        match self.save(&next, &[AuditEvent::new(self.now, decided)]).await? {
            Saved::Done => self.deliver(next, report).await,
            Saved::Lost => Ok(None),
        }
    }

    /// A decision that somebody was to deliver and did not.
    async fn take_over(
        &self,
        request: &Request,
        deciding: &Deciding,
        report: &mut Report,
    ) -> Result<Option<Request>, Problem> {
        let Ok(taken) = deciding.clone().take_over(self.now, self.lease_until) else {
            return Ok(None);
        };
        let next = request.step(State::Deciding(taken));
        match self.save(&next, &[AuditEvent::new(self.now, What::TakenOver)]).await? {
            Saved::Done => self.deliver(next, report).await,
            Saved::Lost => Ok(None),
        }
    }

    async fn deliver(
        &self,
        request: Request,
        report: &mut Report,
    ) -> Result<Option<Request>, Problem> {
        let (store, releases) = (self.ports.store, self.ports.releases);
        let delivery = delivery::deliver(store, releases, request, self.now).await?;
        Ok(closed_by(delivery, report))
    }

    /// Sends every approver who should have it the mail that is due. Whether some are left to send.
    async fn send_mails(&self, request: &Request, report: &mut Report) -> Result<bool, Problem> {
        let kind = request.mail_due(self.now);
        let mut unfinished = false;
        for approver in &request.approvers {
            let id = approver.id();
            let open = matches!(request.state, State::Pending(_));
            if open && request.state.vote_of(&id).is_some() {
                continue;
            }
            let secrets = Secrets::random(lambda::random)?;
            let post_office = &self.ports.post_office;
            let posting = post_office
                .post(request, approver, kind, &secrets, self.now, self.lease_until)
                .await?;
            unfinished |= posting.is_unfinished();
            match posting {
                Posting::Sent => {
                    report.mails_sent += 1;
                    info!(event = "mail_sent", request = %request.id, approver = %id, kind = kind.name(), "mail sent");
                }
                Posting::Settled | Posting::Held => {}
                Posting::Failed(error) => {
                    report.unfinished += u32::from(!matches!(error, MailError::Rejected(_)));
                    let error_type = error.kind();
                    error!(event = "mail_failed", request = %request.id, approver = %id, error_type, error = %chain(&error), "mail not sent");
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
