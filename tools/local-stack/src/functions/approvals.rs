//! The functions of release approvals, and the topic and the queue that lead to them.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::account::arn;
use crate::dynamodb::tables;
use crate::lambda::Function;

/// The function that receives a pipeline's request for approval.
pub const APPROVAL_REQUEST: &str = "approval-request";

/// The function behind the function URL, `/approvals`.
pub const APPROVAL_DECISION: &str = "approval-decision";

/// The function that runs on a schedule and whenever an approval ends.
pub const APPROVAL_SWEEP: &str = "approval-sweep";

/// The name of the topic that approval actions publish to, and of the queue subscribed to it.
const RELEASE_APPROVALS: &str = "release-approvals";

/// The SES configuration set of mail about releases.
pub(crate) const CONFIGURATION_SET: &str = "release-approvals";

const SENDER: &str = "Example Shop releases <releases@example.com>";

/// The logo of the organisation that the stack's pages and mails show.
const LOGO: &[u8] = include_bytes!("../../templates/example-shop.png");

/// The IAM actions that a function's role allows. Terraform grants the same.
const REQUEST_ACTIONS: &[&str] = &[
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "ses:SendEmail",
    "codepipeline:GetPipelineState",
    "codepipeline:GetPipelineExecution",
    "codepipeline:ListActionExecutions",
    "codepipeline:ListPipelineExecutions",
];
const DECISION_ACTIONS: &[&str] = &[
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:ConditionCheckItem",
    "codepipeline:PutApprovalResult",
    "codepipeline:GetPipelineState",
    "codepipeline:ListActionExecutions",
];
const SWEEP_ACTIONS: &[&str] = &[
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:Query",
    "ses:SendEmail",
    "codepipeline:PutApprovalResult",
    "codepipeline:GetPipelineState",
    "codepipeline:GetPipelineExecution",
    "codepipeline:ListActionExecutions",
    "codepipeline:ListPipelineExecutions",
];

/// Returns the ARN of the topic.
pub(crate) fn topic_arn() -> String {
    arn("sns", RELEASE_APPROVALS)
}

/// Returns the ARN of the queue.
pub(crate) fn queue_arn() -> String {
    arn("sqs", RELEASE_APPROVALS)
}

/// Returns the functions of release approvals. Their links begin with this base URL, which is an
/// address or [`PEOPLE_ADDRESS`](crate::PEOPLE_ADDRESS).
#[must_use]
pub fn approval_functions(base_url: &str) -> Vec<Function> {
    let function = |name: &str, timeout, actions: &[&str]| {
        Function::new(name)
            .memory_mb(256)
            .timeout(Duration::from_secs(timeout))
            .allow(actions.iter().copied())
            .variable("APPROVALS_TABLE", tables::APPROVALS)
            .variable("APPROVALS_RETENTION_DAYS", "400")
            .variable("APPROVAL_BASE_URL", base_url)
            .variable("APPROVAL_BRAND", brand().to_string())
    };
    let sends_mail = |function: Function| {
        function
            .variable("APPROVAL_SENDER", SENDER)
            .variable("APPROVAL_CONFIGURATION_SET", CONFIGURATION_SET)
    };
    vec![
        sends_mail(function(APPROVAL_REQUEST, 30, REQUEST_ACTIONS))
            .variable("APPROVAL_SOURCES", format!("{},{}", topic_arn(), queue_arn()))
            .variable("APPROVAL_PIPELINES", pipelines().to_string()),
        // Many people may click at once; an AWS account allows a thousand.
        function(APPROVAL_DECISION, 20, DECISION_ACTIONS).max_concurrency(100),
        sends_mail(function(APPROVAL_SWEEP, 60, SWEEP_ACTIONS)),
    ]
}

/// Returns whose mails and pages they are, as `APPROVAL_BRAND` holds it.
fn brand() -> Value {
    json!({
        "name": "Example Shop",
        "accent": "#0b5c4f",
        "logo": STANDARD.encode(LOGO),
        "contact": "help@example.com",
    })
}

/// Returns the actions and approvers of each pipeline, as `APPROVAL_PIPELINES` holds them.
fn pipelines() -> Value {
    let approver = |email: &str, name: &str, language: &str, time_zone: &str| json!({ "email": email, "name": name, "language": language, "timeZone": time_zone });
    let ana = approver("ana@example.com", "Ana Ruiz", "en", "America/New_York");
    let jonas = approver("jonas@example.com", "Jonas Weber", "de", "Europe/Berlin");
    let mei = approver("mei@example.com", "Mei Tan", "en", "Asia/Singapore");
    let pipeline = |actions: &[&str], approvers: Vec<&Value>, needed: u8| {
        json!({
            "actions": actions,
            "approvers": approvers,
            "approvalsNeeded": needed,
            "stagingHosts": ["127.0.0.1"],
            "contact": "release-desk@example.com",
        })
    };
    json!({
        "storefront": pipeline(&["Approval/Approve"], vec![&ana, &jonas], 1),
        "billing": pipeline(
            &["Approval/Approve", "Approval/Approve-2"],
            vec![&ana, &jonas, &mei],
            2,
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::PEOPLE_ADDRESS;

    #[test]
    fn only_the_request_knows_who_approves_and_only_it_cannot_decide() {
        let functions = approval_functions(PEOPLE_ADDRESS);
        let [request, decision, sweep] = functions.as_slice() else { panic!("{functions:?}") };
        let has = |function: &Function, name: &str| function.environment.contains_key(name);
        assert!(has(request, "APPROVAL_PIPELINES") && has(request, "APPROVAL_SOURCES"));
        assert!(!has(decision, "APPROVAL_PIPELINES") && !has(sweep, "APPROVAL_PIPELINES"));
        assert!(has(sweep, "APPROVAL_SENDER") && !has(decision, "APPROVAL_SENDER"));
        assert!(!request.may("codepipeline:PutApprovalResult"));
        assert!(decision.may("codepipeline:PutApprovalResult"));
        assert!(!decision.may("ses:SendEmail"));
        assert_eq!(decision.environment["APPROVAL_BASE_URL"], PEOPLE_ADDRESS);
    }
}
