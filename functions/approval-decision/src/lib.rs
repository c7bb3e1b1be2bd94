//! Serves the pages behind the links in mails, behind a Lambda function URL.
//!
//! | request | response |
//! | --- | --- |
//! | `GET /approvals/{token}` | the review page with its form, or the status of the request |
//! | `GET /approvals/{token}/accept`, `.../reject` | the same, with the form for this verdict |
//! | `POST /approvals` | the form: records one answer, and shows its effect; or shows the status again |
//!
//! GET and HEAD never decide, because scanners and previews follow links. A POST decides only with a
//! nonce from a page that was shown with the same verdict, and with a box that was ticked or a reason
//! that was written. HEAD is GET without a body. Every response has the headers of `reply`.

pub mod event;
mod link_path;
mod origin;
mod pages;
mod reply;
mod submission;

use http::{Method, StatusCode};
use jiff::Timestamp;
use switchboard_approval::answering::{Answer, AnswerError, Answered, Visit};
use switchboard_approval::audit::Visitor;
use switchboard_approval::base_url::PATH;
use switchboard_approval::delivery::{self, Delivery};
use switchboard_approval::ports::{Links, Releases, Requests, StoreError};
use switchboard_approval::render::page::{FormProblem, Page};
use switchboard_approval::state::DecisionId;
use switchboard_approval::{Language, Site, UntrustedText, Verdict};
use switchboard_approval_lambda::{lease_until, log_delivery};
use switchboard_lambda::{Invocation, chain};
use tracing::{error, info};

use crate::event::{Event, Incoming, Response};
use crate::link_path::LinkPath;
use crate::pages::{View, VisitKind};
use crate::reply::Reply;
use crate::submission::{Submission, SubmissionError};

/// The longest user agent that is stored, in characters.
const USER_AGENT_LIMIT: usize = 200;
/// The longest source IP address that is stored, in characters: the longest text of an IPv6 address.
const SOURCE_IP_LIMIT: usize = 45;

/// The ports of the function.
#[derive(Debug)]
pub struct Ports<'a, S, R> {
    /// Stores requests and links.
    pub store: &'a S,
    /// Takes the decisions.
    pub releases: &'a R,
    /// Whose pages these are, and the only origin that forms are accepted from.
    pub site: Site<'a>,
    /// The content security policy of the site's pages, from
    /// [`content_security_policy`](switchboard_approval::render::page::content_security_policy).
    pub policy: &'a str,
}

/// Handles one request of a browser.
pub async fn handle<S, R>(
    ports: &Ports<'_, S, R>,
    now: Timestamp,
    invocation: &mut Invocation<'_, Incoming>,
) -> Response
where
    S: Links + Requests,
    R: Releases,
{
    let lease_until = lease_until(now, invocation.time_left());
    let (method, reply) = match &invocation.event {
        Incoming::Request(event) => {
            let exchange = Exchange { ports, event, now, lease_until };
            (event.method(), exchange.reply().await)
        }
        Incoming::Unreadable(_) => {
            let (page, language) = (Page::BadRequest, Language::default());
            (None, Reply::page(StatusCode::BAD_REQUEST, &page, ports.site, language))
        }
    };
    let status = reply.status.as_u16();
    let method_name = method.as_ref().map_or("?", Method::as_str);
    info!(event = "answered", method = method_name, status, "answered");
    invocation.metrics.count("ClientErrors", u32::from(reply.status.is_client_error()));
    invocation.metrics.count("ServerErrors", u32::from(reply.status.is_server_error()));
    reply.answering(method.as_ref(), ports.policy)
}

/// One HTTP request, and how it is answered.
struct Exchange<'a, S, R> {
    ports: &'a Ports<'a, S, R>,
    event: &'a Event,
    now: Timestamp,
    lease_until: Timestamp,
}

