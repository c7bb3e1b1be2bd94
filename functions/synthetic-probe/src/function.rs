//! The functions that the probe invokes.

use std::fmt;
use std::str::FromStr;

/// The longest name of a function or of an alias: the limit of AWS for the first.
const MAX_NAME: usize = 64;

/// A function with the alias or the version that is invoked, such as `vanity-convert:live`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualifiedFunction {
    name: String,
    qualifier: String,
}

/// The text is not a function and its alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a function's name, a colon and the name of its alias, such as vanity-convert:live")]
pub struct BadQualifiedFunction;

impl QualifiedFunction {
    /// Returns a published version of a function. `None` if the name is not that of a function, or the
    /// version is not a number: `$LATEST` is not a published version.
    #[must_use]
    pub fn version(name: &str, version: &str) -> Option<Self> {
        let is_number =
            (1..=20).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_digit());
        (is_name(name) && is_number)
            .then(|| Self { name: name.to_owned(), qualifier: version.to_owned() })
    }

    /// Returns the name of the function.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the alias or the version.
    #[must_use]
    pub fn qualifier(&self) -> &str {
        &self.qualifier
    }
}

impl fmt::Display for QualifiedFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.qualifier)
    }
}

impl FromStr for QualifiedFunction {
    type Err = BadQualifiedFunction;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, qualifier) = text.split_once(':').ok_or(BadQualifiedFunction)?;
        if is_name(name) && is_name(qualifier) {
            Ok(Self { name: name.to_owned(), qualifier: qualifier.to_owned() })
        } else {
            Err(BadQualifiedFunction)
        }
    }
}

/// AWS allows no other characters in the name of a function or an alias, so both go into a URL
/// unencoded.
fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (1..=MAX_NAME).contains(&text.len()) && text.chars().all(allowed)
}

/// A function whose new version the probe can try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Triable {
    /// `vanity-convert`.
    VanityConvert,
    /// `vanity-lookup`.
    VanityLookup,
    /// `approval-request`.
    ApprovalRequest,
    /// `approval-decision`.
    ApprovalDecision,
    /// `approval-sweep`.
    ApprovalSweep,
    /// `synthetic-probe`: the probe itself.
    SyntheticProbe,
}

impl Triable {
    /// Returns the function with this name; `None` if there is no trial for it.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "vanity-convert" => Self::VanityConvert,
            "vanity-lookup" => Self::VanityLookup,
            "approval-request" => Self::ApprovalRequest,
            "approval-decision" => Self::ApprovalDecision,
            "approval-sweep" => Self::ApprovalSweep,
            "synthetic-probe" => Self::SyntheticProbe,
            _ => return None,
        })
    }

    /// Returns whether the trial is a call, or compares with one.
    pub(crate) const fn needs_a_caller(self) -> bool {
        matches!(self, Self::VanityConvert | Self::VanityLookup)
    }
}

/// The functions whose new versions the probe may try: the value of `PROBE_TRIED_FUNCTIONS`.
///
/// ```
/// use switchboard_synthetic_probe::function::TriedFunctions;
///
/// assert!("vanity-convert,approval-sweep".parse::<TriedFunctions>().is_ok());
/// assert!("vanity-convert,storefront".parse::<TriedFunctions>().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TriedFunctions(Vec<Triable>);

/// The text names a function that the probe cannot try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "it is a list of these, with commas between them: vanity-convert, vanity-lookup, approval-request, approval-decision, approval-sweep, synthetic-probe"
)]
pub struct BadTriedFunctions;

impl TriedFunctions {
    /// Returns how the new version of a function is tried; `None` if it may not be tried.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Triable> {
        Triable::named(name).filter(|function| self.0.contains(function))
    }

    /// Returns whether a trial is a call, or compares with one.
    pub(crate) fn need_a_caller(&self) -> bool {
        self.0.iter().any(|function| function.needs_a_caller())
    }
}

impl FromStr for TriedFunctions {
    type Err = BadTriedFunctions;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let functions = text.split(',').map(|name| Triable::named(name.trim()));
        functions.collect::<Option<_>>().map(Self).ok_or(BadTriedFunctions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_name_of_a_function_and_one_of_an_alias() {
        let live: QualifiedFunction = "vanity-convert:live".parse().unwrap();
        assert_eq!((live.name(), live.qualifier()), ("vanity-convert", "live"));
        for bad in ["vanity-convert", "vanity-convert:", ":live", "a:b:c", "a/b:live", "a:$LATEST"]
        {
            assert_eq!(bad.parse::<QualifiedFunction>(), Err(BadQualifiedFunction), "{bad}");
        }
    }

    #[test]
    fn a_version_is_a_number() {
        let version = QualifiedFunction::version("vanity-convert", "17").unwrap();
        assert_eq!(version.to_string(), "vanity-convert:17");
        let long = ("a".repeat(65), "1".repeat(21));
        for (name, version) in [
            ("vanity-convert", "$LATEST"),
            ("vanity-convert", "live"),
            ("vanity-convert", ""),
            ("vanity-convert", "1?a=b"),
            ("vanity-convert", &long.1),
            ("", "1"),
            ("a/../b", "1"),
            ("arn:aws:lambda:eu-central-1:123456789012:function:a", "1"),
            (&long.0, "1"),
        ] {
            assert_eq!(QualifiedFunction::version(name, version), None, "{name} {version}");
        }
    }

    #[test]
    fn only_listed_functions_are_tried() {
        let tried: TriedFunctions = "vanity-convert, synthetic-probe".parse().unwrap();
        assert_eq!(tried.find("vanity-convert"), Some(Triable::VanityConvert));
        assert_eq!(tried.find("synthetic-probe"), Some(Triable::SyntheticProbe));
        assert_eq!(tried.find("vanity-lookup"), None);
        assert_eq!(tried.find("storefront"), None);
        assert_eq!(TriedFunctions::default().find("vanity-convert"), None);
        for bad in ["", ",", "vanity-convert,", "vanity", "vanity-convert:live"] {
            assert_eq!(bad.parse::<TriedFunctions>(), Err(BadTriedFunctions), "{bad}");
        }
    }
}
