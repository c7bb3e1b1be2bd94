//! The page that shows the status of a request.

use askama::Template;
use jiff::Timestamp;

use super::{Frame, contact};
use crate::approver::Approver;
use crate::base_url;
use crate::brand::Site;
use crate::language::Language;
use crate::link::LinkToken;
use crate::render::facts::{ContactView, ReleaseName};
use crate::render::status_message::{
    AnswerView, PageView, StatusMessage, StatusPresenter, StatusStyle,
};
use crate::render::texts::{self, Texts};
use crate::request::Request;
use crate::state::State;

#[derive(Template)]
#[template(path = "status.html")]
pub(super) struct StatusPage<'a> {
    frame: Frame,
    t: &'static Texts,
    message: StatusMessage,
    name: ReleaseName<'a>,
    answers: Vec<AnswerView>,
    contact: Option<ContactView<'a>>,
    look_again: Option<LookAgain<'a>>,
}

/// The form that shows the status again. The page answers a form itself, so a reload would send that
/// form once more, and browsers ask before they do.
struct LookAgain<'a> {
    /// The path that the form is sent to.
    action: &'static str,
    token: &'a str,
    verdict: &'static str,
}

impl<'a> StatusPage<'a> {
    pub(super) fn new(
        request: &'a Request,
        approver: &'a Approver,
        token: &'a LinkToken,
        view: PageView,
        now: Timestamp,
        site: Site<'a>,
        language: Language,
    ) -> Self {
        let texts = texts::of(language);
        let presenter = StatusPresenter::new(request, approver, Some(view), now, texts);
        let page = Self::of(presenter.message(), presenter.answers(), request, site, language);
        let verdict = view.verdict.name();
        let form = LookAgain { action: base_url::PATH, token: token.as_str(), verdict };
        let is_passing_on = matches!(request.state, State::Deciding(_));
        Self { look_again: is_passing_on.then_some(form), ..page }
    }

    /// Creates the page of a link that was withdrawn. It does not show what others answered.
    pub(super) fn revoked(
        request: &'a Request,
        approver: &Approver,
        site: Site<'a>,
        language: Language,
    ) -> Self {
        let t = &texts::of(language).status;
        let message = StatusMessage {
            style: StatusStyle::Ended,
            title: t.revoked,
            paragraphs: vec![(t.revoked_how)(approver.name.as_str())],
            summary: None,
            next: t.revoked_next,
        };
        Self::of(message, Vec::new(), request, site, language)
    }

    fn of(
        message: StatusMessage,
        answers: Vec<AnswerView>,
        request: &'a Request,
        site: Site<'a>,
        language: Language,
    ) -> Self {
        let t = texts::of(language);
        Self {
            frame: Frame::new(message.title, Some(request), site, language),
            t,
            message,
            name: ReleaseName::new(request),
            answers,
            contact: contact(request, site, t),
            look_again: None,
        }
    }
}