impl<S: Links + Requests, R: Releases> Exchange<'_, S, R> {
    /// Chooses the handler. Only the path of a link is read leniently; a form is sent to its exact path.
    async fn reply(&self) -> Reply {
        let method = self.event.method();
        match (method.as_ref(), self.event.path().strip_prefix(PATH)) {
            (Some(&Method::POST), Some("")) => self.submit().await,
            (_, Some("")) => self.not_allowed("POST"),
            (Some(&Method::GET | &Method::HEAD), _) => self.show().await,
            (_, Some(rest)) if rest.starts_with('/') => self.not_allowed("GET, HEAD"),
            _ => self.not_found(),
        }
    }

    /// Handles `GET /approvals/{token}` and the forms below it.
    async fn show(&self) -> Reply {
        let Some(LinkPath { token, verdict }) = LinkPath::read(self.event.path()) else {
            return self.not_found();
        };
        let visit = match Visit::find(self.ports.store, token).await {
            Ok(Some(visit)) => visit,
            Ok(None) => return self.not_found(),
            Err(error) => return self.failed(&error, &Page::Unavailable),
        };
        self.look(visit, verdict).await
    }

    /// Shows the form, or the status of a request that is no longer open to this link.
    async fn look(&self, visit: Visit, verdict: Option<Verdict>) -> Reply {
        let view = self.view(&visit, verdict);
        if visit.is_open(self.now) {
            return pages::review(&visit, None, "", view);
        }
        let visit = self.take_over(visit).await;
        pages::status(&visit, VisitKind::View, view)
    }

    /// Handles `POST /approvals`.
    async fn submit(&self) -> Reply {
        if origin::is_foreign(self.event, self.ports.site.base_url) {
            return self.plain(StatusCode::FORBIDDEN, &Page::CrossSite);
        }
        let form = match Submission::read(self.event) {
            Ok(form) => form,
            Err(error) => return self.bad_form(error),
        };
        let Some(token) = form.token() else { return self.not_found() };
        let visit = match Visit::find(self.ports.store, token).await {
            Ok(Some(visit)) => visit,
            Ok(None) => return self.not_found(),
            Err(error) => return self.failed(&error, &Page::NotRecorded),
        };
        if form.looks_again {
            return self.look(visit, form.verdict).await;
        }
        let view = self.view(&visit, form.verdict);
        if !visit.is_open(self.now) {
            let visit = self.take_over(visit).await;
            return pages::status(&visit, VisitKind::UncountedAnswer, view);
        }
        if !visit.link.confirms(&form.nonce, view.verdict, self.now) {
            return pages::review(&visit, Some(FormProblem::Stale), &form.typed, view);
        }
        match form.reason(view.verdict) {
            Ok(reason) => self.record(visit, reason, view).await,
            Err(problem) => pages::review(&visit, Some(problem), &form.typed, view),
        }
    }

    /// Records an answer, and delivers the decision if the answer made it.
    async fn record(&self, visit: Visit, reason: Option<UntrustedText>, view: View<'_>) -> Reply {
        let id = match switchboard_lambda::random() {
            Ok(random) => DecisionId::new(random),
            Err(error) => {
                error!(event = "failed", error_type = "NoRandomness", error = %chain(&error), "request failed");
                return self.plain(StatusCode::INTERNAL_SERVER_ERROR, &Page::ServerError);
            }
        };
        let visitor = Visitor {
            source_ip: UntrustedText::line(self.event.source_ip(), SOURCE_IP_LIMIT),
            user_agent: UntrustedText::line(self.event.user_agent(), USER_AGENT_LIMIT),
        };
        let answer = Answer {
            id,
            verdict: view.verdict,
            reason,
            visitor,
            at: self.now,
            lease_until: self.lease_until,
        };
        let (store, releases) = (self.ports.store, self.ports.releases);
        let visit = match visit.answer(store, &answer).await {
            Ok(Answered::Counted(visit)) => visit,
            Ok(Answered::Unchanged(visit)) => {
                let visit = self.take_over(visit).await;
                return pages::status(&visit, VisitKind::UncountedAnswer, view);
            }
            Err(AnswerError::NotRecorded(error)) => return self.failed(&error, &Page::NotRecorded),
            Err(AnswerError::Unconfirmed(error)) => return self.failed(&error, &Page::Unconfirmed),
        };
        info!(event = "voted", request = %visit.request.id, approver = %visit.link.approver, link = %visit.link.hash, state = visit.request.state.name(), "answer recorded");
        let delivery = visit.deliver(store, releases, &answer).await;
        let visit = after_delivery(visit, delivery);
        pages::status(&visit, VisitKind::CountedAnswer, view)
    }

    /// Finishes a delivery that another invocation began and did not finish in time.
    async fn take_over(&self, visit: Visit) -> Visit {
        let (store, releases) = (self.ports.store, self.ports.releases);
        let delivery =
            delivery::take_over(store, releases, &visit.request, self.now, self.lease_until).await;
        after_delivery(visit, delivery)
    }

    /// Returns the language that the browser prefers, or else the approver's, or else English.
    fn language(&self, visit: Option<&Visit>) -> Language {
        let preferred = self.event.header("accept-language").and_then(Language::preferred);
        preferred.or(visit.map(|visit| visit.approver.language)).unwrap_or_default()
    }

    /// Returns how pages are shown to a visitor who chose this verdict, or else the link's.
    fn view(&self, visit: &Visit, verdict: Option<Verdict>) -> View<'_> {
        let verdict = verdict.unwrap_or(visit.link.verdict);
        View { site: self.ports.site, verdict, language: self.language(Some(visit)), now: self.now }
    }

    fn plain(&self, status: StatusCode, page: &Page<'_>) -> Reply {
        Reply::page(status, page, self.ports.site, self.language(None))
    }

    /// Returns the same page for a malformed link and for an unknown one.
    fn not_found(&self) -> Reply {
        self.plain(StatusCode::NOT_FOUND, &Page::NotFound)
    }

    fn not_allowed(&self, methods: &'static str) -> Reply {
        self.plain(StatusCode::METHOD_NOT_ALLOWED, &Page::MethodNotAllowed).allowing(methods)
    }

    fn bad_form(&self, error: SubmissionError) -> Reply {
        let page = match error {
            SubmissionError::Type => Page::UnsupportedMediaType,
            SubmissionError::TooLarge => Page::TooLarge,
            SubmissionError::Bad => Page::BadForm,
        };
        self.plain(error.status(), &page)
    }

    /// Logs the error; the page tells the approver what to do.
    fn failed(&self, error: &StoreError, page: &Page<'_>) -> Reply {
        error!(event = "failed", error_type = error.kind(), error = %chain(error), "request failed");
        match error {
            StoreError::Unavailable(_) => self.plain(StatusCode::SERVICE_UNAVAILABLE, page),
            _ => self.plain(StatusCode::INTERNAL_SERVER_ERROR, &Page::ServerError),
        }
    }
}

/// Returns the visit with its request as it is after a delivery. A problem is logged and not shown:
/// the decision is recorded, and is delivered later.
fn after_delivery(visit: Visit, delivery: Result<Option<Delivery>, StoreError>) -> Visit {
    match delivery {
        Ok(Some(delivery)) => {
            log_delivery(&delivery);
            Visit { request: delivery.into_request(), ..visit }
        }
        Ok(None) => visit,
        Err(error) => {
            error!(event = "undelivered", request = %visit.request.id, error_type = error.kind(), error = %chain(&error), "the end is not recorded");
            visit
        }
    }
}

#[cfg(test)]
mod tests;
