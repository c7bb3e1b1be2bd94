//! One visit of a link: who it was issued to, and where its request is.

use http::StatusCode;
use jiff::Timestamp;
use switchboard_approval::link::{IssuedLink, LinkToken};
use switchboard_approval::ports::{Links, Requests, StoreError};
use switchboard_approval::render::page::{FormProblem, Page};
use switchboard_approval::request::Approver;
use switchboard_approval::{Ending, Language, Request, State, Verdict};

use crate::reply::Reply;

/// What somebody came for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// To see.
    ToLook,
    /// To answer, which was too late or not needed.
    ToAnswer,
    /// With the answer that brought the request where it is.
    WithTheAnswer,
}

/// A link that is known, its request and its approver.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) token: LinkToken,
    pub(crate) link: IssuedLink,
    pub(crate) request: Request,
    pub(crate) approver: Approver,
}

impl Visit {
    /// Finds what a link is about. `None`: nothing is known of it, or not any more.
    pub(crate) async fn find(
        store: &(impl Links + Requests),
        token: LinkToken,
    ) -> Result<Option<Self>, StoreError> {
        let Some(link) = store.find_link(&token.hash()).await? else { return Ok(None) };
        let Some(request) = store.find(&link.request).await? else { return Ok(None) };
        let approver = request.approver(&link.approver).cloned();
        Ok(approver.map(|approver| Self { token, link, request, approver }))
    }

    /// Whether the link can be answered now.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        self.link.revoked_at.is_none()
            && matches!(self.request.state, State::Pending(_))
            && self.request.time_left(now).is_some()
            && self.request.state.vote_of(&self.link.approver).is_none()
    }

    /// The page with the form.
    pub(crate) fn review(
        &self,
        problem: Option<FormProblem>,
        typed: &str,
        language: Language,
        now: Timestamp,
    ) -> Reply {
        let nonce = self.link.form_key.nonce(&self.link.hash, now);
        let page = Page::Review {
            request: &self.request,
            approver: &self.approver,
            verdict: self.link.verdict,
            token: &self.token,
            nonce: &nonce,
            problem,
            typed,
            now,
        };
        let status =
            if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        Reply::page(status, &page, language)
    }

    /// The page that says where the request is.
    pub(crate) fn status(&self, came: Came, language: Language, now: Timestamp) -> Reply {
        if self.link.revoked_at.is_some() {
            let page = Page::Revoked { request: &self.request, approver: &self.approver };
            return Reply::page(StatusCode::GONE, &page, language);
        }
        let page = Page::Status {
            request: &self.request,
            approver: &self.approver,
            verdict: self.link.verdict,
            fresh: came == Came::WithTheAnswer,
            now,
        };
        let reply = Reply::page(self.status_code(came, now), &page, language);
        if came == Came::ToLook { reply } else { reply.forgetting() }
    }

    /// An answer that changed nothing, because something else is so already, is a conflict; looking
    /// is none.
    fn status_code(&self, came: Came, now: Timestamp) -> StatusCode {
        let said = |verdict: Option<Verdict>| {
            let agrees = verdict == Some(self.link.verdict);
            if agrees || came == Came::ToLook { StatusCode::OK } else { StatusCode::CONFLICT }
        };
        let state = &self.request.state;
        match state {
            State::Pending(_) => match state.vote_of(&self.link.approver) {
                Some(vote) => said(Some(vote.verdict)),
                None if self.request.time_left(now).is_none() => StatusCode::GONE,
                None => StatusCode::OK,
            },
            State::Deciding(deciding) if deciding.decision().verdict == self.link.verdict => {
                StatusCode::ACCEPTED
            }
            State::Deciding(_) => said(None),
            State::Closed(closed) => match closed.ending() {
                Ending::Applied => said(closed.decision().map(|decision| decision.verdict)),
                Ending::Expired | Ending::Cancelled => StatusCode::GONE,
                Ending::ClosedElsewhere(_) | Ending::Undeliverable => said(None),
            },
        }
    }
}
