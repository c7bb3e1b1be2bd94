//! `/mailbox`: captured mail, as a mail client would show it.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;

use super::control::{no_mail, parameter};
use super::mailbox::{Mail, Mailbox};
use crate::console;

/// The frame with the HTML part inherits it. Mail brings its own styles and no scripts, and may show
/// pictures that it carries itself; the frame's sandbox keeps it from everything else.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    mails: Vec<Arc<Mail>>,
    /// Whose mail is shown, if not everybody's.
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage {
    mail: Arc<Mail>,
    part: Part,
}

/// The part of a message that is shown.
enum Part {
    /// A document for the frame.
    Html(String),
    Text(String),
}

impl Mail {
    fn recipients(&self) -> String {
        self.letter.to.join(", ")
    }

    fn sent(&self) -> String {
        console::written(self.sent_at)
    }

    fn sent_at_attribute(&self) -> Timestamp {
        self.sent_at
    }
}

pub(crate) fn router(mailbox: Mailbox) -> Router {
    Router::new().route("/mailbox", get(list)).route("/mailbox/{id}", get(show)).with_state(mailbox)
}

async fn list(State(mailbox): State<Mailbox>, RawQuery(query): RawQuery) -> Response {
    let to = parameter(query.as_deref(), "to").filter(|to| !to.trim().is_empty());
    let mails = mailbox.list(to.as_deref());
    console::html(StatusCode::OK, &MailboxPage { mails, to })
}

async fn show(
    State(mailbox): State<Mailbox>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(mail) = mailbox.get(&id) else { return console::problem_page(&no_mail(&id)) };
    let wants_text = parameter(query.as_deref(), "part").as_deref() == Some("text");
    let text = || Part::Text(mail.letter.text.clone().unwrap_or_default());
    let part = match &mail.letter.html {
        Some(html) if !wants_text || mail.letter.text.is_none() => Part::Html(framed(html)),
        _ => text(),
    };
    console::html_with_policy(StatusCode::OK, &MailPage { mail, part }, POLICY)
}

/// An HTML part as the document of a frame: its links lead out of the frame, as in a mail client.
fn framed(html: &str) -> String {
    const BASE: &str = "<base target=\"_top\">";
    let lower = html.to_ascii_lowercase();
    let after_head = lower.find("<head").and_then(|head| {
        let rest = lower.get(head..)?;
        // Not <header>.
        rest.strip_prefix("<head")?.starts_with(['>', ' ', '\n']).then_some(())?;
        Some(head + rest.find('>')? + 1)
    });
    let (before, after) = html.split_at_checked(after_head.unwrap_or(0)).unwrap_or(("", html));
    format!("{before}{BASE}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_out_of_the_frame() {
        for (html, framed_html) in [
            (
                "<!doctype html><html><HEAD lang=\"en\"><title>a</title>",
                "<!doctype html><html><HEAD lang=\"en\"><base target=\"_top\"><title>a</title>",
            ),
            ("<p>a", "<base target=\"_top\"><p>a"),
            ("<header>a</header>", "<base target=\"_top\"><header>a</header>"),
        ] {
            assert_eq!(framed(html), framed_html);
        }
    }
}
