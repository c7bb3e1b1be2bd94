//! Why an invocation failed.

use std::error::Error;
use std::fmt;

use lambda_runtime::Diagnostic;

/// Why an invocation failed: a stable kind for alarms, and the error.
///
/// The kind becomes Lambda's `errorType`. The message is the error with all its sources, so none of
/// their messages may hold personal data.
///
/// ```
/// use switchboard_lambda::Failure;
///
/// let failure = Failure::new("StoreUnavailable", "the table cannot be reached");
/// assert_eq!(failure.kind(), "StoreUnavailable");
/// assert_eq!(failure.to_string(), "the table cannot be reached");
/// ```
#[derive(Debug)]
pub struct Failure {
    kind: &'static str,
    source: Box<dyn Error + Send + Sync>,
}

impl Failure {
    /// Creates a failure of this kind, such as `StoreUnavailable`, with its error.
    pub fn new(kind: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind, source: source.into() }
    }

    /// Returns the stable name of the kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }
}

/// The error and all its sources, outermost first, as [`chain`] writes them.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&chain(self.source.as_ref()))
    }
}

/// Returns the messages of an error and all its sources, outermost first, separated by colons.
#[must_use]
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        chain = format!("{chain}: {error}");
        source = error.source();
    }
    chain
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        Self { error_type: failure.kind.to_owned(), error_message: failure.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the table cannot be reached")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn the_reply_names_the_kind_and_the_chain() {
        let failure = Failure::new("StoreUnavailable", Outer(std::io::Error::other("timed out")));
        let diagnostic = Diagnostic::from(failure);
        assert_eq!(diagnostic.error_type, "StoreUnavailable");
        assert_eq!(diagnostic.error_message, "the table cannot be reached: timed out");
    }
}
