//! Runs a handler on the Lambda runtime.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tracing::{Instrument as _, error, info_span, warn};

use crate::logs::LogSettings;
use crate::{Clock, Failure, Metrics};

/// What stops a function from starting or running.
pub type Error = lambda_runtime::Error;

/// One invocation, as a handler sees it.
#[derive(Debug)]
pub struct Invocation<E> {
    /// The event, read into the handler's type.
    pub event: E,
    /// Lambda's id of the request.
    pub request_id: String,
    /// What this invocation measured; written when it ends.
    pub metrics: Metrics,
}

/// How long a warm-up may take. Lambda ends an init after ten seconds and starts over.
const WARM_UP_LIMIT: Duration = Duration::from_secs(2);

/// Runs the handler for every event until the environment is shut down.
///
/// Each invocation runs in a span with `request_id`, `trace_id` and `cold_start`, and writes one
/// metric document with `ColdStart`, `Duration`, `Errors` and what the handler adds. A failure is
/// logged and becomes Lambda's error reply with the failure's kind.
pub async fn run<E, R, H>(logs: &LogSettings, handler: H) -> Result<(), Error>
where
    E: DeserializeOwned,
    R: Serialize,
    H: AsyncFn(&mut Invocation<E>) -> Result<R, Failure>,
{
    let cold = AtomicBool::new(true);
    let (cold, handler) = (&cold, &handler);
    lambda_runtime::run(service_fn(async move |event: LambdaEvent<E>| {
        let cold_start = cold.swap(false, Ordering::Relaxed);
        let trace_id = event.context.xray_trace_id.unwrap_or_default();
        let request_id = event.context.request_id;
        let span = info_span!("invocation", %request_id, %trace_id, cold_start);
        let mut invocation =
            Invocation { event: event.payload, request_id, metrics: Metrics::default() };
        invoke(&logs.function_name, handler, &mut invocation, cold_start).instrument(span).await
    }))
    .await
}

async fn invoke<E, R, H>(
    function: &str,
    handler: &H,
    invocation: &mut Invocation<E>,
    cold_start: bool,
) -> Result<R, Diagnostic>
where
    H: AsyncFn(&mut Invocation<E>) -> Result<R, Failure>,
{
    let started = Instant::now();
    let result = handler(invocation).await;
    if let Err(failure) = &result {
        error!(event = "failed", error_type = failure.kind(), error = %failure, "invocation failed");
    }
    let metrics = &mut invocation.metrics;
    metrics.count("ColdStart", u32::from(cold_start));
    metrics.count("Errors", u32::from(result.is_err()));
    metrics.duration("Duration", started.elapsed());
    let document = metrics.document(function, &invocation.request_id, Clock::System.now());
    // A reply is worth more than its metrics.
    let _ = writeln!(std::io::stdout(), "{document}");
    result.map_err(Diagnostic::from)
}

/// Runs what makes the first invocation fast, such as opening a connection, before the first
/// event is asked for: Lambda lends a whole processor to init, and a sliver to the handler. That
/// it fails or takes too long is logged, and stops nothing.
pub async fn warm_up<E: std::fmt::Display>(connect: impl Future<Output = Result<(), E>>) {
    match tokio::time::timeout(WARM_UP_LIMIT, connect).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => warn!(event = "warm_up_failed", %error, "warm-up failed"),
        Err(_) => warn!(event = "warm_up_failed", "warm-up took too long"),
    }
}
