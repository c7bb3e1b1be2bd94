//! The reasons why a request could not be handled.

use switchboard_approval::ports::StoreError;
use switchboard_lambda::NoRandomness;

/// The reason why a request could not be handled.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// The table of approvals failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There were no random bytes for links or a decision.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl RequestError {
    /// Returns the stable name of this kind of error, for alarms.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Store(error) => error.kind(),
            Self::Randomness(_) => "NoRandomness",
        }
    }
}
