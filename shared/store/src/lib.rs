//! The error of every port to a store.
//!
//! It is a crate of its own because both domains, `shared/vanity` and `shared/approval`, return it from
//! their ports, and neither depends on the other.

/// Why a store failed.
///
/// The enum is exhaustive: where a new variant matters, the workspace must not compile until it is
/// handled.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store could not be reached or is throttling. Trying again may help.
    #[error("the table cannot be reached at the moment")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store refused the request, such as for a missing permission or table. Trying again does not
    /// help.
    #[error("the table refused the request")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An item does not have the form that this version writes and reads.
    #[error("an item does not have the expected form: {0}")]
    Corrupt(&'static str),
}

impl StoreError {
    /// Returns the stable name of the variant, for alarms.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "StoreUnavailable",
            Self::Refused(_) => "StoreRefused",
            Self::Corrupt(_) => "StoreCorrupt",
        }
    }
}
