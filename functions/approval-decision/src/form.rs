//! What a form says.

use http::StatusCode;
use switchboard_approval::Text;
use switchboard_approval::Verdict;
use switchboard_approval::form::REASON_LIMIT;
use switchboard_approval::link::LinkToken;
use switchboard_approval::render::page::FormProblem;

use crate::event::{BodyError, Event};

const TYPE: &str = "application/x-www-form-urlencoded";

/// A form as it was sent.
#[derive(Debug, Default)]
pub(crate) struct Form {
    token: Option<String>,
    pub(crate) nonce: String,
    looked: bool,
    /// As it was typed: the reason of a rejection, or a comment.
    pub(crate) typed: String,
}

/// Why a form is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormError {
    Type,
    TooLarge,
    Bad,
}

impl FormError {
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::Type => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Bad => StatusCode::BAD_REQUEST,
        }
    }
}

impl Form {
    /// Reads a form. A field that is there twice could mean two things, so it means nothing.
    pub(crate) fn read(event: &Event) -> Result<Self, FormError> {
        let media_type = event.header("content-type").unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case(TYPE) {
            return Err(FormError::Type);
        }
        let body = event.body().map_err(|error| match error {
            BodyError::TooLarge => FormError::TooLarge,
            BodyError::NotText => FormError::Bad,
        })?;
        let mut form = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            if seen.iter().any(|seen| *seen == name) {
                return Err(FormError::Bad);
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

    /// The link that it was shown for.
    pub(crate) fn token(&self) -> Option<LinkToken> {
        self.token.as_deref().and_then(LinkToken::parse)
    }

    /// What the approver wrote, if the form says clearly what its link is for.
    pub(crate) fn intent(&self, verdict: Verdict) -> Result<Option<Text>, FormProblem> {
        // Browsers send line ends as two characters and count them as one.
        let typed = self.typed.replace("\r\n", "\n");
        if typed.encode_utf16().count() > REASON_LIMIT {
            return Err(FormProblem::ReasonTooLong);
        }
        let text = Text::lines(&typed, REASON_LIMIT);
        match verdict {
            Verdict::Accept if !self.looked => Err(FormProblem::NotConfirmed),
            Verdict::Reject if text.is_none() => Err(FormProblem::ReasonMissing),
            Verdict::Accept | Verdict::Reject => Ok(text),
        }
    }
}
