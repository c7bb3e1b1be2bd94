//! Adapters: what the domain needs of AWS, behind its ports. Nothing else knows the SDK.

mod client;
mod trust;
pub mod vanity_table;

pub use client::{BadEndpoint, Connection, ConnectionSettings, Endpoint, NoTls};
pub use trust::{BadTrust, Trust};
