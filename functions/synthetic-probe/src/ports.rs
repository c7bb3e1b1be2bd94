//! What the probe needs of the world: one function to invoke, one API to ask.

use jiff::Timestamp;
pub use switchboard_aws::signed_http::{Answer, Invoked, NoAnswer, Signing};

/// The function that Amazon Connect invokes.
pub trait Functions {
    /// Invokes it and waits for what comes of it.
    fn invoke(
        &self,
        event: &[u8],
        now: Timestamp,
    ) -> impl Future<Output = Result<Invoked, NoAnswer>> + Send;
}

/// The API that serves what is kept.
pub trait Api {
    /// GETs a path, signed by the probe's role or as a stranger.
    fn get(
        &self,
        path: &str,
        signing: Signing,
        now: Timestamp,
    ) -> impl Future<Output = Result<Answer, NoAnswer>> + Send;
}
