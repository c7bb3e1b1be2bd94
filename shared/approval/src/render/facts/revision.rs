//! The revisions that a release consists of, ready for the templates.

use super::{LinkView, one_line};
use crate::release::{Change, Revision, Since, WebLink};
use crate::render::texts::Texts;
use crate::render::time::Clock;
use crate::untrusted_text::UntrustedText;

/// The longest commit message that is shown whole, in characters. A longer one is folded on a page
/// and cut in a mail.
const LONG_MESSAGE: usize = 600;

/// The longest first line of a message. A longer one is cut, and stands whole below.
const LONG_SUBJECT: usize = 200;

/// The longest line of them, in characters.
const LONG_EARLIER: usize = 120;

/// The longest address of a change that is shown, in bytes. Those of the hosts that are known are
/// shorter.
const LONG_LINK: usize = 400;

/// The revision of one source.
pub(in crate::render) struct RevisionView<'a> {
    /// The line that names the source, if the release has several.
    pub(in crate::render) source: Option<String>,
    /// The first line of the message.
    pub(in crate::render) subject: Option<String>,
    /// The other lines.
    pub(in crate::render) body: Option<&'a str>,
    /// The other lines, cut.
    pub(in crate::render) brief: Option<String>,
    pub(in crate::render) author: Option<String>,
    /// The line with the version.
    pub(in crate::render) revision: Option<String>,
    pub(in crate::render) link: Option<LinkView<'a>>,
    /// The changes of this source since the last accepted release.
    pub(in crate::render) since: Option<SinceView<'a>>,
}

/// The changes of one source since the last accepted release.
pub(in crate::render) struct SinceView<'a> {
    /// The sentence that counts them.
    pub(in crate::render) line: String,
    /// The first lines of earlier messages, newest first.
    pub(in crate::render) earlier: Vec<String>,
    /// The line that counts the changes that are not listed.
    pub(in crate::render) more: Option<String>,
    /// The number of changes, if it is known.
    count: Option<usize>,
    /// The address at which all of them can be read.
    pub(in crate::render) compare: Option<LinkView<'a>>,
}

impl<'a> RevisionView<'a> {
    /// Returns the revision of each source.
    pub(super) fn all(
        change: Option<&'a Change>,
        clock: &Clock<'_>,
        texts: &'static Texts,
    ) -> Vec<Self> {
        let Some(change) = change else { return Vec::new() };
        let day = change.last_approved_at.map(|at| clock.day(at));
        let count = change.revisions.len();
        let view = |revision| Self::new(revision, count > 1, day.as_deref(), texts);
        change.revisions.iter().map(view).collect()
    }

    /// Whether the link to the revision is the one that says most: a comparison says more.
    pub(in crate::render) fn leads_with_link(&self) -> bool {
        self.since.as_ref().is_none_or(|since| since.compare.is_none())
    }

    fn new(
        revision: &'a Revision,
        is_one_of_several: bool,
        day: Option<&str>,
        texts: &'static Texts,
    ) -> Self {
        let common = &texts.common;
        let message = revision.message.as_ref().map(UntrustedText::as_str);
        let subject = message.and_then(|message| first_line(message, LONG_SUBJECT));
        let body = match message.map(|message| message.split_once('\n').unwrap_or((message, ""))) {
            Some((first, _)) if first.chars().nth(LONG_SUBJECT).is_some() => message,
            Some((_, rest)) => Some(rest.trim_matches('\n')).filter(|rest| !rest.trim().is_empty()),
            None => None,
        };
        let brief = body.and_then(|body| UntrustedText::lines(body, LONG_MESSAGE));
        let source = revision.source.as_ref().filter(|_| is_one_of_several);
        let author = revision.author.as_ref().map(|author| one_line(author.as_str(), 120));
        let link = revision.link.as_ref().filter(|link| is_short(link));
        Self {
            source: source.map(|source| (common.source)(&one_line(source.as_str(), 100))),
            subject,
            body,
            brief: brief.map(|brief| brief.to_string()),
            author: author.map(|author| (common.by_author)(&author)),
            revision: version(revision).map(|version| (common.revision)(&version)),
            link: link.map(|link| LinkView::new(link, (common.view_change)(link.host()))),
            since: revision.since.as_ref().map(|since| SinceView::new(since, day, texts)),
        }
    }
}

impl<'a> SinceView<'a> {
    fn new(since: &'a Since, day: Option<&str>, texts: &'static Texts) -> Self {
        let common = &texts.common;
        let count = since.count.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
        let earlier = since.earlier.iter();
        let earlier = earlier.filter_map(|message| first_line(message.as_str(), LONG_EARLIER));
        let compare = since.compare.as_ref().filter(|link| is_short(link));
        let mut view = Self {
            line: (common.since)(count, day),
            earlier: earlier.collect(),
            more: None,
            count,
            compare: compare.map(|link| LinkView::new(link, (common.compare)(link.host()))),
        };
        view.list(usize::MAX, texts);
        view
    }

    /// Lists at most `limit` earlier messages, and counts the others.
    pub(in crate::render) fn list(&mut self, limit: usize, texts: &'static Texts) {
        self.earlier.truncate(limit);
        // The newest change stands above with its whole message.
        let more = self.count.unwrap_or_default().saturating_sub(self.earlier.len() + 1);
        let is_listed = more > 0 && !self.earlier.is_empty();
        self.more = is_listed.then(|| (texts.common.more)(more));
    }
}

fn is_short(link: &WebLink) -> bool {
    link.as_str().len() <= LONG_LINK
}

/// Returns the version that people know a revision by: its tag, or else its id.
pub(in crate::render) fn version(revision: &Revision) -> Option<String> {
    let tag = revision.tag.as_ref().map(|tag| one_line(tag.as_str(), 60));
    tag.or_else(|| revision.id.as_ref().map(|id| short(id.as_str())))
}

/// Returns the first line of a message.
pub(in crate::render) fn first_line(message: &str, limit: usize) -> Option<String> {
    let line = message.lines().next().and_then(|line| UntrustedText::line(line, limit));
    line.map(|line| line.to_string())
}

/// Shortens a commit id to eight digits, and cuts any other revision to 40 characters.
fn short(revision: &str) -> String {
    let is_commit = revision.len() >= 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit { revision.chars().take(8).collect() } else { one_line(revision, 40) }
}
