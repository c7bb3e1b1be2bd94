//! Templates: flows with placeholders, rendered as Terraform's `templatefile` does.
//!
//! Only a part of Terraform's template language is supported: `${name}`, and `$${` for a literal `${`. A
//! placeholder is always inside a JSON string.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

/// The reason why a template cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// A placeholder has no value.
    #[error(
        "line {line}: ${{{name}}} has no value: declare the variable in flows.yaml, and give it a \
         default there or a value where the flow is deployed"
    )]
    NoValue {
        /// The variable.
        name: String,
        /// The line, from 1.
        line: usize,
    },
    /// A value cannot be inserted into a JSON string.
    #[error(
        "the value of ${{{name}}} has a quotation mark, a backslash or a line break, and it is inserted \
         into a JSON string; in SSML write &quot; for a quotation mark"
    )]
    Value {
        /// The variable.
        name: String,
    },
    /// A `${` does not begin a placeholder.
    #[error(
        "line {line}: a placeholder is ${{name}}, of lower-case letters, digits and _; write $${{ for a \
         literal ${{"
    )]
    Malformed {
        /// The line, from 1.
        line: usize,
    },
    /// A directive is not supported.
    #[error(
        "line {line}: %{{ begins a directive of Terraform, which flows do not support; write %%{{"
    )]
    Directive {
        /// The line, from 1.
        line: usize,
    },
}

/// A piece of a template.
enum Piece<'a> {
    Text(&'a str),
    Placeholder { name: &'a str, line: usize },
}

/// Returns the names of the placeholders of a template.
///
/// # Errors
///
/// [`TemplateError`] if a `${` or `%{` is not escaped and does not begin a placeholder.
pub fn placeholders(template: &str) -> Result<BTreeSet<&str>, TemplateError> {
    let pieces = pieces(template)?.into_iter();
    Ok(pieces
        .filter_map(|piece| match piece {
            Piece::Placeholder { name, .. } => Some(name),
            Piece::Text(_) => None,
        })
        .collect())
}

/// Renders a template. Values are inserted into JSON strings as they are, so a value that would end or
/// break a string is refused.
///
/// ```
/// use switchboard_contact_flow::template::render;
///
/// let text = render(r#"{"Text": "${greeting}, $${you}"}"#, &[("greeting", "Hello")].into())?;
/// assert_eq!(text, r#"{"Text": "Hello, ${you}"}"#);
/// # Ok::<(), switchboard_contact_flow::template::TemplateError>(())
/// ```
///
/// # Errors
///
/// [`TemplateError`] if a placeholder has no value, a value is refused, or the template is malformed.
pub fn render(template: &str, values: &BTreeMap<&str, &str>) -> Result<String, TemplateError> {
    let mut text = String::with_capacity(template.len());
    for piece in pieces(template)? {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Placeholder { name, line } => {
                let value = values
                    .get(name)
                    .ok_or_else(|| TemplateError::NoValue { name: name.to_owned(), line })?;
                if !is_value(value) {
                    return Err(TemplateError::Value { name: name.to_owned() });
                }
                text.push_str(value);
            }
        }
    }
    Ok(text)
}

/// Returns whether a value can be inserted into a JSON string: it has no quotation mark, backslash or
/// control character.
#[must_use]
pub fn is_value(value: &str) -> bool {
    !value.contains(|c: char| matches!(c, '"' | '\\') || c.is_control())
}

/// Escapes a text for a template.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

fn pieces(template: &str) -> Result<Vec<Piece<'_>>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = template;
    let line_of = |rest: &str| {
        let before = template.len() - rest.len();
        1 + template.bytes().take(before).filter(|byte| *byte == b'\n').count()
    };
    while let Some(at) = rest.find(['$', '%']) {
        let (before, from) = rest.split_at(at);
        pieces.push(Piece::Text(before));
        if let Some(after) = from.strip_prefix("$${").or_else(|| from.strip_prefix("%%{")) {
            let sign = from.get(1..3).unwrap_or_default();
            pieces.push(Piece::Text(sign));
            rest = after;
        } else if from.starts_with("%{") {
            return Err(TemplateError::Directive { line: line_of(from) });
        } else if let Some(after) = from.strip_prefix("${") {
            let line = line_of(from);
            let (name, after) = after.split_once('}').ok_or(TemplateError::Malformed { line })?;
            let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                return Err(TemplateError::Malformed { line });
            }
            pieces.push(Piece::Placeholder { name, line });
            rest = after;
        } else {
            let (sign, after) = from.split_at(1);
            pieces.push(Piece::Text(sign));
            rest = after;
        }
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str) -> Result<String, TemplateError> {
        render(template, &[("name", "a &quot;b&quot; ü")].into())
    }

    #[test]
    fn values_are_inserted_as_they_are_and_leave_the_string_whole() {
        assert_eq!(fill("[\"${name}\"]").unwrap(), "[\"a &quot;b&quot; ü\"]");
        for value in ["\"", "a\\", "a\nb"] {
            let refused = render("${name}", &[("name", value)].into());
            assert_eq!(refused, Err(TemplateError::Value { name: "name".to_owned() }), "{value}");
        }
    }

    #[test]
    fn references_of_the_flow_language_are_not_placeholders() {
        assert_eq!(fill("$.External.x costs $5, 5 %").unwrap(), "$.External.x costs $5, 5 %");
    }

    #[test]
    fn an_escaped_text_renders_to_itself() {
        let text = "a ${b} %{c} $.d";
        assert_eq!(render(&escape(text), &BTreeMap::new()).unwrap(), text);
    }

    #[test]
    fn mistakes_name_their_line() {
        let no_value = TemplateError::NoValue { name: "other".to_owned(), line: 2 };
        assert_eq!(fill("\n${other}"), Err(no_value));
        assert_eq!(fill("\n\n${Name}"), Err(TemplateError::Malformed { line: 3 }));
        assert_eq!(fill("${name"), Err(TemplateError::Malformed { line: 1 }));
        assert_eq!(fill("%{ if a }"), Err(TemplateError::Directive { line: 1 }));
    }

    #[test]
    fn placeholders_are_listed_once() {
        let names = placeholders("${b} ${a} ${b} $${c}").unwrap();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["a", "b"]);
    }
}
