//! Checks the members of a request against the constraints of the service model.

use serde_json::Value;

/// Reads the members of a request and collects the violations of constraints, in the words of the
/// service.
#[derive(Debug)]
pub(super) struct Members<'a> {
    input: &'a Value,
    violations: Vec<String>,
}

/// A constraint on a string member.
#[derive(Clone, Copy, Debug)]
pub(super) enum Constraint {
    /// The name of a pipeline, a stage or an action.
    Name,
    /// The id of an execution or the token of an approval.
    Uuid,
    /// At most this many characters; it may be empty.
    Length(usize),
    /// One of these values.
    OneOf(&'static [&'static str]),
}

const NAME_PATTERN: &str = "[A-Za-z0-9.@\\-_]+";
const UUID_PATTERN: &str = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
/// The longest name of a pipeline, a stage or an action.
pub(super) const MAX_NAME: usize = 100;

/// The longest summary of a decision, in characters.
pub(super) const MAX_SUMMARY: usize = 512;

impl Constraint {
    /// Returns the constraints that a value violates, as the end of "Member must".
    fn violations(self, value: &str) -> Vec<String> {
        let length = value.chars().count();
        let mut violations = Vec::new();
        let mut unless = |holds: bool, must: String| {
            if !holds {
                violations.push(must);
            }
        };
        let pattern = |pattern| format!("satisfy regular expression pattern: {pattern}");
        let at_most = |most| format!("have length less than or equal to {most}");
        match self {
            Self::Name => {
                unless(length >= 1, "have length greater than or equal to 1".to_owned());
                unless(length <= MAX_NAME, at_most(MAX_NAME));
                unless(is_name(value), pattern(NAME_PATTERN));
            }
            Self::Uuid => unless(is_uuid(value), pattern(UUID_PATTERN)),
            Self::Length(most) => unless(length <= most, at_most(most)),
            Self::OneOf(values) => unless(
                values.contains(&value),
                format!("satisfy enum value set: [{}]", values.join(", ")),
            ),
        }
        violations
    }
}

/// Returns whether a pipeline, a stage or an action can have this name.
pub(super) fn is_name(value: &str) -> bool {
    !value.is_empty()
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".@-_".contains(&byte))
}

fn is_uuid(value: &str) -> bool {
    let mut groups = value.split('-');
    let lengths = [8, 4, 4, 4, 12];
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    lengths.into_iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == length && group.bytes().all(is_hex))
    }) && groups.next().is_none()
}

impl<'a> Members<'a> {
    pub(super) fn of(input: &'a Value) -> Self {
        Self { input, violations: Vec::new() }
    }

    /// Returns a required string; empty when it is missing.
    pub(super) fn required(&mut self, path: &str, constraint: Constraint) -> &'a str {
        let value = self.optional(path, constraint);
        if value.is_none() {
            self.violate("null", path, "not be null");
        }
        value.unwrap_or_default()
    }

    /// Returns an optional string.
    pub(super) fn optional(&mut self, path: &str, constraint: Constraint) -> Option<&'a str> {
        let value = self.at(path)?;
        let Some(text) = value.as_str() else {
            self.violate(&value.to_string(), path, "be a string");
            return None;
        };
        for must in constraint.violations(text) {
            self.violate(text, path, &must);
        }
        Some(text)
    }

    /// Returns an optional whole number within limits.
    pub(super) fn integer(&mut self, path: &str, least: u64, most: u64) -> Option<u64> {
        let value = self.at(path)?;
        let number = value.as_u64().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let range = format!("have value between {least} and {most}");
            self.violate(&value.to_string(), path, &range);
        }
        number
    }

    /// Returns whether a member is present.
    pub(super) fn has(&self, path: &str) -> bool {
        self.at(path).is_some()
    }

    /// Fails with one message that names every violation.
    pub(super) fn finish(self) -> Result<(), String> {
        match self.violations.len() {
            0 => Ok(()),
            1 => Err(format!("1 validation error detected: {}", self.violations.concat())),
            count => {
                Err(format!("{count} validation errors detected: {}", self.violations.join("; ")))
            }
        }
    }

    fn at(&self, path: &str) -> Option<&'a Value> {
        let mut value = self.input;
        for member in path.split('.') {
            value = value.get(member)?;
        }
        (!value.is_null()).then_some(value)
    }

    fn violate(&mut self, value: &str, path: &str, must: &str) {
        let value = if value == "null" { "null".to_owned() } else { format!("'{value}'") };
        self.violations.push(format!(
            "Value {value} at '{path}' failed to satisfy constraint: Member must {must}"
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(input: &Value, path: &str, constraint: Constraint) -> Result<(), String> {
        let mut members = Members::of(input);
        members.required(path, constraint);
        members.finish()
    }

    #[test]
    fn a_name_a_token_and_a_summary_have_their_limits() {
        let uuid = "4b5a6978-0000-4aaa-8bbb-0123456789ab";
        for (value, constraint) in [
            ("My.Pipeline@1_-", Constraint::Name),
            (uuid, Constraint::Uuid),
            ("", Constraint::Length(512)),
            (&"ä".repeat(512), Constraint::Length(512)),
            ("Approved", Constraint::OneOf(&["Approved", "Rejected"])),
        ] {
            assert_eq!(check(&json!({ "a": value }), "a", constraint), Ok(()), "{value}");
        }
        for (value, constraint) in [
            (json!("a b"), Constraint::Name),
            (json!(""), Constraint::Name),
            (json!("a".repeat(101)), Constraint::Name),
            (json!(uuid.to_uppercase()), Constraint::Uuid),
            (json!(format!("{uuid}-")), Constraint::Uuid),
            (json!("1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN"), Constraint::Uuid),
            (json!("ä".repeat(513)), Constraint::Length(512)),
            (json!("approved"), Constraint::OneOf(&["Approved", "Rejected"])),
            (json!(7), Constraint::Name),
            (json!(null), Constraint::Length(512)),
        ] {
            assert!(check(&json!({ "a": value }), "a", constraint).is_err(), "{value}");
        }
    }

    #[test]
    fn every_violation_is_named() {
        let input = json!({ "result": { "summary": "x".repeat(3) }, "maxResults": 101 });
        let mut members = Members::of(&input);
        members.required("result.summary", Constraint::Length(2));
        members.required("token", Constraint::Uuid);
        members.integer("maxResults", 1, 100);
        let message = members.finish().unwrap_err();
        assert!(
            message.starts_with(
                "3 validation errors detected: Value 'xxx' at 'result.summary' failed to satisfy \
                 constraint: Member must have length less than or equal to 2; Value null at 'token'"
            ),
            "{message}"
        );
    }
}
