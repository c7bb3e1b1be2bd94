//! The page that asks for an answer.
//!
//! What an answer needs stands first, so that it fits one screen of a phone: the question, the deadline,
//! what changes, where to try it, and the form. All other facts follow the form.

use askama::Template;
use jiff::Timestamp;

use super::{FormProblem, Frame, contact};
use crate::approver::Approver;
use crate::base_url;
use crate::brand::Site;
use crate::language::Language;
use crate::link::LinkToken;
use crate::render::facts::{ContactView, Facts, StagingView, first_line};
use crate::render::texts::{self, Texts};
use crate::request::Request;
use crate::state::{Verdict, Vote};

/// The longest note that stands whole above the form, in characters.
const LINE_LIMIT: usize = 140;

#[derive(Template)]
#[template(path = "review.html")]
pub(super) struct ReviewPage<'a> {
    frame: Frame,
    t: &'static Texts,
    question: String,
    issued: String,
    left: String,
    facts: Facts<'a>,
    /// The first words of a long note, which is folded.
    note_start: Option<String>,
    verdict: Verdict,
    /// The path that the form is sent to.
    action: &'static str,
    token: &'a str,
    nonce: &'a str,
    typed: &'a str,
    limit: usize,
    /// The label of the box.
    looked: &'static str,
    hint: String,
    /// The path of the form with the other verdict.
    other_form: String,
    problem: Option<ProblemView>,
    contact: Option<ContactView<'a>>,
}

/// A problem of the form, and the field that it belongs to.
struct ProblemView {
    message: String,
    /// The field that the error summary links to.
    field: &'static str,
    /// Whether the problem is shown at that field too.
    at_field: bool,
}

impl ProblemView {
    fn is_at(&self, field: &str) -> bool {
        self.at_field && self.field == field
    }
}

/// The values of the form.
#[derive(Clone, Copy)]
pub(super) struct FormState<'a> {
    pub(super) verdict: Verdict,
    pub(super) token: &'a LinkToken,
    pub(super) nonce: &'a str,
    pub(super) problem: Option<FormProblem>,
    pub(super) typed: &'a str,
}

impl<'a> ReviewPage<'a> {
    pub(super) fn new(
        request: &'a Request,
        approver: &'a Approver,
        form: FormState<'a>,
        now: Timestamp,
        site: Site<'a>,
        language: Language,
    ) -> Self {
        let t = texts::of(language);
        let facts = Facts::new(request, approver, now, t);
        let question = (t.review.question.of(form.verdict))(facts.name.pipeline);
        let problem = form.problem.map(|problem| problem_view(problem, form.verdict, t));
        let title = match problem {
            Some(_) => format!("{} {question}", t.review.error),
            None => question.clone(),
        };
        let can_look = matches!(facts.staging, StagingView::Link(_));
        Self {
            frame: Frame::new(&title, Some(request), site, language),
            t,
            question,
            issued: (t.review.issued)(approver.name.as_str(), &approver.email.to_string()),
            left: (t.common.left)(&facts.deadline.left),
            note_start: facts.note.and_then(start_of_long),
            facts,
            verdict: form.verdict,
            action: base_url::PATH,
            token: form.token.as_str(),
            nonce: form.nonce,
            typed: form.typed,
            limit: Vote::REASON_LIMIT,
            looked: if can_look { t.review.looked } else { t.review.looked_at_facts },
            hint: (t.review.hint)(Vote::REASON_LIMIT),
            other_form: base_url::form_path(form.token, form.verdict.opposite()),
            problem,
            contact: contact(request, site, t),
        }
    }

    fn is_accept(&self) -> bool {
        self.verdict == Verdict::Accept
    }

    /// Returns the name of the field for the comment or reason.
    fn text_field(&self) -> &'static str {
        text_field(self.verdict)
    }

    /// Whether the field is shown at once. A comment is optional, so it is folded until it is needed.
    fn is_unfolded(&self) -> bool {
        !self.typed.is_empty() || self.has_problem_at(self.text_field())
    }

    fn has_problem_at(&self, field: &str) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.is_at(field))
    }
}

/// Returns the first words of a text that does not fit one line of the page.
fn start_of_long(text: &str) -> Option<String> {
    let is_long = text.contains('\n') || text.chars().nth(LINE_LIMIT).is_some();
    is_long.then(|| first_line(text, LINE_LIMIT)).flatten()
}

const fn text_field(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "comment",
        Verdict::Reject => "reason",
    }
}

fn problem_view(problem: FormProblem, verdict: Verdict, t: &'static Texts) -> ProblemView {
    let text = text_field(verdict);
    let first = match verdict {
        Verdict::Accept => "looked",
        Verdict::Reject => text,
    };
    let t = &t.review;
    let (message, field) = match problem {
        FormProblem::NotConfirmed => (t.not_confirmed.to_owned(), first),
        FormProblem::ReasonMissing => (t.reason_missing.to_owned(), text),
        FormProblem::ReasonTooLong => ((t.too_long.of(verdict))(Vote::REASON_LIMIT), text),
        FormProblem::Stale => (t.stale.to_owned(), first),
    };
    ProblemView { message, field, at_field: problem != FormProblem::Stale }
}
