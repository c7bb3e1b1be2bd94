//! Mails to the approvers, in plain text and in HTML.
//!
//! The text part is complete without the HTML part. It quotes what others wrote line by line, so that
//! none of it looks like a line of ours; in the HTML part the templates escape it.
//!
//! The layout of the HTML part depends on nothing that a mail program in use drops: see
//! `docs/decisions/0017-mail-for-every-client.md`.

mod calendar;
mod html;
mod plain;
mod shorten;
mod subject;

use askama::Template;
use jiff::Timestamp;

use self::html::LogoSize;
use self::shorten::shorten;
use self::subject::subject;
use super::facts::{ContactView, Facts, StagingView, in_text};
use super::status_message::{AnswerView, StatusMessage, StatusPresenter, StatusStyle, count};
use super::texts::{self, Texts};
use super::time::Clock;
use crate::approver::Approver;
use crate::brand::{Brand, Site};
use crate::reader::Reader;
use crate::request::{AftermathResult, Request};
use crate::schedule::MailKind;
use crate::state::{DecidedBy, Ending, State, Verdict};

/// The two links of one approver, as complete URLs. `Debug` is masked.
#[derive(Clone, Copy, derive_more::Debug)]
#[debug("Links(***)")]
pub struct Links<'a> {
    /// The link that accepts the release.
    pub accept: &'a str,
    /// The link that rejects the release.
    pub reject: &'a str,
}

/// Subject and content of a mail. `Debug` is masked, because mails hold links.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("Mail(***)")]
pub struct Mail {
    /// The subject: one line of at most 150 characters.
    pub subject: String,
    /// The part in plain text. Its lines have at most 72 characters, except for URLs.
    pub text: String,
    /// The part in HTML.
    pub html: String,
    /// The id that all mails of a request refer to, so that mail programs show one thread: the value
    /// of the headers `References` and `In-Reply-To` (RFC 5322, section 3.6.4).
    pub thread: String,
    /// The files that travel with the mail.
    pub attachments: Vec<Attachment>,
}

/// A file in a mail. `Debug` is masked.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("Attachment({name}, {} bytes)", content.len())]
pub struct Attachment {
    /// The name of the file.
    pub name: &'static str,
    /// The media type, with its parameters.
    pub media_type: &'static str,
    /// The id by which the HTML part shows the file (`cid:`). `None` for a file that is offered for
    /// download.
    pub content_id: Option<&'static str>,
    /// The bytes of the file.
    pub content: Vec<u8>,
}

/// Writes a mail that asks an approver to decide, in the approver's language. For
/// [`MailKind::Outcome`] and [`MailKind::Aftermath`], which ask nothing, it is the mail of [`outcome`].
#[must_use]
pub fn asking(
    kind: MailKind,
    request: &Request,
    approver: &Approver,
    links: &Links<'_>,
    site: Site<'_>,
    now: Timestamp,
) -> Mail {
    let t = texts::of(approver.language);
    let (by_when, heading) = match kind {
        MailKind::Invitation => (t.mail.subject.invitation, t.mail.heading.invitation),
        MailKind::Reminder => (t.mail.subject.reminder, t.mail.heading.reminder),
        MailKind::LastReminder => (t.mail.subject.last_reminder, t.mail.heading.last_reminder),
        MailKind::Outcome | MailKind::Aftermath => return outcome(request, approver, site, now),
    };
    let pipeline = in_text(&request.release.action.pipeline);
    let by = Clock::new(approver, &t.time).short(request.decide_by);
    let subject = subject(&by_when(&by), request, t);
    let mut facts = Facts::new(request, approver, now, t);
    let more_sources = shorten(&mut facts, t);
    let view = Asking {
        t,
        letter: Letter::new(heading(&pipeline), preheader(&facts, t), request, approver, site, t),
        asked_for: (t.mail.asked_for)(&pipeline),
        decide_by: (t.mail.decide_by)(&facts.deadline.at, &facts.deadline.left),
        who: who_decides(request, &facts, t),
        links: *links,
        link_host: (t.mail.link_host)(site.base_url.host()),
        more_sources,
        facts,
    };
    let fallback = format!("{}\n\n{}\n\n{}\n", view.letter.heading, links.accept, links.reject);
    let mut mail = Mail::new(
        request,
        site,
        subject,
        &AskingText { m: &view },
        &AskingHtml { m: &view },
        fallback,
    );
    if kind == MailKind::Invitation {
        let words = deadline_words(request, &view.letter.reference, t);
        mail.attachments.push(calendar::entry(request, &uid(request, site), &words.as_ref()));
    }
    mail
}

