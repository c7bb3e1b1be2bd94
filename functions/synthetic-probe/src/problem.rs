//! Why a check failed. The messages are logged, so none holds a phone number or its vanity numbers.

use std::time::Duration;

use jiff::SignedDuration;

use crate::ports::NoAnswer;

/// Why a check failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    #[error("there was no answer within {0:?}")]
    TooSlow(Duration),
    #[error("the status is {got}, not {wanted}")]
    Status { got: u16, wanted: u16 },
    #[error("the function failed: {0}")]
    FunctionFailed(Name),
    #[error("the caller's status is {0}, not ok")]
    CallerStatus(Name),
    // Without its source, which quotes the answer.
    #[error("what was answered cannot be read")]
    Unreadable,
    #[error("what was answered is of another number")]
    AnotherNumber,
    #[error("there are {all} vanity numbers and {different} different ones, not 5")]
    Count { all: usize, different: usize },
    #[error("a vanity number does not dial the caller's")]
    DoesNotDial,
    #[error("the call was answered, but it was not recorded")]
    NotRecorded,
    #[error("the latest call that is kept came {} s ago", .0.as_secs())]
    NotRecent(SignedDuration),
    #[error("the vanity numbers that are kept are not those that the caller heard")]
    NotTheSame,
}

impl Problem {
    /// Returns the stable name of the variant.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::NoAnswer(_) => "NoAnswer",
            Self::TooSlow(_) => "TooSlow",
            Self::Status { .. } => "Status",
            Self::FunctionFailed(_) => "FunctionFailed",
            Self::CallerStatus(_) => "CallerStatus",
            Self::Unreadable => "Unreadable",
            Self::AnotherNumber => "AnotherNumber",
            Self::Count { .. } => "Count",
            Self::DoesNotDial => "DoesNotDial",
            Self::NotRecorded => "NotRecorded",
            Self::NotRecent(_) => "NotRecent",
            Self::NotTheSame => "NotTheSame",
        }
    }
}

/// A name from a function's reply, such as `StoreRefused` or `no_number`. Any other text is replaced by
/// `unknown`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name(String);

impl Name {
    pub(crate) fn of(text: Option<&str>) -> Self {
        let is_name = |text: &&str| {
            let allowed = |c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '_');
            (1..=64).contains(&text.len()) && text.chars().all(allowed)
        };
        Self(text.filter(is_name).unwrap_or("unknown").to_owned())
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
