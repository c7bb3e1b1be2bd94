//! A submitted form.

use http::StatusCode;
use switchboard_approval::link::LinkToken;
use switchboard_approval::render::page::FormProblem;
use switchboard_approval::{UntrustedText, Verdict, Vote};

use crate::event::{BodyError, Event};

const TYPE: &str = "application/x-www-form-urlencoded";

/// A form as it was submitted. `Debug` is masked.
#[derive(derive_more::Debug, Default)]
#[debug("Submission(***)")]
pub(crate) struct Submission {
    token: Option<String>,
    pub(crate) nonce: String,
    looked: bool,
    /// The reason of a rejection, or a comment, as it was typed.
    pub(crate) typed: String,
}

/// The reason why a form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubmissionError {
    Type,
    TooLarge,
    Bad,
}

impl SubmissionError {
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Bad => StatusCode::BAD_REQUEST,
        }
    }
}

impl Submission {
    /// Reads a form. A repeated field is ambiguous, so it is refused.
    pub(crate) fn read(event: &Event) -> Result<Self, SubmissionError> {
        let media_type = event.header("content-type").unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case(TYPE) {
            return Err(SubmissionError::Type);
        }
        let body = event.body().map_err(|error| match error {
            BodyError::TooLarge => SubmissionError::TooLarge,
            BodyError::NotText => SubmissionError::Bad,
        })?;
        let mut form = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            if seen.iter().any(|seen| *seen == name) {
                return Err(SubmissionError::Bad);
            }
            match name.as_ref() {
                "token" => form.token = Some(value.into_owned()),
                "nonce" => form.nonce = value.into_owned(),
                "looked" => form.looked = value == "yes",
                "comment" | "reason" => form.typed = value.into_owned(),
                _ => {}
            }
            seen.push(name.into_owned());
        }
        Ok(form)
    }

    /// Returns the token of the link that the form was shown for.
    pub(crate) fn token(&self) -> Option<LinkToken> {
        self.token.as_deref().and_then(LinkToken::parse)
    }

    /// Returns the reason or comment. Fails if the form does not confirm the verdict: a ticked box
    /// for an acceptance, a reason for a rejection.
    pub(crate) fn reason(&self, verdict: Verdict) -> Result<Option<UntrustedText>, FormProblem> {
        // Browsers send line ends as two characters, but count them as one.
        let typed = self.typed.replace("\r\n", "\n");
        if typed.encode_utf16().count() > Vote::REASON_LIMIT {
            return Err(FormProblem::ReasonTooLong);
        }
        let text = UntrustedText::lines(&typed, Vote::REASON_LIMIT);
        match verdict {
            Verdict::Accept if !self.looked => Err(FormProblem::NotConfirmed),
            Verdict::Reject if text.is_none() => Err(FormProblem::ReasonMissing),
            Verdict::Accept | Verdict::Reject => Ok(text),
        }
    }
}
