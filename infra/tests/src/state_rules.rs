//! Rules over the resources that Terraform would create, where the source is not enough: values that come through
//! variables, and whether resources that one place names are created in another.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::finding::Finding;
use crate::state::{Resource, State};

/// The findings of these rules in a state.
#[must_use]
pub fn check(state: &State) -> Vec<Finding> {
    let mut findings = Vec::new();
    for resource in &state.resources {
        for message in messages(state, resource) {
            findings.push(Finding::new(state.place(resource), message));
        }
    }
    findings.extend(deployments(state));
    findings.extend(untried(state));
    findings.extend(function_urls(state));
    findings.extend(pipelines(state));
    findings
}

fn messages(state: &State, resource: &Resource) -> Vec<String> {
    match resource.kind.as_str() {
        "aws_dynamodb_table" => table(resource),
        "aws_lambda_function" => function(resource),
        "aws_cloudwatch_log_group" => logs(resource),
        "aws_sns_topic" | "aws_sqs_queue" => encrypted(resource, "kms_master_key_id"),
        "aws_apigatewayv2_route" => route(resource),
        "aws_apigatewayv2_stage" => stage(resource),
        "aws_acm_certificate" => certificate(state, resource),
        "aws_iam_role" => {
            encrypted_like(resource, "permissions_boundary", "has no permissions boundary")
        }
        "aws_apigatewayv2_integration" => {
            alias(state, resource, resource.text("integration_uri"), "invoke_arn")
        }
        "aws_connect_lambda_function_association" => {
            alias(state, resource, resource.text("function_arn"), "arn")
        }
        "aws_sns_topic_subscription" => subscription(state, resource),
        "aws_codepipeline" => pipeline(state, resource),
        "aws_lambda_permission" if resource.text("qualifier").is_empty() => {
            vec!["is not on the alias (no qualifier)".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn encrypted(resource: &Resource, argument: &str) -> Vec<String> {
    encrypted_like(resource, argument, "is not encrypted with the account's key")
}

fn encrypted_like(resource: &Resource, argument: &str, message: &str) -> Vec<String> {
    if resource.text(argument).is_empty() { vec![message.to_owned()] } else { Vec::new() }
}

fn table(resource: &Resource) -> Vec<String> {
    let mut found = Vec::new();
    let key = resource.at("server_side_encryption/0/kms_key_arn").and_then(Value::as_str);
    if key.is_none_or(str::is_empty) {
        found.push("is not encrypted with the account's key".to_owned());
    }
    if resource.at("point_in_time_recovery/0/enabled") != Some(&Value::Bool(true)) {
        found.push("cannot be restored to an earlier time (point_in_time_recovery)".to_owned());
    }
    if !resource.is("deletion_protection_enabled") {
        found.push("is not protected from deletion".to_owned());
    }
    found
}

fn function(resource: &Resource) -> Vec<String> {
    let mut found = Vec::new();
    if resource.number("reserved_concurrent_executions").is_none_or(|count| count < 1) {
        found.push("has no reserved concurrency".to_owned());
    }
    if resource.at("tracing_config/0/mode").and_then(Value::as_str) != Some("Active") {
        found.push("is not traced".to_owned());
    }
    if resource.at("logging_config/0/log_format").and_then(Value::as_str) != Some("JSON") {
        found.push("does not log JSON".to_owned());
    }
    found.extend(encrypted(resource, "kms_key_arn"));
    found
}

fn logs(resource: &Resource) -> Vec<String> {
    let mut found = encrypted(resource, "kms_key_id");
    if resource.number("retention_in_days").is_none_or(|days| days < 1) {
        found.push("keeps logs without limit".to_owned());
    }
    found
}

fn route(resource: &Resource) -> Vec<String> {
    match resource.text("authorization_type") {
        "AWS_IAM" | "JWT" => Vec::new(),
        other => {
            vec![format!("{} is open (authorization_type {other:?})", resource.text("route_key"))]
        }
    }
}

fn stage(resource: &Resource) -> Vec<String> {
    let mut found = Vec::new();
    if resource.at("access_log_settings/0/destination_arn").is_none() {
        found.push("has no access log".to_owned());
    }
    if resource.at("default_route_settings/0/throttling_rate_limit").is_none_or(Value::is_null) {
        found.push("is not throttled".to_owned());
    }
    found
}

fn certificate(state: &State, resource: &Resource) -> Vec<String> {
    let imported = !resource.text("certificate_body").is_empty();
    if imported && ["sit", "uat", "prod", "tooling"].contains(&state.environment()) {
        return vec![format!("{} has a self-signed certificate", state.environment())];
    }
    Vec::new()
}

/// Whether the invoked ARN is an alias of this state.
fn alias(state: &State, resource: &Resource, arn: &str, attribute: &str) -> Vec<String> {
    let known = state.of_kind("aws_lambda_alias").any(|alias| alias.text(attribute) == arn);
    if known || arn.is_empty() || !is_function(state, resource) {
        return Vec::new();
    }
    vec![format!("invokes {arn}, which is not an alias of this root")]
}

fn is_function(state: &State, resource: &Resource) -> bool {
    // Other kinds of integration invoke no function.
    state.of_kind("aws_lambda_function").next().is_some()
        && !(resource.kind == "aws_apigatewayv2_integration"
            && resource.text("integration_type") != "AWS_PROXY")
}

fn subscription(state: &State, resource: &Resource) -> Vec<String> {
    match resource.text("protocol") {
        "lambda" => alias(state, resource, resource.text("endpoint"), "arn"),
        _ => Vec::new(),
    }
}

/// Approvals are announced on a standard topic: CodePipeline cannot publish to a FIFO topic.
fn pipeline(state: &State, resource: &Resource) -> Vec<String> {
    let text = resource.values.to_string();
    let fifo = state
        .of_kind("aws_sns_topic")
        .filter(|topic| topic.is("fifo_topic") && text.contains(topic.text("arn")))
        .map(|topic| format!("announces approvals on {}, a FIFO topic", topic.address));
    fifo.collect()
}

/// Every deployment watches alarms that exist, and every function's alarms stop its deployment; so does the
/// alarm on calls that are not recorded, because a version that loses them does not fail.
fn deployments(state: &State) -> Vec<Finding> {
    let mut findings = Vec::new();
    let made: BTreeSet<_> = state
        .of_kind("aws_cloudwatch_metric_alarm")
        .map(|alarm| alarm.text("alarm_name"))
        .collect();
    let composite = state.of_kind("aws_cloudwatch_composite_alarm");
    let made: BTreeSet<_> =
        made.into_iter().chain(composite.map(|alarm| alarm.text("alarm_name"))).collect();
    let mut watched = BTreeSet::new();
    for group in state.of_kind("aws_codedeploy_deployment_group") {
        let names: Vec<_> = group
            .at("alarm_configuration/0/alarms")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if names.is_empty() {
            findings.push(Finding::new(state.place(group), "watches no alarm"));
        }
        for name in &names {
            if !made.contains(name) {
                let message = format!("watches alarm {name}, which nothing makes");
                findings.push(Finding::new(state.place(group), message));
            }
        }
        watched.extend(names);
    }
    for alarm in state.of_kind("aws_cloudwatch_metric_alarm") {
        let is_lost_call = alarm.text("metric_name") == "NotRecorded";
        if is_lost_call && !watched.contains(alarm.text("alarm_name")) {
            findings.push(Finding::new(state.place(alarm), "stops no deployment"));
        }
    }
    for function in state.of_kind("aws_lambda_function") {
        let name = function.text("function_name");
        for alarm in ["errors", "throttles", "duration"].map(|what| format!("{name}-{what}")) {
            if !made.contains(alarm.as_str()) {
                let message = format!("has no alarm {alarm}");
                findings.push(Finding::new(state.place(function), message));
            } else if !watched.contains(alarm.as_str()) {
                let message =
                    format!("alarm {alarm} stops no deployment: no deployment group watches it");
                findings.push(Finding::new(state.place(function), message));
            }
        }
    }
    findings
}

/// `CodeDeploy` asks a function of this state to try each version: the role of every deployment group may invoke one by its
/// name.
fn untried(state: &State) -> Vec<Finding> {
    let functions: BTreeSet<_> =
        state.of_kind("aws_lambda_function").map(|function| function.text("arn")).collect();
    let hook = |policy: &Resource| {
        let policy: Value = serde_json::from_str(policy.text("policy")).unwrap_or_default();
        let statements = policy.get("Statement").and_then(Value::as_array);
        statements.into_iter().flatten().any(|statement| {
            let action = statement.get("Action").map(Value::to_string).unwrap_or_default();
            let on = statement.get("Resource").and_then(Value::as_str);
            action.contains("lambda:InvokeFunction")
                && on.is_some_and(|arn| functions.contains(arn))
        })
    };
    let groups = state.of_kind("aws_codedeploy_deployment_group");
    let untried = groups.filter(|group| {
        let role = group.text("service_role_arn").rsplit('/').next().unwrap_or_default();
        let policies = state.of_kind("aws_iam_role_policy");
        !policies.filter(|policy| policy.text("role") == role).any(hook)
    });
    untried
        .map(|group| {
            Finding::new(state.place(group), "nobody tries its versions before callers meet them")
        })
        .collect()
}

/// Every pipeline has a folder of its own for its working files, which CodePipeline names after the first 20 characters
/// of the pipeline's name.
fn pipelines(state: &State) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut folders = BTreeSet::new();
    for pipeline in state.of_kind("aws_codepipeline") {
        let folder: String = pipeline.text("name").chars().take(20).collect();
        if !folders.insert(folder.clone()) {
            let message =
                format!("shares the folder {folder} of its artifacts with another pipeline");
            findings.push(Finding::new(state.place(pipeline), message));
        }
    }
    findings
}

/// A public function URL needs two permissions, both on the alias.
fn function_urls(state: &State) -> Vec<Finding> {
    let mut findings = Vec::new();
    for url in state.of_kind("aws_lambda_function_url") {
        let on_it = |permission: &&Resource| {
            permission.text("function_name") == url.text("function_name")
                && permission.text("qualifier") == url.text("qualifier")
        };
        for (action, right) in [
            ("lambda:InvokeFunctionUrl", "function_url_auth_type"),
            ("lambda:InvokeFunction", "invoked_via_function_url"),
        ] {
            let given = state.of_kind("aws_lambda_permission").filter(on_it).any(|permission| {
                permission.text("action") == action
                    && permission.values.get(right).is_some_and(|value| !value.is_null())
            });
            if !given {
                let message =
                    format!("nobody can call it: there is no permission for {action} with {right}");
                findings.push(Finding::new(state.place(url), message));
            }
        }
    }
    findings
}
