//! The environment of a function's process: what Lambda sets, and nothing of the developer's.

use std::net::SocketAddr;
use std::path::Path;

use super::function::Function;
use crate::REGION;

/// Everything a process finds in its environment.
///
/// The credentials are no secrets: the SDK only needs something to sign with.
pub(super) fn variables(
    function: &Function,
    task_root: &Path,
    runtime_api: SocketAddr,
    aws_endpoint: &str,
    log_stream: &str,
) -> Vec<(String, String)> {
    let reserved = [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", function.name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.memory_mb.to_string()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", function.name)),
        ("AWS_LAMBDA_LOG_STREAM_NAME", log_stream.to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_DEFAULT_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", "AKIALOCALSTACK".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_SESSION_TOKEN", "local".to_owned()),
        ("AWS_ENDPOINT_URL", aws_endpoint.to_owned()),
        ("LAMBDA_TASK_ROOT", task_root.display().to_string()),
        ("_HANDLER", "bootstrap".to_owned()),
        ("TZ", ":UTC".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin".to_owned()),
    ];
    let own = function.environment.iter().map(|(name, value)| (name.clone(), value.clone()));
    // Last wins in a process's environment, and Lambda refuses functions that redefine its variables.
    own.chain(reserved.map(|(name, value)| (name.to_owned(), value))).collect()
}
