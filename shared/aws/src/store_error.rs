//! From the SDK's errors to the domain's.

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use switchboard_store::StoreError;

use crate::refusal::{self, Kind};

/// Whether trying again may help decides which error it is; the SDK's stays its source.
pub(crate) fn store_error<E>(error: SdkError<E, HttpResponse>) -> StoreError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match refusal::kind(&error) {
        Kind::Passing => StoreError::Unavailable(Box::new(error)),
        Kind::Lasting => StoreError::Refused(Box::new(error)),
    }
}
