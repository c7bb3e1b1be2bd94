//! What an approver has to know to decide, ready for the templates.

use jiff::Timestamp;
use url::form_urlencoded::byte_serialize;

use super::story::count;
use super::texts::Texts;
use super::time::Clock;
use crate::release::{Staging, WebLink};
use crate::{Approver, EmailAddress, Request, Text, Verdict};

/// A commit's message beyond this is folded on a page and cut in a mail, in characters.
const LONG_MESSAGE: usize = 600;

/// What is told of a release and its request.
pub(super) struct Facts<'a> {
    pub(super) name: ReleaseName<'a>,
    pub(super) staging: StagingView<'a>,
    pub(super) change: Option<ChangeView<'a>>,
    pub(super) note: Option<&'a str>,
    pub(super) deadline: Deadline,
    /// What decides, and how far that is.
    pub(super) quorum: Vec<String>,
    /// The names of all who are asked.
    pub(super) asked: String,
}

/// The names that a release goes by.
pub(super) struct ReleaseName<'a> {
    pub(super) pipeline: &'a str,
    pub(super) stage: &'a str,
}

impl<'a> ReleaseName<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        let action = &request.release.action;
        Self { pipeline: &action.pipeline, stage: &action.stage }
    }
}

pub(super) enum StagingView<'a> {
    None,
    Link(LinkView<'a>),
    NotAllowed,
}

/// An address, and what to call it.
pub(super) struct LinkView<'a> {
    pub(super) href: &'a str,
    pub(super) host: &'a str,
    pub(super) label: String,
}

pub(super) struct ChangeView<'a> {
    /// The first line of the message.
    pub(super) subject: Option<&'a str>,
    /// The others.
    pub(super) body: Option<&'a str>,
    /// Whether they are folded.
    pub(super) is_long: bool,
    /// The others, cut.
    pub(super) brief: Option<String>,
    pub(super) author: Option<String>,
    pub(super) revision: Option<String>,
    pub(super) link: Option<LinkView<'a>>,
}

pub(super) struct Deadline {
    pub(super) at: String,
    /// For programs: RFC 3339.
    pub(super) machine: String,
    /// How much time is left, without a word around it.
    pub(super) left: String,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        request: &'a Request,
        approver: &'a Approver,
        now: Timestamp,
        texts: &'static Texts,
    ) -> Self {
        let common = &texts.common;
        let release = &request.release;
        let clock = Clock::new(approver, &texts.time);
        let staging = match &release.staging {
            Staging::None => StagingView::None,
            Staging::NotAllowed => StagingView::NotAllowed,
            Staging::Link(link) => {
                StagingView::Link(LinkView::new(link, common.open_staging.to_owned()))
            }
        };
        let names: Vec<&str> = request.approvers.iter().map(|one| one.name.as_str()).collect();
        let change = release.change.as_ref().filter(|change| !change.is_empty());
        Self {
            name: ReleaseName::new(request),
            staging,
            change: change.map(|change| ChangeView::new(change, texts)),
            note: release.note.as_ref().map(Text::as_str),
            deadline: Deadline {
                at: clock.moment(request.decide_by),
                machine: request.decide_by.to_string(),
                left: clock.duration(request.time_left(now).unwrap_or_default()),
            },
            quorum: vec![
                progress(request, Verdict::Accept, texts),
                progress(request, Verdict::Reject, texts),
            ],
            asked: (common.names)(&names),
        }
    }
}

/// How many answers of a verdict there are of those that decide.
fn progress(request: &Request, verdict: Verdict, texts: &'static Texts) -> String {
    let needed = match verdict {
        Verdict::Accept => request.quorum.approvals,
        Verdict::Reject => request.quorum.rejections,
    };
    if needed <= 1 {
        texts.common.one_decides.of(verdict).to_owned()
    } else {
        (texts.common.progress.of(verdict))(count(request, verdict), needed.into())
    }
}

impl<'a> LinkView<'a> {
    fn new(link: &'a WebLink, label: String) -> Self {
        Self { href: link.as_str(), host: link.host(), label }
    }
}

impl<'a> ChangeView<'a> {
    fn new(change: &'a crate::Change, texts: &'static Texts) -> Self {
        let common = &texts.common;
        let message = change.message.as_ref().map(Text::as_str);
        let (subject, body) = match message.map(|message| message.split_once('\n')) {
            Some(Some((subject, body))) => (Some(subject), Some(body.trim())),
            Some(None) => (message, None),
            None => (None, None),
        };
        let body = body.filter(|body| !body.is_empty());
        let brief = body.and_then(|body| Text::lines(body, LONG_MESSAGE));
        let revision = change.revision.as_ref().map(|revision| short(revision.as_str()));
        let author = change.author.as_ref().and_then(|author| Text::line(author.as_str(), 120));
        let view = |link: &'a WebLink| LinkView::new(link, (common.view_change)(link.host()));
        Self {
            subject,
            body,
            is_long: body.is_some_and(|body| body.chars().nth(LONG_MESSAGE).is_some()),
            brief: brief.map(|brief| brief.to_string()),
            author: author.map(|author| (common.by_author)(author.as_str())),
            revision: revision.map(|revision| (common.revision)(&revision)),
            link: change.link.as_ref().map(view),
        }
    }
}

/// A commit's id as people shorten it; any other revision as far as there is room.
fn short(revision: &str) -> String {
    let is_commit = revision.len() >= 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit { revision.chars().take(8).collect() } else { one_line(revision, 40) }
}

/// An address to write to when something is wrong.
pub(super) struct ContactView<'a> {
    /// With a subject that names the request.
    pub(super) href: String,
    pub(super) address: &'a str,
}

impl<'a> ContactView<'a> {
    pub(super) fn new(request: &'a Request, texts: &'static Texts) -> Option<Self> {
        let address = request.contact.as_ref().map(EmailAddress::as_str)?;
        // RFC 6068: an address may hold characters that mean something in a URI, such as `?`.
        let (local, domain) = address.split_once('@')?;
        let pipeline = &request.release.action.pipeline;
        let subject = format!("{pipeline}, {}", (texts.common.reference)(&request.id.to_string()));
        let href = format!("mailto:{}@{domain}?subject={}", encoded(local), encoded(&subject));
        Some(Self { href, address })
    }
}

/// Percent-encoded, blanks too: a mail program takes a plus sign for a plus sign.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The name of a pipeline as part of a sentence.
pub(super) fn in_text(pipeline: &str) -> String {
    one_line(pipeline, 100)
}

/// The name of a pipeline as part of a subject, which has 150 characters in all.
pub(super) fn in_subject(pipeline: &str) -> String {
    one_line(pipeline, 60)
}

fn one_line(name: &str, limit: usize) -> String {
    Text::line(name, limit).map(|name| name.to_string()).unwrap_or_default()
}
