//! Checks the branches of each block: all that it must have, and no others.

use std::collections::BTreeSet;

use super::{Findings, quoted};
use crate::document::{Action, Condition, ConditionBranch, Flow};
use crate::language::{self, Conditions, Form, Need, Next, OPERATORS};
use crate::run::Key;

pub(super) fn check(flow: &Flow, findings: &mut Findings) {
    for action in &flow.actions {
        let known = language::action_type(&action.kind);
        let Some(form) = known.and_then(|known| known.form(|name| action.text(name))) else {
            continue;
        };
        twice(action, findings);
        next(action, form, findings);
        conditions(action, form, findings);
        errors(action, form, findings);
    }
}

fn twice(action: &Action, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (branch, _) in action.branches().filter(|(branch, _)| !seen.insert(branch.clone())) {
        let message =
            format!("has two branches for {:?}; only the first is ever taken", branch.to_string());
        findings.block(&action.identifier, "branch-twice", message);
    }
}

fn next(action: &Action, form: &Form, findings: &mut Findings) {
    let written = action.transitions.next_action.as_deref();
    let kind = &action.kind;
    let mut report = |rule, message: String| findings.block(&action.identifier, rule, message);
    let (original, what) = match form.next {
        Next::Nowhere => {
            if written.is_some() {
                report(
                    "unknown-branch",
                    format!("{kind} ends the flow; write \"Transitions\": {{}}"),
                );
            }
            return;
        }
        Next::Onward => {
            if written.is_none() {
                let message = format!("{kind} needs NextAction, the next block");
                report("missing-branch", message);
            }
            return;
        }
        Next::CopyOfError(error) => {
            let mut errors = action.transitions.errors.iter();
            let branch = errors.find(|branch| branch.error_type == error);
            (branch.map(|branch| branch.next_action.as_str()), error)
        }
        Next::CopyOfCondition(operand) => {
            let mut conditions = action.transitions.conditions.iter();
            let branch = conditions.find(|branch| branch.condition.operands == [operand]);
            (branch.map(|branch| branch.next_action.as_str()), operand)
        }
    };
    // A missing original is a finding of its own.
    if let Some(original) = original.filter(|original| written != Some(original)) {
        let written = written.map_or("missing".to_owned(), |written| format!("{written:?}"));
        let message = format!(
            "NextAction is {written}; for {kind} it has to be a copy of the target of {what}, {original:?}"
        );
        report("next-mirror", message);
    }
}

fn conditions(action: &Action, form: &Form, findings: &mut Findings) {
    let branches = &action.transitions.conditions;
    let kind = &action.kind;
    let all = || branches.iter().map(|branch| &branch.condition);
    let mut report = |rule, message: String| findings.block(&action.identifier, rule, message);
    let at_least_one = "needs at least one condition";
    match form.conditions {
        Conditions::None => {
            if !branches.is_empty() {
                report("unknown-branch", format!("{kind} has no conditions; remove them"));
            }
        }
        Conditions::Keys => {
            if branches.is_empty() {
                report("missing-branch", format!("{kind} {at_least_one}, a key to press"));
            }
            for condition in all().filter(|condition| !is_key(condition)) {
                report(
                    "condition",
                    format!(
                        "condition {:?}: it has to be Equals and one key, 0 to 9, * or #",
                        condition.branch().to_string()
                    ),
                );
            }
        }
        Conditions::Comparisons => {
            if branches.is_empty() {
                report("missing-branch", format!("{kind} {at_least_one}"));
            }
            for condition in all() {
                if let Some(why) = no_comparison(condition) {
                    let text = condition.branch().to_string();
                    report("condition", format!("condition {text:?}: {why}"));
                }
            }
        }
        Conditions::Exactly(results) => exactly(kind, results, branches, &mut report),
    }
}

fn exactly(
    kind: &str,
    results: &[&str],
    branches: &[ConditionBranch],
    report: &mut dyn FnMut(&'static str, String),
) {
    let is = |branch: &ConditionBranch, result: &str| {
        branch.condition.operator == "Equals" && branch.condition.operands == [result]
    };
    for result in results.iter().filter(|result| !branches.iter().any(|b| is(b, result))) {
        report("missing-branch", format!("{kind} needs the condition Equals {result}"));
    }
    for branch in branches.iter().filter(|b| !results.iter().any(|result| is(b, result))) {
        let text = branch.condition.branch().to_string();
        let known = quoted(results.iter().copied());
        report("condition", format!("condition {text:?}: {kind} has only Equals {known}"));
    }
}

fn is_key(condition: &Condition) -> bool {
    let [operand] = condition.operands.as_slice() else { return false };
    let mut characters = operand.chars();
    condition.operator == "Equals"
        && characters.next().and_then(Key::new).is_some()
        && characters.next().is_none()
}

/// Returns the reason why a condition compares nothing.
fn no_comparison(condition: &Condition) -> Option<String> {
    let Condition { operator, operands } = condition;
    if !OPERATORS.contains(&operator.as_str()) {
        return Some(format!("{operator} is not an operator; there are {}", OPERATORS.join(", ")));
    }
    if operands.is_empty() {
        return Some("it needs an operand, something to compare with".to_owned());
    }
    let is_number = |text: &String| text.parse::<f64>().is_ok_and(f64::is_finite);
    if operator.starts_with("Number") && !operands.iter().all(is_number) {
        return Some(format!("{operator} compares with a number"));
    }
    None
}

fn errors(action: &Action, form: &Form, findings: &mut Findings) {
    let branches = &action.transitions.errors;
    let kind = &action.kind;
    for rule in form.errors {
        let is_there = branches.iter().any(|branch| branch.error_type == rule.name);
        let parameter = match rule.need {
            Need::With(parameter) => Some((parameter, has(action, parameter))),
            Need::Required => Some(("", true)),
            Need::Allowed => None,
        };
        let name = rule.name;
        match (parameter, is_there) {
            (Some((_, true)), false) => {
                let message = format!(
                    "has no branch for the error {name}, so a call would end there in silence; add one \
                     to Transitions.Errors that leads to an apology"
                );
                findings.block(&action.identifier, "missing-branch", message);
            }
            (Some((parameter, false)), true) => {
                let message =
                    format!("has a branch for {name}, which needs {parameter}; remove it");
                findings.block(&action.identifier, "unknown-branch", message);
            }
            _ => {}
        }
    }
    let known = |name: &str| form.errors.iter().any(|rule| rule.name == name);
    for branch in branches.iter().filter(|branch| !known(&branch.error_type)) {
        let names: Vec<&str> = form.errors.iter().map(|rule| rule.name).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let message = format!(
            "{kind} has no error {} here, only: {names}; remove the branch",
            branch.error_type
        );
        findings.block(&action.identifier, "unknown-branch", message);
    }
}

fn has(action: &Action, path: &str) -> bool {
    let mut names = path.split('.');
    let first = names.next().and_then(|name| action.parameters.get(name));
    names.fold(first, |value, name| value.and_then(|value| value.get(name))).is_some()
}