/// Writes the mail that reports the outcome of a request, or what became of the release after it was
/// accepted, in the reader's language.
#[must_use]
pub fn outcome<'a>(
    request: &'a Request,
    reader: impl Into<Reader<'a>>,
    site: Site<'a>,
    now: Timestamp,
) -> Mail {
    let reader = reader.into();
    let t = texts::of(reader.language);
    let presenter = StatusPresenter::new(request, reader, None, now, t);
    let message = presenter.message();
    let mut facts = Facts::new(request, reader, now, t);
    let more_sources = shorten(&mut facts, t);
    let preheader = message.paragraphs.first().cloned().unwrap_or_default();
    let view = Outcome {
        t,
        letter: Letter::new(message.title.to_owned(), preheader, request, reader, site, t),
        tone: match message.style {
            StatusStyle::Accepted => site.brand.accent.to_string(),
            other => other.color().to_owned(),
        },
        message,
        answers: presenter.answers(),
        closed_at: presenter.closed_at(),
        more_sources,
        facts,
    };
    let subject = subject(outcome_word(request, now, t), request, t);
    let fallback = format!("{}\n", view.letter.heading);
    let mut mail = Mail::new(
        request,
        site,
        subject,
        &OutcomeText { m: &view },
        &OutcomeHtml { m: &view },
        fallback,
    );
    // Only approvers have had the entry.
    if let (State::Closed(closed), Some(_), None) =
        (&request.state, reader.approver, request.mailed_aftermath())
    {
        let words = deadline_words(request, &view.letter.reference, t);
        let uid = uid(request, site);
        mail.attachments.push(calendar::cancellation(request, &uid, &words.as_ref(), closed.at()));
    }
    mail
}

impl Mail {
    /// Fills the templates. This cannot fail, because every value in them is text; if it ever did,
    /// `fallback` would be sent.
    fn new(
        request: &Request,
        site: Site<'_>,
        subject: String,
        text: &impl Template,
        html: &impl Template,
        fallback: String,
    ) -> Self {
        let html = html.render().unwrap_or_else(|_| plain::as_html(&fallback));
        let text = text.render().unwrap_or(fallback);
        let thread = format!("<{}>", uid(request, site));
        let logo = site.brand.logo.as_ref().map(|logo| Attachment {
            name: "logo.png",
            media_type: "image/png",
            content_id: Some(LOGO_ID),
            content: logo.png.clone(),
        });
        let attachments = logo.into_iter().collect();
        Self { subject, text: plain::tidied(&text), html, thread, attachments }
    }
}

/// The id by which mails show the logo.
const LOGO_ID: &str = "logo";

/// Returns the id of a request that is unique in the world, as threads and calendars use it. A port
/// may not stand in it (RFC 5322, section 3.6.4).
fn uid(request: &Request, site: Site<'_>) -> String {
    format!("{}@{}", request.id.as_str(), site.base_url.host().replace(':', "."))
}

/// Title and description of the calendar entry.
struct DeadlineWords {
    title: String,
    description: String,
}

impl DeadlineWords {
    fn as_ref(&self) -> calendar::Words<'_> {
        calendar::Words { title: &self.title, description: &self.description }
    }
}

fn deadline_words(request: &Request, reference: &str, t: &'static Texts) -> DeadlineWords {
    let title = subject(t.mail.calendar_title, request, t);
    DeadlineWords { title, description: (t.mail.calendar_description)(reference) }
}

/// Returns the text that a mailbox shows beside the subject: what changes, since when, where to try it, and the
/// time that is left.
fn preheader(facts: &Facts<'_>, t: &'static Texts) -> String {
    let mut parts = Vec::new();
    if let Some(subject) = facts.revisions.first().and_then(|revision| revision.subject.as_ref()) {
        parts.push(subject.clone());
    }
    parts.extend(facts.since.clone());
    if let StagingView::Link(link) = &facts.staging {
        parts.push((t.mail.try_it)(link.host));
    }
    parts.push((t.common.left)(&facts.deadline.left));
    parts.join(" \u{b7} ")
}

