//! The description of a release: its execution, and the revision that the execution started with.

use aws_sdk_codepipeline::types::{ActionExecutionDetail, ArtifactRevision, StageState};
use serde::Deserialize;
use switchboard_approval::ports::{Changes, ReleaseDescription, ReleaseError};
use switchboard_approval::release::WebLink;
use switchboard_approval::{Change, Release, Revision, UntrustedText};

use super::{PipelineReader, release_error};

const REVISION_LIMIT: usize = 100;
const MESSAGE_LIMIT: usize = 2_000;
const AUTHOR_LIMIT: usize = 100;

/// The output variables of source actions that name an author. Which ones exist depends on the provider.
const AUTHORS: [&str; 4] = ["AuthorDisplayName", "AuthorName", "AuthorId", "AuthorEmail"];

/// The summary of a revision from a source with a connection.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConnectionSummary {
    commit_message: String,
}

/// The run of the approval action, and the execution that it belongs to.
struct Run {
    execution_id: String,
    action_execution_id: Option<String>,
}

impl Changes for PipelineReader {
    async fn describe(&self, release: &Release) -> Result<ReleaseDescription, ReleaseError> {
        let run = match in_stages(&self.stages(release).await?, release) {
            Some(run) => Some(run),
            // The state of a pipeline with parallel executions shows no token.
            None => {
                self.execution(release, None, |execution| in_execution(execution, release)).await?
            }
        };
        let Some(Run { execution_id, action_execution_id }) = run else {
            return Ok(ReleaseDescription::default());
        };
        let execution = async {
            let get = self.client.get_pipeline_execution().pipeline_name(&release.action.pipeline);
            let got =
                get.pipeline_execution_id(&execution_id).send().await.map_err(release_error)?;
            Ok(got.pipeline_execution)
        };
        let author = self.execution(release, Some(&execution_id), author);
        // The author is optional: an error here does not fail the description.
        let (execution, author) = futures_util::future::join(execution, author).await;
        let revisions = execution?.and_then(|execution| execution.artifact_revisions);
        let mut revisions: Vec<Revision> =
            revisions.unwrap_or_default().iter().map(revision).collect();
        if let Some(first) = revisions.first_mut() {
            first.author = author.unwrap_or_default();
        }
        let change = Change { revisions, last_approved_at: None };
        Ok(ReleaseDescription { execution_id: Some(execution_id), action_execution_id, change })
    }
}

fn in_stages(stages: &[StageState], release: &Release) -> Option<Run> {
    stages.iter().find_map(|stage| {
        let mut latest =
            stage.action_states().iter().filter_map(|action| action.latest_execution());
        let ours = latest.find(|execution| execution.token() == Some(release.token.as_str()))?;
        Some(Run {
            execution_id: stage.latest_execution()?.pipeline_execution_id().to_owned(),
            action_execution_id: ours.action_execution_id().map(str::to_owned),
        })
    })
}

fn in_execution(execution: &ActionExecutionDetail, release: &Release) -> Option<Run> {
    let external_id = execution.output()?.execution_result()?.external_execution_id();
    let ours = external_id == Some(release.token.as_str());
    Some(Run {
        execution_id: execution.pipeline_execution_id().filter(|_| ours)?.to_owned(),
        action_execution_id: execution.action_execution_id().map(str::to_owned),
    })
}

fn revision(revision: &ArtifactRevision) -> Revision {
    let summary = revision.revision_summary();
    let connection = summary.and_then(|text| serde_json::from_str::<ConnectionSummary>(text).ok());
    let message = connection.as_ref().map(|connection| connection.commit_message.as_str());
    Revision {
        source: revision.name().and_then(|name| UntrustedText::line(name, REVISION_LIMIT)),
        id: revision.revision_id().and_then(|id| UntrustedText::line(id, REVISION_LIMIT)),
        message: message.or(summary).and_then(|text| UntrustedText::lines(text, MESSAGE_LIMIT)),
        link: revision.revision_url().and_then(WebLink::parse),
        ..Revision::default()
    }
}

/// Returns the author, from the output variables of a source action.
fn author(execution: &ActionExecutionDetail) -> Option<UntrustedText> {
    let variables = execution.output()?.output_variables()?;
    let name = AUTHORS.iter().find_map(|name| variables.get(*name))?;
    UntrustedText::line(name, AUTHOR_LIMIT)
}
