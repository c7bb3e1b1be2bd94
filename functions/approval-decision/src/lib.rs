//! The pages behind the links in the mails, behind a Lambda function URL.
//!
//! | request | answer |
//! | --- | --- |
//! | `GET /approvals/{token}` | what is to be decided, with a form; or what became of it |
//! | `POST /approvals` | the form: counts one answer, and says what came of it |
//!
//! GET and HEAD never decide: scanners and previews follow links. A POST decides only with a nonce
//! from a page that was shown, and with a box that a person ticked or a reason that one wrote.
//! HEAD is GET without a body. Every response has the headers of `reply`.

mod answer;
pub mod event;
mod form;
mod origin;
mod reply;
mod visit;

use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use switchboard_approval::audit::Visitor;
use switchboard_approval::base_url::PATH;
use switchboard_approval::link::LinkToken;
use switchboard_approval::ports::{Links, Releases, Requests, StoreError};
use switchboard_approval::render::page::{FormProblem, Page};
use switchboard_approval::state::DecisionId;
use switchboard_approval::{BaseUrl, Language, Text};
use switchboard_lambda::{Invocation, chain};
use tracing::{error, info};

use crate::answer::{Answer, Counted};
use crate::event::{Event, Response};
use crate::form::{Form, FormError};
use crate::reply::Reply;
use crate::visit::{Came, Visit};

/// Lambda may take a moment to end an invocation whose time is over.
const LEASE_MARGIN: SignedDuration = SignedDuration::from_secs(2);
const USER_AGENT_LIMIT: usize = 200;
const SOURCE_IP_LIMIT: usize = 45;

/// What the function works with.
#[derive(Debug)]
pub struct Ports<'a, S, R> {
    /// Where requests and links are kept.
    pub store: &'a S,
    /// What is told of decisions.
    pub releases: &'a R,
    /// Where links lead, which is the only site that forms come from.
    pub base_url: &'a BaseUrl,
}

/// Handles one request of a browser.
pub async fn handle<S, R>(
    ports: &Ports<'_, S, R>,
    now: Timestamp,
    invocation: &mut Invocation<'_, Event>,
) -> Response
where
    S: Links + Requests,
    R: Releases,
{
    let lease_until = now + invocation.time_left() + LEASE_MARGIN;
    let event = &invocation.event;
    let method = event.method();
    let exchange = Exchange { ports, event, now, lease_until };
    let reply = match (method.as_ref(), event.path().strip_prefix(PATH)) {
        (Some(&Method::GET | &Method::HEAD), Some(rest)) if !rest.is_empty() => {
            exchange.show(rest).await
        }
        (Some(&Method::POST), Some("")) => exchange.answer().await,
        (_, Some("")) => exchange.not_allowed("POST"),
        (_, Some(rest)) if rest.starts_with('/') => exchange.not_allowed("GET, HEAD"),
        _ => exchange.not_found(),
    };
    let status = reply.status.as_u16();
    let method_name = method.as_ref().map_or("?", Method::as_str);
    info!(event = "answered", method = method_name, status, "answered");
    invocation.metrics.count("ClientErrors", u32::from(reply.status.is_client_error()));
    invocation.metrics.count("ServerErrors", u32::from(reply.status.is_server_error()));
    reply.answering(method.as_ref())
}

/// One request, and what it is answered with.
struct Exchange<'a, S, R> {
    ports: &'a Ports<'a, S, R>,
    event: &'a Event,
    now: Timestamp,
    lease_until: Timestamp,
}

