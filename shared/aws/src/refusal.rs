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

/// Refusals that pass, whatever their status.
const PASSING: [&str; 3] =
    ["ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded"];

/// Sorts an error, and keeps of it what may be logged.
pub(crate) fn sort<E>(
    error: SdkError<E, HttpResponse>,
) -> (Kind, Box<dyn std::error::Error + Send + Sync>)
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(refused) => {
            let code = refused.err().code().unwrap_or("an unknown error").to_owned();
            let status = refused.raw().status();
            let passing = status.is_server_error()
                || status.as_u16() == 429
                || PASSING.contains(&code.as_str());
            let kind = if passing { Kind::Passing } else { Kind::Lasting };
            (kind, Box::new(Refusal { code, status: status.as_u16() }))
        }
        SdkError::ConstructionFailure(_) => (Kind::Lasting, Box::new(error)),
        _ => (Kind::Passing, Box::new(error)),
    }
}
