//! What mails leave out, and the page behind their links shows: Gmail cuts a long mail, and with it the
//! links.

use super::super::facts::Facts;
use super::super::texts::Texts;
use crate::untrusted_text::UntrustedText;

/// The number of sources that are shown.
const SOURCES: usize = 6;
/// A release of more sources shows the first line of each message alone.
const DETAILED: usize = 2;
/// The number of earlier messages that are listed.
const EARLIER: usize = 5;
/// Of more answers than these, the words are cut.
const MANY_ANSWERS: usize = 8;
/// The length to which they are cut, in characters.
const SHORT_REASON: usize = 120;

/// Shortens the facts for a mail. Returns the line that counts the sources that are left out.
pub(super) fn shorten(facts: &mut Facts<'_>, texts: &'static Texts) -> Option<String> {
    let sources = facts.revisions.len();
    facts.revisions.truncate(SOURCES);
    for revision in &mut facts.revisions {
        if sources > DETAILED {
            (revision.body, revision.brief) = (None, None);
        }
        if let Some(since) = &mut revision.since {
            since.list(if sources > DETAILED { 0 } else { EARLIER }, texts);
        }
    }
    if facts.answers.len() > MANY_ANSWERS {
        for answer in &mut facts.answers {
            let reason = answer.reason.take();
            let brief = reason.and_then(|reason| UntrustedText::lines(&reason, SHORT_REASON));
            answer.reason = brief.map(|reason| reason.to_string());
        }
    }
    let hidden = sources.saturating_sub(SOURCES);
    (hidden > 0).then(|| (texts.common.more_sources)(hidden))
}
