//! The Lambda Runtime API of one process.
//!
//! Every process has a listener of its own, like every execution environment on AWS. A request thus
//! comes from this process alone. When the stack ends, even killed, the connection closes and
//! `lambda_runtime` ends the process.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::outcome::MAX_RESPONSE_BYTES;
use super::phase::{Phase, Refusal};

const REQUEST_ID: HeaderName = HeaderName::from_static("lambda-runtime-aws-request-id");
const DEADLINE_MS: HeaderName = HeaderName::from_static("lambda-runtime-deadline-ms");
const FUNCTION_ARN: HeaderName = HeaderName::from_static("lambda-runtime-invoked-function-arn");
const TRACE_ID: HeaderName = HeaderName::from_static("lambda-runtime-trace-id");

/// An invocation to pass to the process.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) request_id: String,
    pub(super) deadline: Timestamp,
    pub(super) function_arn: String,
    pub(super) trace_id: String,
    pub(super) payload: Bytes,
}

/// A report of the process.
#[derive(Debug)]
pub(super) enum Report {
    /// The process asked for the next invocation, so it has initialized and finished the last one.
    Ready,
    /// The process could not initialize; this is its error document.
    InitError(Bytes),
    /// The process replied.
    Response(Bytes),
    /// The reply is larger than Lambda accepts.
    ResponseTooLarge,
    /// The invocation failed; this is its error document.
    Error(Bytes),
}

/// The Runtime API of one process. It listens until it is dropped.
#[derive(Debug)]
pub(super) struct RuntimeApi {
    address: SocketAddr,
    deliveries: mpsc::Sender<Delivery>,
    reports: mpsc::UnboundedReceiver<Report>,
    _server: AbortOnDropHandle<()>,
}

