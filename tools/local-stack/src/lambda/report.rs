//! The `REPORT` line that Lambda writes to a function's log after an invocation.

use std::fmt;
use std::time::Duration;

use super::outcome::{Failure, Outcome};

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
