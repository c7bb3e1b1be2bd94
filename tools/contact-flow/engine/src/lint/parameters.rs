//! Checks the types of actions and their parameters.

use serde_json::{Map, Value};

use super::{Findings, quoted};
use crate::document::{Action, Flow};
use crate::language::{self, Field, Fields, Forms, Kind, MAX_SPOKEN, Name};
use crate::reference::Reference;
use crate::run::Key;

pub(super) fn check(flow: &Flow, findings: &mut Findings) {
    for action in &flow.actions {
        let kind = action.kind.as_str();
        let Some(known) = language::action_type(kind) else {
            unknown_type(action, findings);
            continue;
        };
        let Some(form) = known.form(|parameter| action.text(parameter)) else {
            if let Forms::By(parameter, forms) = &known.forms {
                let values = quoted(forms.iter().map(|(value, _)| *value));
                let message = format!("parameter {parameter} has to be one of {values}");
                findings.block(&action.identifier, "parameter", message);
            }
            continue;
        };
        let mut report = |message: String| findings.block(&action.identifier, "parameter", message);
        check_members(kind, "", &form.parameters, &action.parameters, &mut report);
    }
}

fn unknown_type(action: &Action, findings: &mut Findings) {
    let kind = &action.kind;
    let message = match language::name(kind) {
        Name::OldExport(now) => {
            format!("{kind} is a name of the old export format; its action is {now}")
        }
        Name::WithoutRules => format!(
            "{kind} is in the flow language, but this project has no rules for it yet; add it to \
             language/actions.rs"
        ),
        Name::Unknown => format!("{kind} is not an action type of the flow language"),
    };
    findings.block(&action.identifier, "action-type", message);
}

/// Checks the members of an object. `path` is the prefix of their names: empty, or with a full stop at the
/// end.
fn check_members(
    kind: &str,
    path: &str,
    fields: &Fields,
    members: &Map<String, Value>,
    report: &mut dyn FnMut(String),
) {
    let known = |name: &str| fields.fields.iter().find(|field| field.name == name);
    for (name, value) in members {
        match known(name) {
            Some(field) => check_field(kind, &format!("{path}{name}"), field, value, report),
            None if fields.fields.is_empty() => {
                report(format!("{kind} has no parameters; remove {path}{name}"));
            }
            None => {
                let names: Vec<&str> = fields.fields.iter().map(|field| field.name).collect();
                report(format!(
                    "{kind} has no parameter {path}{name} here; it has {}",
                    names.join(", ")
                ));
            }
        }
    }
    for field in fields.fields.iter().filter(|field| field.required) {
        if !members.contains_key(field.name) {
            report(format!("{kind} needs the parameter {path}{}", field.name));
        }
    }
    if !fields.one_of.is_empty() {
        let given: Vec<&str> =
            fields.one_of.iter().copied().filter(|name| members.contains_key(*name)).collect();
        if given.len() != 1 {
            let given = if given.is_empty() { "none".to_owned() } else { given.join(" and ") };
            let names = fields.one_of.join(", ");
            let owner = if path.is_empty() { kind } else { path.trim_end_matches('.') };
            report(format!("{owner} needs exactly one of {names}, and has {given}"));
        }
    }
}

fn check_field(
    kind: &str,
    path: &str,
    field: &Field,
    value: &Value,
    report: &mut dyn FnMut(String),
) {
    match (&field.kind, value) {
        (Kind::Refused(why), _) => report(format!("remove the parameter {path}: {why}")),
        (Kind::Object(members), Value::Object(map)) => {
            check_members(kind, &format!("{path}."), members, map, report);
        }
        (Kind::Texts, Value::Object(map)) => check_texts(path, map, report),
        (Kind::Object(_) | Kind::Texts, _) => {
            report(format!("parameter {path} has to be an object"));
        }
        (_, Value::String(text)) => {
            if let Some(what) = wrong(&field.kind, text) {
                report(format!("parameter {path} is {}, and has to be {what}", shown(text)));
            }
        }
        (_, Value::Number(_) | Value::Bool(_)) => report(format!(
            "parameter {path} is {value}; all values are strings in the flow language, also numbers \
             and booleans, so write it in quotes"
        )),
        _ => report(format!("parameter {path} has to be a string")),
    }
}

fn check_texts(path: &str, map: &Map<String, Value>, report: &mut dyn FnMut(String)) {
    if map.is_empty() {
        report(format!("parameter {path} is empty; name something, or remove it"));
    }
    for (name, value) in map {
        if Reference::parse(&format!("$.Attributes.{name}")).is_none() {
            report(format!(
                "{name:?} in {path} cannot be read by a reference; use letters, digits, _ and -"
            ));
        }
        if !value.is_string() {
            report(format!("parameter {path}.{name} has to be a string"));
        }
    }
}

/// Returns what a text has to be; `None` if it is correct.
fn wrong(kind: &Kind, text: &str) -> Option<String> {
    let is_reference = Reference::parse(text).is_some();
    let (right, what) = match kind {
        Kind::Word(words) => {
            (words.contains(&text), format!("one of {}", quoted(words.iter().copied())))
        }
        Kind::Whole { min, max, or_reference } => {
            // `parse` accepts a sign.
            let digits = text.chars().all(|c| c.is_ascii_digit());
            let number = text.parse::<u32>().ok().filter(|_| digits);
            let in_range = number.is_some_and(|number| (*min..=*max).contains(&number));
            let or =
                if *or_reference { ", or one reference" } else { ", not read from a reference" };
            let most = if *max == u32::MAX { String::new() } else { format!(" to \"{max}\"") };
            let what = format!("a whole number from \"{min}\"{most}{or}");
            (in_range || (*or_reference && is_reference), what)
        }
        Kind::Text => (!text.is_empty(), "a text".to_owned()),
        Kind::Spoken | Kind::Ssml => {
            let length = text.chars().count();
            let what =
                format!("something to say, of at most {MAX_SPOKEN} characters (it has {length})");
            (!text.trim().is_empty() && length <= MAX_SPOKEN, what)
        }
        Kind::Reference => (
            is_reference,
            "one reference and nothing else, such as \"$.External.status\"".to_owned(),
        ),
        Kind::Keys(most) => {
            let are_keys = text.chars().all(|c| Key::new(c).is_some());
            let right = are_keys && (1..=*most).contains(&text.len());
            (right, format!("one to {most} of the keys 0 to 9, * and #"))
        }
        Kind::Texts | Kind::Object(_) | Kind::Refused(_) => (true, String::new()),
    };
    (!right).then_some(what)
}

/// Quotes a text, or the beginning of a long one.
fn shown(text: &str) -> String {
    match text.char_indices().nth(60) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}...", text.get(..end).unwrap_or_default()),
    }
}
