//! The function URL of `approval-decision`, where people decide releases.

mod event;

use std::net::SocketAddr;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::json;

use crate::clock::Clock;
use crate::functions::approvals::APPROVAL_DECISION;
use crate::lambda::{InvokeError, Lambda, Outcome};
use crate::payload::reply;

/// The largest request body that Lambda accepts, in bytes.
const MAX_BODY_BYTES: usize = 6 * 1024 * 1024;

/// The content type of a reply that names none.
const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/json");

/// The services that the function URL needs.
#[derive(Clone, Debug)]
pub(crate) struct FunctionUrl {
    lambda: Lambda,
    clock: Clock,
}

pub(crate) fn router(lambda: Lambda, clock: Clock) -> Router {
    Router::new()
        .route("/approvals", any(serve))
        .route("/approvals/", any(serve))
        .route("/approvals/{*rest}", any(serve))
        .with_state(FunctionUrl { lambda, clock })
}

async fn serve(
    State(FunctionUrl { lambda, clock }): State<FunctionUrl>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        return message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
    };
    let event = event::of(&parts, &body, from, clock.now());
    match lambda.invoke(APPROVAL_DECISION, Bytes::from(event.to_string())).await {
        Ok(invocation) => match invocation.outcome {
            Outcome::Success(reply) => {
                reply::from(&reply, CONTENT_TYPE).unwrap_or_else(|malformed| {
                    lambda.note(APPROVAL_DECISION, &malformed.to_string());
                    message(StatusCode::BAD_GATEWAY, "Internal Server Error")
                })
            }
            Outcome::Failure(_) => message(StatusCode::BAD_GATEWAY, "Internal Server Error"),
        },
        Err(InvokeError::Throttled) => message(StatusCode::TOO_MANY_REQUESTS, "Rate Exceeded."),
        Err(InvokeError::Stopping) => {
            message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
        }
        Err(InvokeError::NotFound { .. }) => message(StatusCode::NOT_FOUND, "Not Found"),
    }
}

/// Returns a response of Lambda itself.
fn message(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "Message": message }))).into_response()
}
