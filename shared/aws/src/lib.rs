//! Adapters: the ports of the domains, implemented on AWS. No other crate builds a client of the SDK.

pub mod approval_table;
mod client;
pub mod codepipeline;
mod refusal;
pub mod ses;
mod store_error;
mod table;
mod trust;
pub mod vanity_table;

pub use client::{BadEndpoint, Connection, ConnectionSettings, Endpoint, NoTls};
pub use trust::{BadTrust, Trust};
