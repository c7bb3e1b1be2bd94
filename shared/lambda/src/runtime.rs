//! Runs a handler on the Lambda runtime.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tracing::{Instrument as _, error, info_span, warn};

use crate::logs::LogSettings;
use crate::{Failure, Metrics, now};

/// The error that a function's `main` returns.
pub type Error = lambda_runtime::Error;

/// One invocation, as a handler sees it.
#[derive(Debug)]
pub struct Invocation<'a, E> {
    /// The event, read into the handler's type.
    pub event: E,
    /// Lambda's request id.
    pub request_id: String,
    /// When Lambda stops this invocation.
    pub deadline: Timestamp,
    /// The metrics of this invocation, which are written when it ends.
    pub metrics: &'a mut Metrics,
}

impl<E> Invocation<'_, E> {
    /// Returns the time until the deadline; zero after it.
    #[must_use]
    pub fn time_left(&self) -> SignedDuration {
        self.deadline.duration_since(now()).max(SignedDuration::ZERO)
    }
}

/// The timeout of a warm-up, for which a caller may be waiting on the phone. Connecting within a region takes tens of
/// milliseconds. Lambda stops an init phase after ten seconds and starts it again.
const WARM_UP_LIMIT: Duration = Duration::from_secs(1);

/// Runs the handler for every event until the execution environment is shut down.
///
/// Each invocation runs in a span with `request_id`, `trace_id` and `cold_start`, and writes one
/// metric document with `ColdStart`, `Duration`, `Errors` and the metrics that the handler adds, even
/// if it panics. A failure is logged and becomes Lambda's error reply, with its kind as `errorType`.
///
/// ```no_run
/// use switchboard_lambda::logs::{self, LogSettings};
/// use switchboard_lambda::{Invocation, run};
/// use switchboard_settings::Environment;
///
/// #[tokio::main(flavor = "current_thread")]
/// async fn main() -> Result<(), switchboard_lambda::Error> {
///     let settings = LogSettings::read(&Environment::of_process())?;
///     logs::init(&settings);
///     run(&settings, async |invocation: &mut Invocation<'_, String>| {
///         invocation.metrics.count("Greetings", 1);
///         Ok(format!("Hello, {}", invocation.event))
///     })
///     .await
/// }
/// ```
pub async fn run<E, R, H>(logs: &LogSettings, handler: H) -> Result<(), Error>
where
    E: DeserializeOwned,
    R: Serialize,
    H: AsyncFn(&mut Invocation<'_, E>) -> Result<R, Failure>,
{
    let cold = AtomicBool::new(true);
    let (cold, handler) = (&cold, &handler);
    // The event is deserialized here and not by the runtime, whose error would log the event.
    lambda_runtime::run(service_fn(async move |event: LambdaEvent<Value>| {
        let cold_start = cold.swap(false, Ordering::Relaxed);
        let trace_id = event.context.xray_trace_id.unwrap_or_default();
        let request_id = event.context.request_id;
        let deadline = i64::try_from(event.context.deadline).unwrap_or(i64::MAX);
        let deadline = Timestamp::from_millisecond(deadline).unwrap_or_else(|_| now());
        let span = info_span!("invocation", %request_id, %trace_id, cold_start);
        let document = MetricDocument {
            function: &logs.function_name,
            request_id,
            cold_start,
            started: Instant::now(),
            metrics: Metrics::default(),
            succeeded: false,
        };
        invoke(handler, event.payload, deadline, document).instrument(span).await
    }))
    .await
}

async fn invoke<E, R, H>(
    handler: &H,
    event: Value,
    deadline: Timestamp,
    mut document: MetricDocument<'_>,
) -> Result<R, Diagnostic>
where
    E: DeserializeOwned,
    H: AsyncFn(&mut Invocation<'_, E>) -> Result<R, Failure>,
{
    let result = match serde_json::from_value(event) {
        Ok(event) => {
            let metrics = &mut document.metrics;
            let request_id = document.request_id.clone();
            handler(&mut Invocation { event, request_id, deadline, metrics }).await
        }
        Err(_) => {
            Err(Failure::new("BadEvent", "the event is not of the kind that is handled here"))
        }
    };
    if let Err(failure) = &result {
        error!(event = "failed", error_type = failure.kind(), error = %failure, "invocation failed");
    }
    document.succeeded = result.is_ok();
    result.map_err(Diagnostic::from)
}

/// The metrics of an invocation. They are written on drop, so that a panic does not lose them.
struct MetricDocument<'a> {
    function: &'a str,
    request_id: String,
    cold_start: bool,
    started: Instant,
    metrics: Metrics,
    succeeded: bool,
}

impl Drop for MetricDocument<'_> {
    fn drop(&mut self) {
        self.metrics.count("ColdStart", u32::from(self.cold_start));
        self.metrics.count("Errors", u32::from(!self.succeeded));
        self.metrics.duration("Duration", self.started.elapsed());
        let document = self.metrics.document(self.function, &self.request_id, now());
        // An invocation does not fail because its metrics cannot be written.
        let _ = writeln!(std::io::stdout(), "{document}");
    }
}

/// Makes the first invocation fast, such as by opening a connection, before the first event is
/// requested: Lambda grants a whole processor to the init phase, and a fraction of one to the handler.
/// If it fails or takes more than a second, that is logged and the function starts all the same.
pub async fn warm_up<E: std::fmt::Display>(connect: impl Future<Output = Result<(), E>>) {
    match tokio::time::timeout(WARM_UP_LIMIT, connect).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => warn!(event = "warm_up_failed", %error, "warm-up failed"),
        Err(_) => warn!(event = "warm_up_failed", "warm-up took too long"),
    }
}
