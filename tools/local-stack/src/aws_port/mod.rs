//! The port for SDKs (`AWS_ENDPOINT_URL`): every service behind one address, told apart by how its
//! protocol addresses an operation.
//!
//! | module | what |
//! | --- | --- |
//! | `caller` | who calls, by the access key |
//! | `call` | what is called, and the permissions that it takes |
//! | `guard` | permissions and faults, before and after a call |
//! | `wire` | errors in the shape of each service |

mod call;
mod caller;
mod guard;
mod wire;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Extension, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;

use crate::codepipeline::{self, CodePipeline};
use crate::dynamodb::proxy::{self, Proxy};
use crate::faults::{Faults, Service};
use crate::lambda::{Lambda, invoke_api};
use crate::messages::Queue;
use crate::ses::{self, Mailbox};
use caller::Caller;
pub(crate) use wire::Refusal;

/// The largest request: a message of 40 MB, in JSON.
const MAX_REQUEST_BYTES: usize = 64 * 1024 * 1024;

/// Every service that the port serves.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    pub(crate) lambda: Lambda,
    pub(crate) queue: Queue,
    pub(crate) dynamodb: Proxy,
    pub(crate) pipelines: CodePipeline,
    pub(crate) mailbox: Mailbox,
    pub(crate) faults: Faults,
}

pub(crate) fn router(services: Services) -> Router {
    let (lambda, queue) = (services.lambda.clone(), services.queue.clone());
    let guard = guard::Guard { lambda: lambda.clone(), faults: services.faults.clone() };
    let served = Router::new()
        .route(ses::SEND_PATH, post(send_email))
        .fallback(by_target)
        .with_state(services);
    invoke_api::router(lambda, queue)
        .fallback_service(served)
        .layer(middleware::from_fn_with_state(guard, guard::guard))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
}

/// The JSON protocols name their operation in a header.
async fn by_target(
    State(services): State<Services>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    if proxy::is_for_dynamodb(request.headers()) {
        return services.dynamodb.forward(request).await;
    }
    let target = target(request.headers()).to_owned();
    if let Some(operation) = target.strip_prefix(codepipeline::api::TARGET_PREFIX) {
        let Ok(body) = axum::body::to_bytes(request.into_body(), MAX_REQUEST_BYTES).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        return codepipeline(&services.pipelines, operation, &body, &caller);
    }
    not_served(&target, request.method(), request.uri())
}

fn codepipeline(
    pipelines: &CodePipeline,
    operation: &str,
    body: &[u8],
    caller: &Caller,
) -> Response {
    match codepipeline::api::call(pipelines, operation, body, &caller.arn()) {
        Ok(output) => {
            let headers = [(header::CONTENT_TYPE, "application/x-amz-json-1.1")];
            (headers, output.to_string()).into_response()
        }
        Err(refusal) => wire::refused(Service::CodePipeline, &refusal),
    }
}

/// `SendEmail` of SES v2.
async fn send_email(State(services): State<Services>, body: Bytes) -> Response {
    let sent = ses::read(&body).map(|letter| services.mailbox.capture(letter));
    match sent {
        Ok(Ok(id)) => Json(json!({ "MessageId": id })).into_response(),
        Ok(Err(error)) => {
            let message = format!("The local stack cannot keep the message: {error}");
            wire::error(Service::Ses, 500, "InternalServiceErrorException", &message)
        }
        Err(refusal) => wire::refused(Service::Ses, &refusal),
    }
}

fn target(headers: &HeaderMap) -> &str {
    headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or("none")
}

fn not_served(target: &str, method: &Method, uri: &Uri) -> Response {
    let message = format!(
        "The local stack does not serve {method} {} (X-Amz-Target: {target}). It serves DynamoDB \
         (DynamoDB_20120810.*), CodePipeline ({}*), SES v2 (POST {}) and Lambda (POST \
         /2015-03-31/functions/{{name}}/invocations).",
        uri.path(),
        codepipeline::api::TARGET_PREFIX,
        ses::SEND_PATH,
    );
    let body = json!({ "__type": "UnknownOperationException", "message": message });
    let headers = [("x-amzn-errortype", "UnknownOperationException")];
    (StatusCode::BAD_REQUEST, headers, Json(body)).into_response()
}
