//! The port for SDKs (`AWS_ENDPOINT_URL`): every service behind one address, told apart by how its
//! protocol addresses an operation.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::json;

use crate::dynamodb::proxy::{self, Proxy};
use crate::lambda::{Lambda, invoke_api};

pub(crate) fn router(lambda: Lambda, dynamodb: Proxy) -> Router {
    let by_target = Router::new().fallback(by_target).with_state(dynamodb);
    invoke_api::router(lambda).fallback_service(by_target)
}

/// The JSON protocols name their operation in a header.
async fn by_target(State(dynamodb): State<Proxy>, request: Request) -> Response {
    if proxy::is_for_dynamodb(request.headers()) {
        return dynamodb.forward(request).await;
    }
    let target = request
        .headers()
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok())
        .unwrap_or("none");
    let message = format!(
        "The local stack does not serve {} {} (X-Amz-Target: {target}). It serves DynamoDB \
         (DynamoDB_20120810.*) and Lambda (POST /2015-03-31/functions/{{name}}/invocations).",
        request.method(),
        request.uri().path(),
    );
    let body = json!({ "__type": "UnknownOperationException", "message": message });
    let headers = [("x-amzn-errortype", "UnknownOperationException")];
    (StatusCode::BAD_REQUEST, headers, Json(body)).into_response()
}
