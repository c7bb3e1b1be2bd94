//! `/local/dead-letters`.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};

use super::dead_letter::DeadLetter;
use super::queue::Queue;

pub(crate) fn router(queue: Queue) -> Router {
    Router::new().route("/local/dead-letters", get(list)).with_state(queue)
}

/// Lists the dead letters, the latest first.
async fn list(State(queue): State<Queue>) -> Json<Vec<DeadLetter>> {
    Json(queue.dead_letters())
}
