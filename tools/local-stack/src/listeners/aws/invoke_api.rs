//! The Invoke API: `POST /2015-03-31/functions/{name}/invocations`.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::lambda::function::plain_name;
use crate::lambda::{InvokeError, Lambda, Outcome};
use crate::messages::message::Message;
use crate::messages::queue::Queue;

/// The largest event that Lambda accepts, in bytes.
const MAX_REQUEST_BYTES: usize = 6 * 1024 * 1024;

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const EXECUTED_VERSION: HeaderName = HeaderName::from_static("x-amz-executed-version");
const FUNCTION_ERROR: HeaderName = HeaderName::from_static("x-amz-function-error");
const INVOCATION_TYPE: HeaderName = HeaderName::from_static("x-amz-invocation-type");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

pub(crate) fn router(lambda: Lambda, queue: Queue) -> Router {
    Router::new()
        .route("/2015-03-31/functions/{name}/invocations", post(invoke))
        .with_state((lambda, queue))
}

async fn invoke(
    State((lambda, queue)): State<(Lambda, Queue)>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    lambda.check(&name)?;
    let payload = axum::body::to_bytes(body, MAX_REQUEST_BYTES)
        .await
        .map_err(|_| Refusal::RequestTooLarge)?;
    let payload = if payload.is_empty() { Bytes::from_static(b"{}") } else { payload };
    let event: Value = serde_json::from_slice(&payload).map_err(Refusal::InvalidRequestContent)?;

    let invocation_type =
        headers.get(INVOCATION_TYPE).map_or(&b"RequestResponse"[..], |value| value.as_bytes());
    match invocation_type {
        b"RequestResponse" => {
            let invocation = lambda.invoke(&name, payload).await?;
            let headers = [
                (REQUEST_ID, invocation.request_id.as_str()),
                (EXECUTED_VERSION, "$LATEST"),
                (CONTENT_TYPE, "application/json"),
            ];
            Ok(match invocation.outcome {
                Outcome::Success(reply) => (headers, reply).into_response(),
                Outcome::Failure(failure) => {
                    let payload = failure.payload(&invocation.request_id);
                    (headers, [(FUNCTION_ERROR, "Unhandled")], payload).into_response()
                }
            })
        }
        b"Event" => {
            let message = Message::event(plain_name(&name), "lambda:InvokeFunction", event);
            let request_id = message.id.clone();
            queue.send(vec![message]).map_err(Refusal::NotQueued)?;
            Ok((StatusCode::ACCEPTED, [(REQUEST_ID, request_id)]).into_response())
        }
        b"DryRun" => Ok(StatusCode::NO_CONTENT.into_response()),
        _ => Err(Refusal::InvalidInvocationType),
    }
}

/// An error of the Invoke API, which answers it in the words of the service.
#[derive(Debug)]
enum Refusal {
    Invoke(InvokeError),
    InvalidInvocationType,
    InvalidRequestContent(serde_json::Error),
    NotQueued(std::io::Error),
    RequestTooLarge,
}

impl From<InvokeError> for Refusal {
    fn from(error: InvokeError) -> Self {
        Self::Invoke(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error_type, body) = match self {
            Self::Invoke(error @ InvokeError::NotFound { .. }) => (
                StatusCode::NOT_FOUND,
                "ResourceNotFoundException",
                json!({ "Type": "User", "Message": error.to_string() }),
            ),
            Self::Invoke(error @ InvokeError::Throttled) => (
                StatusCode::TOO_MANY_REQUESTS,
                "TooManyRequestsException",
                json!({
                    "Type": "User",
                    "Reason": "ReservedFunctionConcurrentInvocationLimitExceeded",
                    "message": error.to_string(),
                }),
            ),
            Self::Invoke(error @ InvokeError::Stopping) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "ServiceException",
                json!({ "Type": "Service", "Message": error.to_string() }),
            ),
            Self::NotQueued(error) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "ServiceException",
                json!({
                    "Type": "Service",
                    "Message": format!("The local stack cannot store the event: {error}"),
                }),
            ),
            Self::InvalidInvocationType => (
                StatusCode::BAD_REQUEST,
                "InvalidParameterValueException",
                json!({
                    "Type": "User",
                    "message": "X-Amz-Invocation-Type is one of RequestResponse, Event and DryRun",
                }),
            ),
            Self::InvalidRequestContent(error) => (
                StatusCode::BAD_REQUEST,
                "InvalidRequestContentException",
                json!({
                    "Type": "User",
                    "message": format!("Could not parse request body into json: {error}"),
                }),
            ),
            Self::RequestTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestTooLargeException",
                json!({
                    "Type": "User",
                    "message": format!(
                        "Request must be smaller than {MAX_REQUEST_BYTES} bytes for the \
                         InvokeFunction operation"
                    ),
                }),
            ),
        };
        (status, [(ERROR_TYPE, error_type)], Json(body)).into_response()
    }
}
