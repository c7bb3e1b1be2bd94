//! The page that asks for an answer.

use askama::Template;
use jiff::Timestamp;

use super::{FormProblem, Frame};
use crate::approver::Approver;
use crate::base_url;
use crate::brand::Site;
use crate::language::Language;
use crate::link::LinkToken;
use crate::render::facts::{ContactView, Facts, StagingView};
use crate::render::texts::{self, Texts};
use crate::request::Request;
use crate::state::{Verdict, Vote};

#[derive(Template)]
#[template(path = "review.html")]
pub(super) struct ReviewPage<'a> {
    frame: Frame,
    t: &'static Texts,
    question: String,
    issued: String,
    left: String,
    facts: Facts<'a>,
    is_accept: bool,
    /// The path that the form is sent to.
    action: &'static str,
    token: &'a str,
    nonce: &'a str,
    typed: &'a str,
    limit: usize,
    /// The name of the field for the comment or reason.
    text_field: &'static str,
    /// The label of the box.
    looked: &'static str,
    hint: String,
    button: &'static str,
    opposite: &'static str,
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
        site: Site<'_>,
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
            facts,
            is_accept: form.verdict == Verdict::Accept,
            action: base_url::PATH,
            token: form.token.as_str(),
            nonce: form.nonce,
            typed: form.typed,
            limit: Vote::REASON_LIMIT,
            text_field: text_field(form.verdict),
            looked: if can_look { t.review.looked } else { t.review.looked_at_facts },
            hint: (t.review.hint)(Vote::REASON_LIMIT),
            button: t.review.button.of(form.verdict),
            opposite: t.review.opposite.of(form.verdict),
            problem,
            contact: ContactView::new(request, t),
        }
    }

    fn has_problem_at(&self, field: &str) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.is_at(field))
    }
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
