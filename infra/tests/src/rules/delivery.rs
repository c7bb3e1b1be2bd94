//! Functions and their deployment.

use hcl::{Body, Expression};

use crate::finding::Finding;
use crate::source::{self, argument, label, literal, nested, text};
use crate::tree::Tree;

/// Types of resources that hold data or cannot be created again, so they must refuse to be destroyed.
const STATEFUL: [&str; 5] = [
    "aws_dynamodb_table",
    "aws_kms_key",
    "aws_connect_instance",
    "aws_connect_phone_number",
    "aws_s3_bucket",
];

/// Functions come from the artifact bucket, published, with their digest.
pub(super) fn functions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.resources("aws_lambda_function") {
            let body = block.body();
            let mut wrong =
                |message: &str| findings.push(Finding::new(source.place(block), message));
            if argument(body, "filename").or_else(|| argument(body, "image_uri")).is_some() {
                wrong("is built where Terraform runs; functions come from the artifact bucket");
            }
            for name in ["s3_bucket", "s3_key", "source_code_hash"] {
                if argument(body, name).is_none() {
                    wrong(&format!("has no {name}: functions come from the artifact bucket"));
                }
            }
            if argument(body, "publish") != Some(&Expression::Bool(true)) {
                wrong("is not published; an alias needs versions");
            }
        }
    }
    findings
}

/// Permissions to invoke a function are on its alias, and name their source.
pub(super) fn permissions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.resources("aws_lambda_permission") {
            let body = block.body();
            let mut wrong =
                |message: &str| findings.push(Finding::new(source.place(block), message));
            let has = |name| argument(body, name).is_some();
            if !has("qualifier") {
                wrong("has no qualifier; callers use the alias");
            }
            let url = has("function_url_auth_type") || has("invoked_via_function_url");
            let anyone = argument(body, "principal").and_then(literal) == Some("*");
            if anyone && !url {
                wrong("lets everybody invoke the function");
            }
            if !url && !has("source_arn") && !has("source_account") {
                wrong("has neither source_arn nor source_account; any account could use it");
            }
        }
        let urls = folder.resources("aws_lambda_function_url").count();
        for (source, url) in folder.resources("aws_lambda_function_url") {
            let mut wrong = |message: &str| findings.push(Finding::new(source.place(url), message));
            if argument(url.body(), "qualifier").is_none() {
                wrong("has no qualifier; it would serve the version published last");
            }
            for (name, action) in [
                ("function_url_auth_type", "lambda:InvokeFunctionUrl"),
                ("invoked_via_function_url", "lambda:InvokeFunction"),
            ] {
                let given = folder.resources("aws_lambda_permission").filter(|(_, permission)| {
                    argument(permission.body(), name).is_some()
                        && argument(permission.body(), "action").and_then(literal) == Some(action)
                });
                if given.count() < urls {
                    wrong(&format!("needs a permission for {action} with {name}"));
                }
            }
        }
    }
    findings
}

/// Every deployment watches alarms and rolls back automatically.
pub(super) fn deployments(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.resources("aws_codedeploy_deployment_group") {
            let body = block.body();
            let mut wrong =
                |message: &str| findings.push(Finding::new(source.place(block), message));
            let on = |body: &Body| argument(body, "enabled") == Some(&Expression::Bool(true));
            let empty =
                |value: &Expression| matches!(value, Expression::Array(items) if items.is_empty());
            let watches = nested(body, "alarm_configuration").into_iter().any(|alarms| {
                on(alarms) && argument(alarms, "alarms").is_some_and(|names| !empty(names))
            });
            if !watches {
                wrong("watches no alarms; a canary that nothing watches is useless");
            }
            let back = nested(body, "auto_rollback_configuration");
            let events =
                back.iter().find(|back| on(back)).and_then(|back| argument(back, "events"));
            let events = events.map(source::strings).unwrap_or_default();
            for event in ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] {
                if !events.iter().any(|there| there == event) {
                    wrong(&format!("does not roll back on {event}"));
                }
            }
        }
        for (source, block) in folder.resources("aws_lambda_alias") {
            let kept = nested(block.body(), "lifecycle")
                .iter()
                .find_map(|lifecycle| argument(lifecycle, "ignore_changes"))
                .map(text)
                .unwrap_or_default();
            if !["function_version", "routing_config"].iter().all(|name| kept.contains(name)) {
                let message = "does not ignore changes of function_version and routing_config, which CodeDeploy makes";
                findings.push(Finding::new(source.place(block), message));
            }
        }
    }
    findings
}

/// A release is a tag on main: no pipeline starts from a branch.
pub(super) fn triggers(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.resources("aws_codepipeline") {
            let body = block.body();
            let mut wrong =
                |message: &str| findings.push(Finding::new(source.place(block), message));
            let pushes: Vec<_> = nested(body, "trigger")
                .into_iter()
                .flat_map(|trigger| nested(trigger, "git_configuration"))
                .flat_map(|git| nested(git, "push"))
                .collect();
            if pushes.is_empty() {
                wrong("has no trigger: it would start at every push");
            }
            for push in pushes {
                if !nested(push, "branches").is_empty() || nested(push, "tags").is_empty() {
                    wrong("starts from a branch; a release is a tag");
                }
            }
            if !text_of(body).contains("DetectChanges") {
                wrong("does not set DetectChanges, so it would start at every push");
            }
        }
        for source in &folder.sources {
            for block in source.body.blocks() {
                // A pattern for tags, or its default. A validation that refuses it does not use it.
                let refuses = source::arguments(block.body()).iter().any(|(name, value)| {
                    !name.starts_with("validation")
                        && !name.ends_with("description")
                        && source::strings(value).iter().any(|text| text.contains("release/"))
                });
                if refuses {
                    let message = "names release/*; releases are tags on main";
                    findings.push(Finding::new(source.place(block), message));
                }
            }
        }
    }
    findings
}

/// Builds wait for each other. A project with a limit refuses a build instead of queueing it: "builds return an error if the
/// number of running builds reaches the limit", says its user guide, and a stage that fails in production is rolled back.
pub(super) fn builds(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.resources("aws_codebuild_project") {
            if argument(block.body(), "concurrent_build_limit").is_some() {
                let message =
                    "has a concurrent_build_limit, which refuses builds instead of queueing them";
                findings.push(Finding::new(source.place(block), message));
            }
        }
    }
    findings
}

fn text_of(body: &Body) -> String {
    hcl::format::to_string(body).unwrap_or_default()
}

/// Every log group has a retention and is encrypted with the account's key.
pub(super) fn logs(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.resources("aws_cloudwatch_log_group") {
            for name in ["retention_in_days", "kms_key_id"] {
                if argument(block.body(), name).is_none() {
                    findings.push(Finding::new(source.place(block), format!("has no {name}")));
                }
            }
        }
    }
    findings
}

/// A plan never destroys what cannot be created again.
pub(super) fn stateful(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in tree.folders() {
        for (source, block) in folder.blocks("resource") {
            // A bucket with force_destroy holds nothing that must be kept.
            let passing = argument(block.body(), "force_destroy") == Some(&Expression::Bool(true));
            if !STATEFUL.contains(&label(block, 0)) || passing {
                continue;
            }
            let kept = nested(block.body(), "lifecycle").iter().any(|lifecycle| {
                argument(lifecycle, "prevent_destroy") == Some(&Expression::Bool(true))
            });
            if !kept {
                let message = "has no lifecycle { prevent_destroy = true }";
                findings.push(Finding::new(source.place(block), message));
            }
        }
    }
    findings
}
