//! Adapters: what the domain needs of AWS, behind its ports. Nothing else knows the SDK.

pub mod approval_table;
mod client;
pub mod codepipeline;
mod refusal;
pub mod ses;
pub mod signed_http;
mod store_error;
mod table;
mod trust;
pub mod vanity_table;

pub use client::{BadEndpoint, Connection, ConnectionSettings, Endpoint, NoTls};
pub use trust::{BadTrust, Trust};
