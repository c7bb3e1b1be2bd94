//! The functions that a stack runs, with the settings and permissions that Terraform gives them.
//!
//! | module | what |
//! | --- | --- |
//! | `vanity` | the functions of vanity numbers, and the probe |
//! | `approvals` | the functions of release approvals, their topic and their queue |

pub(crate) mod approvals;
pub(crate) mod vanity;

/// A placeholder in the value of a function's variable for the stack's address for people, which is
/// known only once the stack runs.
pub const PEOPLE_ADDRESS: &str = "{people}";
