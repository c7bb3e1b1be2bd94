//! The ports on AWS. They are not in `shared/aws`, because no other function sends such requests.
//!
//! The SDK has no client for API Gateway's APIs, and its clients for Lambda and CodeDeploy have the types and
//! endpoint rules of all operations, to be compiled and kept up to date for four of them. So the requests are
//! signed by the SDK's signer and sent by its HTTP client.

mod codedeploy;
mod endpoint;
mod invoke;
mod signed_http;
mod web;

pub use codedeploy::CodeDeploy;
pub use invoke::Invoker;
pub use signed_http::SignedHttp;
pub use web::{BadWebUrl, WebClient, WebUrl};
