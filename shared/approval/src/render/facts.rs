//! The facts that an approver needs for a decision, ready for the templates.

use jiff::Timestamp;
use url::form_urlencoded::byte_serialize;

use super::status_message::{AnswerView, StatusPresenter, count};
use super::texts::Texts;
use super::time::Clock;
use crate::address::EmailAddress;
use crate::approver::Approver;
use crate::reader::Reader;
use crate::release::{Change, Staging, WebLink};
use crate::request::Request;
use crate::state::Verdict;
use crate::untrusted_text::UntrustedText;

mod revision;

pub(super) use self::revision::{RevisionView, first_line, version};

/// The facts about a release and its request.
pub(super) struct Facts<'a> {
    pub(super) name: ReleaseName<'a>,
    pub(super) staging: StagingView<'a>,
    /// The revision of each source. Empty if nothing is known about the change.
    pub(super) revisions: Vec<RevisionView<'a>>,
    /// The sentence about the number of changes in all sources since the last accepted release.
    pub(super) since: Option<String>,
    /// The release notes.
    pub(super) notes: Option<LinkView<'a>>,
    /// The note that the pipeline's author wrote for the approvers.
    pub(super) note: Option<&'a str>,
    /// The warning about an approval that the pipeline does not show, and what to do.
    pub(super) not_shown: Option<String>,
    pub(super) deadline: Deadline,
    /// Sentences about the answers that decide, and how many there are.
    pub(super) quorum: Vec<String>,
    /// The names of all approvers.
    pub(super) asked: String,
    /// The answers so far, each with its words.
    pub(super) answers: Vec<AnswerView>,
    /// The sentence that names the approvers who have not answered, and says until when they can.
    pub(super) waiting_for: Option<String>,
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
        reader: impl Into<Reader<'a>>,
        now: Timestamp,
        texts: &'static Texts,
    ) -> Self {
        let reader = reader.into();
        let common = &texts.common;
        let release = &request.release;
        let clock = Clock::new(reader, &texts.time);
        let staging = match &release.staging {
            Staging::None => StagingView::None,
            Staging::NotAllowed => StagingView::NotAllowed,
            Staging::Link(link) => {
                StagingView::Link(LinkView::new(link, common.open_staging.to_owned()))
            }
        };
        let notes = release.notes_link.as_ref();
        let contact = request.contact.as_ref().map(EmailAddress::as_str);
        Self {
            name: ReleaseName::new(request),
            staging,
            revisions: RevisionView::all(release.change.as_ref(), &clock, texts),
            since: release.change.as_ref().and_then(|change| since(change, &clock, texts)),
            notes: notes.map(|link| LinkView::new(link, (common.notes)(link.host()))),
            note: release.note.as_ref().map(UntrustedText::as_str),
            not_shown: release.not_shown_since.map(|_| (common.not_shown)(contact)),
            deadline: Deadline {
                at: clock.moment(request.decide_by),
                machine: request.decide_by.to_string(),
                left: clock.duration(request.time_left(now).unwrap_or_default()),
            },
            quorum: vec![
                progress(request, Verdict::Accept, texts),
                progress(request, Verdict::Reject, texts),
            ],
            asked: names(request, |_| true, texts).unwrap_or_default(),
            answers: StatusPresenter::new(request, reader, None, now, texts).answers(),
            waiting_for: waiting_for(request, &clock, texts),
        }
    }
}

/// Returns the names of the approvers whose ids match, as a list in a sentence.
fn names(
    request: &Request,
    matches: impl Fn(&Approver) -> bool,
    texts: &'static Texts,
) -> Option<String> {
    let approvers = request.approvers.iter().filter(|approver| matches(approver));
    let names: Vec<&str> = approvers.map(|approver| approver.name.as_str()).collect();
    (!names.is_empty()).then(|| (texts.common.names)(&names))
}

/// Returns a sentence that names the approvers whose answers are open, and says until when.
fn waiting_for(request: &Request, clock: &Clock<'_>, texts: &'static Texts) -> Option<String> {
    let is_open = |approver: &Approver| request.state.vote_of(&approver.id()).is_none();
    let names = names(request, is_open, texts)?;
    Some((texts.common.waiting_for)(&names, &clock.moment(request.decide_by)))
}

/// Returns a sentence about the number of changes in all sources, if it is known of each.
fn since(change: &Change, clock: &Clock<'_>, texts: &'static Texts) -> Option<String> {
    let mut count = Some(0_usize);
    for revision in &change.revisions {
        let of_source = revision.since.as_ref()?.count;
        let of_source = of_source.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
        count = count.zip(of_source).map(|(sum, count)| sum.saturating_add(count));
    }
    let day = change.last_approved_at.map(|at| clock.day(at));
    (!change.is_empty()).then(|| (texts.common.since)(count, day.as_deref()))
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
    pub(super) fn new(link: &'a WebLink, label: String) -> Self {
        Self { href: link.as_str(), host: link.host(), label }
    }
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

/// Returns a text from outside as one line of at most `limit` characters.
pub(super) fn one_line(name: &str, limit: usize) -> String {
    UntrustedText::line(name, limit).map(|name| name.to_string()).unwrap_or_default()
}
