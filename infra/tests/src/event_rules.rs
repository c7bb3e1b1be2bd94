//! Every rule of EventBridge has an alarm on its failed invocations: otherwise it fails without a trace.

use serde_json::{Map, Value, json};

use crate::delivery_events::bus;
use crate::finding::Finding;
use crate::state::{Resource, State};

/// The rules of a state that no alarm watches.
#[must_use]
pub fn check(state: &State) -> Vec<Finding> {
    let mut findings = Vec::new();
    let watched: Vec<Value> =
        state.of_kind("aws_cloudwatch_metric_alarm").flat_map(watched).collect();
    for rule in state.of_kind("aws_cloudwatch_event_rule") {
        let (name, bus) = (rule.text("name"), bus(rule));
        let mut wanted = vec![json!({ "RuleName": name })];
        // EventBridge's guide gives rules on other buses both sets of dimensions.
        if bus != "default" {
            wanted.push(json!({"EventBusName": bus, "RuleName": name}));
        }
        for dimensions in wanted.iter().filter(|dimensions| !watched.contains(dimensions)) {
            let message = format!("has no alarm on its FailedInvocations with {dimensions}");
            findings.push(Finding::new(state.place(rule), message));
        }
    }
    findings
}

/// The dimensions of the failed invocations that an alarm reads, if it tells somebody.
fn watched(alarm: &Resource) -> Vec<Value> {
    let told = alarm.at("alarm_actions/0").is_some();
    let queries = alarm.at("metric_query").and_then(Value::as_array).into_iter().flatten();
    let metrics = queries.filter_map(|query| query.pointer("/metric/0")).chain([&alarm.values]);
    metrics
        .filter(|metric| told && metric.get("namespace") == Some(&json!("AWS/Events")))
        .filter(|metric| metric.get("metric_name") == Some(&json!("FailedInvocations")))
        .filter_map(|metric| metric.get("dimensions").and_then(Value::as_object))
        .map(|dimensions: &Map<_, _>| Value::Object(dimensions.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bus: &str, alarm: &Value) -> Vec<String> {
        let resource = |kind: &str, values: &Value| json!({"mode": "managed", "address": "x.y", "type": kind, "values": values});
        let resources = [
            resource("aws_cloudwatch_event_rule", &json!({"name": "log", "event_bus_name": bus})),
            resource("aws_cloudwatch_metric_alarm", alarm),
        ];
        let state = json!({"values": {"root_module": {"resources": resources}}});
        check(&State::of("tooling/app", &state)).iter().map(ToString::to_string).collect()
    }

    fn reads(dimensions: &[Value]) -> Value {
        let queries: Vec<_> = dimensions
            .iter()
            .map(|dimensions| json!({"metric": [{"namespace": "AWS/Events", "metric_name": "FailedInvocations", "dimensions": dimensions}]}))
            .chain([json!({"expression": "SUM(METRICS())", "metric": []})])
            .collect();
        json!({"metric_query": queries, "alarm_actions": ["topic"]})
    }

    #[test]
    fn a_rule_on_the_default_bus_is_watched_by_its_name() {
        assert_eq!(found("default", &reads(&[json!({"RuleName": "log"})])), [""; 0]);
        assert_eq!(found("", &reads(&[json!({"RuleName": "other"})])).len(), 1);
        let alarm = json!({"namespace": "AWS/Events", "metric_name": "FailedInvocations",
            "dimensions": {"RuleName": "log"}, "alarm_actions": ["topic"]});
        assert_eq!(found("default", &alarm), [""; 0]);
    }

    #[test]
    fn a_rule_on_another_bus_is_watched_by_both() {
        let both = [json!({"RuleName": "log"}), json!({"EventBusName": "own", "RuleName": "log"})];
        assert_eq!(found("own", &reads(&both)), [""; 0]);
        for one in &both {
            assert_eq!(found("own", &reads(std::slice::from_ref(one))).len(), 1, "{one}");
        }
    }

    #[test]
    fn an_alarm_that_tells_nobody_watches_nothing() {
        let mut alarm = reads(&[json!({"RuleName": "log"})]);
        alarm["alarm_actions"] = json!([]);
        assert_eq!(found("default", &alarm).len(), 1);
    }
}
