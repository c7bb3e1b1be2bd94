//! How an error of a service is classified, and which part of it may be logged.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// A refusal with its code and status. The message is dropped, because those of SES name addresses
/// and those of CodePipeline may name tokens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service answered {status} {code}")]
struct Refusal {
    code: String,
    status: u16,
}

/// Whether trying again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Trying again may help: the answer was lost or never given, or asks to slow down.
    Transient,
    /// Trying again does not help: the service refuses until something is changed.
    Permanent,
}

/// Error codes of all services that are transient, independent of the HTTP status.
const TRANSIENT: [&str; 5] = [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// Returns whether trying again may help.
pub(crate) fn kind<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Kind {
    let transient = match error {
        SdkError::ServiceError(refused) => {
            let status = refused.raw().status();
            let is_throttled = refused.err().code().is_some_and(|code| TRANSIENT.contains(&code));
            is_throttled || status.is_server_error() || status.as_u16() == 429
        }
        SdkError::ConstructionFailure(_) => false,
        _ => true,
    };
    if transient { Kind::Transient } else { Kind::Permanent }
}

/// Classifies an error, and reduces it to what may be logged.
pub(crate) fn classify<E>(
    error: SdkError<E, HttpResponse>,
) -> (Kind, Box<dyn std::error::Error + Send + Sync>)
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let kind = kind(&error);
    let SdkError::ServiceError(refused) = &error else { return (kind, Box::new(error)) };
    let code = refused.err().code().unwrap_or("an unknown error").to_owned();
    (kind, Box::new(Refusal { code, status: refused.raw().status().as_u16() }))
}
