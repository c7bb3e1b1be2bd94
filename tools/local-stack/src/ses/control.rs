//! `/local/mailbox`: lists and shows captured mail and its files.

use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use percent_encoding::NON_ALPHANUMERIC;
use serde_json::{Value, json};

use super::mailbox::Mailbox;
use crate::field;
use crate::json_object::set;
use crate::problem::Problem;

pub(crate) fn router(mailbox: Mailbox) -> Router {
    Router::new()
        .route("/local/mailbox", get(list))
        .route("/local/mailbox/{id}", get(show))
        .route("/local/mailbox/{id}/attachments/{place}", get(attachment))
        .with_state(mailbox)
}

/// Returns a parameter of the query string.
pub(crate) fn parameter(query: Option<&str>, wanted: &str) -> Option<String> {
    field::first(query?.as_bytes(), wanted)
}

async fn list(State(mailbox): State<Mailbox>, RawQuery(query): RawQuery) -> Json<Value> {
    let mails = mailbox.list(parameter(query.as_deref(), "to").as_deref());
    let list = mails.iter().map(|mail| {
        json!({
            "id": mail.id,
            "from": mail.email.from,
            "to": mail.email.to,
            "subject": mail.email.subject,
            "sentAt": mail.sent_at,
        })
    });
    Json(list.collect())
}

async fn show(
    State(mailbox): State<Mailbox>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let mail = mailbox.get(&id).ok_or_else(|| no_mail(&id))?;
    let files = mail.email.attachments.iter().enumerate().map(|(place, file)| {
        let mut view = json!(file);
        set(&mut view, "size", file.content.len());
        set(&mut view, "path", attachment_path(&id, place));
        view
    });
    let mut view = json!(*mail);
    set(&mut view, "attachments", files.collect::<Vec<_>>());
    Ok(Json(view))
}

/// Returns the path of a file in a mail; files are counted from 0.
pub(crate) fn attachment_path(id: &str, place: usize) -> String {
    format!("/local/mailbox/{id}/attachments/{place}")
}

/// Answers with a file for download: whatever it holds, the browser does not run it here.
async fn attachment(
    State(mailbox): State<Mailbox>,
    Path((id, place)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let mail = mailbox.get(&id).ok_or_else(|| no_mail(&id))?;
    let file = place.parse().ok().and_then(|place: usize| mail.email.attachments.get(place));
    let file = file.ok_or_else(|| {
        let detail = format!("The mail {id} has no attachment {place}. They are counted from 0.");
        Problem::new(StatusCode::NOT_FOUND, detail)
    })?;
    let name = percent_encoding::utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, file.content_type.clone()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, file.content.clone()).into_response())
}

/// Returns the problem for a message that does not exist.
pub(crate) fn no_mail(id: &str) -> Problem {
    let detail = format!("There is no mail {id}. GET /local/mailbox lists all mail.");
    Problem::new(StatusCode::NOT_FOUND, detail)
}
