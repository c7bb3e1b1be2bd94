//! `/local/calls`: places calls, presses keys and hangs up.

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::routing::{get, post};

use super::call_request::{self, Call};
use super::calls::{CallView, Calls};
use crate::problem::Problem;

pub(crate) fn router(calls: Calls) -> Router {
    Router::new()
        .route("/local/calls", post(place))
        .route("/local/calls/{id}", get(view).delete(hang_up))
        .route("/local/calls/{id}/keys", post(press))
        .with_state(calls)
}

/// `POST /local/calls`: places a call through the contact flow.
async fn place(State(calls): State<Calls>, body: Bytes) -> Result<Json<CallView>, Problem> {
    Ok(Json(calls.place(&Call::read(&body)?).await?))
}

/// `GET /local/calls/{id}`: shows a call.
async fn view(
    State(calls): State<Calls>,
    Path(id): Path<String>,
) -> Result<Json<CallView>, Problem> {
    Ok(Json(calls.view(&id).await?))
}

/// `POST /local/calls/{id}/keys`: presses keys.
async fn press(
    State(calls): State<Calls>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<CallView>, Problem> {
    Ok(Json(calls.press(&id, &call_request::pressed(&body)?).await?))
}

/// `DELETE /local/calls/{id}`: hangs up.
async fn hang_up(
    State(calls): State<Calls>,
    Path(id): Path<String>,
) -> Result<Json<CallView>, Problem> {
    Ok(Json(calls.hang_up(&id).await?))
}
