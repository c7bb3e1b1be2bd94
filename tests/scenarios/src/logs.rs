//! What a local stack and its functions logged.

use serde_json::Value;

/// Everything that a local stack and its functions wrote to standard error.
#[derive(Debug)]
pub struct Logs(String);

impl Logs {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The lines that functions wrote as JSON, in the order in which they were written: log lines
    /// and metric documents.
    pub fn json_lines(&self) -> impl Iterator<Item = Value> {
        // The stack writes the function's name before each line.
        let lines = self.0.lines().filter_map(|line| line.split_once(" | "));
        lines.filter_map(|(_, text)| serde_json::from_str(text).ok())
    }

    /// The log lines of this event, as in `call_recorded`.
    pub fn of_event(&self, event: &str) -> Vec<Value> {
        self.json_lines().filter(|line| line["event"] == event).collect()
    }

    /// The metric documents: each invocation writes one.
    pub fn metrics(&self) -> Vec<Value> {
        self.json_lines().filter(|line| line["_aws"].is_object()).collect()
    }

    /// The sum of a metric over all documents that have it, as CloudWatch adds up counts.
    pub fn total(&self, metric: &str) -> u64 {
        let counts = self.metrics().into_iter().filter_map(|document| document[metric].as_f64());
        // Counts are whole, and written as in 1.0.
        counts.map(|count| format!("{count}").parse::<u64>().unwrap()).sum()
    }

    /// Asserts that the functions logged something, and none of these.
    #[track_caller]
    pub fn assert_hold_none_of<T: AsRef<str>>(&self, secrets: impl IntoIterator<Item = T>) {
        assert!(self.0.contains("REPORT RequestId"), "the functions logged nothing:\n{}", self.0);
        for secret in secrets {
            let secret = secret.as_ref();
            assert!(!self.0.contains(secret), "{secret} is in the log:\n{}", self.0);
        }
    }
}
