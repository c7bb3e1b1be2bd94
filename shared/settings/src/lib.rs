//! Typed settings from the environment: read once, in `main`, and all that is wrong is said at once.
//!
//! Whoever has settings reads their own part with a `read(&mut Environment) -> Option<Self>`.

use std::fmt;
use std::str::FromStr;

/// What is missing from or wrong with the environment, every variable of it.
#[derive(PartialEq, Eq, thiserror::Error)]
#[error("the environment is not set up: {}", .0.join("; "))]
pub struct SettingsError(Vec<String>);

/// Like `Display`: it is what a `main` that returns the error prints.
impl fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

type LookUp<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

/// Reads variables and collects what is wrong with them.
///
/// ```
/// use switchboard_settings::Environment;
///
/// let variables = |name: &str| (name == "TABLE").then(|| "calls".to_owned());
/// let mut environment = Environment::new(variables);
/// let table: Option<String> = environment.required("TABLE");
/// let days: Option<u16> = environment.or("DAYS", 365);
/// assert_eq!(environment.finish((table.zip(days)))?, ("calls".to_owned(), 365));
/// # Ok::<(), switchboard_settings::SettingsError>(())
/// ```
pub struct Environment<'a> {
    get: LookUp<'a>,
    problems: Vec<String>,
}

impl fmt::Debug for Environment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("problems", &self.problems).finish_non_exhaustive()
    }
}

impl<'a> Environment<'a> {
    /// Reads from a look-up.
    pub fn new(get: impl Fn(&str) -> Option<String> + 'a) -> Self {
        Self { get: Box::new(get), problems: Vec::new() }
    }

    /// Reads the variables of this process.
    #[must_use]
    pub fn of_process() -> Environment<'static> {
        #[allow(clippy::disallowed_methods, reason = "this is where the environment is read")]
        Environment::new(|name| std::env::var(name).ok())
    }

    /// A variable that has to be there. An empty one counts as missing.
    pub fn required<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        let value = self.optional(name);
        if value.is_none() && self.text(name).is_none() {
            self.problems.push(format!("{name} is not set"));
        }
        value
    }

    /// A variable with a default.
    pub fn or<T: FromStr<Err: fmt::Display>>(&mut self, name: &str, default: T) -> Option<T> {
        match self.text(name) {
            Some(_) => self.optional(name),
            None => Some(default),
        }
    }

    /// A variable that may be missing. `None` too where it is wrong, which [`Self::finish`] tells.
    pub fn optional<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        // The value stays out of the message: it may be a secret set under the wrong name.
        match self.text(name)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problems.push(format!("{name} cannot be read: {error}"));
                None
            }
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        (self.get)(name).filter(|value| !value.trim().is_empty())
    }

    /// The settings, unless anything was wrong on the way.
    pub fn finish<T>(self, settings: Option<T>) -> Result<T, SettingsError> {
        match settings {
            Some(settings) if self.problems.is_empty() => Ok(settings),
            _ => Err(SettingsError(self.problems)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let variables = |name: &str| match name {
            "DAYS" => Some("many".to_owned()),
            "EMPTY" => Some(" ".to_owned()),
            _ => None,
        };
        let mut environment = Environment::new(variables);
        let read = (|| {
            let table = environment.required::<String>("TABLE");
            let empty = environment.required::<String>("EMPTY");
            let days = environment.or::<u16>("DAYS", 30);
            Some((table?, empty?, days?))
        })();
        let message = environment.finish(read).unwrap_err().to_string();
        for problem in ["TABLE is not set", "EMPTY is not set", "DAYS cannot be read"] {
            assert!(message.contains(problem), "{message}");
        }
        assert!(!message.contains("many"), "{message}");
    }
}
