//! What a function is, as Terraform would describe it to Lambda.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How many invocations of one function may run at once, unless it says otherwise.
///
/// An account allows a thousand; each of ours is a process on the developer's machine.
pub const DEFAULT_MAX_CONCURRENCY: usize = 10;

/// A function: its binary and the settings that Lambda would run it with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Function {
    /// The function's name in its ARN, its log lines and the Invoke API.
    pub name: String,
    /// The file name of its executable in [`Options::functions_dir`](crate::Options::functions_dir).
    pub binary: String,
    /// What the function is told that it may use. Nothing enforces it here.
    pub memory_mb: u32,
    /// How long an invocation may take before its process is killed.
    pub timeout: Duration,
    /// The function's own environment variables.
    pub environment: BTreeMap<String, String>,
    /// How many invocations may run at once; one more is throttled.
    pub max_concurrency: usize,
    /// The IAM actions that its role allows, such as `dynamodb:GetItem`; `None` allows all.
    pub actions: Option<BTreeSet<String>>,
}

impl Function {
    /// A function whose binary is called like it, with Lambda's defaults: 128 MB and 3 seconds.
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

    /// With another executable than the one called like the function.
    #[must_use]
    pub fn binary(mut self, binary: impl Into<String>) -> Self {
        self.binary = binary.into();
        self
    }

    /// With this much memory.
    #[must_use]
    pub fn memory_mb(mut self, memory_mb: u32) -> Self {
        self.memory_mb = memory_mb;
        self
    }

    /// With this much time for an invocation.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// With one more environment variable.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// With at most this many invocations at once.
    #[must_use]
    pub fn max_concurrency(mut self, max_concurrency: usize) -> Self {
        self.max_concurrency = max_concurrency;
        self
    }

    /// With a role that allows these IAM actions too, and none that was not named.
    #[must_use]
    pub fn allow(mut self, actions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let allowed = self.actions.get_or_insert_default();
        allowed.extend(actions.into_iter().map(Into::into));
        self
    }

    /// Whether its role allows an action.
    pub(crate) fn may(&self, action: &str) -> bool {
        self.actions.as_ref().is_none_or(|actions| actions.contains(action))
    }

    pub(crate) fn arn(&self) -> String {
        arn(&self.name)
    }

    /// Whom AWS names when the function calls it: its role, called like it, in a session called so
    /// too.
    pub(crate) fn session_arn(&self) -> String {
        format!("arn:aws:sts::{}:assumed-role/{name}/{name}", crate::ACCOUNT, name = self.name)
    }
}

/// The ARN of a function of that name, whether it exists or not.
pub(crate) fn arn(name: &str) -> String {
    format!("arn:aws:lambda:{}:{}:function:{name}", crate::REGION, crate::ACCOUNT)
}

/// The plain name in what the Invoke API takes for one: a name, a full or a partial ARN, each with
/// or without a qualifier.
pub(crate) fn plain_name(reference: &str) -> &str {
    let after_arn = reference.rsplit_once("function:").map_or(reference, |(_, rest)| rest);
    after_arn.split_once(':').map_or(after_arn, |(name, _qualifier)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_allows_what_was_named_and_a_function_without_one_everything() {
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
