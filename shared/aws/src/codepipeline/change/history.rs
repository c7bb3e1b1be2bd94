//! The revisions that the executions of a pipeline started with.

use aws_sdk_codepipeline::Client;
use aws_sdk_codepipeline::types::{ExecutionType, PipelineExecutionSummary, SourceRevision};
use switchboard_approval::approved::{PastExecution, PastRevision};
use switchboard_approval::ports::ReleaseError;
use switchboard_approval::{Release, UntrustedText};

use super::super::{PAGE, release_error};
use super::{REVISION_LIMIT, source, summary};

/// The most pages that are read: five hundred executions.
const MOST_PAGES: usize = 5;

/// Lists the executions of the pipeline, newest first, down to this one and to the end of its page.
/// CodePipeline lists the most recent execution first.
pub(super) async fn read(
    client: &Client,
    release: &Release,
    down_to: &str,
) -> Result<Vec<PastExecution>, ReleaseError> {
    let mut history = Vec::new();
    let mut token = None;
    for _ in 0..MOST_PAGES {
        let list = client.list_pipeline_executions().pipeline_name(&release.action.pipeline);
        let list = list.max_results(PAGE).set_next_token(token);
        let page = list.send().await.map_err(release_error)?;
        let executions = page.pipeline_execution_summaries.unwrap_or_default();
        history.extend(executions.iter().filter_map(execution));
        token = page.next_token;
        if token.is_none() || history.iter().any(|execution| execution.id == down_to) {
            break;
        }
    }
    Ok(history)
}

fn execution(execution: &PipelineExecutionSummary) -> Option<PastExecution> {
    Some(PastExecution {
        id: execution.pipeline_execution_id()?.to_owned(),
        is_rollback: execution.execution_type() == Some(&ExecutionType::Rollback),
        revisions: execution.source_revisions().iter().filter_map(revision).collect(),
    })
}

fn revision(revision: &SourceRevision) -> Option<PastRevision> {
    let id = revision.revision_id()?;
    let kind = source::kind(revision.revision_url(), None);
    Some(PastRevision {
        action: revision.action_name().to_owned(),
        id: UntrustedText::line(id, REVISION_LIMIT)?,
        message: summary::message(revision.revision_summary(), Some(id), kind, None),
    })
}

#[cfg(test)]
mod tests;
