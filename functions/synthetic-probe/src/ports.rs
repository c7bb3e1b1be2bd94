//! What the probe calls: one function and one API.

use std::error::Error;

use jiff::Timestamp;

/// The function that Amazon Connect invokes.
pub trait Functions {
    /// Invokes the function and waits for its reply.
    fn invoke(
        &self,
        event: &[u8],
        now: Timestamp,
    ) -> impl Future<Output = Result<Invoked, NoAnswer>> + Send;
}

/// The API that serves stored vanity numbers.
pub trait Api {
    /// GETs a path, which starts with a slash and needs no percent-encoding: clients differ in how
    /// they sign what is encoded.
    fn get(
        &self,
        path: &str,
        signing: Signing,
        now: Timestamp,
    ) -> impl Future<Output = Result<Answer, NoAnswer>> + Send;
}

/// The result of an invocation. `Debug` omits the payload, which is personal data.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct Invoked {
    /// Lambda's HTTP status, which is 200 also if the function failed.
    pub status: u16,
    /// Whether the function failed. If so, the payload is its error document.
    pub failed: bool,
    /// The function's reply.
    #[debug(skip)]
    pub payload: Vec<u8>,
}

/// An answer of the API. `Debug` omits the body, which is personal data.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body as it was received.
    #[debug(skip)]
    pub body: Vec<u8>,
}

/// Whether a request is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Signed with the credentials of the function's role.
    Signed,
    /// Without credentials, as a stranger sends it.
    Unsigned,
}

/// A request was not sent, or its answer could not be read.
#[derive(Debug, thiserror::Error)]
#[error("there was no answer")]
pub struct NoAnswer(#[source] Box<dyn Error + Send + Sync>);

impl NoAnswer {
    /// Keeps the reason as the error's source.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}
