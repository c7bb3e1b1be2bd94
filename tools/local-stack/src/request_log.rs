//! The functions' log for people: one line for each request, and warnings and errors.

use std::fmt::{self, Write as _};
use std::io::Write as _;
use std::time::Duration;

use console::Style;
use jiff::Timestamp;
use serde::Deserialize;

use crate::clock;
use crate::log::{InvocationEnd, InvocationReport, LineKind, LogLine, LogSink};

/// The width of the longest name of a function, `approval-decision`.
const NAME_WIDTH: usize = 17;
/// The most characters of a message that are shown.
const MAX_MESSAGE: usize = 400;

/// Creates a sink that writes lines for people to standard error: the time (UTC), the function, the
/// outcome and the time that it took. Lines without news are left out: those below a warning, and a
/// sweep that had nothing to do.
#[must_use]
pub fn request_log(in_colour: bool) -> LogSink {
    let format = Format { in_colour };
    LogSink::new(move |line| {
        if let Some(text) = format.line(&line, clock::wall_now()) {
            // When standard error is closed, nobody can read the error either.
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
    })
}

#[derive(Clone, Copy, Debug)]
struct Format {
    in_colour: bool,
}

/// How bad a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Severity {
    Fine,
    Warning,
    Error,
}

impl Format {
    /// Returns the line for people; `None` if it has no news.
    fn line(self, line: &LogLine, now: Timestamp) -> Option<String> {
        let (severity, text) = match &line.kind {
            LineKind::Frame => return None,
            LineKind::Note => (Severity::Warning, printable(&line.text)),
            LineKind::Output => of_output(&line.text)?,
            LineKind::Report(report) => of_report(report)?,
        };
        let style = match severity {
            Severity::Fine => Style::new(),
            Severity::Warning => Style::new().yellow(),
            Severity::Error => Style::new().red(),
        };
        let style = style.force_styling(self.in_colour);
        let time = now.strftime("%H:%M:%SZ");
        Some(format!("{time}  {:<NAME_WIDTH$}  {}", line.function, style.apply_to(text)))
    }
}

/// A line of the functions' logger.
#[derive(Deserialize)]
struct Logged {
    level: String,
    #[serde(default)]
    message: String,
    event: Option<String>,
    error_type: Option<String>,
    error: Option<String>,
}

/// Returns a warning or an error of the function. A line that is not its logger's, such as a panic's
/// message, is shown as it is.
fn of_output(text: &str) -> Option<(Severity, String)> {
    if !text.starts_with('{') {
        let is_blank = text.trim().is_empty();
        return (!is_blank).then(|| (Severity::Warning, printable(text)));
    }
    // Documents of metrics have no level.
    let logged: Logged = serde_json::from_str(text).ok()?;
    let severity = match logged.level.as_str() {
        "ERROR" => Severity::Error,
        "WARN" => Severity::Warning,
        _ => return None,
    };
    // The runtime repeats a failure that the function has logged as an event, and the last line of the
    // invocation names it a third time.
    if severity == Severity::Error && logged.event.is_none() {
        return None;
    }
    let mut shown = printable(&logged.message);
    // Writing to a string does not fail.
    if let Some(error_type) = &logged.error_type {
        let _ = write!(shown, " ({})", printable(error_type));
    }
    if let Some(error) = &logged.error {
        let _ = write!(shown, ": {}", printable(error));
    }
    Some((severity, shown))
}

/// Returns how an invocation ended; `None` if it found nothing to do.
fn of_report(report: &InvocationReport) -> Option<(Severity, String)> {
    let (severity, end) = match &report.end {
        InvocationEnd::Counts(counts) if counts.is_empty() => return None,
        InvocationEnd::Counts(counts) => {
            let counts = counts.iter().map(|(name, count)| format!("{name}={count}"));
            (Severity::Fine, counts.collect::<Vec<_>>().join(" "))
        }
        InvocationEnd::Http(status) => (severity_of(*status), status.to_string()),
        InvocationEnd::Status(status) => (Severity::Fine, status.clone()),
        InvocationEnd::Replied => (Severity::Fine, "ok".to_owned()),
        InvocationEnd::Partial(failed) => {
            (Severity::Error, format!("failed  {failed} messages of the batch"))
        }
        InvocationEnd::Failed(error_type) => (Severity::Error, format!("failed  {error_type}")),
    };
    let waited = Milliseconds(report.waited);
    let cold = if report.is_cold { "  cold" } else { "" };
    Some((severity, format!("{end}  {waited}{cold}")))
}

