//! The environment variables of a function's process: those that Lambda sets, and none of the developer's.

use std::net::SocketAddr;
use std::path::Path;

use super::function::Function;
use crate::account::{REGION, SECRET_KEY};

/// The seconds that the stack's clock is ahead of the wall clock; absent when it is not ahead.
const CLOCK_OFFSET: &str = "SWITCHBOARD_CLOCK_OFFSET";

/// The values that differ from process to process.
#[derive(Debug)]
pub(super) struct ProcessValues<'a> {
    pub(super) runtime_api: SocketAddr,
    pub(super) log_stream: &'a str,
    /// Identifies the process that calls AWS. It is not a secret, because signatures are not checked.
    pub(super) access_key: &'a str,
    /// The seconds that the stack's clock is ahead.
    pub(super) clock_offset: i64,
}

/// Returns the environment variables of a process.
pub(super) fn variables(
    function: &Function,
    task_root: &Path,
    aws_endpoint: &str,
    values: &ProcessValues<'_>,
) -> Vec<(String, String)> {
    let reserved = [
        ("AWS_LAMBDA_RUNTIME_API", values.runtime_api.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", function.name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.memory_mb.to_string()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", function.name)),
        ("AWS_LAMBDA_LOG_STREAM_NAME", values.log_stream.to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_DEFAULT_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", values.access_key.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", SECRET_KEY.to_owned()),
        ("AWS_SESSION_TOKEN", "local".to_owned()),
        ("AWS_ENDPOINT_URL", aws_endpoint.to_owned()),
        ("LAMBDA_TASK_ROOT", task_root.display().to_string()),
        ("_HANDLER", "bootstrap".to_owned()),
        ("TZ", ":UTC".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin".to_owned()),
    ];
    let ahead = (values.clock_offset != 0).then(|| (CLOCK_OFFSET, values.clock_offset.to_string()));
    let named = |(name, value): (&str, String)| (name.to_owned(), value);
    let functions = function.environment.iter().map(|(name, value)| (name.clone(), value.clone()));
    // The last value of a variable wins, and Lambda does not let a function redefine its variables.
    functions.chain(reserved.map(named)).chain(ahead.map(named)).collect()
}
