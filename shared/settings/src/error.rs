//! The error type for missing or invalid environment variables.

use std::fmt;

/// The error for variables that are missing or invalid. It holds one problem for each.
///
/// The message never holds a variable's value: it may be a secret that was set under the wrong name.
#[derive(PartialEq, Eq, thiserror::Error)]
#[error("the environment is not set up: {}", .0.join("; "))]
pub struct SettingsError(pub(crate) Vec<String>);

impl SettingsError {
    /// Creates the error for a problem that one variable alone does not show. The text names the variables, and
    /// no values.
    #[must_use]
    pub fn of(problem: String) -> Self {
        Self(vec![problem])
    }
}

/// The same as `Display`, because a `main` that returns the error prints it with `Debug`.
impl fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