/// The parts that every mail has.
struct Letter<'a> {
    lang: &'static str,
    brand: &'a Brand,
    logo: Option<LogoSize>,
    /// The text that a mailbox shows beside the subject, and the mail does not show.
    preheader: String,
    heading: String,
    greeting: String,
    pipeline: String,
    contact: Option<ContactView<'a>>,
    footer: String,
    reference: String,
}

impl<'a> Letter<'a> {
    fn new(
        heading: String,
        preheader: String,
        request: &'a Request,
        reader: impl Into<Reader<'a>>,
        site: Site<'a>,
        t: &'static Texts,
    ) -> Self {
        let reader = reader.into();
        let pipeline = in_text(&request.release.action.pipeline);
        let brand = site.brand;
        let footer =
            if reader.approver.is_some() { t.mail.footer } else { t.mail.footer_for_others };
        Self {
            lang: reader.language.tag(),
            logo: brand.logo.as_ref().and_then(LogoSize::of),
            preheader,
            heading,
            greeting: (t.mail.greeting)(reader.name),
            contact: ContactView::new(request, t),
            footer: footer(&brand.name, &pipeline),
            reference: (t.common.reference)(&request.id.to_string()),
            pipeline,
            brand,
        }
    }
}

struct Asking<'a> {
    t: &'static Texts,
    letter: Letter<'a>,
    asked_for: String,
    decide_by: String,
    who: Vec<String>,
    links: Links<'a>,
    link_host: String,
    more_sources: Option<String>,
    facts: Facts<'a>,
}

#[derive(Template)]
#[template(path = "mail/asking.txt")]
struct AskingText<'a> {
    m: &'a Asking<'a>,
}

#[derive(Template)]
#[template(path = "mail/asking.html")]
struct AskingHtml<'a> {
    m: &'a Asking<'a>,
}

struct Outcome<'a> {
    t: &'static Texts,
    letter: Letter<'a>,
    message: StatusMessage,
    /// The color of the status.
    tone: String,
    answers: Vec<AnswerView>,
    closed_at: Option<String>,
    more_sources: Option<String>,
    facts: Facts<'a>,
}

#[derive(Template)]
#[template(path = "mail/outcome.txt")]
struct OutcomeText<'a> {
    m: &'a Outcome<'a>,
}

#[derive(Template)]
#[template(path = "mail/outcome.html")]
struct OutcomeHtml<'a> {
    m: &'a Outcome<'a>,
}

/// Returns sentences about who is asked, how many answers decide, and how many there are.
fn who_decides(request: &Request, facts: &Facts<'_>, t: &'static Texts) -> Vec<String> {
    let quorum = request.quorum;
    let (needed, of) = (quorum.approvals.into(), quorum.approvers.into());
    let mut who = vec![(t.mail.needed)(needed, of)];
    if of > 1 {
        who.push((t.mail.asked)(&facts.asked));
        who.push((t.mail.rejections_needed)(quorum.rejections.into()));
    }
    let accepted = count(request, Verdict::Accept);
    if accepted > 0 {
        who.push((t.common.progress.accept)(accepted, needed));
    }
    who
}

/// Returns the words of a subject for the outcome.
fn outcome_word(request: &Request, now: Timestamp, t: &'static Texts) -> &'static str {
    let t = &t.mail;
    let aftermath = request.mailed_aftermath().map(|aftermath| aftermath.result);
    match &request.state {
        State::Closed(_) if aftermath == Some(AftermathResult::Failed) => t.failed_after,
        State::Closed(_) if aftermath == Some(AftermathResult::Stopped) => t.stopped_after,
        State::Closed(_) if aftermath == Some(AftermathResult::RolledBack) => t.rolled_back_after,
        State::Pending(_) if request.time_left(now).is_none() => t.over,
        State::Pending(_) | State::Deciding(_) => t.still_open,
        State::Closed(closed) => match (closed.ending(), closed.decision()) {
            (Ending::Applied, Some(decision)) if decision.by == DecidedBy::Approvers => {
                t.decided.of(decision.verdict)
            }
            (Ending::Applied | Ending::Expired, _) => t.over,
            (Ending::ClosedElsewhere(elsewhere), _) => t.decided.of(elsewhere.verdict),
            (Ending::Cancelled, _) => t.cancelled,
            (Ending::NotShown, _) => t.not_shown,
            (Ending::Undeliverable, _) => t.undeliverable,
        },
    }
}

#[cfg(test)]
mod tests;
