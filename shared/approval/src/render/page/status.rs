//! The page that shows the status of a request.

use askama::Template;
use jiff::Timestamp;

use super::{Frame, contact};
use crate::approver::Approver;
use crate::base_url;
use crate::brand::Site;
use crate::language::Language;
use crate::link::LinkToken;
use crate::release::Staging;
use crate::render::change_line::{self, ChangeLine};
use crate::render::facts::{ContactView, LinkView, ReleaseName};
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
    changes: Vec<ChangeLine>,
    /// The staging site, while it can matter.
    staging: Option<LinkView<'a>>,
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
        let message = presenter.message();
        let title = change_line::title(message.title, request);
        let verdict = view.verdict.name();
        let form = LookAgain { action: base_url::PATH, token: token.as_str(), verdict };
        let is_passing_on = matches!(request.state, State::Deciding(_));
        Self {
            frame: Frame::new(&title, Some(request), site, language),
            changes: change_line::lines(&request.release, texts),
            staging: staging(request, now, texts),
            look_again: is_passing_on.then_some(form),
            ..Self::of(message, presenter.answers(), request, site, language)
        }
    }

    /// Creates the page of a link that was withdrawn. It shows neither the change nor what others
    /// answered.
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
            changes: Vec::new(),
            staging: None,
            answers,
            contact: contact(request, site, t),
            look_again: None,
        }
    }
}

/// Returns the staging site while the request is not decided. Afterwards, another release may be on it.
fn staging<'a>(
    request: &'a Request,
    now: Timestamp,
    texts: &'static Texts,
) -> Option<LinkView<'a>> {
    let is_open = matches!(request.state, State::Pending(_)) && request.time_left(now).is_some();
    match &request.release.staging {
        Staging::Link(link) if is_open => {
            Some(LinkView::new(link, texts.common.open_staging.to_owned()))
        }
        _ => None,
    }
}
