//! The page that shows the status of a request.

use askama::Template;
use jiff::Timestamp;

use super::Frame;
use crate::approver::Approver;
use crate::brand::Site;
use crate::language::Language;
use crate::render::facts::{ContactView, ReleaseName};
use crate::render::status_message::{
    AnswerView, PageView, StatusMessage, StatusPresenter, StatusStyle,
};
use crate::render::texts::{self, Texts};
use crate::request::Request;

#[derive(Template)]
#[template(path = "status.html")]
pub(super) struct StatusPage<'a> {
    frame: Frame,
    t: &'static Texts,
    message: StatusMessage,
    name: ReleaseName<'a>,
    answers: Vec<AnswerView>,
    contact: Option<ContactView<'a>>,
}

impl<'a> StatusPage<'a> {
    pub(super) fn new(
        request: &'a Request,
        approver: &'a Approver,
        view: PageView,
        now: Timestamp,
        site: Site<'_>,
        language: Language,
    ) -> Self {
        let texts = texts::of(language);
        let presenter = StatusPresenter::new(request, approver, Some(view), now, texts);
        Self::of(presenter.message(), presenter.answers(), request, site, language)
    }

    /// Creates the page of a link that was withdrawn. It does not show what others answered.
    pub(super) fn revoked(
        request: &'a Request,
        approver: &Approver,
        site: Site<'_>,
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
        site: Site<'_>,
        language: Language,
    ) -> Self {
        let t = texts::of(language);
        Self {
            frame: Frame::new(message.title, Some(request), site, language),
            t,
            message,
            name: ReleaseName::new(request),
            answers,
            contact: ContactView::new(request, t),
        }
    }
}
