//! Examples as people write JSON: what fits stays on one line.

use std::fmt::Write as _;

use serde_json::Value;

/// The width of a line that is not broken, in characters.
const WIDTH: usize = 60;

/// Writes a value with a line for each member of an object or a list, unless all of it fits on one.
pub(super) fn laid_out(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0);
    text
}

fn write(text: &mut String, value: &Value, depth: usize) {
    let line = on_one_line(value);
    let (open, close, members) = match value {
        Value::Array(items) if line.len() > WIDTH => {
            ('[', ']', items.iter().map(|item| (String::new(), item)).collect::<Vec<_>>())
        }
        // The outermost object shows its members even if there is only one.
        Value::Object(members) if line.len() > WIDTH || (depth == 0 && !members.is_empty()) => {
            ('{', '}', members.iter().map(|(name, member)| (key(name), member)).collect())
        }
        _ => return text.push_str(&line),
    };
    text.push(open);
    for (index, (name, member)) in members.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\n{}{name}", "  ".repeat(depth + 1));
        write(text, member, depth + 1);
    }
    let _ = write!(text, "\n{}{close}", "  ".repeat(depth));
}

fn on_one_line(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(on_one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) if !members.is_empty() => {
            let members: Vec<_> =
                members.iter().map(|(name, member)| key(name) + &on_one_line(member)).collect();
            format!("{{ {} }}", members.join(", "))
        }
        _ => value.to_string(),
    }
}

fn key(name: &str) -> String {
    format!("{}: ", Value::from(name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_fits_stays_on_one_line() {
        let long = "a".repeat(WIDTH);
        for (value, text) in [
            (json!({ "callers": [] }), "{\n  \"callers\": []\n}".to_owned()),
            (json!({}), "{}".to_owned()),
            (json!(["a", 1, { "b": null }]), "[\"a\", 1, { \"b\": null }]".to_owned()),
            (
                json!({ "a": [{ "b": ["B"], "c": long }] }),
                format!(
                    "{{\n  \"a\": [\n    {{\n      \"b\": [\"B\"],\n      \"c\": \"{long}\"\n    }}\n  ]\n}}"
                ),
            ),
        ] {
            assert_eq!(laid_out(&value), text);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
