//! The subjects of mails.

use super::super::facts::{first_line, one_line, version};
use super::super::texts::Texts;
use crate::release::Change;
use crate::request::Request;

/// The greatest length of a subject, in characters.
const LIMIT: usize = 150;
/// The longest name of a pipeline in a subject.
const PIPELINE: usize = 40;
/// The longest tag in a subject.
const TAG: usize = 20;
/// A title is left out if it would be shorter than this.
const SHORTEST_TITLE: usize = 8;

/// Returns a subject: what is asked or was decided, the pipeline, the first line of the change, its
/// tag, and the reference of the request. The reference tells two releases apart that are the same
/// but for their time.
pub(super) fn subject(what: &str, request: &Request, texts: &'static Texts) -> String {
    let first = request.release.change.as_ref().and_then(Change::first);
    let pipeline = one_line(&request.release.action.pipeline, PIPELINE);
    let tag = first.filter(|revision| revision.tag.is_some()).and_then(version);
    let reference = request.id.to_string();
    let end = match tag.map(|tag| one_line(&tag, TAG)) {
        Some(tag) => format!(" ({tag}, {reference})"),
        None => format!(" ({reference})"),
    };
    let start = format!("{what}: {pipeline}");
    let quoted = |title: &str| format!(", {}", (texts.mail.quoted)(title));
    let taken = start.chars().count() + end.chars().count() + quoted("").chars().count();
    let room = LIMIT.saturating_sub(taken);
    let message = first.and_then(|revision| revision.message.as_ref());
    let title = message
        .filter(|_| room >= SHORTEST_TITLE)
        .and_then(|message| first_line(message.as_str(), room));
    match title {
        Some(title) => format!("{start}{}{end}", quoted(&title)),
        None => format!("{start}{end}"),
    }
}
