//! Serves stored vanity numbers behind an API Gateway HTTP API, payload format 2.0.
//!
//! | request | answer |
//! | --- | --- |
//! | `GET /vanity-numbers/{phoneNumber}` | a number's vanity numbers and calls; `?order=best` sorts by rank |
//! | `GET /vanity-numbers` | the latest callers, masked; `?limit=` 1 to 100, default 5 |
//!
//! Other query parameters are refused, except those of a signature (`X-Amz-...`). HEAD is GET without a body. Every error is a problem (RFC 9457) that says what to do.

mod body;
mod reply;
mod request;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use http::StatusCode;
use jiff::Timestamp;
use switchboard_lambda::{Invocation, chain};
use switchboard_vanity::callers::{StoreError, VanityNumbers};
use switchboard_vanity::{PhoneNumber, SortOrder};
use tracing::{error, info};

use crate::body::{CallerBody, CallersBody};
use crate::reply::Reply;
use crate::request::{Request, RequestError};

/// Handles one request. Failures of the store are answered as 503 or 500, logged and counted.
pub async fn handle(
    numbers: &impl VanityNumbers,
    now: Timestamp,
    invocation: &mut Invocation<'_, ApiGatewayV2httpRequest>,
) -> ApiGatewayV2httpResponse {
    let event = &invocation.event;
    let method = &event.request_context.http.method;
    let reply = match request::read(event) {
        Ok(Request::One { number, order }) => one(numbers, now, &number, order).await,
        Ok(Request::Latest { limit }) => latest(numbers, now, limit).await,
        Err(refusal) => Ok(refused(&refusal)),
    };
    let reply = reply.unwrap_or_else(|error| failed(&error));
    let status = reply.status();
    let response = reply.answering(method, &event.headers);

    info!(event = "answered", method = method.as_str(), status = status.as_u16(), "answered");
    invocation.metrics.count("ClientErrors", u32::from(status.is_client_error()));
    invocation.metrics.count("ServerErrors", u32::from(status.is_server_error()));
    response
}

async fn one(
    numbers: &impl VanityNumbers,
    now: Timestamp,
    number: &PhoneNumber,
    order: SortOrder,
) -> Result<Reply, StoreError> {
    Ok(match numbers.find(number, now).await? {
        Some(caller) => Reply::json(&CallerBody::new(&caller, order)),
        None => Reply::problem(
            StatusCode::NOT_FOUND,
            "no call from this number is on record, so there are no vanity numbers for it",
        ),
    })
}

async fn latest(
    numbers: &impl VanityNumbers,
    now: Timestamp,
    limit: usize,
) -> Result<Reply, StoreError> {
    Ok(Reply::json(&CallersBody::new(&numbers.latest(limit, now).await?)))
}

fn refused(refusal: &RequestError) -> Reply {
    let detail = refusal.to_string();
    match refusal {
        RequestError::UnknownPath => Reply::problem(StatusCode::NOT_FOUND, &detail),
        RequestError::Method => Reply::method_not_allowed(request::ALLOWED, &detail),
        RequestError::Number(_)
        | RequestError::Order
        | RequestError::Limit
        | RequestError::UnknownParameter { .. }
        | RequestError::UnnamedParameter { .. } => Reply::problem(StatusCode::BAD_REQUEST, &detail),
    }
}

/// Logs the error. The client is informed only whether trying again may help.
fn failed(error: &StoreError) -> Reply {
    error!(event = "failed", error_type = error.kind(), error = %chain(error), "request failed");
    if matches!(error, StoreError::Unavailable(_)) {
        Reply::unavailable("the vanity numbers cannot be reached at the moment; try again")
    } else {
        Reply::server_error()
    }
}

#[cfg(test)]
mod tests;
