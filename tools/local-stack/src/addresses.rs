//! The base URLs that a running stack serves.

/// The base URLs that a running stack serves.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addresses {
    /// Base URL for people: the console page, `/vanity-numbers`, `/approvals`, `/mailbox`, `/local`.
    pub people: String,
    /// Base URL for SDKs, the value of `AWS_ENDPOINT_URL`.
    pub aws: String,
}
