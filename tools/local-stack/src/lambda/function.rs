//! A function and its settings, as Terraform describes them to Lambda.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::account::{self, ACCOUNT};

/// The default limit of concurrent invocations of one function.
///
/// An AWS account allows a thousand, but here each is a process on the developer's machine.
pub const DEFAULT_MAX_CONCURRENCY: usize = 10;

/// A function: its binary and its settings.
///
/// ```
/// use std::time::Duration;
///
/// use switchboard_local_stack::lambda::Function;
///
/// let function = Function::new("vanity-lookup")
///     .timeout(Duration::from_secs(4))
///     .allow(["dynamodb:GetItem"])
///     .variable("VANITY_NUMBERS_TABLE", "vanity-numbers");
/// assert_eq!(function.binary, "vanity-lookup");
/// assert_eq!(function.memory_mb, 128);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Function {
    /// The function's name in its ARN, its log lines and the Invoke API.
    pub name: String,
    /// The file name of its executable in [`Options::functions_dir`](crate::Options::functions_dir).
    pub binary: String,
    /// The memory limit, in megabytes. The function receives it, but it is not enforced.
    pub memory_mb: u32,
    /// The time limit of an invocation, after which its process is killed.
    pub timeout: Duration,
    /// The function's own environment variables.
    pub environment: BTreeMap<String, String>,
    /// The limit of concurrent invocations. One more is throttled.
    pub max_concurrency: usize,
    /// The IAM actions that its role allows, such as `dynamodb:GetItem`; `None` allows all.
    pub actions: Option<BTreeSet<String>>,
}

impl Function {
    /// Creates a function whose binary has the same name, with Lambda's defaults: 128 MB and 3
    /// seconds.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            binary: name.clone(),
            name,
            memory_mb: 128,
            timeout: Duration::from_secs(3),
            environment: BTreeMap::new(),
            max_concurrency: DEFAULT_MAX_CONCURRENCY,
            actions: None,
        }
    }

    /// Sets the file name of the executable.
    #[must_use]
    pub fn binary(mut self, binary: impl Into<String>) -> Self {
        self.binary = binary.into();
        self
    }

    /// Sets the memory limit, in megabytes.
    #[must_use]
    pub fn memory_mb(mut self, memory_mb: u32) -> Self {
        self.memory_mb = memory_mb;
        self
    }

    /// Sets the time limit of an invocation.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Adds an environment variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// Sets the limit of concurrent invocations.
    #[must_use]
    pub fn max_concurrency(mut self, max_concurrency: usize) -> Self {
        self.max_concurrency = max_concurrency;
        self
    }

    /// Adds IAM actions to the role, which then allows only the actions that were named.
    #[must_use]
    pub fn allow(mut self, actions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let allowed = self.actions.get_or_insert_default();
        allowed.extend(actions.into_iter().map(Into::into));
        self
    }

    /// Returns whether the role allows an action.
    pub(crate) fn may(&self, action: &str) -> bool {
        self.actions.as_ref().is_none_or(|actions| actions.contains(action))
    }

    pub(crate) fn arn(&self) -> String {
        arn(&self.name)
    }

    /// Returns the ARN of the function as a caller: a session of its role, both with the function's
    /// name.
    pub(crate) fn session_arn(&self) -> String {
        format!("arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{name}", name = self.name)
    }
}

/// Returns the ARN of a function of this name, which need not exist.
pub(crate) fn arn(name: &str) -> String {
    account::arn("lambda", format_args!("function:{name}"))
}

/// Returns the name in a reference to a function: a name, a partial ARN or a full ARN, each with or
/// without a qualifier.
pub(crate) fn plain_name(reference: &str) -> &str {
    let after_arn = reference.rsplit_once("function:").map_or(reference, |(_, rest)| rest);
    after_arn.split_once(':').map_or(after_arn, |(name, _qualifier)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_allows_what_was_named_and_a_function_without_a_role_everything() {
        let function = Function::new("hello");
        assert!(function.may("dynamodb:PutItem"));
        let function = function.allow(["dynamodb:GetItem"]).allow(["ses:SendEmail"]);
        assert!(function.may("dynamodb:GetItem") && function.may("ses:SendEmail"));
        assert!(!function.may("dynamodb:PutItem"));
    }

    #[test]
    fn a_function_is_named_plainly_qualified_or_by_arn() {
        for reference in [
            "hello",
            "hello:$LATEST",
            "123456789012:function:hello",
            "arn:aws:lambda:us-east-1:123456789012:function:hello",
            "arn:aws:lambda:us-east-1:123456789012:function:hello:live",
        ] {
            assert_eq!(plain_name(reference), "hello", "{reference}");
        }
    }
}
