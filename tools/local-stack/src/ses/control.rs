//! `/local/mailbox`.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::mailbox::Mailbox;
use crate::form;
use crate::problem::Problem;

pub(crate) fn router(mailbox: Mailbox) -> Router {
    Router::new()
        .route("/local/mailbox", get(list))
        .route("/local/mailbox/{id}", get(show))
        .with_state(mailbox)
}

/// A parameter of a query.
pub(super) fn parameter(query: Option<&str>, wanted: &str) -> Option<String> {
    form::field(query?.as_bytes(), wanted)
}

async fn list(State(mailbox): State<Mailbox>, RawQuery(query): RawQuery) -> Json<Value> {
    let mails = mailbox.list(parameter(query.as_deref(), "to").as_deref());
    let list = mails.iter().map(|mail| {
        json!({
            "id": mail.id,
            "from": mail.letter.from,
            "to": mail.letter.to,
            "subject": mail.letter.subject,
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

/// There is no message of this id.
pub(super) fn no_mail(id: &str) -> Problem {
    let detail = format!("There is no mail {id}. GET /local/mailbox lists what there is.");
    Problem::new(StatusCode::NOT_FOUND, detail)
}
