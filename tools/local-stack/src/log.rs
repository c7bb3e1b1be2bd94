//! The functions' log lines, and where they go.

use std::fmt;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

/// One line that a function wrote, or that the stack wrote about its invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The function's name.
    pub function: Arc<str>,
    /// The line as it was written, without its line end.
    pub text: String,
    /// Who wrote it, and about what.
    pub kind: LineKind,
}

/// Who wrote a log line, and about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// The function wrote it: JSON from its logger, or text such as a panic's message.
    Output,
    /// The stack wrote it, for example about a call that the function's role does not allow.
    Note,
    /// Lambda's `START` or `END` line.
    Frame,
    /// Lambda's `REPORT` line, the last one of an invocation.
    Report(InvocationReport),
}

/// The end of an invocation. It holds nothing of the event and no text of the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvocationReport {
    /// The time that the caller waited, including the start of a new process.
    pub waited: Duration,
    /// Whether a new process was started.
    pub is_cold: bool,
    /// How the invocation ended.
    pub end: InvocationEnd,
}

/// How an invocation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvocationEnd {
    /// The function replied to HTTP with this `statusCode`.
    Http(u16),
    /// The function replied with a `status`, such as `ok`.
    Status(String),
    /// The function replied with counts of what it has done, such as `mailsSent`; those above 0.
    Counts(Vec<(String, u64)>),
    /// The function replied with something else.
    Replied,
    /// So many messages of a batch have failed.
    Partial(usize),
    /// The function failed with this error type.
    Failed(String),
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {}", self.function, self.text)
    }
}

/// The destination of log lines.
#[derive(Clone)]
pub struct LogSink(Arc<dyn Fn(LogLine) + Send + Sync>);

impl LogSink {
    /// Creates a sink that calls a callback, which must not block.
    pub fn new(write: impl Fn(LogLine) + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }

    /// Creates a sink that writes lines to standard error, each after its function's name.
    #[must_use]
    pub fn stderr() -> Self {
        Self::new(|line| {
            // When standard error is closed, nobody can read the error either.
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        })
    }

    /// Creates a sink that sends lines to an unbounded channel, which a test reads.
    #[must_use]
    pub fn channel() -> (Self, mpsc::UnboundedReceiver<LogLine>) {
        let (lines, received) = mpsc::unbounded_channel();
        let sink = Self::new(move |line| {
            // The reader may have stopped reading.
            let _ = lines.send(line);
        });
        (sink, received)
    }

    pub(crate) fn write(&self, function: &Arc<str>, text: String, kind: LineKind) {
        (self.0)(LogLine { function: Arc::clone(function), text, kind });
    }
}

impl fmt::Debug for LogSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogSink")
    }
}
