//! The definitions of the pipelines and their stages.

use crate::account::arn;

/// The names of the pipelines.
pub(crate) const PIPELINES: [&str; 2] = ["storefront", "billing"];

/// The version of each pipeline.
pub(super) const VERSION: u32 = 1;

/// The stage whose actions take the revisions.
pub(super) const SOURCE_STAGE: &str = "Source";

/// The stage that waits for approval.
pub(super) const APPROVAL_STAGE: &str = "Approval";

/// The manual approval action of a release that names none.
pub(super) const APPROVAL_ACTION: &str = "Approve";

/// The stage after the approval.
pub(super) const PRODUCTION_STAGE: &str = "Production";

/// A stage with its action. A release may have other source actions and approval actions instead of
/// the one here.
#[derive(Debug)]
pub(crate) struct StageDefinition {
    pub(crate) stage: &'static str,
    pub(crate) action: &'static str,
    pub(super) category: &'static str,
    pub(super) provider: &'static str,
}

/// The stages of every pipeline, in order.
pub(crate) const STAGES: [StageDefinition; 5] = [
    StageDefinition {
        stage: SOURCE_STAGE,
        action: "Source",
        category: "Source",
        provider: "CodeStarSourceConnection",
    },
    StageDefinition { stage: "Build", action: "Build", category: "Build", provider: "CodeBuild" },
    StageDefinition {
        stage: "Staging",
        action: "Deploy",
        category: "Deploy",
        provider: "CodeDeploy",
    },
    StageDefinition {
        stage: APPROVAL_STAGE,
        action: APPROVAL_ACTION,
        category: "Approval",
        provider: "Manual",
    },
    StageDefinition {
        stage: PRODUCTION_STAGE,
        action: "Deploy",
        category: "Deploy",
        provider: "CodeDeploy",
    },
];

/// Returns the definition of a stage.
pub(super) fn stage(name: &str) -> Option<&'static StageDefinition> {
    STAGES.iter().find(|definition| definition.stage == name)
}

pub(super) fn pipeline_arn(pipeline: &str) -> String {
    arn("codepipeline", pipeline)
}

/// Returns the ARN of the connection to the source repository.
pub(super) fn connection_arn() -> String {
    arn("codestar-connections", "connection/7f1c2d3e-4b5a-4697-8879-6a5b4c3d2e1f")
}
