//! The `REPORT` line that Lambda writes to a function's log after an invocation.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use super::outcome::{Failure, Outcome};
use crate::log::{InvocationEnd, InvocationReport};

/// Lambda's `REPORT` line, without the used memory, which is not measured here.
#[derive(Debug)]
pub(super) struct ReportLine<'a> {
    pub(super) request_id: &'a str,
    pub(super) outcome: &'a Outcome,
    pub(super) duration: Duration,
    /// The time that a new process took to start; `None` if none was started.
    pub(super) init: Option<Duration>,
    pub(super) memory_mb: u32,
}

impl ReportLine<'_> {
    /// Returns what the line is about, for a log that people read.
    pub(super) fn facts(&self) -> InvocationReport {
        let end = match self.outcome {
            Outcome::Success(reply) => end_of_reply(reply),
            Outcome::Failure(failure) => InvocationEnd::Failed(error_type(failure)),
        };
        // If the process did not start, `duration` is the time of the attempt.
        let start = self.init.filter(|init| *init != self.duration).unwrap_or_default();
        InvocationReport { waited: self.duration + start, is_cold: self.init.is_some(), end }
    }
}

/// Takes from a reply what is not anyone's data: a status or counts.
fn end_of_reply(reply: &[u8]) -> InvocationEnd {
    let Ok(reply) = serde_json::from_slice::<Map<String, Value>>(reply) else {
        return InvocationEnd::Replied;
    };
    let http = reply.get("statusCode").and_then(Value::as_u64);
    if let Some(status) = http.and_then(|status| status.try_into().ok()) {
        return InvocationEnd::Http(status);
    }
    if let Some(status) = reply.get("status").and_then(Value::as_str).and_then(identifier) {
        return InvocationEnd::Status(status);
    }
    match reply.get("batchItemFailures").and_then(Value::as_array) {
        Some(failures) if !failures.is_empty() => return InvocationEnd::Partial(failures.len()),
        _ => {}
    }
    let counts: Option<Vec<_>> =
        reply.iter().map(|(name, count)| Some((identifier(name)?, count.as_u64()?))).collect();
    match counts {
        Some(counts) if !counts.is_empty() => {
            InvocationEnd::Counts(counts.into_iter().filter(|(_, count)| *count > 0).collect())
        }
        _ => InvocationEnd::Replied,
    }
}

/// Returns the error type. Anything but a name is replaced, because it could hold personal data.
fn error_type(failure: &Failure) -> String {
    let reported = identifier(&failure.reported_type());
    reported.unwrap_or_else(|| failure.error_type().to_owned())
}

/// Returns a text if it is a name, as statuses and error types are, and not text of a person.
fn identifier(text: &str) -> Option<String> {
    let is_name = text.len() <= 60
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|part| part.is_ascii_alphanumeric() || "_.:".contains(part));
    is_name.then(|| text.to_owned())
}

impl fmt::Display for ReportLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request_id, memory_mb, .. } = self;
        let duration = milliseconds(self.duration);
        write!(
            f,
            "REPORT RequestId: {request_id}\tDuration: {duration:.2} ms\t\
             Billed Duration: {:.0} ms\tMemory Size: {memory_mb} MB",
            duration.ceil()
        )?;
        if let Some(init) = self.init {
            write!(f, "\tInit Duration: {:.2} ms", milliseconds(init))?;
        }
        match self.outcome {
            Outcome::Success(_) => Ok(()),
            Outcome::Failure(Failure::TimedOut { .. }) => f.write_str("\tStatus: timeout"),
            Outcome::Failure(failure) => {
                write!(f, "\tStatus: error\tError Type: {}", failure.error_type())
            }
        }
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    #[test]
    fn a_reply_is_reduced_to_its_status_or_counts() {
        let counts = |counts: &[(&str, u64)]| {
            InvocationEnd::Counts(
                counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect(),
            )
        };
        for (reply, end) in [
            (r#"{"statusCode":404,"body":"+18003569377"}"#, InvocationEnd::Http(404)),
            (r#"{"status":"ok","phoneNumber":"+18003569377"}"#, InvocationEnd::Status("ok".into())),
            (r#"{"status":"+1 800 356 9377"}"#, InvocationEnd::Replied),
            (
                r#"{"lookedAt":2,"closed":0,"mailsSent":3}"#,
                counts(&[("lookedAt", 2), ("mailsSent", 3)]),
            ),
            (r#"{"lookedAt":0,"closed":0}"#, counts(&[])),
            (r#"{"batchItemFailures":[{"itemIdentifier":"1"}]}"#, InvocationEnd::Partial(1)),
            (r#"{"batchItemFailures":[]}"#, InvocationEnd::Replied),
            (r#"{"+18003569377":1}"#, InvocationEnd::Replied),
            ("{}", InvocationEnd::Replied),
            ("[1]", InvocationEnd::Replied),
        ] {
            assert_eq!(end_of_reply(reply.as_bytes()), end, "{reply}");
        }
    }

    #[test]
    fn an_error_type_is_repeated_only_if_it_is_a_name() {
        for (document, expected) in [
            (r#"{"errorType":"StoreUnavailable"}"#, "StoreUnavailable"),
            (r#"{"errorType":"call +18003569377"}"#, "Function.Unhandled"),
        ] {
            let failure = Failure::Reported(Bytes::from_static(document.as_bytes()));
            assert_eq!(error_type(&failure), expected, "{document}");
        }
    }

    #[test]
    fn the_caller_waits_for_the_start_too() {
        let (start, run) = (Duration::from_millis(30), Duration::from_millis(12));
        let line = |outcome: &Outcome, duration, init| {
            ReportLine { request_id: "id-1", outcome, duration, init, memory_mb: 128 }.facts()
        };
        let replied = Outcome::Success(Bytes::new());
        assert_eq!(line(&replied, run, Some(start)).waited, start + run);
        assert!(!line(&replied, run, None).is_cold);
        let not_started = Outcome::Failure(Failure::Exited(None));
        assert_eq!(line(&not_started, start, Some(start)).waited, start);
    }

    #[test]
    fn a_report_reads_like_lambdas() {
        let mut line = ReportLine {
            request_id: "id-1",
            outcome: &Outcome::Success(Bytes::new()),
            duration: Duration::from_micros(1234),
            init: Some(Duration::from_micros(13_900)),
            memory_mb: 128,
        };
        assert_eq!(
            line.to_string(),
            "REPORT RequestId: id-1\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t\
             Init Duration: 13.90 ms"
        );
        line.init = None;
        line.outcome = &Outcome::Failure(Failure::Exited(None));
        assert!(line.to_string().ends_with("MB\tStatus: error\tError Type: Runtime.ExitError"));
    }
}
