//! The environment of a function's process: what Lambda sets, and nothing of the developer's.

use std::net::SocketAddr;
use std::path::Path;

use super::function::Function;
use crate::REGION;

/// How many whole seconds the stack's clock is ahead of the wall clock; absent when it is not.
const CLOCK_OFFSET: &str = "SWITCHBOARD_CLOCK_OFFSET";

/// What is true of one process only.
#[derive(Debug)]
pub(super) struct Own<'a> {
    pub(super) runtime_api: SocketAddr,
    pub(super) log_stream: &'a str,
    /// No secret: it says which process calls AWS, and nobody checks a signature.
    pub(super) access_key: &'a str,
    /// Seconds that the stack's clock is ahead.
    pub(super) clock_offset: i64,
}

/// Everything a process finds in its environment.
pub(super) fn variables(
    function: &Function,
    task_root: &Path,
    aws_endpoint: &str,
    own: &Own<'_>,
) -> Vec<(String, String)> {
    let reserved = [
        ("AWS_LAMBDA_RUNTIME_API", own.runtime_api.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", function.name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.memory_mb.to_string()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", function.name)),
        ("AWS_LAMBDA_LOG_STREAM_NAME", own.log_stream.to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_DEFAULT_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", own.access_key.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_SESSION_TOKEN", "local".to_owned()),
        ("AWS_ENDPOINT_URL", aws_endpoint.to_owned()),
        ("LAMBDA_TASK_ROOT", task_root.display().to_string()),
        ("_HANDLER", "bootstrap".to_owned()),
        ("TZ", ":UTC".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin".to_owned()),
    ];
    let ahead = (own.clock_offset != 0).then(|| (CLOCK_OFFSET, own.clock_offset.to_string()));
    let named = |(name, value): (&str, String)| (name.to_owned(), value);
    let functions = function.environment.iter().map(|(name, value)| (name.clone(), value.clone()));
    // Last wins in a process's environment, and Lambda refuses functions that redefine its variables.
    functions.chain(reserved.map(named)).chain(ahead.map(named)).collect()
}
