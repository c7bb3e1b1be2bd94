//! `/local/mailbox`: lists and shows captured mail.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::mailbox::Mailbox;
use crate::field;
use crate::problem::Problem;

pub(crate) fn router(mailbox: Mailbox) -> Router {
    Router::new()
        .route("/local/mailbox", get(list))
        .route("/local/mailbox/{id}", get(show))
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
    mailbox.get(&id).map(|mail| Json(json!(*mail))).ok_or_else(|| no_mail(&id))
}

/// Returns the problem for a message that does not exist.
pub(crate) fn no_mail(id: &str) -> Problem {
    let detail = format!("There is no mail {id}. GET /local/mailbox lists all mail.");
    Problem::new(StatusCode::NOT_FOUND, detail)
}
