//! The functions' log lines, and where they go.

use std::fmt;
use std::io::Write as _;
use std::sync::Arc;

use tokio::sync::mpsc;

/// One line that a function wrote, or that the stack wrote about its invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The function's name.
    pub function: Arc<str>,
    /// The line as it was written, without its line end.
    pub text: String,
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

    pub(crate) fn write(&self, function: &Arc<str>, text: String) {
        (self.0)(LogLine { function: Arc::clone(function), text });
    }
}

impl fmt::Debug for LogSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogSink")
    }
}