impl RuntimeApi {
    pub(super) async fn listen() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        // A process runs one invocation at a time, so there is never a second one to hold.
        let (deliveries, next) = mpsc::channel(1);
        let (reported, reports) = mpsc::unbounded_channel();
        let app = router(Arc::new(Process {
            phase: Mutex::default(),
            next: tokio::sync::Mutex::new(next),
            reported,
        }));
        let server = tokio::spawn(async move {
            // It serves until it is aborted, and retries accept errors itself.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { address, deliveries, reports, _server: AbortOnDropHandle::new(server) })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Passes an invocation to the process, which must be ready for it.
    pub(super) async fn deliver(&self, delivery: Delivery) {
        // The receiver lives as long as the server, which lives as long as this.
        let _ = self.deliveries.send(delivery).await;
    }

    /// Waits for the next report of the process, forever if there is none.
    pub(super) async fn report(&mut self) -> Report {
        match self.reports.recv().await {
            Some(report) => report,
            None => std::future::pending().await,
        }
    }
}

struct Process {
    phase: Mutex<Phase>,
    next: tokio::sync::Mutex<mpsc::Receiver<Delivery>>,
    reported: mpsc::UnboundedSender<Report>,
}

impl Process {
    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self, report: Report) {
        // The receiver is gone once the instance is being dropped.
        let _ = self.reported.send(report);
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error_type) = match self {
            Self::InvalidRequestId => (StatusCode::BAD_REQUEST, "InvalidRequestID"),
            Self::InvalidStateTransition => (StatusCode::FORBIDDEN, "InvalidStateTransition"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge"),
        };
        let body = json!({ "errorType": error_type, "errorMessage": self.to_string() });
        (status, Json(body)).into_response()
    }
}

fn router(process: Arc<Process>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .with_state(process)
}

async fn next(State(process): State<Arc<Process>>) -> Result<Response, Refusal> {
    if process.phase().ask()? {
        process.report(Report::Ready);
    }
    let Some(delivery) = process.next.lock().await.recv().await else {
        return Err(Refusal::InvalidStateTransition);
    };
    process.phase().run(delivery.request_id.clone());
    let headers = [
        (REQUEST_ID, delivery.request_id),
        (DEADLINE_MS, delivery.deadline.as_millisecond().to_string()),
        (FUNCTION_ARN, delivery.function_arn),
        (TRACE_ID, delivery.trace_id),
        (CONTENT_TYPE, "application/json".to_owned()),
    ];
    Ok((headers, delivery.payload).into_response())
}

async fn response(
    State(process): State<Arc<Process>>,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Refusal> {
    let body = read(body).await;
    process.phase().answer(&id)?;
    if let Some(body) = body {
        process.report(Report::Response(body));
        Ok(accepted())
    } else {
        process.report(Report::ResponseTooLarge);
        Err(Refusal::TooLarge)
    }
}

async fn error(
    State(process): State<Arc<Process>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let body = read(body).await;
    process.phase().answer(&id)?;
    process.report(Report::Error(document(&headers, body)));
    Ok(accepted())
}

async fn init_error(
    State(process): State<Arc<Process>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let body = read(body).await;
    process.phase().fail_to_start()?;
    process.report(Report::InitError(document(&headers, body)));
    Ok(accepted())
}

fn accepted() -> Response {
    (StatusCode::ACCEPTED, Json(json!({ "status": "OK" }))).into_response()
}

/// Reads a whole body; `None` when it is larger than Lambda accepts.
///
/// The body is read to its end in both cases. A process that gets a response while it still writes
/// would see a broken connection instead of the refusal.
async fn read(mut body: Body) -> Option<Bytes> {
    let mut bytes = Vec::new();
    let mut fits = true;
    while let Some(Ok(frame)) = body.frame().await {
        let Ok(data) = frame.into_data() else {
            continue;
        };
        fits = fits && bytes.len() + data.len() <= MAX_RESPONSE_BYTES;
        if fits {
            bytes.extend_from_slice(&data);
        }
    }
    fits.then(|| Bytes::from(bytes))
}

/// Returns the error document of a process, or one made from its header if it sent none.
fn document(headers: &HeaderMap, body: Option<Bytes>) -> Bytes {
    if let Some(body) = body.filter(|body| !body.is_empty()) {
        return body;
    }
    let error_type = headers
        .get("lambda-runtime-function-error-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or("Runtime.Unknown");
    Bytes::from(json!({ "errorType": error_type, "errorMessage": "" }).to_string())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::TokioExecutor;

    use super::*;

    async fn request(api: SocketAddr, method: &str, path: &str) -> Response {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let uri = format!("http://{api}/2018-06-01/runtime/{path}");
        let request = Request::builder().method(method).uri(uri).body(Body::from("{}")).unwrap();
        client.request(request).await.unwrap().map(Body::new)
    }

    #[tokio::test]
    async fn an_invocation_goes_over_the_wire() {
        let mut api = RuntimeApi::listen().await.unwrap();
        let address = api.address();
        let delivery = Delivery {
            request_id: "id-1".to_owned(),
            deadline: Timestamp::from_millisecond(1_795_256_625_678).unwrap(),
            function_arn: "arn".to_owned(),
            trace_id: "Root=1".to_owned(),
            payload: Bytes::from_static(b"[1]"),
        };
        let (next, ()) =
            tokio::join!(request(address, "GET", "invocation/next"), api.deliver(delivery));
        assert!(matches!(api.report().await, Report::Ready));
        assert_eq!(next.status(), 200);
        for (name, value) in [
            ("lambda-runtime-aws-request-id", "id-1"),
            ("lambda-runtime-deadline-ms", "1795256625678"),
            ("lambda-runtime-invoked-function-arn", "arn"),
            ("lambda-runtime-trace-id", "Root=1"),
            ("content-type", "application/json"),
        ] {
            assert_eq!(next.headers().get_all(name).iter().collect::<Vec<_>>(), [value]);
        }
        assert_eq!(axum::body::to_bytes(next.into_body(), 9).await.unwrap(), "[1]");

        for (path, status) in [
            ("invocation/id-2/response", 400),
            ("init/error", 403),
            ("invocation/id-1/response", 202),
            ("invocation/id-1/error", 403),
        ] {
            assert_eq!(request(address, "POST", path).await.status(), status, "{path}");
        }
        assert!(matches!(api.report().await, Report::Response(body) if body == "{}"));
    }
}
