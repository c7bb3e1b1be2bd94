//! The pages behind the links.
//!
//! They have no script and load nothing: what they look like stands in the page, and the header
//! [`content_security_policy`] allows that and nothing else. What others wrote is escaped by the
//! templates. A link's secret is on the page that asks, once, in the form.

mod notice;
mod review;
mod status;

use std::fmt;
use std::sync::LazyLock;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use self::notice::NoticePage;
use self::review::ReviewPage;
use self::status::StatusPage;
use super::story::Visit;
use super::texts;
use crate::link::LinkToken;
use crate::{Approver, Language, Request, Verdict};

/// What every page looks like, as it stands between `<style>` and `</style>`.
const STYLE: &str = include_str!("../../templates/page.css");

/// A page. `Debug` names the variant alone.
#[derive(Clone, Copy)]
pub enum Page<'a> {
    /// Shows what is to be released, and asks.
    Review {
        /// What is asked.
        request: &'a Request,
        /// Whose link it is.
        approver: &'a Approver,
        /// The verdict of the link.
        verdict: Verdict,
        /// The link's secret, for the form.
        token: &'a LinkToken,
        /// What ties the answer to this page.
        nonce: &'a str,
        /// What was wrong with the answer before.
        problem: Option<FormProblem>,
        /// The reason or comment that was typed before, as it came.
        typed: &'a str,
        /// The time.
        now: Timestamp,
    },
    /// Tells where a request is.
    Status {
        /// The request.
        request: &'a Request,
        /// Whose link it is.
        approver: &'a Approver,
        /// The verdict of the link.
        verdict: Verdict,
        /// Whether the click of this visit brought it about.
        fresh: bool,
        /// The time.
        now: Timestamp,
    },
    /// The link was withdrawn.
    Revoked {
        /// The request.
        request: &'a Request,
        /// Whose link it was.
        approver: &'a Approver,
    },
    /// No such link or page.
    NotFound,
    /// Neither GET, HEAD nor POST.
    MethodNotAllowed,
    /// The body is larger than any form.
    TooLarge,
    /// The body is no form.
    UnsupportedMediaType,
    /// The form was on another site.
    CrossSite,
    /// The form lacks a field that it always has.
    BadForm,
    /// Nothing was recorded.
    NotRecorded,
    /// Nobody knows whether it was recorded.
    Unconfirmed,
    /// The request could not be read.
    Unavailable,
    /// Anything else.
    ServerError,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormProblem {
    /// The box is not ticked.
    NotConfirmed,
    /// A rejection without a reason.
    ReasonMissing,
    /// More than [`REASON_LIMIT`](crate::form::REASON_LIMIT).
    ReasonTooLong,
    /// The page was open for too long, or the nonce is missing.
    Stale,
}

impl Page<'_> {
    /// The page in this language.
    #[must_use]
    pub fn html(&self, language: Language) -> String {
        let status = |request, approver, visit, now| {
            written(&StatusPage::new(request, approver, visit, now, language), language)
        };
        let notices = &texts::of(language).notices;
        let notice = match *self {
            Self::Review { request, approver, verdict, token, nonce, problem, typed, now } => {
                if request.time_left(now).is_none() {
                    // No form is shown that can only fail.
                    return status(request, approver, Visit { verdict, fresh: false }, now);
                }
                let form = review::Form { verdict, token, nonce, problem, typed };
                return written(&ReviewPage::new(request, approver, form, now, language), language);
            }
            Self::Status { request, approver, verdict, fresh, now } => {
                return status(request, approver, Visit { verdict, fresh }, now);
            }
            Self::Revoked { request, approver } => {
                return written(&StatusPage::revoked(request, approver, language), language);
            }
            Self::NotFound => &notices.not_found,
            Self::MethodNotAllowed => &notices.method_not_allowed,
            Self::TooLarge => &notices.too_large,
            Self::UnsupportedMediaType => &notices.unsupported_media_type,
            Self::CrossSite => &notices.cross_site,
            Self::BadForm => &notices.bad_form,
            Self::NotRecorded => &notices.not_recorded,
            Self::Unconfirmed => &notices.unconfirmed,
            Self::Unavailable => &notices.unavailable,
            Self::ServerError => &notices.server_error,
        };
        written(&NoticePage::new(*notice, language), language)
    }

    /// The name of the variant, for logs.
    const fn name(&self) -> &'static str {
        match self {
            Self::Review { .. } => "Review",
            Self::Status { .. } => "Status",
            Self::Revoked { .. } => "Revoked",
            Self::NotFound => "NotFound",
            Self::MethodNotAllowed => "MethodNotAllowed",
            Self::TooLarge => "TooLarge",
            Self::UnsupportedMediaType => "UnsupportedMediaType",
            Self::CrossSite => "CrossSite",
            Self::BadForm => "BadForm",
            Self::NotRecorded => "NotRecorded",
            Self::Unconfirmed => "Unconfirmed",
            Self::Unavailable => "Unavailable",
            Self::ServerError => "ServerError",
        }
    }
}

impl fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What stands around every page.
struct Frame {
    lang: &'static str,
    title: String,
    style: &'static str,
    tag: &'static str,
    /// What names the request to the people who look after it.
    reference: Option<String>,
}

impl Frame {
    fn new(title: &str, request: Option<&Request>, language: Language) -> Self {
        let common = &texts::of(language).common;
        Self {
            lang: language.tag(),
            title: title.to_owned(),
            style: STYLE,
            tag: common.tag,
            reference: request.map(|request| (common.reference)(&request.id.to_string())),
        }
    }
}

/// Fills a template. That fails only if a value in it cannot be written, and all of them are text;
/// should it ever, the reader is told to come back.
fn written(page: &impl Template, language: Language) -> String {
    page.render().unwrap_or_else(|_| {
        let (tag, notice) = (language.tag(), texts::of(language).notices.server_error);
        let (title, next) = (notice.title, notice.next);
        format!(
            "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
             <body><main><h1>{title}</h1><p>{next}</p></main></body></html>"
        )
    })
}

/// The header `Content-Security-Policy` of every page: its own style, by its hash, and its own form.
#[must_use]
pub fn content_security_policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'"
        )
    });
    &POLICY
}

#[cfg(test)]
mod tests;
