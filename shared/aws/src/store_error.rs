//! From the SDK's errors to the domain's.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use store::StoreError;

/// Refusals of a request that pass: DynamoDB asks to slow down.
const PASSING: [&str; 4] = [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionInProgressException",
];

/// Whether trying again may help decides which error it is; the SDK's stays its source.
pub(crate) fn store_error<E>(error: SdkError<E, HttpResponse>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let refused = match &error {
        SdkError::ServiceError(refusal) => {
            let passing = refusal.err().code().is_some_and(|code| PASSING.contains(&code));
            !passing && !refusal.raw().status().is_server_error()
        }
        SdkError::ConstructionFailure(_) => true,
        _ => false,
    };
    let source = Box::new(error);
    if refused { StoreError::Refused(source) } else { StoreError::Unavailable(source) }
}
