//! What a schema says, in words.

use std::fmt::Display;

use serde_json::Value;

use super::document::Schema;

/// The type of a value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Type {
    /// Words before the name, as in `list of`.
    pub(super) before: &'static str,
    pub(super) name: String,
    /// Whether the name is that of a schema on the page.
    pub(super) is_schema: bool,
}

/// A rule for a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) text: String,
    /// What the rule names literally.
    pub(super) code: Vec<String>,
}

impl Rule {
    fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: Vec::new() }
    }

    fn naming(text: &str, code: impl IntoIterator<Item = String>) -> Self {
        Self { text: text.to_owned(), code: code.into_iter().collect() }
    }
}

/// The name of the schema that a reference leads to.
fn referenced(schema: &Schema) -> Option<&str> {
    schema.reference.as_deref()?.strip_prefix("#/components/schemas/")
}

/// Returns the type that a schema describes.
pub(super) fn kind(schema: &Schema) -> Type {
    if let Some(name) = referenced(schema) {
        return Type { before: "", name: name.to_owned(), is_schema: true };
    }
    if let Some(items) = &schema.items {
        return Type { before: "list of ", ..kind(items) };
    }
    let name = match schema.kind.as_deref() {
        Some("integer") => "whole number",
        Some(name) => name,
        None => "any value",
    };
    Type { before: "", name: name.to_owned(), is_schema: false }
}

/// Returns the rules of a schema, and of its items.
pub(super) fn rules(schema: &Schema) -> Vec<Rule> {
    let mut rules = Vec::new();
    if !schema.r#enum.is_empty() {
        rules.push(Rule::naming("one of", schema.r#enum.iter().map(literal)));
    }
    if let Some(value) = &schema.r#const {
        rules.push(Rule::naming("always", [literal(value)]));
    }
    rules.extend(range(schema.minimum, schema.maximum).map(Rule::words));
    let length = range(schema.min_length, schema.max_length);
    rules.extend(length.map(|length| Rule::words(format!("{length} characters"))));
    if let Some(most) = schema.max_items {
        rules.push(Rule::words(format!("at most {most}")));
    }
    if let Some(format) = &schema.format {
        rules.push(Rule::naming("format", [format.clone()]));
    }
    if let Some(pattern) = &schema.pattern {
        rules.push(Rule::naming("matches", [pattern.clone()]));
    }
    if let Some(value) = &schema.default {
        rules.push(Rule::naming("default", [literal(value)]));
    }
    if schema.additional_properties == Some(false) {
        rules.push(Rule::words("no other members"));
    }
    if let Some(items) = &schema.items {
        let of_each = rules_of_each(items);
        rules.extend(of_each);
    }
    rules
}

fn rules_of_each(items: &Schema) -> impl Iterator<Item = Rule> {
    let each = |rule: Rule| Rule { text: format!("each {}", rule.text), ..rule };
    rules(items).into_iter().map(each)
}

fn range<T: Display>(least: Option<T>, most: Option<T>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

/// A value as a client writes it: text without quotes, everything else as JSON.
pub(super) fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema(schema: Value) -> Schema {
        serde_json::from_value(schema).unwrap()
    }

    fn described(value: Value) -> String {
        let schema = schema(value);
        let Type { before, name, .. } = kind(&schema);
        let rules = rules(&schema).into_iter().map(|rule| {
            let code: Vec<_> = rule.code.iter().map(|code| format!("`{code}`")).collect();
            format!("; {} {}", rule.text, code.join(" ")).trim_end().to_owned()
        });
        format!("{before}{name}{}", rules.collect::<String>())
    }

    #[test]
    fn every_keyword_is_said() {
        for (value, words) in [
            (json!({}), "any value"),
            (json!({ "$ref": "#/components/schemas/Time" }), "Time"),
            (
                json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 5 }),
                "whole number; 1 to 100; default `5`",
            ),
            (json!({ "type": "integer", "minimum": 1 }), "whole number; at least 1"),
            (
                json!({ "type": "string", "minLength": 1, "maxLength": 64 }),
                "string; 1 to 64 characters",
            ),
            (
                json!({ "type": "string", "enum": ["a", "b"], "default": "a" }),
                "string; one of `a` `b`; default `a`",
            ),
            (
                json!({ "type": "string", "format": "date-time", "pattern": "^a$" }),
                "string; format `date-time`; matches `^a$`",
            ),
            (json!({ "type": "string", "const": "nosniff" }), "string; always `nosniff`"),
            (
                json!({ "type": "array", "maxItems": 4, "items": { "type": "string", "pattern": "^a$" } }),
                "list of string; at most 4; each matches `^a$`",
            ),
            (
                json!({ "type": "array", "items": { "$ref": "#/components/schemas/Caller" } }),
                "list of Caller",
            ),
            (
                json!({ "type": "object", "additionalProperties": false }),
                "object; no other members",
            ),
        ] {
            assert_eq!(described(value.clone()), words, "{value}");
        }
    }
}
