//! Mails to the approvers, in plain text and in HTML.
//!
//! The text part is complete without the HTML part. It quotes what others wrote line by line, so that
//! none of it looks like a line of ours; in the HTML part the templates escape it.

mod plain;

use askama::Template;
use jiff::Timestamp;

use super::facts::{ContactView, Facts, StagingView, in_subject, in_text};
use super::status_message::{AnswerView, StatusMessage, StatusPresenter, count};
use super::texts::{self, Texts};
use super::time::Clock;
use crate::approver::Approver;
use crate::brand::Site;
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
    let (subject, heading) = match kind {
        MailKind::Invitation => (t.mail.subject.invitation, t.mail.heading.invitation),
        MailKind::Reminder => (t.mail.subject.reminder, t.mail.heading.reminder),
        MailKind::LastReminder => (t.mail.subject.last_reminder, t.mail.heading.last_reminder),
        MailKind::Outcome | MailKind::Aftermath => return outcome(request, approver, site, now),
    };
    let pipeline = in_text(&request.release.action.pipeline);
    let by = Clock::new(approver, &t.time).short(request.decide_by);
    let facts = Facts::new(request, approver, now, t);
    let view = Asking {
        t,
        letter: Letter::new(heading(&pipeline), request, approver.into(), site, t),
        asked_for: (t.mail.asked_for)(&pipeline),
        decide_by: (t.mail.decide_by)(&facts.deadline.at, &facts.deadline.left),
        who: who_decides(request, &facts, t),
        links: *links,
        facts,
    };
    let fallback = format!("{}\n\n{}\n\n{}\n", view.letter.heading, links.accept, links.reject);
    let subject = subject(&in_subject(&pipeline), &by);
    Mail::new(request, site, subject, &AskingText { m: &view }, &AskingHtml { m: &view }, fallback)
}

/// Writes the mail that reports the outcome of a request, or what became of the release after it was
/// accepted, in the reader's language.
#[must_use]
pub fn outcome<'a>(
    request: &'a Request,
    reader: impl Into<Reader<'a>>,
    site: Site<'_>,
    now: Timestamp,
) -> Mail {
    let reader = reader.into();
    let t = texts::of(reader.language);
    let presenter = StatusPresenter::new(request, reader, None, now, t);
    let message = presenter.message();
    let view = Outcome {
        t,
        letter: Letter::new(message.title.to_owned(), request, reader, site, t),
        message,
        answers: presenter.answers(),
        closed_at: presenter.closed_at(),
        stage: &request.release.action.stage,
    };
    let subject = outcome_subject(request, now, t);
    let fallback = format!("{}\n", view.letter.heading);
    Mail::new(
        request,
        site,
        subject,
        &OutcomeText { m: &view },
        &OutcomeHtml { m: &view },
        fallback,
    )
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
        let thread = format!("<{}@{}>", request.id.as_str(), site.base_url.host());
        Self { subject, text: plain::tidied(&text), html, thread, attachments: Vec::new() }
    }
}

/// The parts that every mail has.
struct Letter<'a> {
    lang: &'static str,
    brand: String,
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
        request: &'a Request,
        reader: Reader<'_>,
        site: Site<'_>,
        t: &'static Texts,
    ) -> Self {
        let pipeline = in_text(&request.release.action.pipeline);
        Self {
            lang: reader.language.tag(),
            brand: site.brand.name.clone(),
            heading,
            greeting: (t.mail.greeting)(reader.name.unwrap_or_default()),
            contact: ContactView::new(request, t),
            footer: (t.mail.footer)(&site.brand.name, &pipeline),
            reference: (t.common.reference)(&request.id.to_string()),
            pipeline,
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
    answers: Vec<AnswerView>,
    closed_at: Option<String>,
    stage: &'a str,
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

fn outcome_subject(request: &Request, now: Timestamp, t: &'static Texts) -> String {
    let t = &t.mail;
    let aftermath = request.mailed_aftermath().map(|aftermath| aftermath.result);
    let subject = match &request.state {
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
    };
    subject(&in_subject(&request.release.action.pipeline))
}

#[cfg(test)]
mod tests;
