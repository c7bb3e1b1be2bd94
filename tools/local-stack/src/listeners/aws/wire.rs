//! Errors in the format of each service, so that an SDK finds the error code.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;

use super::call::Permission;
use crate::aws_service::{Refusal, Service};

/// Returns the response for a refusal.
pub(super) fn refused(service: Service, refusal: &Refusal) -> Response {
    error(service, refusal.status, refusal.code, &refusal.message)
}

/// Returns an error response of a service.
pub(super) fn error(service: Service, status: u16, code: &str, message: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json_protocol = |version: &str, error_type: String| {
        let headers = [(header::CONTENT_TYPE, format!("application/x-amz-json-{version}"))];
        let body = json!({ "__type": error_type, "message": message });
        (status, headers, body.to_string()).into_response()
    };
    match service {
        Service::DynamoDb => json_protocol("1.0", format!("{}#{code}", dynamodb_namespace(code))),
        Service::CodePipeline | Service::CodeDeploy => json_protocol("1.1", code.to_owned()),
        Service::Ses | Service::Events => {
            let headers = [("x-amzn-errortype", code)];
            (status, headers, Json(json!({ "message": message }))).into_response()
        }
    }
}

/// Returns the namespace that DynamoDB puts an error code in.
fn dynamodb_namespace(code: &str) -> &'static str {
    match code {
        "AccessDeniedException" | "ValidationException" => "com.amazon.coral.service",
        "ThrottlingException" => "com.amazon.coral.availability",
        _ => "com.amazonaws.dynamodb.v20120810",
    }
}

/// Returns the HTTP status that a service gives an error that a fault names.
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

/// Returns the response when the caller's role lacks a permission.
pub(super) fn access_denied(service: Service, caller: &str, missing: &Permission) -> Response {
    const CODE: &str = "AccessDeniedException";
    let Permission { action, resource } = missing;
    let message = format!(
        "User: {caller} is not authorized to perform: {action} on resource: {resource} because no \
         identity-based policy allows the {action} action"
    );
    error(service, status(service, CODE), CODE, &message)
}

/// Closes the connection without a response. A body that fails before its first byte makes the server
/// do that, before it has sent the head.
pub(super) fn hang_up() -> Response {
    let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other(
        "the connection is closed by a fault",
    ))]);
    Response::new(Body::from_stream(broken))
}
