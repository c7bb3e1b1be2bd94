//! What can go wrong with a store, in the words of the domain: every port to one answers with it.

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It could not be reached, or is asked too much. Trying again may help.
    #[error("the table cannot be reached at the moment")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It refused the request; trying again does not help. A missing permission or table.
    #[error("the table refused the request")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An item is not of the form that this version writes and reads.
    #[error("an item has not the form it should have: {0}")]
    Corrupt(&'static str),
}

impl StoreError {
    /// The stable name of this kind of error, for alarms.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "StoreUnavailable",
            Self::Refused(_) => "StoreRefused",
            Self::Corrupt(_) => "StoreCorrupt",
        }
    }
}
