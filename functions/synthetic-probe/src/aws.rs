//! The ports on AWS. They are not in `shared/aws`, because no other function sends such requests.
//!
//! The SDK has no client for API Gateway's APIs, and its client for Lambda has the types and endpoint
//! rules of all of Lambda's operations, to be compiled and kept up to date for one of them. So the
//! requests are signed by the SDK's signer and sent by its HTTP client.

mod api;
mod invoke;
mod signed_http;

pub use api::{ApiClient, ApiUrl, BadApiUrl};
pub use invoke::{AliasInvoker, BadFunctionAlias, FunctionAlias};
pub use signed_http::SignedHttp;
