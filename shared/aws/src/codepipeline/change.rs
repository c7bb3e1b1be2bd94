//! What a release changes: its execution, and the revision that the execution began with.

use aws_sdk_codepipeline::types::{ActionExecutionDetail, ArtifactRevision, StageState};
use serde::Deserialize;
use switchboard_approval::ports::{Changes, Described, ReleaseError};
use switchboard_approval::release::WebLink;
use switchboard_approval::{Change, Release, Text};

use super::{PipelineReader, release_error};

const REVISION_LIMIT: usize = 100;
const MESSAGE_LIMIT: usize = 2_000;
const AUTHOR_LIMIT: usize = 100;

/// Output variables of source actions that name an author; which there are depends on the provider.
const AUTHORS: [&str; 4] = ["AuthorDisplayName", "AuthorName", "AuthorId", "AuthorEmail"];

/// The summary of a revision that came through a connection.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConnectionSummary {
    commit_message: String,
}

/// The approval's run, and the execution that it belongs to.
struct Run {
    execution_id: String,
    action_execution_id: Option<String>,
}

impl Changes for PipelineReader {
    async fn describe(&self, release: &Release) -> Result<Described, ReleaseError> {
        let run = match in_stages(&self.stages(release).await?, release) {
            Some(run) => Some(run),
            // Executions side by side show no token in the pipeline's state.
            None => {
                self.execution(release, None, |execution| in_execution(execution, release)).await?
            }
        };
        let Some(Run { execution_id, action_execution_id }) = run else {
            return Ok(Described::default());
        };
        let execution = async {
            let get = self.client.get_pipeline_execution().pipeline_name(&release.action.pipeline);
            let got =
                get.pipeline_execution_id(&execution_id).send().await.map_err(release_error)?;
            Ok(got.pipeline_execution)
        };
        let author = self.execution(release, Some(&execution_id), author);
        // Who wrote it is a nicety: without it, the rest still stands.
        let (execution, author) = futures_util::future::join(execution, author).await;
        let revisions = execution?.and_then(|execution| execution.artifact_revisions);
        let mut change = revisions.unwrap_or_default().first().map(change).unwrap_or_default();
        change.author = author.unwrap_or_default();
        Ok(Described { execution_id: Some(execution_id), action_execution_id, change })
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

fn change(revision: &ArtifactRevision) -> Change {
    let summary = revision.revision_summary();
    let connection = summary.and_then(|text| serde_json::from_str::<ConnectionSummary>(text).ok());
    let message = connection.as_ref().map(|connection| connection.commit_message.as_str());
    Change {
        revision: revision.revision_id().and_then(|id| Text::line(id, REVISION_LIMIT)),
        message: message.or(summary).and_then(|text| Text::lines(text, MESSAGE_LIMIT)),
        author: None,
        link: revision.revision_url().and_then(WebLink::parse),
    }
}

/// Who wrote it, as a source action says in its output variables.
fn author(execution: &ActionExecutionDetail) -> Option<Text> {
    let variables = execution.output()?.output_variables()?;
    let name = AUTHORS.iter().find_map(|name| variables.get(*name))?;
    Text::line(name, AUTHOR_LIMIT)
}
