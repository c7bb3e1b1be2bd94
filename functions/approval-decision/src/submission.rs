//! A submitted form.

use http::StatusCode;
use percent_encoding::percent_decode_str;
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
    /// The verdict that the form is for; `None` for the one that the link chooses.
    pub(crate) verdict: Option<Verdict>,
    pub(crate) nonce: String,
    looked: bool,
    /// Whether the form only asks for the status.
    pub(crate) looks_again: bool,
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
    /// Reads a form. A repeated field is ambiguous, so it is refused; a reason and a comment are the
    /// same field.
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
        if !is_encoded_text(&body) {
            return Err(SubmissionError::Bad);
        }
        let mut form = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            let name = if name == "reason" { "comment".into() } else { name };
            if seen.iter().any(|seen| *seen == name) {
                return Err(SubmissionError::Bad);
            }
            match name.as_ref() {
                "token" => form.token = Some(value.into_owned()),
                "verdict" => {
                    form.verdict = Some(Verdict::named(&value).ok_or(SubmissionError::Bad)?);
                }
                "nonce" => form.nonce = value.into_owned(),
                "looked" => form.looked = value == "yes",
                "look" if value == "again" => form.looks_again = true,
                "look" => return Err(SubmissionError::Bad),
                "comment" => form.typed = value.into_owned(),
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

/// Returns whether every percent sign begins an escape, and the escapes are UTF-8. The parser of forms
/// replaces what is not, as the URL Standard asks, but no browser sends it, and a reason that nobody wrote
/// would be recorded.
fn is_encoded_text(body: &str) -> bool {
    let begins_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let mut after_percent_signs = body.split('%').skip(1);
    after_percent_signs.all(begins_escape) && percent_decode_str(body).decode_utf8().is_ok()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn submit(body: &str) -> Result<Submission, SubmissionError> {
        let event = json!({
            "headers": {"content-type": TYPE},
            "requestContext": {"http": {"method": "POST"}},
            "body": STANDARD.encode(body),
            "isBase64Encoded": true,
        });
        Submission::read(&serde_json::from_value(event).unwrap())
    }

    #[test]
    fn a_form_that_no_browser_encodes_is_refused() {
        for bad in [
            "reason=%C0%AF",
            "reason=%FF",
            "reason=%ED%A0%80",
            "reason=%C3&token=%A9",
            "reason=%E2%82",
            "reason=no%ZZ",
            "reason=100%",
            "reason=%",
            "reason=%4",
            "reason=%%34%31",
            "%FF=x",
            "to%zzken=x",
            "reason=%u20ac",
            "reason=%+1",
            "reason=%-1",
        ] {
            assert_eq!(submit(bad).unwrap_err(), SubmissionError::Bad, "{bad}");
        }
        for (good, typed) in [
            ("reason=100%25", "100%"),
            ("reason=%E2%82%AC+%c3%a9", "€ é"),
            ("reason=", ""),
            ("reason", ""),
            ("&&reason=a&", "a"),
            ("reason=a=b", "a=b"),
            ("reason=%EF%BF%BD", "\u{fffd}"),
        ] {
            assert_eq!(submit(good).unwrap().typed, typed, "{good}");
        }
    }

    #[test]
    fn a_form_that_says_two_things_is_refused() {
        for bad in [
            "reason=stop+it&comment=all+fine",
            "comment=&reason=x",
            "reason=a&reason=b",
            "comment=a&comment=a",
            "r%65ason=a&reason=b",
            "verdict=accept&verdict=reject",
            "verdict=accept&verdict=accept",
            "verdict=",
            "verdict=both",
            "verdict=Accept",
            "look=again&look=again",
            "look=",
            "look=yes",
            "token=a&token=a",
            "nonce=a&nonce=a",
            "looked=yes&looked=yes",
        ] {
            assert_eq!(submit(bad).unwrap_err(), SubmissionError::Bad, "{bad}");
        }
        assert_eq!(submit("verdict=reject").unwrap().verdict, Some(Verdict::Reject));
        assert!(submit("look=again").unwrap().looks_again && !submit("x=y").unwrap().looks_again);
    }

    #[test]
    fn debug_shows_no_secret() {
        let form = submit("token=secret&nonce=secret&reason=secret");
        assert_eq!(format!("{:?}", form.unwrap()), "Submission(***)");
    }

    proptest! {
        #[test]
        fn whatever_a_browser_encodes_arrives(typed in any::<String>(), token in "\\PC{0,60}") {
            let mut body = form_urlencoded::Serializer::new(String::new());
            let body = body.append_pair("token", &token).append_pair("comment", &typed).finish();
            prop_assume!(body.len() < 16 * 1024);
            let form = submit(&body).unwrap();
            prop_assert_eq!(form.typed, typed);
            prop_assert_eq!(form.token, Some(token));
        }

        #[test]
        fn no_form_makes_it_panic(body in "[a-z%&=+0-9A-F]{0,80}") {
            let _ = submit(&body);
        }
    }
}
