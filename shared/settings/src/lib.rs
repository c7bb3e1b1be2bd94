//! Typed settings from the environment, read once in `main`. Everything that is missing or invalid
//! is reported in one message.
//!
//! A type that is read from the environment has a function
//! `read(&Environment) -> Result<Self, SettingsError>`. [`all`] combines such results and collects
//! the problems of all of them; `?` would stop at the first.

mod error;
mod results;

use std::fmt;
use std::str::FromStr;

pub use crate::error::SettingsError;
pub use crate::results::{Results, all};

type Lookup<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

/// A set of variables, such as those of the process. A variable that is empty or blank counts as
/// missing.
///
/// ```
/// use switchboard_settings::{Environment, SettingsError, all};
///
/// # #[derive(Debug, PartialEq)]
/// struct TableSettings {
///     name: String,
///     days: u16,
///     endpoint: Option<String>,
/// }
///
/// impl TableSettings {
///     fn read(environment: &Environment<'_>) -> Result<Self, SettingsError> {
///         let (name, days, endpoint) = all((
///             environment.required("TABLE"),
///             environment.with_default("DAYS", 365),
///             environment.optional("ENDPOINT"),
///         ))?;
///         Ok(Self { name, days, endpoint })
///     }
/// }
///
/// let variables = |name: &str| (name == "TABLE").then(|| "calls".to_owned());
/// let settings = TableSettings::read(&Environment::new(variables))?;
/// assert_eq!(settings, TableSettings { name: "calls".to_owned(), days: 365, endpoint: None });
///
/// let variables = |name: &str| (name == "DAYS").then(|| "many".to_owned());
/// let error = TableSettings::read(&Environment::new(variables)).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the environment is not set up: TABLE is not set; \
///      DAYS cannot be read: invalid digit found in string",
/// );
/// # Ok::<(), SettingsError>(())
/// ```
pub struct Environment<'a>(Lookup<'a>);

/// Omits the values, because some are secrets.
impl fmt::Debug for Environment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

impl<'a> Environment<'a> {
    /// Creates an environment that reads variables through `lookup`.
    pub fn new(lookup: impl Fn(&str) -> Option<String> + 'a) -> Self {
        Self(Box::new(lookup))
    }

    /// Creates an environment that reads the variables of this process.
    #[must_use]
    pub fn of_process() -> Environment<'static> {
        #[allow(clippy::disallowed_methods, reason = "this is where the environment is read")]
        Environment::new(|name| std::env::var(name).ok())
    }

    /// Reads a required variable.
    pub fn required<T: FromStr<Err: fmt::Display>>(&self, name: &str) -> Result<T, SettingsError> {
        let value = self.optional(name)?;
        value.ok_or_else(|| SettingsError::of(format!("{name} is not set")))
    }

    /// Reads a variable, or returns its default if it is missing.
    pub fn with_default<T: FromStr<Err: fmt::Display>>(
        &self,
        name: &str,
        default: T,
    ) -> Result<T, SettingsError> {
        Ok(self.optional(name)?.unwrap_or(default))
    }

    /// Reads an optional variable; `None` if it is missing.
    pub fn optional<T: FromStr<Err: fmt::Display>>(
        &self,
        name: &str,
    ) -> Result<Option<T>, SettingsError> {
        let Some(text) = (self.0)(name).filter(|value| !value.trim().is_empty()) else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|error| SettingsError::of(format!("{name} cannot be read: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(name: &str) -> Option<String> {
        match name {
            "DAYS" => Some("many".to_owned()),
            "EMPTY" => Some(" ".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let environment = Environment::new(variables);
        let read = all((
            environment.required::<String>("TABLE"),
            environment.required::<String>("EMPTY"),
            environment.with_default::<u16>("DAYS", 30),
        ));
        let message = read.unwrap_err().to_string();
        for problem in ["TABLE is not set", "EMPTY is not set", "DAYS cannot be read"] {
            assert!(message.contains(problem), "{message}");
        }
        assert!(!message.contains("many"), "{message}");
    }

    #[test]
    fn settings_within_settings_report_their_problems_in_order() {
        let environment = Environment::new(variables);
        let inner = || all((environment.required::<String>("A"), environment.required::<u8>("B")));
        let message = all((inner(), environment.required::<u8>("C"))).unwrap_err().to_string();
        assert_eq!(
            message,
            "the environment is not set up: A is not set; B is not set; C is not set"
        );
    }

    #[test]
    fn an_optional_variable_that_is_wrong_is_not_taken_for_a_missing_one() {
        let environment = Environment::new(variables);
        assert_eq!(environment.optional::<u16>("EMPTY"), Ok(None));
        assert!(environment.optional::<u16>("DAYS").is_err());
    }
}
