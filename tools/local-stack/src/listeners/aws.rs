//! The port for SDKs (`AWS_ENDPOINT_URL`): every service behind one address. The path or the header that
//! names the operation also identifies the service.
//!
//! | module | what |
//! | --- | --- |
//! | `caller` | the caller, known by its access key |
//! | `call` | the operation, and the permissions that it needs |
//! | `guard` | permissions and faults, before and after a call |
//! | `invoke_api` | Lambda's Invoke API |
//! | `wire` | errors in the format of each service |

mod call;
mod caller;
mod guard;
mod invoke_api;
mod wire;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Extension, Request, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use self::caller::Caller;
use self::guard::{Guard, MAX_REQUEST_BYTES};
use crate::aws_service::{self, Refusal, Service};
use crate::codedeploy::CodeDeploy;
use crate::codepipeline::{self, CodePipeline};
use crate::dynamodb::proxy::Proxy;
use crate::faults::Faults;
use crate::lambda::Lambda;
use crate::messages::queue::Queue;
use crate::ses::{self, Mailbox};

/// The services that the port serves.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    pub(crate) lambda: Lambda,
    pub(crate) queue: Queue,
    pub(crate) dynamodb: Proxy,
    pub(crate) pipelines: CodePipeline,
    pub(crate) deployments: CodeDeploy,
    pub(crate) mailbox: Mailbox,
    pub(crate) faults: Faults,
}

pub(crate) fn router(services: Services) -> Router {
    let (lambda, queue) = (services.lambda.clone(), services.queue.clone());
    let guard = Guard { lambda: lambda.clone(), faults: services.faults.clone() };
    let served = Router::new()
        .route(ses::SEND_PATH, post(send_email))
        .fallback(by_target)
        .with_state(services);
    invoke_api::router(lambda, queue)
        .fallback_service(served)
        .layer(middleware::from_fn_with_state(guard, guard::guard))
        .layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
}

/// Serves the JSON protocols, which name their operation in a header.
async fn by_target(
    State(services): State<Services>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Response {
    let target = aws_service::target(request.headers()).to_owned();
    match Service::of_target(&target) {
        Some((Service::DynamoDb, _)) => services.dynamodb.forward(request).await,
        Some((service @ (Service::CodePipeline | Service::CodeDeploy), operation)) => {
            let Ok(body) = axum::body::to_bytes(request.into_body(), MAX_REQUEST_BYTES).await
            else {
                return StatusCode::PAYLOAD_TOO_LARGE.into_response();
            };
            let outcome = if service == Service::CodeDeploy {
                services.deployments.call(operation, &body)
            } else {
                codepipeline::api::call(&services.pipelines, operation, &body, &caller.arn())
            };
            json_1_1(service, outcome)
        }
        _ => not_served(&target, request.method(), request.uri()),
    }
}

fn json_1_1(service: Service, outcome: Result<Value, Refusal>) -> Response {
    match outcome {
        Ok(output) => {
            let headers = [(header::CONTENT_TYPE, "application/x-amz-json-1.1")];
            (headers, output.to_string()).into_response()
        }
        Err(refusal) => wire::refused(service, &refusal),
    }
}

/// `SendEmail` of SES v2.
async fn send_email(State(services): State<Services>, body: Bytes) -> Response {
    let sent = ses::read(&body).map(|email| services.mailbox.capture(email));
    match sent {
        Ok(Ok(id)) => Json(json!({ "MessageId": id })).into_response(),
        Ok(Err(error)) => {
            let message = format!("The local stack cannot store the message: {error}");
            wire::error(Service::Ses, 500, "InternalServiceErrorException", &message)
        }
        Err(refusal) => wire::refused(Service::Ses, &refusal),
    }
}

fn not_served(target: &str, method: &Method, uri: &Uri) -> Response {
    let message = format!(
        "The local stack does not serve {method} {} (X-Amz-Target: {target}). It serves DynamoDB \
         ({}*), CodePipeline ({}*), CodeDeploy ({}*), SES v2 (POST {}) and Lambda (POST \
         /2015-03-31/functions/{{name}}/invocations).",
        uri.path(),
        Service::DynamoDb.target_prefix().unwrap_or_default(),
        Service::CodePipeline.target_prefix().unwrap_or_default(),
        Service::CodeDeploy.target_prefix().unwrap_or_default(),
        ses::SEND_PATH,
    );
    let body = json!({ "__type": "UnknownOperationException", "message": message });
    let headers = [("x-amzn-errortype", "UnknownOperationException")];
    (StatusCode::BAD_REQUEST, headers, Json(body)).into_response()
}
