//! Why a check failed. The messages are logged, so none holds a phone number or its vanity numbers.

use std::time::Duration;

use jiff::SignedDuration;

use crate::name::Name;
use crate::ports::{DeploymentError, NoAnswer};

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
    #[error("the header {0} is missing, or allows more than it should")]
    Header(&'static str),
    #[error("the answer is not a page")]
    NotAPage,
    #[error("a message that is not a notification was not reported as failed")]
    NotRefused,
    #[error("an event about nothing had an effect")]
    HadEffect,
    #[error(
        "there is no trial for the function {0}: name it in PROBE_TRIED_FUNCTIONS, or deploy it without the hook"
    )]
    NotTried(String),
    #[error("CodeDeploy does not say what is deployed")]
    Deployment(#[source] DeploymentError),
    #[error("the hook was not answered")]
    NotAnswered(#[source] DeploymentError),
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
            Self::Header(_) => "Header",
            Self::NotAPage => "NotAPage",
            Self::NotRefused => "NotRefused",
            Self::HadEffect => "HadEffect",
            Self::NotTried(_) => "NotTried",
            Self::Deployment(_) => "Deployment",
            Self::NotAnswered(_) => "NotAnswered",
        }
    }
}
