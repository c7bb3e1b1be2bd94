//! Errors in the shape of each service, so that an SDK reads the code out of them.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;

use super::call::Permission;
use crate::faults::Service;

/// Why a service does not do what it is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    /// With status 400, as most have it.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: 400, code, message: message.into() }
    }
}

/// What a service refused.
pub(super) fn refused(service: Service, refusal: &Refusal) -> Response {
    error(service, refusal.status, refusal.code, &refusal.message)
}

/// An error of a service.
pub(super) fn error(service: Service, status: u16, code: &str, message: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json_protocol = |version: &str, error_type: String| {
        let headers = [(header::CONTENT_TYPE, format!("application/x-amz-json-{version}"))];
        let body = json!({ "__type": error_type, "message": message });
        (status, headers, body.to_string()).into_response()
    };
    match service {
        Service::DynamoDb => json_protocol("1.0", format!("{}#{code}", dynamodb_namespace(code))),
        Service::CodePipeline => json_protocol("1.1", code.to_owned()),
        Service::Ses | Service::Events => {
            let headers = [("x-amzn-errortype", code)];
            (status, headers, Json(json!({ "message": message }))).into_response()
        }
    }
}

/// DynamoDB puts its errors in namespaces.
fn dynamodb_namespace(code: &str) -> &'static str {
    match code {
        "AccessDeniedException" | "ValidationException" => "com.amazon.coral.service",
        "ThrottlingException" => "com.amazon.coral.availability",
        _ => "com.amazonaws.dynamodb.v20120810",
    }
}

/// The status that a service gives an error, for those that tests ask for by name.
pub(super) fn status(service: Service, code: &str) -> u16 {
    match (service, code) {
        (_, "ServiceUnavailable" | "ServiceUnavailableException") => 503,
        (Service::Ses, "TooManyRequestsException") => 429,
        (Service::Ses, "NotFoundException") => 404,
        (Service::Ses, "AccessDeniedException") => 403,
        (_, code) if code.starts_with("Internal") => 500,
        _ => 400,
    }
}

/// The caller's role does not allow what it calls.
pub(super) fn access_denied(service: Service, caller: &str, missing: &Permission) -> Response {
    const CODE: &str = "AccessDeniedException";
    let Permission { action, resource } = missing;
    let message = format!(
        "User: {caller} is not authorized to perform: {action} on resource: {resource} because no \
         identity-based policy allows the {action} action"
    );
    error(service, status(service, CODE), CODE, &message)
}

/// No response at all: a body that fails before its first byte makes the server close the connection,
/// and what it holds of the head has not been sent by then.
pub(super) fn hang_up() -> Response {
    let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("told to hang up"))]);
    Response::new(Body::from_stream(broken))
}
