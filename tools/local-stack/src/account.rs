//! The AWS account and region that every emulated resource belongs to, and the keys to it.

use std::fmt::Display;

/// The account id, which AWS uses in its own examples.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The region.
pub(crate) const REGION: &str = "us-east-1";

/// The access key for people. It is not a secret, because signatures are not checked. Each process of a
/// function has one of its own.
pub(crate) const ACCESS_KEY: &str = "local";

/// The secret key for all.
pub(crate) const SECRET_KEY: &str = "local";

/// Returns the ARN of a regional resource.
pub(crate) fn arn(service: &str, resource: impl Display) -> String {
    format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}")
}
