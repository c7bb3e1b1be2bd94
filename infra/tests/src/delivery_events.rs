//! Recorded events, sent through the event rules and metric filters of a state: what reaches the delivery metrics, and what is
//! counted.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::finding::Finding;
use crate::metric_filter::{FilterPattern, select};
use crate::state::{Resource, State};

/// The namespace of the metrics.
const NAMESPACE: &str = "Delivery";

/// What the names of the rules contain that bring events to the metrics.
const RULES: &str = "-delivery-";

/// A recorded event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What happened.
    pub what: String,
    /// Whether it has to reach the log that is measured.
    pub logged: bool,
    /// What has to be counted: metric, its first dimension, value.
    pub counts: Vec<String>,
    /// The event, as EventBridge delivers it.
    pub event: Value,
}

/// The recorded events.
pub fn recorded() -> Result<Vec<Recorded>, serde_json::Error> {
    serde_json::from_str(include_str!("../events/delivery.json"))
}

/// The events that a state brings, or counts, in another way than it has to.
#[must_use]
pub fn check(state: &State) -> Vec<Finding> {
    match recorded() {
        Ok(recorded) => recorded.iter().flat_map(|recorded| one(state, recorded)).collect(),
        Err(error) => vec![Finding::new("infra/tests/events/delivery.json", error.to_string())],
    }
}

fn one(state: &State, recorded: &Recorded) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut wrong = |message: String| {
        findings.push(Finding::new(state.root.clone(), format!("{}: {message}", recorded.what)));
    };
    // Each bus has to do alike: an environment's events come by another than this account's own.
    let mut buses: BTreeMap<&str, bool> = BTreeMap::new();
    for rule in state.of_kind("aws_cloudwatch_event_rule") {
        if rule.text("name").contains(RULES) {
            let pattern = serde_json::from_str(rule.text("event_pattern")).unwrap_or_default();
            *buses.entry(bus(rule)).or_default() |= matches(&pattern, &recorded.event);
        }
    }
    for (bus, logged) in buses {
        if logged != recorded.logged {
            let is = if logged { "is" } else { "is not" };
            wrong(format!("{is} brought to the delivery metrics from the bus {bus}"));
        }
    }

    let filters: Vec<_> = state
        .of_kind("aws_cloudwatch_log_metric_filter")
        .filter_map(|filter| Some((filter, filter.at("metric_transformation/0")?)))
        .filter(|(_, metric)| metric.get("namespace").and_then(Value::as_str) == Some(NAMESPACE))
        .collect();
    let mut counts = Vec::new();
    for (filter, metric) in &filters {
        match FilterPattern::read(filter.text("pattern")) {
            Ok(pattern) if pattern.matches(&recorded.event) => {
                counts.push(counted(metric, &recorded.event));
            }
            Ok(_) => {}
            Err(error) => wrong(error.to_string()),
        }
    }
    counts.sort();
    if !filters.is_empty() && counts != recorded.counts {
        wrong(format!("counts as {counts:?}, and has to as {:?}", recorded.counts));
    }
    findings
}

/// The bus of a rule.
pub(crate) fn bus(rule: &Resource) -> &str {
    Some(rule.text("event_bus_name")).filter(|bus| !bus.is_empty()).unwrap_or("default")
}

/// Metric, first dimension and value that a filter makes of an event; `?` where it finds none.
fn counted(metric: &Value, event: &Value) -> String {
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => "?".to_owned(),
    };
    let resolved = |value: Option<&Value>| match value.and_then(Value::as_str) {
        Some(selector) if selector.starts_with("$.") => text(select(event, selector)),
        _ => text(value),
    };
    let dimensions = metric.get("dimensions").and_then(Value::as_object);
    let dimension = dimensions.and_then(|dimensions| dimensions.values().next());
    format!(
        "{} {} {}",
        text(metric.get("name")),
        resolved(dimension),
        resolved(metric.get("value"))
    )
}

/// Whether an event pattern of EventBridge lets an event pass, as far as the rules here use it.
fn matches(pattern: &Value, event: &Value) -> bool {
    match (pattern, event) {
        (Value::Object(names), _) => names
            .iter()
            .all(|(name, pattern)| event.get(name).is_some_and(|event| matches(pattern, event))),
        (Value::Array(choices), event) => choices.iter().any(|choice| {
            choice.get("anything-but").map_or(choice == event, |others| {
                !others.as_array().is_some_and(|others| others.contains(event)) && others != event
            })
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A state that counts failed deployments, and brings what `pattern` lets pass.
    fn state(pattern: &Value, filter: &str) -> State {
        let resource = |kind: &str, values: Value| json!({"mode": "managed", "address": "x.y", "type": kind, "values": values});
        let rule = resource(
            "aws_cloudwatch_event_rule",
            json!({"name": "switchboard-delivery-jobs", "event_pattern": pattern.to_string()}),
        );
        let filter = resource(
            "aws_cloudwatch_log_metric_filter",
            json!({"pattern": filter, "metric_transformation": [{"namespace": NAMESPACE, "name": "FailedDeployments",
                "value": "1", "dimensions": {"Target": "$.detail.environment"}}]}),
        );
        State::of("tooling/app", &json!({"values": {"root_module": {"resources": [rule, filter]}}}))
    }

    fn event(outcome: &str, counts: &[&str]) -> Recorded {
        Recorded {
            what: "a job".to_owned(),
            logged: true,
            counts: counts.iter().map(|&count| count.to_owned()).collect(),
            event: json!({"source": "jobs", "detail": {"environment": "sit", "outcome": outcome}}),
        }
    }

    #[test]
    fn what_is_counted_is_compared() {
        let state = state(&json!({"source": ["jobs"]}), r#"{ $.detail.outcome = "failed" }"#);
        assert_eq!(one(&state, &event("failed", &["FailedDeployments sit 1"])), []);
        assert_eq!(one(&state, &event("succeeded", &[])), []);
        for wrong in [event("failed", &[]), event("succeeded", &["FailedDeployments sit 1"])] {
            let found = one(&state, &wrong);
            assert!(found.len() == 1 && found[0].message.contains("counts as"), "{found:?}");
        }
    }

    #[test]
    fn what_is_not_brought_is_found_and_so_is_what_should_not_be() {
        let not_here = state(&json!({"source": ["others"]}), r#"{ $.a = "b" }"#);
        let found = one(&not_here, &event("succeeded", &[]));
        assert!(found[0].message.contains("is not brought"), "{found:?}");
        let all_but = state(
            &json!({"source": [{"anything-but": ["others"]}], "detail": {"environment": ["sit"]}}),
            r#"{ $.a = "b" }"#,
        );
        assert_eq!(one(&all_but, &event("succeeded", &[])), []);
        let found = one(&all_but, &Recorded { logged: false, ..event("succeeded", &[]) });
        assert!(found[0].message.contains("is brought"), "{found:?}");
    }

    #[test]
    fn a_job_tells_what_is_recorded_here() {
        let mut names: Vec<_> = recorded()
            .unwrap()
            .iter()
            .filter(|recorded| recorded.event["source"] == "switchboard.delivery")
            .filter_map(|recorded| recorded.event["detail"].as_object())
            .flat_map(|detail| detail.keys().cloned())
            .collect();
        names.sort();
        names.dedup();
        assert_eq!(
            names.join(" "),
            "environment kind leadTimeSeconds outcome seconds sha step tag"
        );
    }
}
