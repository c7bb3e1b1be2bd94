//! Pages that are not about a request.

use askama::Template;

use super::Frame;
use crate::brand::Site;
use crate::language::Language;
use crate::render::texts::{self, Notice};

#[derive(Template)]
#[template(path = "notice.html")]
pub(super) struct NoticePage {
    frame: Frame,
    notice: Notice,
    next: &'static str,
}

impl NoticePage {
    pub(super) fn new(notice: Notice, site: Site<'_>, language: Language) -> Self {
        let frame = Frame::new(notice.title, None, site, language);
        Self { frame, notice, next: texts::of(language).common.next }
    }
}
