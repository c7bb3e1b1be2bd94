//! What a release changes: one line for each revision, and the details that are folded.

use crate::release::{Change, Release, Revision, Since, WebLink};
use crate::render::facts::{LinkView, short};
use crate::render::texts::Texts;
use crate::render::time::Clock;
use crate::untrusted_text::UntrustedText;

/// The longest line that stands above the form, in characters. The whole text is folded below.
const LINE_LIMIT: usize = 140;

/// What a release changes.
pub(super) struct ChangeView<'a> {
    pub(super) revisions: Vec<RevisionView<'a>>,
    pub(super) notes: Option<LinkView<'a>>,
    pub(super) note: Option<NoteView<'a>>,
    /// The sentence about an approval that the pipeline does not show.
    pub(super) not_shown: Option<String>,
}

/// The note for approvers.
pub(super) struct NoteView<'a> {
    pub(super) text: &'a str,
    /// The first words of a long note, which is folded.
    pub(super) first_words: Option<String>,
}

/// The revision of one source.
pub(super) struct RevisionView<'a> {
    /// The name of the source, if there are several.
    pub(super) source: Option<&'a str>,
    /// The first line of the message, or else the version.
    pub(super) line: String,
    /// The whole message.
    pub(super) message: Option<&'a str>,
    /// Author, version and tag.
    pub(super) details: Vec<String>,
    pub(super) since: Option<SinceView<'a>>,
    pub(super) link: Option<LinkView<'a>>,
}

/// The revisions since the last approved release.
pub(super) struct SinceView<'a> {
    pub(super) line: String,
    pub(super) earlier: Vec<&'a str>,
    pub(super) compare: Option<LinkView<'a>>,
}

impl<'a> ChangeView<'a> {
    pub(super) fn new(release: &'a Release, clock: &Clock<'_>, t: &'static Texts) -> Self {
        let change = release.change.as_ref();
        let revisions = change.map(|change| &*change.revisions).unwrap_or_default();
        let approved_at =
            change.and_then(|change: &Change| change.last_approved_at).map(|at| clock.short(at));
        let view = |revision: &'a Revision| {
            let since = revision.since.as_ref();
            let since = since.map(|since| SinceView::new(since, approved_at.as_deref(), t));
            RevisionView::new(revision, revisions.len() > 1, since, t)
        };
        Self {
            revisions: revisions.iter().map(view).collect(),
            notes: release.notes_link.as_ref().map(|link| labelled(link, t.review.release_notes)),
            note: release.note.as_ref().map(|note| NoteView::new(note.as_str())),
            not_shown: release.not_shown_since.map(|at| (t.review.not_shown)(&clock.moment(at))),
        }
    }
}

impl<'a> NoteView<'a> {
    fn new(text: &'a str) -> Self {
        let is_long = text.contains('\n') || text.chars().nth(LINE_LIMIT).is_some();
        let first_words = if is_long { first_line(text) } else { None };
        Self { text, first_words }
    }
}

impl<'a> RevisionView<'a> {
    fn new(
        revision: &'a Revision,
        is_one_of_several: bool,
        since: Option<SinceView<'a>>,
        t: &'static Texts,
    ) -> Self {
        let message = revision.message.as_ref().map(UntrustedText::as_str);
        let version = revision.id.as_ref().map(|id| (t.common.revision)(&short(id.as_str())));
        let cut = |text: &UntrustedText| first_line(text.as_str());
        let author = revision.author.as_ref().and_then(cut).map(|name| (t.common.by_author)(&name));
        let tag = revision.tag.as_ref().and_then(cut).map(|tag| (t.review.tag)(&tag));
        let source = revision.source.as_ref().map(UntrustedText::as_str);
        let line = message.and_then(first_line).or_else(|| tag.clone()).or_else(|| version.clone());
        Self {
            source: source.filter(|_| is_one_of_several),
            line: line.unwrap_or_else(|| t.review.no_message.to_owned()),
            message,
            details: [author, version, tag].into_iter().flatten().collect(),
            since,
            link: revision.link.as_ref().map(|link| labelled(link, t.common.view_change)),
        }
    }

    /// Whether the link to the revision stands above the form: it does where no comparison says more.
    pub(super) fn leads_with_link(&self) -> bool {
        self.since.as_ref().is_none_or(|since| since.compare.is_none())
    }
}

impl<'a> SinceView<'a> {
    fn new(since: &'a Since, approved_at: Option<&str>, t: &'static Texts) -> Self {
        let count = usize::try_from(since.count).unwrap_or(usize::MAX);
        Self {
            line: (t.review.since)(count, approved_at),
            earlier: since.earlier.iter().map(UntrustedText::as_str).collect(),
            compare: since.compare.as_ref().map(|link| labelled(link, t.review.compare)),
        }
    }
}

fn labelled(link: &WebLink, label: fn(&str) -> String) -> LinkView<'_> {
    LinkView { href: link.as_str(), host: link.host(), label: label(link.host()) }
}

fn first_line(text: &str) -> Option<String> {
    let line = text.lines().next()?;
    UntrustedText::line(line, LINE_LIMIT).map(|line| line.to_string())
}
