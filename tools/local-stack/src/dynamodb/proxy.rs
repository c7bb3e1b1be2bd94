//! Forwards DynamoDB requests from the AWS port to the engine.
//!
//! The engine exposes a server but no router, so it listens on a private port and the AWS port keeps
//! connections to it open.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::{PathAndQuery, Scheme};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::json;

/// An HTTP client of the engine.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    client: Client<HttpConnector, Body>,
    engine: SocketAddr,
}

impl Proxy {
    pub(crate) fn new(engine: SocketAddr) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { client, engine }
    }

    /// Forwards a request and returns the response.
    pub(crate) async fn forward(&self, mut request: Request) -> Response {
        let path = request.uri().path_and_query().cloned();
        let uri = Uri::builder()
            .scheme(Scheme::HTTP)
            .authority(self.engine.to_string())
            .path_and_query(path.unwrap_or_else(|| PathAndQuery::from_static("/")))
            .build();
        match uri {
            Ok(uri) => *request.uri_mut() = uri,
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        }
        // These describe the incoming connection; the client sets its own.
        request.headers_mut().remove(header::HOST);
        request.headers_mut().remove(header::CONNECTION);
        match self.client.request(request).await {
            Ok(response) => response.map(Body::new),
            Err(error) => {
                let body = json!({
                    "__type": "com.amazonaws.dynamodb.v20120810#InternalServerError",
                    "message": format!("The embedded DynamoDB did not answer: {error}"),
                });
                (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
            }
        }
    }
}
