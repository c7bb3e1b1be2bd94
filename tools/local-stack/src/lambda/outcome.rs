//! The outcome of an invocation, and the error document that Lambda returns for it.

use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

/// The largest reply that Lambda accepts, in bytes: 6 MB and a little for the envelope.
pub(super) const MAX_RESPONSE_BYTES: usize = 6 * 1024 * 1024 + 100;

/// A finished invocation.
#[derive(Debug)]
pub struct Invocation {
    /// The request id that the function received.
    pub request_id: String,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome of an invocation.
#[derive(Debug)]
pub enum Outcome {
    /// The function's reply.
    Success(Bytes),
    /// The function failed.
    Failure(Failure),
}

/// A failure of a function.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The function reported an error; this is its error document.
    Reported(Bytes),
    /// The function exceeded its time limit, and its process was killed.
    TimedOut {
        /// The time limit.
        limit: Duration,
        /// The time at which the limit was reached.
        at: Timestamp,
    },
    /// The process ended before it answered.
    Exited(Option<ExitStatus>),
    /// The reply is larger than Lambda accepts.
    ResponseTooLarge,
    /// The executable could not be started.
    NotStarted(io::Error),
}

impl Failure {
    /// Returns the error type that Lambda gives the failure.
    #[must_use]
    pub fn error_type(&self) -> &'static str {
        match self {
            Self::Reported(_) => "Function.Unhandled",
            Self::TimedOut { .. } => "Sandbox.Timedout",
            Self::Exited(_) => "Runtime.ExitError",
            Self::ResponseTooLarge => "Function.ResponseSizeTooLarge",
            Self::NotStarted(_) => "Runtime.InvalidEntrypoint",
        }
    }

    /// Returns the error type that the function reported, or that Lambda gives the failure.
    #[must_use]
    pub fn reported_type(&self) -> String {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Document {
            error_type: String,
        }
        if let Self::Reported(document) = self
            && let Ok(Document { error_type }) = serde_json::from_slice(document)
        {
            return error_type;
        }
        self.error_type().to_owned()
    }

    /// Returns the error document that the caller of the function receives.
    #[must_use]
    pub fn payload(&self, request_id: &str) -> Bytes {
        let message = match self {
            Self::Reported(document) => return document.clone(),
            Self::TimedOut { limit, at } => {
                format!(
                    "{at:.3} {request_id} Task timed out after {:.2} seconds",
                    limit.as_secs_f64()
                )
            }
            Self::Exited(status) => {
                let how = status.map_or_else(|| "unknown".to_owned(), describe);
                format!("RequestId: {request_id} Error: Runtime exited with error: {how}")
            }
            Self::ResponseTooLarge => format!(
                "Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes)."
            ),
            Self::NotStarted(source) => format!("RequestId: {request_id} Error: {source}"),
        };
        let document = json!({ "errorType": self.error_type(), "errorMessage": message });
        Bytes::from(document.to_string())
    }
}

/// Returns an exit status in Lambda's words, which come from Go.
fn describe(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;

    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit status {code}"),
        (None, Some(9)) => "signal: killed".to_owned(),
        (None, Some(11)) => "signal: segmentation fault".to_owned(),
        (None, Some(15)) => "signal: terminated".to_owned(),
        (None, Some(number)) => format!("signal: {number}"),
        (None, None) => status.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    fn text(failure: &Failure) -> String {
        String::from_utf8(failure.payload("id-1").to_vec()).unwrap()
    }

    fn json(failure: &Failure) -> serde_json::Value {
        serde_json::from_slice(&failure.payload("id-1")).unwrap()
    }

    #[test]
    fn a_time_out_reads_like_lambdas() {
        let at = "2026-11-21T10:00:00.1234Z".parse().unwrap();
        let failure = Failure::TimedOut { limit: Duration::from_secs(3), at };
        assert_eq!(
            json(&failure),
            serde_json::json!({
                "errorMessage": "2026-11-21T10:00:00.123Z id-1 Task timed out after 3.00 seconds",
                "errorType": "Sandbox.Timedout",
            })
        );
    }

    #[test]
    fn an_exit_names_its_status_or_its_signal() {
        let exit = Failure::Exited(Some(ExitStatus::from_raw(1 << 8)));
        assert!(
            text(&exit).contains("RequestId: id-1 Error: Runtime exited with error: exit status 1")
        );
        let kill = Failure::Exited(Some(ExitStatus::from_raw(9)));
        assert!(text(&kill).contains("signal: killed"));
    }

    #[test]
    fn an_error_has_the_type_that_the_function_reported() {
        let document = Bytes::from_static(br#"{"errorType":"Mine","errorMessage":"no"}"#);
        assert_eq!(Failure::Reported(document).reported_type(), "Mine");
        assert_eq!(Failure::Reported(Bytes::new()).reported_type(), "Function.Unhandled");
        assert_eq!(Failure::Exited(None).reported_type(), "Runtime.ExitError");
    }

    #[test]
    fn a_reported_error_is_passed_on_unchanged() {
        let document = Bytes::from_static(br#"{"errorType":"Mine","errorMessage":"no"}"#);
        assert_eq!(Failure::Reported(document.clone()).payload("id-1"), document);
    }
}
