//! `/local/faults`: requests, lists and clears faults.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::fault::Fault;
use crate::faults::Faults;
use crate::problem::Problem;

/// The largest number of faults, more than a test needs.
const MAX_FAULTS: usize = 1000;

const HOW_TO_REQUEST: &str = "Send a JSON object such as {\"service\": \"dynamodb\", \"operation\": \
     \"PutItem\", \"error\": \"ThrottlingException\"}. service is dynamodb, codepipeline, codedeploy, ses or events; \
     operation may be \"*\". Exactly one of: error (and optionally its HTTP status), delayMs, \
     dropResponse (true), kill (\"before\" or \"after\"). Optional: function (only calls of it), times \
     (1; null: until cleared), skip (0: how many calls pass first).";

pub(crate) fn router(faults: Faults) -> Router {
    Router::new().route("/local/faults", get(list).post(add).delete(clear)).with_state(faults)
}

async fn add(
    State(faults): State<Faults>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let refuse = |what: String| {
        Problem::bad_request(format!("This is not a fault: {what}. {HOW_TO_REQUEST}"))
    };
    let fault = Fault::read(&body).map_err(refuse)?;
    let view = view(&fault);
    let mut faults = faults.list();
    if faults.len() >= MAX_FAULTS {
        let detail = "There are enough faults; DELETE /local/faults clears them.";
        return Err(Problem::new(StatusCode::CONFLICT, detail));
    }
    faults.push(fault);
    Ok((StatusCode::CREATED, Json(view)))
}

/// Lists all faults. One that is used up has 0 remaining.
async fn list(State(faults): State<Faults>) -> Json<Value> {
    Json(json!(faults.list().iter().map(view).collect::<Vec<_>>()))
}

async fn clear(State(faults): State<Faults>) -> StatusCode {
    faults.list().clear();
    StatusCode::NO_CONTENT
}

fn view(fault: &Fault) -> Value {
    let mut view = json!(fault);
    if let Some(view) = view.as_object_mut() {
        let remaining = view.remove("times").unwrap_or_default();
        view.insert("remaining".to_owned(), remaining);
    }
    view
}
