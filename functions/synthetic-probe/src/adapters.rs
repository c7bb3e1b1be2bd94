//! The ports, on AWS. They are here because `shared/aws` cannot depend on a function, and no other
//! has a use for them.

use jiff::Timestamp;
use switchboard_aws::signed_http::{AliasInvoker, ApiClient};

use crate::ports::{Answer, Api, Functions, Invoked, NoAnswer, Signing};

impl Functions for AliasInvoker {
    async fn invoke(&self, event: &[u8], now: Timestamp) -> Result<Invoked, NoAnswer> {
        AliasInvoker::invoke(self, event, now).await
    }
}

impl Api for ApiClient {
    async fn get(&self, path: &str, signing: Signing, now: Timestamp) -> Result<Answer, NoAnswer> {
        ApiClient::get(self, path, signing, now).await
    }
}
