//! The pages of a visit: the review page with its form, and the status page.

use http::StatusCode;
use jiff::Timestamp;
use switchboard_approval::answering::Visit;
use switchboard_approval::render::page::{FormProblem, Page};
use switchboard_approval::{Ending, Language, Site, State, Verdict};

use crate::reply::Reply;

/// The kind of a visit whose request is no longer open to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VisitKind {
    /// Somebody opened the link.
    View,
    /// Somebody answered, and the answer changed nothing.
    UncountedAnswer,
    /// Somebody answered, and the answer counts.
    CountedAnswer,
}

/// How a page is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) site: Site<'a>,
    /// The verdict of the form that was asked for or sent.
    pub(crate) verdict: Verdict,
    pub(crate) language: Language,
    pub(crate) now: Timestamp,
}

/// Returns the page with the form.
pub(crate) fn review(
    visit: &Visit,
    problem: Option<FormProblem>,
    typed: &str,
    view: View<'_>,
) -> Reply {
    let View { site, verdict, language, now } = view;
    let nonce = visit.link.nonce(verdict, now);
    let page = Page::Review {
        request: &visit.request,
        approver: &visit.approver,
        verdict,
        token: &visit.token,
        nonce: &nonce,
        problem,
        typed,
        now,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Reply::page(status, &page, site, language)
}

/// Returns the page that shows the status of the request.
pub(crate) fn status(visit: &Visit, kind: VisitKind, view: View<'_>) -> Reply {
    let View { site, verdict, language, now } = view;
    if visit.link.revoked_at.is_some() {
        let page = Page::Revoked { request: &visit.request, approver: &visit.approver };
        return Reply::page(StatusCode::GONE, &page, site, language);
    }
    let page = Page::Status {
        request: &visit.request,
        approver: &visit.approver,
        verdict,
        token: &visit.token,
        fresh: kind == VisitKind::CountedAnswer,
        now,
    };
    let reply = Reply::page(status_code(visit, kind, verdict, now), &page, site, language);
    if kind == VisitKind::View { reply } else { reply.forgetting() }
}

/// Returns the status of the page. An answer against a recorded verdict is 409 Conflict; opening the
/// page never is.
fn status_code(visit: &Visit, kind: VisitKind, verdict: Verdict, now: Timestamp) -> StatusCode {
    let compared_with = |standing: Option<Verdict>| {
        let agrees = standing == Some(verdict);
        if agrees || kind == VisitKind::View { StatusCode::OK } else { StatusCode::CONFLICT }
    };
    let state = &visit.request.state;
    match state {
        State::Pending(_) => match state.vote_of(&visit.link.approver) {
            Some(vote) => compared_with(Some(vote.verdict)),
            None if visit.request.time_left(now).is_none() => StatusCode::GONE,
            None => StatusCode::OK,
        },
        State::Deciding(deciding) if deciding.decision().verdict == verdict => StatusCode::ACCEPTED,
        State::Deciding(_) => compared_with(None),
        State::Closed(closed) => match closed.ending() {
            Ending::Applied => compared_with(closed.decision().map(|decision| decision.verdict)),
            Ending::Expired | Ending::Cancelled | Ending::NotShown => StatusCode::GONE,
            Ending::ClosedElsewhere(_) | Ending::Undeliverable => compared_with(None),
        },
    }
}
