//! Pages that are not about a request.

use askama::Template;

use super::Frame;
use crate::brand::Site;
use crate::language::Language;
use crate::render::facts::ContactView;
use crate::render::texts::{self, Notice, Texts};

#[derive(Template)]
#[template(path = "notice.html")]
pub(super) struct NoticePage<'a> {
    frame: Frame,
    t: &'static Texts,
    notice: Notice,
    contact: Option<ContactView<'a>>,
}

impl<'a> NoticePage<'a> {
    pub(super) fn new(notice: Notice, site: Site<'a>, language: Language) -> Self {
        let frame = Frame::new(notice.title, None, site, language);
        let contact = site.brand.contact.as_ref();
        let contact = contact.and_then(|contact| ContactView::about(contact, notice.title));
        Self { frame, t: texts::of(language), notice, contact }
    }
}
