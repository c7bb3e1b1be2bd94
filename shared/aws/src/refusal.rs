//! What a service said when it refused, without its words.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// A refusal by its code. The messages of SES name addresses and those of CodePipeline may name
/// tokens, so they are not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service answered {status} {code}")]
struct Refusal {
    code: String,
    status: u16,
}

/// What an error means for trying again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The moment is the matter: no answer, an answer that was lost, or one asking to slow down.
    Passing,
    /// The service refused, and will until something is changed.
    Lasting,
}

/// Refusals that pass, whatever their status, of every service that is asked.
const PASSING: [&str; 5] = [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// What an error means for trying again.
pub(crate) fn kind<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Kind {
    let passing = match error {
        SdkError::ServiceError(refused) => {
            let status = refused.raw().status();
            let asks_for_time = refused.err().code().is_some_and(|code| PASSING.contains(&code));
            asks_for_time || status.is_server_error() || status.as_u16() == 429
        }
        SdkError::ConstructionFailure(_) => false,
        _ => true,
    };
    if passing { Kind::Passing } else { Kind::Lasting }
}

/// Sorts an error, and keeps of it what may be logged.
pub(crate) fn sort<E>(
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