fn severity_of(status: u16) -> Severity {
    match status {
        ..400 => Severity::Fine,
        400..500 => Severity::Warning,
        500.. => Severity::Error,
    }
}

struct Milliseconds(Duration);

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", (self.0.as_secs_f64() * 1000.0).round())
    }
}

/// Returns a text on one line, cut to a length that can be read, without anything that a terminal would
/// act on.
fn printable(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars().take(MAX_MESSAGE) {
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            other => shown.extend(other.escape_debug()),
        }
    }
    if text.chars().nth(MAX_MESSAGE).is_some() {
        shown.push_str("...");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(in_colour: bool, text: &str, kind: LineKind) -> Option<String> {
        let now = "2026-11-21T15:47:02.9Z".parse().unwrap();
        let line = LogLine { function: "vanity-convert".into(), text: text.to_owned(), kind };
        Format { in_colour }.line(&line, now)
    }

    fn report(end: InvocationEnd, is_cold: bool) -> Option<String> {
        let report = InvocationReport { waited: Duration::from_micros(12_345), is_cold, end };
        shown(false, "REPORT", LineKind::Report(report))
    }

    #[test]
    fn a_request_is_one_line() {
        let name = "15:47:02Z  vanity-convert     ";
        for (end, is_cold, text) in [
            (InvocationEnd::Http(200), true, "200  12 ms  cold"),
            (InvocationEnd::Status("ok".to_owned()), false, "ok  12 ms"),
            (InvocationEnd::Replied, false, "ok  12 ms"),
            (InvocationEnd::Partial(2), false, "failed  2 messages of the batch  12 ms"),
            (InvocationEnd::Failed("Throttled".to_owned()), true, "failed  Throttled  12 ms  cold"),
            (InvocationEnd::Counts(vec![("closed".to_owned(), 2)]), false, "closed=2  12 ms"),
        ] {
            assert_eq!(report(end, is_cold), Some(format!("{name}{text}")));
        }
        assert_eq!(shown(false, "START RequestId: 1", LineKind::Frame), None);
    }

    #[test]
    fn a_sweep_without_work_is_not_shown() {
        assert_eq!(report(InvocationEnd::Counts(Vec::new()), true), None);
    }

    #[test]
    fn warnings_and_errors_of_a_function_are_sentences() {
        for (line, text) in [
            (
                r#"{"level":"ERROR","message":"invocation failed","event":"failed","error_type":"Throttled","error":"too many"}"#,
                Some("invocation failed (Throttled): too many"),
            ),
            (
                r#"{"level":"WARN","message":"warm-up failed","event":"warm_up_failed"}"#,
                Some("warm-up failed"),
            ),
            (r#"{"level":"WARN","message":"closed","target":"hyper"}"#, Some("closed")),
            (r#"{"level":"ERROR","message":"Diagnostic { .. }"}"#, None),
            (r#"{"level":"INFO","message":"call recorded","event":"call_recorded"}"#, None),
            (r#"{"_aws":{},"Calls":1}"#, None),
            (
                "thread 'main' panicked at src/main.rs",
                Some("thread 'main' panicked at src/main.rs"),
            ),
            ("a\u{1b}[2Jb", Some(r"a\u{1b}[2Jb")),
            ("  ", None),
        ] {
            let expected = text.map(|text| format!("15:47:02Z  vanity-convert     {text}"));
            assert_eq!(shown(false, line, LineKind::Output), expected, "{line}");
        }
        let note = shown(false, "not allowed", LineKind::Note).unwrap();
        assert!(note.ends_with("  not allowed"), "{note}");
    }

    #[test]
    fn failures_are_red_if_colours_are_wanted() {
        let failed = |end| InvocationReport { waited: Duration::ZERO, is_cold: false, end };
        for end in [InvocationEnd::Failed("Throttled".to_owned()), InvocationEnd::Http(502)] {
            let line = LineKind::Report(failed(end));
            assert!(shown(true, "", line.clone()).unwrap().contains("\u{1b}[31m"));
            assert!(!shown(false, "", line).unwrap().contains('\u{1b}'));
        }
        let fine = LineKind::Report(failed(InvocationEnd::Http(200)));
        assert!(!shown(true, "", fine).unwrap().contains('\u{1b}'));
    }

    #[test]
    fn a_long_message_is_cut() {
        let text = printable(&"é".repeat(MAX_MESSAGE + 1));
        assert_eq!(text.chars().count(), MAX_MESSAGE + 3);
    }
}
