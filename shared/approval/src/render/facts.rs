//! The facts that an approver needs for a decision, ready for the templates.

use jiff::Timestamp;
use url::form_urlencoded::byte_serialize;

use super::status_message::count;
use super::texts::Texts;
use super::time::Clock;
use crate::address::EmailAddress;
use crate::approver::Approver;
use crate::release::{Change, Revision, Staging, WebLink};
use crate::request::Request;
use crate::state::Verdict;
use crate::untrusted_text::UntrustedText;

/// The longest commit message that is shown whole, in characters. A longer one is cut.
const LONG_MESSAGE: usize = 600;

/// The facts about a release and its request.
pub(super) struct Facts<'a> {
    pub(super) name: ReleaseName<'a>,
    pub(super) staging: StagingView<'a>,
    pub(super) change: Option<ChangeView<'a>>,
    pub(super) note: Option<&'a str>,
    pub(super) deadline: Deadline,
    /// Sentences about the answers that decide, and how many there are.
    pub(super) quorum: Vec<String>,
    /// The names of all approvers.
    pub(super) asked: String,
}

/// The names of a release.
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

/// An address and its label.
pub(super) struct LinkView<'a> {
    pub(super) href: &'a str,
    pub(super) host: &'a str,
    pub(super) label: String,
}

pub(super) struct ChangeView<'a> {
    /// The first line of the message.
    pub(super) subject: Option<&'a str>,
    /// The other lines, cut.
    pub(super) brief: Option<String>,
    pub(super) author: Option<String>,
    pub(super) revision: Option<String>,
    pub(super) link: Option<LinkView<'a>>,
}

pub(super) struct Deadline {
    pub(super) at: String,
    /// The deadline in RFC 3339, for programs.
    pub(super) machine: String,
    /// The time that is left, without words around it.
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
            change: change.and_then(Change::first).map(|change| ChangeView::new(change, texts)),
            note: release.note.as_ref().map(UntrustedText::as_str),
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

/// Returns a sentence about the number of answers with this verdict, of those that decide.
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
    fn new(change: &'a Revision, texts: &'static Texts) -> Self {
        let common = &texts.common;
        let message = change.message.as_ref().map(UntrustedText::as_str);
        let (subject, body) = match message.map(|message| message.split_once('\n')) {
            Some(Some((subject, body))) => (Some(subject), Some(body.trim())),
            Some(None) => (message, None),
            None => (None, None),
        };
        let body = body.filter(|body| !body.is_empty());
        let brief = body.and_then(|body| UntrustedText::lines(body, LONG_MESSAGE));
        let revision = change.id.as_ref().map(|revision| short(revision.as_str()));
        let author =
            change.author.as_ref().and_then(|author| UntrustedText::line(author.as_str(), 120));
        let view = |link: &'a WebLink| LinkView::new(link, (common.view_change)(link.host()));
        Self {
            subject,
            brief: brief.map(|brief| brief.to_string()),
            author: author.map(|author| (common.by_author)(author.as_str())),
            revision: revision.map(|revision| (common.revision)(&revision)),
            link: change.link.as_ref().map(view),
        }
    }
}

/// Shortens a commit id to eight digits, and cuts any other revision to 40 characters.
pub(super) fn short(revision: &str) -> String {
    let is_commit = revision.len() >= 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit { revision.chars().take(8).collect() } else { one_line(revision, 40) }
}

/// The address to write to when something is wrong.
pub(super) struct ContactView<'a> {
    /// A `mailto:` address with a subject that names the request.
    pub(super) href: String,
    pub(super) address: &'a str,
}

impl<'a> ContactView<'a> {
    pub(super) fn new(request: &'a Request, texts: &'static Texts) -> Option<Self> {
        Self::of_request(request.contact.as_ref()?, request, texts)
    }

    /// Shows another address for questions about this request.
    pub(super) fn of_request(
        address: &'a EmailAddress,
        request: &Request,
        texts: &'static Texts,
    ) -> Option<Self> {
        let pipeline = &request.release.action.pipeline;
        let subject = format!("{pipeline}, {}", (texts.common.reference)(&request.id.to_string()));
        Self::about(address, &subject)
    }

    /// Shows an address for mails with this subject.
    pub(super) fn about(address: &'a EmailAddress, subject: &str) -> Option<Self> {
        let address = address.as_str();
        // An address may hold characters with a meaning in a URI, such as `?` (RFC 6068).
        let (local, domain) = address.split_once('@')?;
        let href = format!("mailto:{}@{domain}?subject={}", encoded(local), encoded(subject));
        Some(Self { href, address })
    }
}

/// Percent-encodes a text, blanks included: mail programs do not read a plus sign as a blank.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Returns the name of a pipeline for use in a sentence.
pub(super) fn in_text(pipeline: &str) -> String {
    one_line(pipeline, 100)
}

/// Returns the name of a pipeline for use in a subject, which has 150 characters in all.
pub(super) fn in_subject(pipeline: &str) -> String {
    one_line(pipeline, 60)
}

fn one_line(name: &str, limit: usize) -> String {
    UntrustedText::line(name, limit).map(|name| name.to_string()).unwrap_or_default()
}
