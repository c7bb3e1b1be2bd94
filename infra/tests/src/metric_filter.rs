//! JSON filter patterns of CloudWatch Logs, as far as the metric filters here use them: what a recorded event is counted as.
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>

use serde_json::Value;
use thiserror::Error;

/// A pattern such as `{ ($.source = "a") && ($.seconds >= 0) }`.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterPattern(Expression);

#[derive(Clone, Debug, PartialEq)]
enum Expression {
    Any(Vec<Expression>),
    All(Vec<Expression>),
    Compare { path: Vec<String>, how: &'static str, with: With },
}

#[derive(Clone, Debug, PartialEq)]
enum With {
    /// A text, in which `*` stands for any characters.
    Text(String),
    Number(f64),
}

/// The text is not a pattern of the kind that is understood here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the filter pattern cannot be read from {0:?} on")]
pub struct BadPattern(String);

/// Longer operators come first, so that `>=` is not read as `>`.
const OPERATORS: [&str; 6] = ["!=", ">=", "<=", "=", ">", "<"];

impl FilterPattern {
    /// Reads a pattern.
    pub fn read(text: &str) -> Result<Self, BadPattern> {
        let inner = text.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        let mut rest = inner.ok_or_else(|| BadPattern(text.to_owned()))?;
        let expression = any(&mut rest)?;
        if rest.trim().is_empty() { Ok(Self(expression)) } else { Err(BadPattern(rest.to_owned())) }
    }

    /// Whether an event matches.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        self.0.matches(event)
    }
}

/// The value that a selector such as `$.detail.seconds` finds.
#[must_use]
pub fn select<'a>(event: &'a Value, selector: &str) -> Option<&'a Value> {
    let path = selector.strip_prefix("$.")?;
    path.split('.').try_fold(event, |value, name| value.get(name))
}

impl Expression {
    fn matches(&self, event: &Value) -> bool {
        match self {
            Self::Any(parts) => parts.iter().any(|part| part.matches(event)),
            Self::All(parts) => parts.iter().all(|part| part.matches(event)),
            Self::Compare { path, how, with } => {
                let found = path.iter().try_fold(event, |value, name| value.get(name));
                found.is_some_and(|found| compare(found, how, with))
            }
        }
    }
}

fn compare(found: &Value, how: &str, with: &With) -> bool {
    match (with, found) {
        (With::Text(pattern), Value::String(text)) => match how {
            "=" => like(text, pattern),
            "!=" => !like(text, pattern),
            _ => false,
        },
        (With::Number(number), Value::Number(found)) => found
            .as_f64()
            .and_then(|found| found.partial_cmp(number))
            .is_some_and(|order| match how {
                "=" => order.is_eq(),
                "!=" => order.is_ne(),
                ">=" => order.is_ge(),
                "<=" => order.is_le(),
                ">" => order.is_gt(),
                _ => order.is_lt(),
            }),
        _ => false,
    }
}

/// Whether a text is like a pattern in which `*` stands for any characters.
fn like(text: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => text == pattern,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices()
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| rest.get(at..).is_some_and(|rest| like(rest, after)))
        }),
    }
}

fn any(rest: &mut &str) -> Result<Expression, BadPattern> {
    Ok(Expression::Any(joined(rest, "||", |rest| Ok(Expression::All(joined(rest, "&&", term)?)))?))
}

fn joined(
    rest: &mut &str,
    by: &str,
    part: impl Fn(&mut &str) -> Result<Expression, BadPattern>,
) -> Result<Vec<Expression>, BadPattern> {
    let mut parts = vec![part(rest)?];
    while skip(rest, by) {
        parts.push(part(rest)?);
    }
    Ok(parts)
}

fn term(rest: &mut &str) -> Result<Expression, BadPattern> {
    let bad = |rest: &str| BadPattern(rest.to_owned());
    if skip(rest, "(") {
        let inner = any(rest)?;
        return if skip(rest, ")") { Ok(inner) } else { Err(bad(rest)) };
    }
    if !skip(rest, "$.") {
        return Err(bad(rest));
    }
    let name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let path = take(rest, name).split('.').map(str::to_owned).collect();
    let how = OPERATORS.into_iter().find(|how| skip(rest, how)).ok_or_else(|| bad(rest))?;
    let with = if skip(rest, "\"") {
        let text = take(rest, |c| c != '"').to_owned();
        if !skip(rest, "\"") {
            return Err(bad(rest));
        }
        With::Text(text)
    } else {
        *rest = rest.trim_start();
        let number = take(rest, |c| c.is_ascii_digit() || ".-".contains(c));
        With::Number(number.parse().map_err(|_| bad(rest))?)
    };
    Ok(Expression::Compare { path, how, with })
}

fn skip(rest: &mut &str, word: &str) -> bool {
    let after = rest.trim_start().strip_prefix(word);
    *rest = after.unwrap_or(rest);
    after.is_some()
}

fn take<'a>(rest: &mut &'a str, wanted: impl Fn(char) -> bool) -> &'a str {
    let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    let (taken, after) = rest.split_at(end);
    *rest = after;
    taken
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(pattern: &str, event: &Value) -> bool {
        FilterPattern::read(pattern).unwrap().matches(event)
    }

    #[test]
    fn conditions_are_joined_by_precedence_and_parentheses() {
        let event = json!({"source": "a", "detail-type": "b", "detail": {"state": "c"}});
        assert!(matches(r#"{ $.source = "a" && $.detail-type = "b" }"#, &event));
        assert!(matches(r#"{ $.source = "x" && $.source = "y" || $.detail.state = "c" }"#, &event));
        assert!(!matches(
            r#"{ ($.source = "x") && (($.source = "y") || ($.detail.state = "c")) }"#,
            &event
        ));
    }

    #[test]
    fn a_number_is_compared_only_if_there_is_one() {
        let pattern = "{ $.detail.seconds >= 0 }";
        assert!(matches(pattern, &json!({"detail": {"seconds": 0}})));
        assert!(!matches(pattern, &json!({"detail": {"seconds": -1}})));
        for none in [json!({}), json!({"seconds": null}), json!({"seconds": "5"})] {
            assert!(!matches(pattern, &json!({ "detail": none })));
        }
    }

    #[test]
    fn a_star_stands_for_any_characters() {
        let pattern = r#"{ ($.caller != "-") && ($.caller != "*:probe") && ($.status = "4*") }"#;
        for (caller, status, counts) in [
            ("AROA1:ana", "403", true),
            ("AROA1:probe", "403", false),
            ("-", "403", false),
            ("AROA1:ana", "200", false),
        ] {
            let event = json!({"caller": caller, "status": status});
            assert_eq!(matches(pattern, &event), counts, "{event}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for bad in
            ["", "error", "{ $.a }", "{ $.a = }", "{ ($.a = 1 }", "{ $.a = 1 } x", "{ a = 1 }"]
        {
            assert!(FilterPattern::read(bad).is_err(), "{bad}");
        }
    }
}
