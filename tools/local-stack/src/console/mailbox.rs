//! `/mailbox`: captured mail, shown like in a mail client.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::html;
use crate::ses::control::{attachment_path, no_mail, parameter};
use crate::ses::{Attachment, Mailbox, SentEmail};

/// The policy of a page with an email, which the frame with the HTML part inherits. It allows the
/// email's own styles and embedded pictures. The sandbox of the frame forbids everything else.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    mails: Vec<Arc<SentEmail>>,
    /// The address whose mail is shown; `None` shows all mail.
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage {
    mail: Arc<SentEmail>,
    part: Part,
    files: Vec<FileView>,
}

/// A file that travels with an email.
struct FileView {
    name: String,
    path: String,
    /// Type and size, in words.
    kind: String,
}

/// The part of an email that is shown.
enum Part {
    /// The document for the frame.
    Html(String),
    Text(String),
}

impl SentEmail {
    fn recipients(&self) -> String {
        self.email.to.join(", ")
    }

    fn sent(&self) -> String {
        html::human_time(self.sent_at)
    }

    fn files(&self) -> Vec<FileView> {
        let files = self.email.attachments.iter().enumerate();
        let view = |(place, file): (usize, &Attachment)| FileView {
            name: file.name.clone(),
            path: attachment_path(&self.id, place),
            kind: format!("{}, {} bytes", file.content_type, file.content.len()),
        };
        files.map(view).collect()
    }

    /// Returns the HTML part with its pictures in it, as a mail program finds them by `cid:` (RFC 2392).
    fn html_with_pictures(&self) -> Option<String> {
        let mut html = self.email.html.clone()?;
        for file in &self.email.attachments {
            let (Some(id), Some(url)) = (&file.content_id, file.picture_url()) else { continue };
            for quote in ['"', '\''] {
                let reference = format!("{quote}cid:{id}{quote}");
                html = html.replace(&reference, &format!("{quote}{url}{quote}"));
            }
        }
        Some(html)
    }
}

pub(super) fn router(mailbox: Mailbox) -> Router {
    Router::new().route("/mailbox", get(list)).route("/mailbox/{id}", get(show)).with_state(mailbox)
}

async fn list(State(mailbox): State<Mailbox>, RawQuery(query): RawQuery) -> Response {
    let to = parameter(query.as_deref(), "to").filter(|to| !to.trim().is_empty());
    let mails = mailbox.list(to.as_deref());
    html::page(StatusCode::OK, &MailboxPage { mails, to })
}

async fn show(
    State(mailbox): State<Mailbox>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(mail) = mailbox.get(&id) else { return html::problem_page(&no_mail(&id)) };
    let wants_text = parameter(query.as_deref(), "part").as_deref() == Some("text");
    let text = || Part::Text(mail.email.text.clone().unwrap_or_default());
    let part = match mail.html_with_pictures() {
        Some(html) if !wants_text || mail.email.text.is_none() => Part::Html(frame_document(&html)),
        _ => text(),
    };
    let files = mail.files();
    html::page_with_policy(StatusCode::OK, &MailPage { mail, part, files }, POLICY)
}

/// Returns an HTML part as the document of a frame. Its links open outside the frame, as in a mail
/// client.
fn frame_document(html: &str) -> String {
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
    fn links_open_outside_the_frame() {
        for (html, document) in [
            (
                "<!doctype html><html><HEAD lang=\"en\"><title>a</title>",
                "<!doctype html><html><HEAD lang=\"en\"><base target=\"_top\"><title>a</title>",
            ),
            ("<p>a", "<base target=\"_top\"><p>a"),
            ("<header>a</header>", "<base target=\"_top\"><header>a</header>"),
        ] {
            assert_eq!(frame_document(html), document);
        }
    }
}
