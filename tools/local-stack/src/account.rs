//! The AWS account and region that every emulated resource belongs to.

use std::fmt::Display;

/// The account id, which AWS uses in its own examples.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The region.
pub(crate) const REGION: &str = "us-east-1";

/// Returns the ARN of a regional resource.
pub(crate) fn arn(service: &str, resource: impl Display) -> String {
    format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}")
}
