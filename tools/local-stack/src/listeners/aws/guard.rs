//! Checks the permissions of a call and applies the faults that were requested for it.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::call::{Call, Permission};
use super::caller::Caller;
use super::wire;
use crate::faults::Faults;
use crate::faults::fault::{Effect, Kill};
use crate::lambda::Lambda;

/// The largest request, in bytes: a message of 40 MB, in JSON.
pub(super) const MAX_REQUEST_BYTES: usize = 64 * 1024 * 1024;

/// The services that the guard asks.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    pub(super) lambda: Lambda,
    pub(super) faults: Faults,
}

pub(super) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::of(&parts.headers, &guard.lambda);
    parts.extensions.insert(caller.clone());
    let Ok(body) = axum::body::to_bytes(body, MAX_REQUEST_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let call = Call::of(&parts, &body);
    let request = Request::from_parts(parts, Body::from(body));
    // The Invoke API, and requests that no service serves.
    let Some(call) = call else { return next.run(request).await };

    if let Some(missing) = missing(&caller, &call) {
        if let Some(function) = caller.function() {
            let Permission { action, resource } = missing;
            let line = format!("AccessDenied: the role does not allow {action} on {resource}");
            guard.lambda.note(function, &line);
        }
        return wire::access_denied(call.service, &caller.arn(), missing);
    }
    let Some(effect) = guard.faults.take(call.service, &call.operation, caller.function()) else {
        return next.run(request).await;
    };
    // In a task of its own, because it continues after the caller has hung up or been killed.
    let response = tokio::spawn(apply(effect, call, caller, request, next));
    response.await.unwrap_or_else(|_| wire::hang_up())
}

async fn apply(
    effect: Effect,
    call: Call,
    caller: Caller,
    request: Request,
    next: Next,
) -> Response {
    match effect {
        Effect::Error { code, status } => {
            let status = status.unwrap_or_else(|| wire::status(call.service, &code));
            let message = "This fault was requested with POST /local/faults.";
            wire::error(call.service, status, &code, message)
        }
        Effect::Delay(delay) => {
            tokio::time::sleep(delay).await;
            next.run(request).await
        }
        Effect::DropResponse => {
            carry_out(request, next).await;
            wire::hang_up()
        }
        Effect::Kill(Kill::Before) => {
            kill(caller).await;
            wire::hang_up()
        }
        Effect::Kill(Kill::After) => {
            carry_out(request, next).await;
            kill(caller).await;
            wire::hang_up()
        }
    }
}

/// Returns the first permission that the caller lacks.
fn missing<'a>(caller: &Caller, call: &'a Call) -> Option<&'a Permission> {
    let Caller::Function(holder) = caller else { return None };
    call.needs.iter().find(|need| !holder.function.may(&need.action))
}

/// Carries out a call to its end and drops the response.
async fn carry_out(request: Request, next: Next) {
    let response = next.run(request).await;
    // The call has ended once its whole response has been read.
    let _ = axum::body::to_bytes(response.into_body(), usize::MAX).await;
}

async fn kill(caller: Caller) {
    if let Caller::Function(mut holder) = caller {
        holder.process.kill().await;
    }
}
