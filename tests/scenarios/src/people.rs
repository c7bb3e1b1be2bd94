//! The approvers of the local stack, and the labels of their pages in English.

/// Decides on both pipelines, and reads English.
pub const ANA: &str = "ana@example.com";
/// Decides on both pipelines, and reads German.
pub const JONAS: &str = "jonas@example.com";
/// Decides on billing only.
pub const MEI: &str = "mei@example.com";

/// The box to tick before accepting, where there is a staging site.
pub const LOOKED: &str = "I have looked at the staging site, and this release may go ahead.";
/// The field for why a release is rejected.
pub const REASON: &str = "Why should it not go ahead?";
/// The button that accepts.
pub const ACCEPT: &str = "Accept this release";
/// The button that rejects.
pub const REJECT: &str = "Reject this release";
