//! What was decided, in a line for each source: it stands in everything after the decision.

use super::facts::{first_line, version};
use super::texts::Texts;
use crate::release::{Release, Revision};
use crate::request::Request;
use crate::untrusted_text::UntrustedText;

/// The longest first line of a message, in characters.
const SUBJECT_LIMIT: usize = 140;

/// The longest first line in the title of a page, in characters.
const TITLE_LIMIT: usize = 80;

/// One source's revision.
pub(super) struct ChangeLine {
    /// The first line of the message, or else the version.
    pub(super) what: String,
    /// The source, if there are several, and the version, if it does not stand above.
    pub(super) details: Vec<String>,
}

/// Returns a line for each source of a release.
pub(super) fn lines(release: &Release, texts: &'static Texts) -> Vec<ChangeLine> {
    let revisions = release.change.iter().flat_map(|change| &change.revisions);
    let several = revisions.clone().nth(1).is_some();
    revisions.filter_map(|revision| ChangeLine::new(revision, several, texts)).collect()
}

/// Returns a title of a page that names the release: what changes, and the pipeline.
pub(super) fn title(title: &str, request: &Request) -> String {
    let pipeline = &request.release.action.pipeline;
    let change = request.release.change.as_ref();
    match change.and_then(|change| subject(change.first()?, TITLE_LIMIT)) {
        Some(subject) => format!("{title}: {subject} ({pipeline})"),
        None => format!("{title}: {pipeline}"),
    }
}

impl ChangeLine {
    fn new(revision: &Revision, several: bool, texts: &'static Texts) -> Option<Self> {
        let version = version(revision).map(|version| (texts.common.revision)(&version));
        let source = revision.source.as_ref().filter(|_| several).map(UntrustedText::to_string);
        let (what, version) = match subject(revision, SUBJECT_LIMIT) {
            Some(subject) => (subject, version),
            None => (version?, None),
        };
        Some(Self { what, details: source.into_iter().chain(version).collect() })
    }
}

/// Returns the first line of a revision's message.
fn subject(revision: &Revision, limit: usize) -> Option<String> {
    revision.message.as_ref().and_then(|message| first_line(message.as_str(), limit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::release::Change;
    use crate::render::texts;
    use crate::request::tests::request;

    fn text(text: &str) -> Option<UntrustedText> {
        UntrustedText::lines(text, 2_000)
    }

    #[test]
    fn each_source_has_a_line() {
        let mut request = request();
        let commit = "3f9c2e1ab7d04c55a1e0b96d7f31c84220aa9e4d";
        let revision = |source, id, tag, message| Revision {
            source: text(source),
            id: text(id),
            tag: text(tag),
            message: text(message),
            ..Revision::default()
        };
        let shown = |request: &Request| -> Vec<(String, String)> {
            let lines = lines(&request.release, texts::of(Language::English));
            lines.into_iter().map(|line| (line.what, line.details.join(", "))).collect()
        };
        let line = |what: &str, details: &str| (what.to_owned(), details.to_owned());
        assert_eq!(shown(&request), []);
        assert_eq!(title("Accepted", &request), "Accepted: storefront");

        let one = revision("App", commit, "", "Fix the basket\n\nIt lost an item.");
        let change = Change { revisions: vec![one.clone()], last_approved_at: None };
        request.release.change = Some(change);
        assert_eq!(shown(&request), [line("Fix the basket", "Version 3f9c2e1a")]);
        assert_eq!(title("Accepted", &request), "Accepted: Fix the basket (storefront)");

        let revisions = vec![
            one,
            revision("Config", commit, "v1.2.0", "Drop the table"),
            revision("Assets", "AbC", "", ""),
            Revision::default(),
        ];
        request.release.change = Some(Change { revisions, last_approved_at: None });
        assert_eq!(
            shown(&request),
            [
                line("Fix the basket", "App, Version 3f9c2e1a"),
                line("Drop the table", "Config, Version v1.2.0"),
                line("Version AbC", "Assets"),
            ]
        );
    }
}
