//! What a release changes: its execution, and the revision that the execution began with.

use approval::ports::{Changes, Described, ReleaseError};
use approval::release::WebLink;
use approval::{Change, Release, Text};
use aws_sdk_codepipeline::types::{ActionExecutionDetail, ArtifactRevision, StageState};
use serde::Deserialize;

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

impl Changes for PipelineReader {
    async fn describe(&self, release: &Release) -> Result<Described, ReleaseError> {
        let execution_id = match in_stages(&self.stages(release).await?, release) {
            Some(id) => Some(id),
            // Executions side by side show no token in the pipeline's state.
            None => in_executions(&self.executions(release, None).await?, release),
        };
        let Some(execution_id) = execution_id else { return Ok(Described::default()) };
        let execution = async {
            let get = self.client.get_pipeline_execution().pipeline_name(&release.action.pipeline);
            let got =
                get.pipeline_execution_id(&execution_id).send().await.map_err(release_error)?;
            Ok(got.pipeline_execution)
        };
        let actions = self.executions(release, Some(&execution_id));
        // Who wrote it is a nicety: without the list, the rest still stands.
        let (execution, actions) = futures_util::future::join(execution, actions).await;
        let revisions = execution?.and_then(|execution| execution.artifact_revisions);
        let mut change = revisions.unwrap_or_default().first().map(change).unwrap_or_default();
        change.author = author(&actions.unwrap_or_default());
        Ok(Described { execution_id: Some(execution_id), change })
    }
}

fn in_stages(stages: &[StageState], release: &Release) -> Option<String> {
    let stage = stages.iter().find(|stage| {
        stage.action_states().iter().any(|action| {
            let token = action.latest_execution().and_then(|execution| execution.token());
            token == Some(release.token.as_str())
        })
    })?;
    Some(stage.latest_execution()?.pipeline_execution_id().to_owned())
}

fn in_executions(executions: &[ActionExecutionDetail], release: &Release) -> Option<String> {
    let execution = executions.iter().find(|execution| {
        let result = execution.output().and_then(|output| output.execution_result());
        let external_id = result.and_then(|result| result.external_execution_id());
        external_id == Some(release.token.as_str())
    })?;
    execution.pipeline_execution_id().map(str::to_owned)
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
fn author(executions: &[ActionExecutionDetail]) -> Option<Text> {
    let variables = executions
        .iter()
        .filter_map(|execution| execution.output()?.output_variables())
        .find(|variables| variables.contains_key("CommitId"))?;
    let name = AUTHORS.iter().find_map(|name| variables.get(*name));
    name.and_then(|name| Text::line(name, AUTHOR_LIMIT))
}
