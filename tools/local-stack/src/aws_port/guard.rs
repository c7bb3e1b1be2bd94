//! What happens to a call besides being carried out: it is refused to whom it is not allowed, and struck
//! by the faults that were ordered.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::call::{Call, Permission};
use super::caller::Caller;
use super::{MAX_REQUEST_BYTES, wire};
use crate::faults::{Effect, Faults, Kill};
use crate::lambda::Lambda;

/// What the guard asks.
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
    // The Invoke API and what nobody serves.
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
    // On its own, because it goes on when the caller has hung up, or is dead.
    let struck = tokio::spawn(strike(effect, call, caller, request, next));
    struck.await.unwrap_or_else(|_| wire::hang_up())
}

async fn strike(
    effect: Effect,
    call: Call,
    caller: Caller,
    request: Request,
    next: Next,
) -> Response {
    match effect {
        Effect::Error { code, status } => {
            let status = status.unwrap_or_else(|| wire::status(call.service, &code));
            let message = "A fault was ordered with POST /local/faults.";
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

/// The first permission that the caller has not got.
fn missing<'a>(caller: &Caller, call: &'a Call) -> Option<&'a Permission> {
    let Caller::Function(holder) = caller else { return None };
    call.needs.iter().find(|need| !holder.function.may(&need.action))
}

/// Carries a call out to its end, and keeps what came of it to itself.
async fn carry_out(request: Request, next: Next) {
    let response = next.run(request).await;
    // The engine has answered when its answer has come whole.
    let _ = axum::body::to_bytes(response.into_body(), usize::MAX).await;
}

async fn kill(caller: Caller) {
    if let Caller::Function(mut holder) = caller {
        holder.process.kill().await;
    }
}
