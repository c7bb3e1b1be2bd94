//! From the SDK's errors to the domain's.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use vanity::callers::StoreError;

/// Refusals that pass: DynamoDB asks to slow down, or has trouble of its own.
const PASSING: [&str; 5] = [
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
];

/// Whether trying again may help decides which error it is; the SDK's stays its source.
pub(super) fn store_error<E, R>(error: SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let refused = match &error {
        SdkError::ServiceError(refusal) => {
            refusal.err().code().is_none_or(|code| !PASSING.contains(&code))
        }
        SdkError::ConstructionFailure(_) => true,
        _ => false,
    };
    let source = Box::new(error);
    if refused { StoreError::Refused(source) } else { StoreError::Unavailable(source) }
}
