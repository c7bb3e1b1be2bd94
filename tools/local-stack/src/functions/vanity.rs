//! The functions of vanity numbers, and the probe that checks them.

use std::time::Duration;

use crate::dynamodb::tables;
use crate::functions::PEOPLE_ADDRESS;
use crate::functions::approvals::{APPROVAL_DECISION, APPROVAL_REQUEST, APPROVAL_SWEEP};
use crate::lambda::Function;

/// The function that Amazon Connect invokes.
pub const VANITY_CONVERT: &str = "vanity-convert";

/// The function behind the HTTP API.
pub const VANITY_LOOKUP: &str = "vanity-lookup";

/// The function that invokes vanity-convert with a call event and reads the result from the API.
pub const SYNTHETIC_PROBE: &str = "synthetic-probe";

/// The IAM actions that the probe's role allows. Terraform grants the same.
const PROBE_ACTIONS: &[&str] = &[
    "lambda:InvokeFunction",
    "execute-api:Invoke",
    "codedeploy:GetDeployment",
    "codedeploy:GetApplicationRevision",
    "codedeploy:PutLifecycleEventHookExecutionStatus",
];

/// Returns the functions of vanity numbers, with the settings that Terraform gives them.
#[must_use]
pub fn vanity_functions() -> Vec<Function> {
    // docs/functions lists the same permissions.
    [
        (VANITY_CONVERT, ["dynamodb:UpdateItem"].as_slice()),
        (VANITY_LOOKUP, ["dynamodb:GetItem", "dynamodb:Query"].as_slice()),
    ]
    .map(|(name, actions)| {
        Function::new(name)
            .memory_mb(256)
            .timeout(Duration::from_secs(4))
            .allow(actions.iter().copied())
            .variable("VANITY_NUMBERS_TABLE", tables::VANITY_NUMBERS)
    })
    .into()
}

/// Returns the probe. Without a schedule here, it runs only when it is invoked, or when a deployment asks it.
pub(crate) fn probe_function() -> Function {
    let tried = [
        VANITY_CONVERT,
        VANITY_LOOKUP,
        APPROVAL_REQUEST,
        APPROVAL_DECISION,
        APPROVAL_SWEEP,
        SYNTHETIC_PROBE,
    ];
    let tried = tried.join(",");
    Function::new(SYNTHETIC_PROBE)
        .memory_mb(256)
        .timeout(Duration::from_secs(30))
        .allow(PROBE_ACTIONS.iter().copied())
        .variable("PROBE_CONVERT_FUNCTION", format!("{VANITY_CONVERT}:live"))
        .variable("PROBE_API_URL", PEOPLE_ADDRESS)
        .variable("PROBE_API_AUTHORIZATION", "NONE")
        .variable("PROBE_PHONE_NUMBER", "+12025550143")
        .variable("PROBE_APPROVALS_URL", PEOPLE_ADDRESS)
        .variable("PROBE_TRIED_FUNCTIONS", tried)
}
