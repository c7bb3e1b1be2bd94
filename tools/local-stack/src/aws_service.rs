//! The AWS services whose calls are checked for permissions and can be made to fail, and how each of
//! them refuses a request.

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

/// A service whose calls are checked for permissions and can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Service {
    DynamoDb,
    CodePipeline,
    CodeDeploy,
    Ses,
    /// EventBridge, which passes events from CodePipeline to the sweep.
    Events,
}

impl Service {
    /// Returns the operations that a fault can name. Of DynamoDB these are the operations on items.
    pub(crate) fn operations(self) -> &'static [&'static str] {
        match self {
            Self::DynamoDb => &[
                "BatchGetItem",
                "BatchWriteItem",
                "DeleteItem",
                "GetItem",
                "PutItem",
                "Query",
                "Scan",
                "TransactGetItems",
                "TransactWriteItems",
                "UpdateItem",
            ],
            Self::CodePipeline => &[
                "GetPipelineState",
                "GetPipelineExecution",
                "ListActionExecutions",
                "ListPipelineExecutions",
                "PutApprovalResult",
            ],
            Self::CodeDeploy => {
                &["GetDeployment", "GetApplicationRevision", "PutLifecycleEventHookExecutionStatus"]
            }
            Self::Ses => &["SendEmail"],
            Self::Events => &["PutEvents"],
        }
    }

    /// Returns the prefix of `X-Amz-Target`, for a service that names its operation in that header.
    pub(crate) fn target_prefix(self) -> Option<&'static str> {
        match self {
            Self::DynamoDb => Some("DynamoDB_20120810."),
            Self::CodePipeline => Some("CodePipeline_20150709."),
            Self::CodeDeploy => Some("CodeDeploy_20141006."),
            Self::Ses | Self::Events => None,
        }
    }

    /// Returns the service and the operation that a value of `X-Amz-Target` names.
    pub(crate) fn of_target(target: &str) -> Option<(Self, &str)> {
        [Self::DynamoDb, Self::CodePipeline, Self::CodeDeploy].into_iter().find_map(|service| {
            let operation = target.strip_prefix(service.target_prefix()?)?;
            Some((service, operation))
        })
    }
}

/// Returns the value of `X-Amz-Target`; `none` without one.
pub(crate) fn target(headers: &HeaderMap) -> &str {
    headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or("none")
}

/// An error that a service answers instead of carrying a request out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The name of the exception.
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    /// Creates a refusal with status 400, which most exceptions have.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: 400, code, message: message.into() }
    }
}
