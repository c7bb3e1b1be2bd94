//! Names from outside that are logged.

use std::fmt;

/// A name from a reply, such as `StoreRefused` or `no_number`. Any other text is replaced by `unknown`,
/// so that no personal data is logged.
#[derive(Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Keeps the text if it is 1 to 64 letters, dots and underscores.
    #[must_use]
    pub fn of(text: Option<&str>) -> Self {
        let is_name = |text: &&str| {
            let allowed = |c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '_');
            (1..=64).contains(&text.len()) && text.chars().all(allowed)
        };
        Self(text.filter(is_name).unwrap_or("unknown").to_owned())
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_a_name_is_shown() {
        for name in ["StoreRefused", "Runtime.ExitError", "no_number"] {
            assert_eq!(Name::of(Some(name)).to_string(), name);
        }
        for other in [None, Some(""), Some("+12025550143"), Some("a b"), Some(&"a".repeat(65)[..])]
        {
            assert_eq!(Name::of(other).to_string(), "unknown");
        }
    }
}
