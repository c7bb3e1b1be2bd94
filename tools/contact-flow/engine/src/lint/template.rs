//! Checks templates and their entries in `flows.yaml`.

mod raw;

use std::collections::BTreeSet;

use super::{Finding, Findings, quoted};
use crate::canonical;
use crate::catalogue::{Entry, Variable};
use crate::document::Flow;
use crate::language::FLOW_TYPES;
use crate::raw::{self as raw_value, Kind};
use crate::template::placeholders;

/// Finds the mistakes of a template before it is rendered, and those of its entry.
#[must_use]
pub fn template(entry: &Entry, text: &str) -> Vec<Finding> {
    let mut findings = Findings::default();
    if !FLOW_TYPES.contains(&entry.kind.as_str()) {
        let message =
            format!("type {:?} is not a type of Connect: {}", entry.kind, quoted(FLOW_TYPES));
        findings.flow("flow-type", message);
    }
    if let Some(number) = entry.answers.as_deref().filter(|number| !is_number(number)) {
        let message = format!(
            "answers is {number:?}, and has to be the number that callers dial, such as \"+18005550100\""
        );
        findings.flow("number", message);
    }
    match Flow::from_json(text) {
        Ok(flow) => {
            variables(entry, text, &mut findings);
            raw::check(&flow, text, &mut findings);
            functions(entry, &flow, &mut findings);
            form(&flow, text, &mut findings);
        }
        Err(error) => findings.flow("document", error.to_string()),
    }
    findings.0
}

fn is_number(text: &str) -> bool {
    let found = raw_value::find(text);
    found.iter().any(|raw| raw.kind == Kind::PhoneNumber && raw.value == text)
}

fn variables(entry: &Entry, text: &str, findings: &mut Findings) {
    let used = match placeholders(text) {
        Ok(used) => used,
        Err(error) => return findings.flow("placeholder", error.to_string()),
    };
    let declared: BTreeSet<&str> = entry.variables.keys().map(String::as_str).collect();
    for name in used.difference(&declared) {
        let message = format!("${{{name}}} is not a variable of flows.yaml; declare it there");
        findings.flow("placeholder", message);
    }
    for name in declared.difference(&used) {
        let message =
            format!("the variable {name} of flows.yaml is not used; remove it there, or use it");
        findings.flow("placeholder", message);
    }
    for (name, variable) in &entry.variables {
        if variable.default.is_none() && variable.example.is_none() {
            let message = format!(
                "the variable {name} of flows.yaml has no default, so give it an example, which is its \
                 value while the flow is checked"
            );
            findings.flow("placeholder", message);
        }
    }
}

/// Checks that functions are placeholders for the ARN of an alias. An alias moves to another version for all
/// calls at once, and can be moved back.
fn functions(entry: &Entry, flow: &Flow, findings: &mut Findings) {
    for action in &flow.actions {
        let Some(arn) = action.text("LambdaFunctionARN") else { continue };
        let name = arn.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let Some(name) = name.filter(|name| !name.contains('}')) else {
            let message = "LambdaFunctionARN has to be a placeholder and nothing else, such as \
                           \"${vanity_convert_alias_arn}\"";
            findings.block(&action.identifier, "function", message);
            continue;
        };
        let value = |variable: &Variable| variable.default.clone().or(variable.example.clone());
        let value = entry.variables.get(name).and_then(value);
        if let Some(value) = value.filter(|value| !ends_in_alias(value)) {
            let message = format!(
                "${{{name}}} is {value:?} in flows.yaml, and has to be a function's ARN with an alias, \
                 such as :live"
            );
            findings.block(&action.identifier, "function", message);
        }
    }
}

fn ends_in_alias(arn: &str) -> bool {
    let parts: Vec<&str> = arn.split(':').collect();
    let ["arn", _, "lambda", _, _, "function", name, alias] = parts.as_slice() else {
        return false;
    };
    let is_version = *alias == "$LATEST" || alias.chars().all(|c| c.is_ascii_digit());
    !name.is_empty() && !is_version
}

fn form(flow: &Flow, text: &str, findings: &mut Findings) {
    let canonical = canonical::write(flow);
    if canonical != text {
        let lines = canonical.lines().zip(text.lines());
        let same = lines.take_while(|(canonical, line)| canonical == line).count();
        let message = format!(
            "is not in canonical form from line {} on; `contact-flow check --write` corrects it",
            same + 1
        );
        findings.flow("not-canonical", message);
    }
}