impl<S: Links + Requests, R: Releases> Exchange<'_, S, R> {
    /// `GET /approvals/{token}`.
    async fn show(&self, rest: &str) -> Reply {
        let Some(token) = rest.strip_prefix('/').and_then(LinkToken::parse) else {
            return self.not_found();
        };
        let visit = match Visit::find(self.ports.store, token).await {
            Ok(Some(visit)) => visit,
            Ok(None) => return self.not_found(),
            Err(error) => return self.failed(&error, &Page::Unavailable),
        };
        let language = self.language(Some(&visit));
        if visit.is_open(self.now) {
            return visit.review(None, "", language, self.now);
        }
        let visit = self.finish(visit).await;
        visit.status(Came::ToLook, language, self.now)
    }

    /// `POST /approvals`.
    async fn answer(&self) -> Reply {
        if origin::is_foreign(self.event, self.ports.base_url) {
            return self.plain(StatusCode::FORBIDDEN, &Page::CrossSite);
        }
        let form = match Form::read(self.event) {
            Ok(form) => form,
            Err(error) => return self.bad_form(error),
        };
        let Some(token) = form.token() else { return self.not_found() };
        let visit = match Visit::find(self.ports.store, token).await {
            Ok(Some(visit)) => visit,
            Ok(None) => return self.not_found(),
            Err(error) => return self.failed(&error, &Page::NotRecorded),
        };
        let language = self.language(Some(&visit));
        if !visit.is_open(self.now) {
            let visit = self.finish(visit).await;
            return visit.status(Came::ToAnswer, language, self.now);
        }
        if !visit.link.form_key.confirms(&form.nonce, &visit.link.hash, self.now) {
            return visit.review(Some(FormProblem::Stale), &form.typed, language, self.now);
        }
        let reason = match form.intent(visit.link.verdict) {
            Ok(reason) => reason,
            Err(problem) => return visit.review(Some(problem), &form.typed, language, self.now),
        };
        self.count(visit, reason, language).await
    }

    async fn count(&self, visit: Visit, reason: Option<Text>, language: Language) -> Reply {
        let id = match switchboard_lambda::random() {
            Ok(random) => DecisionId::new(random),
            Err(error) => {
                error!(event = "failed", error_type = "NoRandomness", error = %chain(&error), "request failed");
                return self.plain(StatusCode::INTERNAL_SERVER_ERROR, &Page::ServerError);
            }
        };
        let visitor = Visitor {
            source_ip: Text::line(self.event.source_ip(), SOURCE_IP_LIMIT),
            user_agent: Text::line(self.event.user_agent(), USER_AGENT_LIMIT),
        };
        let lease_until = self.lease_until;
        let answer = Answer { id, reason, visitor, at: self.now, lease_until };
        match answer::count(self.ports.store, self.ports.releases, visit, &answer).await {
            Counted::Now(visit) => visit.status(Came::WithTheAnswer, language, self.now),
            Counted::Before(visit) => {
                let visit = self.finish(visit).await;
                visit.status(Came::ToAnswer, language, self.now)
            }
            Counted::NotRecorded(error) => self.failed(&error, &Page::NotRecorded),
            Counted::Unconfirmed(error) => self.failed(&error, &Page::Unconfirmed),
        }
    }

    async fn finish(&self, visit: Visit) -> Visit {
        let (store, releases) = (self.ports.store, self.ports.releases);
        answer::finish(store, releases, visit, self.now, self.lease_until).await
    }

    /// The browser's language, or the approver's, or English.
    fn language(&self, visit: Option<&Visit>) -> Language {
        let wanted = self.event.header("accept-language").and_then(Language::preferred);
        wanted.or(visit.map(|visit| visit.approver.language)).unwrap_or_default()
    }

    fn plain(&self, status: StatusCode, page: &Page<'_>) -> Reply {
        Reply::page(status, page, self.language(None))
    }

    /// The same for a link that cannot be one and for one that nobody knows.
    fn not_found(&self) -> Reply {
        self.plain(StatusCode::NOT_FOUND, &Page::NotFound)
    }

    fn not_allowed(&self, methods: &'static str) -> Reply {
        self.plain(StatusCode::METHOD_NOT_ALLOWED, &Page::MethodNotAllowed).allowing(methods)
    }

    fn bad_form(&self, error: FormError) -> Reply {
        let page = match error {
            FormError::Type => Page::UnsupportedMediaType,
            FormError::TooLarge => Page::TooLarge,
            FormError::Bad => Page::BadForm,
        };
        self.plain(error.status(), &page)
    }

    /// What failed goes to the log; the approver learns what to do.
    fn failed(&self, error: &StoreError, page: &Page<'_>) -> Reply {
        error!(event = "failed", error_type = error.kind(), error = %chain(error), "request failed");
        match error {
            StoreError::Unavailable(_) => self.plain(StatusCode::SERVICE_UNAVAILABLE, page),
            _ => self.plain(StatusCode::INTERNAL_SERVER_ERROR, &Page::ServerError),
        }
    }
}

#[cfg(test)]
mod tests;
