//! Metrics in CloudWatch's embedded metric format: one document an invocation, on standard output.
//!
//! Format: "Specification: Embedded metric format", Amazon CloudWatch user guide.
//!
//! This is our own code because one flat document with one dimension needs neither a registry nor
//! macros, and the crates that offer them (`metrics_cloudwatch_embedded`, and `metrique` with
//! `metrique-writer-format-emf`) are at 0.x.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// The CloudWatch namespace of all of Switchboard's metrics.
const NAMESPACE: &str = "Switchboard";

/// The unit of a metric, as CloudWatch names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
enum Unit {
    /// A number of events.
    Count,
    /// A duration.
    Milliseconds,
}

/// The metrics of one invocation. Each name has one value: the last that was set.
///
/// ```
/// use jiff::Timestamp;
/// use switchboard_lambda::Metrics;
///
/// let mut metrics = Metrics::default();
/// metrics.count("Calls", 1);
/// let document = metrics.document("vanity-convert", "request-1", Timestamp::UNIX_EPOCH);
/// assert!(document.contains(r#""Function":"vanity-convert""#));
/// assert!(document.contains(r#""Calls":1.0"#));
/// ```
#[derive(Debug, Default)]
pub struct Metrics(BTreeMap<&'static str, (Unit, f64)>);

impl Metrics {
    /// Sets a number of events.
    pub fn count(&mut self, name: &'static str, count: u32) {
        self.0.insert(name, (Unit::Count, count.into()));
    }

    /// Sets a duration, which is written in milliseconds with the precision of a microsecond.
    pub fn duration(&mut self, name: &'static str, duration: Duration) {
        let microseconds = (duration.as_secs_f64() * 1e6).round();
        self.0.insert(name, (Unit::Milliseconds, microseconds / 1e3));
    }

    /// Returns the document as one line of JSON. `Function` is the only dimension. `request_id` is
    /// not a metric: it leads to the log lines of the invocation.
    #[must_use]
    pub fn document(&self, function: &str, request_id: &str, at: Timestamp) -> String {
        let metrics: Vec<Value> =
            self.0.iter().map(|(name, (unit, _))| json!({"Name": name, "Unit": unit})).collect();
        let mut document = json!({
            "_aws": {
                "Timestamp": at.as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [["Function"]],
                    "Metrics": metrics,
                }],
            },
            "Function": function,
            "request_id": request_id,
        });
        if let Some(document) = document.as_object_mut() {
            document
                .extend(self.0.iter().map(|(name, (_, value))| ((*name).to_owned(), json!(value))));
        }
        document.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_what_cloudwatch_reads() {
        let mut metrics = Metrics::default();
        metrics.count("ColdStart", 1);
        metrics.duration("Duration", Duration::from_nanos(2_500_400));
        let at = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let document = metrics.document("vanity-convert", "r-1", at);
        let expected = json!({
            "_aws": {
                "Timestamp": 1_700_000_000_123_i64,
                "CloudWatchMetrics": [{
                    "Namespace": "Switchboard",
                    "Dimensions": [["Function"]],
                    "Metrics": [
                        {"Name": "ColdStart", "Unit": "Count"},
                        {"Name": "Duration", "Unit": "Milliseconds"},
                    ],
                }],
            },
            "Function": "vanity-convert",
            "request_id": "r-1",
            "ColdStart": 1.0,
            "Duration": 2.5,
        });
        assert_eq!(serde_json::from_str::<Value>(&document).unwrap(), expected);
        assert!(!document.contains('\n'));
    }

    #[test]
    fn every_metric_that_is_named_has_a_value() {
        let mut metrics = Metrics::default();
        metrics.count("Calls", 2);
        metrics.count("Calls", 3);
        let at = Timestamp::UNIX_EPOCH;
        let document: Value = serde_json::from_str(&metrics.document("f", "r", at)).unwrap();
        for named in document["_aws"]["CloudWatchMetrics"][0]["Metrics"].as_array().unwrap() {
            assert!(document[named["Name"].as_str().unwrap()].is_number(), "{named}");
        }
        assert_eq!(document["Calls"], 3.0);
    }
}
