//! The page that tells where a request is.

use askama::Template;
use jiff::Timestamp;

use super::Frame;
use crate::render::facts::{ContactView, ReleaseName};
use crate::render::story::{Answer, Story, Teller, Tone, Visit};
use crate::render::texts::{self, Texts};
use crate::{Approver, Language, Request};

#[derive(Template)]
#[template(path = "status.html")]
pub(super) struct StatusPage<'a> {
    frame: Frame,
    t: &'static Texts,
    story: Story,
    name: ReleaseName<'a>,
    answers: Vec<Answer>,
    contact: Option<ContactView<'a>>,
}

impl<'a> StatusPage<'a> {
    pub(super) fn new(
        request: &'a Request,
        approver: &'a Approver,
        visit: Visit,
        now: Timestamp,
        language: Language,
    ) -> Self {
        let teller = Teller::new(request, approver, Some(visit), now, texts::of(language));
        Self::of(teller.story(), teller.answers(), request, language)
    }

    /// The link was withdrawn: what others answered is not its holder's to read.
    pub(super) fn revoked(request: &'a Request, approver: &Approver, language: Language) -> Self {
        let t = &texts::of(language).status;
        let story = Story {
            tone: Tone::Over,
            title: t.revoked,
            paragraphs: vec![(t.revoked_how)(approver.name.as_str())],
            summary: None,
            next: t.revoked_next,
        };
        Self::of(story, Vec::new(), request, language)
    }

    fn of(story: Story, answers: Vec<Answer>, request: &'a Request, language: Language) -> Self {
        let t = texts::of(language);
        Self {
            frame: Frame::new(story.title, Some(request), language),
            t,
            story,
            name: ReleaseName::new(request),
            answers,
            contact: ContactView::new(request, t),
        }
    }
}
