//! Functions get in an environment what their pages require.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::declared::CONDITIONAL_ACTIONS;
use crate::finding::Finding;
use crate::function_page::FunctionPage;
use crate::policy::policies;
use crate::state::{Resource, State};

/// Actions of every function's role: logs, traces, environment variables, failed events.
const OF_EVERY_FUNCTION: [&str; 5] = [
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "sqs:SendMessage",
];

/// A function with this variable runs under fault injection, which adds variables and permissions.
const UNDER_CHAOS: &str = "AWS_FIS_CONFIGURATION_LOCATION";

/// The differences between a state and the pages of a checkout.
#[must_use]
pub fn check(root: &Path, state: &State) -> Vec<Finding> {
    state
        .of_kind("aws_lambda_function")
        .flat_map(|function| {
            let name = function.text("function_name");
            let messages = match FunctionPage::read(root, name) {
                Ok(page) => differences(state, function, &page),
                Err(_) => vec![format!("has no page docs/functions/{name}.md")],
            };
            messages.into_iter().map(|message| Finding::new(state.place(function), message))
        })
        .collect()
}

fn differences(state: &State, function: &Resource, page: &FunctionPage) -> Vec<String> {
    let mut found = Vec::new();
    let given = function.at("environment/0/variables").and_then(Value::as_object);
    let given: BTreeSet<&str> =
        given.into_iter().flat_map(|names| names.keys().map(String::as_str)).collect();
    let under_chaos = given.contains(UNDER_CHAOS);
    for name in given.iter().filter(|name| !page.variables.contains(**name)) {
        if !under_chaos {
            found.push(format!("is given {name}, which its page does not name"));
        }
    }
    if let Some(limit) = page.time_limit
        && function.number("timeout") != Some(limit)
    {
        found.push(format!(
            "has {:?} seconds, and its page says {limit}",
            function.number("timeout")
        ));
    }
    let granted = granted(state, function.text("function_name"));
    for action in page.actions.iter().filter(|action| !granted.contains(*action)) {
        if !CONDITIONAL_ACTIONS.contains(&action.as_str()) {
            found.push(format!("may not {action}, which its page asks for"));
        }
    }
    for action in granted.iter().filter(|action| !page.actions.contains(*action)) {
        let usual =
            CONDITIONAL_ACTIONS.iter().chain(&OF_EVERY_FUNCTION).any(|usual| usual == action);
        if !usual && !under_chaos {
            found.push(format!("may {action}, which its page does not ask for"));
        }
    }
    found
}

/// The actions that the role of a function allows.
fn granted(state: &State, function: &str) -> BTreeSet<String> {
    let own = State {
        root: state.root.clone(),
        resources: state
            .of_kind("aws_iam_role_policy")
            .filter(|policy| policy.text("role") == function)
            .cloned()
            .collect(),
    };
    let policies = policies(&own);
    let statements = policies.iter().flat_map(crate::policy::Policy::statements);
    statements
        .flat_map(|statement| statement.actions.into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}
