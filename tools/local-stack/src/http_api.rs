//! API Gateway: an HTTP API whose routes all invoke one function (payload format 2.0).

mod event;

use std::net::SocketAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::clock::Clock;
use crate::lambda::{Failure, InvokeError, Lambda, Outcome};
use crate::payload::reply;

pub use event::ROUTES;

/// The largest request body that API Gateway accepts, in bytes.
const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// The content type of a reply that names none.
const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("text/plain;charset=UTF-8");

/// An HTTP API in front of one function.
#[derive(Clone, Debug)]
pub(crate) struct HttpApi {
    lambda: Lambda,
    function: String,
    clock: Clock,
}

impl HttpApi {
    pub(crate) fn new(lambda: Lambda, function: String, clock: Clock) -> Self {
        Self { lambda, function, clock }
    }

    /// Invokes the function for one request.
    pub(crate) async fn serve(&self, from: SocketAddr, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
            return message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        };
        let event = event::of(&parts, &body, from, self.clock.now());
        match self.lambda.invoke(&self.function, Bytes::from(event.to_string())).await {
            Ok(invocation) => match invocation.outcome {
                Outcome::Success(reply) => {
                    reply::from(&reply, CONTENT_TYPE).unwrap_or_else(|malformed| {
                        self.lambda.note(&self.function, &malformed.to_string());
                        message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
                    })
                }
                Outcome::Failure(Failure::TimedOut { .. }) => {
                    message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
                }
                Outcome::Failure(_) => {
                    message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
                }
            },
            Err(InvokeError::Throttled | InvokeError::Stopping) => {
                message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
            }
            Err(InvokeError::NotFound { .. }) => {
                message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
        }
    }
}

/// Returns a response of API Gateway itself.
fn message(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
