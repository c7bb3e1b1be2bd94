//! Maps DynamoDB's errors to the domain's.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use switchboard_store::StoreError;

use crate::refusal::{self, Kind};

/// Returns `Unavailable` if trying again may help, else `Refused`. The SDK's error is kept as the
/// source.
pub(crate) fn store_error<E>(error: SdkError<E, HttpResponse>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match refusal::kind(&error) {
        Kind::Transient => StoreError::Unavailable(Box::new(error)),
        Kind::Permanent => StoreError::Refused(Box::new(error)),
    }
}
