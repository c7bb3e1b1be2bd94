//! The pages behind the links.
//!
//! They have no script and load nothing. The style sheet and the logo are part of the page, and the
//! header [`content_security_policy`] allows them and nothing else. The templates escape what others
//! wrote. The secret of a link is in a form, and in the link to the other form of a review page.

mod notice;
mod review;
mod status;
mod style;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use self::notice::NoticePage;
use self::review::ReviewPage;
use self::status::StatusPage;
pub use self::style::content_security_policy;
use super::facts::ContactView;
use super::status_message::PageView;
use super::texts;
use crate::approver::Approver;
use crate::brand::Site;
use crate::language::Language;
use crate::link::LinkToken;
use crate::request::Request;
use crate::state::Verdict;

/// A page. `Debug` shows the name of the variant alone.
#[derive(Clone, Copy, derive_more::Debug)]
pub enum Page<'a> {
    /// The page that asks for an answer, with its form.
    #[debug("Review")]
    Review {
        /// The request that waits.
        request: &'a Request,
        /// The approver that the link was issued to.
        approver: &'a Approver,
        /// The verdict of the form.
        verdict: Verdict,
        /// The secret of the link, for the form.
        token: &'a LinkToken,
        /// The nonce of the form.
        nonce: &'a str,
        /// The problem of the answer that was submitted before.
        problem: Option<FormProblem>,
        /// The reason or comment that was typed before, unchanged.
        typed: &'a str,
        /// The current time.
        now: Timestamp,
    },
    /// The page that shows the status of a request.
    #[debug("Status")]
    Status {
        /// The request.
        request: &'a Request,
        /// The approver that the link was issued to.
        approver: &'a Approver,
        /// The verdict of the form that was opened or sent.
        verdict: Verdict,
        /// The secret of the link, for the form that looks again.
        token: &'a LinkToken,
        /// Whether the answer of this visit led to the status.
        fresh: bool,
        /// The current time.
        now: Timestamp,
    },
    /// The page of a link that was withdrawn.
    #[debug("Revoked")]
    Revoked {
        /// The request.
        request: &'a Request,
        /// The approver that the link was issued to.
        approver: &'a Approver,
    },
    /// 404: there is no such link or page.
    NotFound,
    /// 405: the method is not GET, HEAD or POST.
    MethodNotAllowed,
    /// 413: the body is larger than any form.
    TooLarge,
    /// 415: the body is not a form.
    UnsupportedMediaType,
    /// 403: the form was sent from another site.
    CrossSite,
    /// 400: the form is garbled or ambiguous.
    BadForm,
    /// 400: it is not a request of a browser.
    BadRequest,
    /// The answer was not recorded.
    NotRecorded,
    /// The answer may be recorded or not.
    Unconfirmed,
    /// The request could not be read.
    Unavailable,
    /// 500: an error that another try does not fix.
    ServerError,
}

/// The problem of a form that was submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormProblem {
    /// The box of an acceptance is not ticked.
    NotConfirmed,
    /// The rejection has no reason.
    ReasonMissing,
    /// The reason is longer than [`Vote::REASON_LIMIT`](crate::state::Vote::REASON_LIMIT).
    ReasonTooLong,
    /// The page was open for too long, or the nonce is missing or false.
    Stale,
}

impl Page<'_> {
    /// Renders the page in this language.
    #[must_use]
    pub fn html(&self, language: Language, site: Site<'_>) -> String {
        let status = |request, approver, token, view, now| {
            let page = StatusPage::new(request, approver, token, view, now, site, language);
            rendered(&page, language)
        };
        let notices = &texts::of(language).notices;
        let notice = match *self {
            Self::Review { request, approver, verdict, token, nonce, problem, typed, now } => {
                if request.time_left(now).is_none() {
                    // A form that can only fail is not shown.
                    return status(
                        request,
                        approver,
                        token,
                        PageView { verdict, fresh: false },
                        now,
                    );
                }
                let form = review::FormState { verdict, token, nonce, problem, typed };
                return rendered(
                    &ReviewPage::new(request, approver, form, now, site, language),
                    language,
                );
            }
            Self::Status { request, approver, verdict, token, fresh, now } => {
                return status(request, approver, token, PageView { verdict, fresh }, now);
            }
            Self::Revoked { request, approver } => {
                return rendered(&StatusPage::revoked(request, approver, site, language), language);
            }
            Self::NotFound => &notices.not_found,
            Self::MethodNotAllowed => &notices.method_not_allowed,
            Self::TooLarge => &notices.too_large,
            Self::UnsupportedMediaType => &notices.unsupported_media_type,
            Self::CrossSite => &notices.cross_site,
            Self::BadForm => &notices.bad_form,
            Self::BadRequest => &notices.bad_request,
            Self::NotRecorded => &notices.not_recorded,
            Self::Unconfirmed => &notices.unconfirmed,
            Self::Unavailable => &notices.unavailable,
            Self::ServerError => &notices.server_error,
        };
        rendered(&NoticePage::new(*notice, site, language), language)
    }
}

/// The frame around every page.
struct Frame {
    lang: &'static str,
    brand: String,
    /// The address of the logo, which contains the picture.
    logo: Option<String>,
    title: String,
    colors: String,
    style: &'static str,
    tag: &'static str,
    /// The short id of the request, for the people who operate the system.
    reference: Option<String>,
}

impl Frame {
    fn new(title: &str, request: Option<&Request>, site: Site<'_>, language: Language) -> Self {
        let common = &texts::of(language).common;
        Self {
            lang: language.tag(),
            brand: site.brand.name.clone(),
            logo: site
                .brand
                .logo
                .as_ref()
                .map(|logo| format!("data:image/png;base64,{}", STANDARD.encode(&logo.png))),
            title: title.to_owned(),
            colors: style::brand_colors(site.brand),
            style: style::STYLE,
            tag: common.tag,
            reference: request.map(|request| (common.reference)(&request.id.to_string())),
        }
    }
}

/// Fills a template. This cannot fail, because every value in it is text; if it ever did, the page
/// would ask the reader to come back.
fn rendered(page: &impl Template, language: Language) -> String {
    page.render().unwrap_or_else(|_| {
        let (tag, notice) = (language.tag(), texts::of(language).notices.server_error);
        let (title, next) = (notice.title, notice.next);
        format!(
            "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
             <body><main><h1>{title}</h1><p>{next}</p></main></body></html>"
        )
    })
}

/// Returns the address for questions: the one of the request, or else the one of the deployment.
fn contact<'a>(
    request: &'a Request,
    site: Site<'a>,
    texts: &'static texts::Texts,
) -> Option<ContactView<'a>> {
    let fallback = || ContactView::of_request(site.brand.contact.as_ref()?, request, texts);
    ContactView::new(request, texts).or_else(fallback)
}

#[cfg(test)]
mod tests;
