//! The description of a release: its execution, and the revisions that the execution started with.

mod history;
mod link;
mod source;
mod summary;

use aws_sdk_codepipeline::types::{ActionExecutionDetail, ArtifactRevision, StageState};
use switchboard_approval::address::EmailAddress;
use switchboard_approval::approved::PastExecution;
use switchboard_approval::ports::{Changes, Description, ReleaseDescription, ReleaseError};
use switchboard_approval::{Change, Release, Revision, UntrustedText};

use self::source::Source;
use super::{PipelineReader, release_error};

/// The most revisions that are told. A pipeline has at most 50 source actions, and rarely more than
/// three.
const MOST_REVISIONS: usize = 10;

const REVISION_LIMIT: usize = 100;
const AUTHOR_LIMIT: usize = 100;
const NAME_LIMIT: usize = 100;

/// The run of the approval action, and the execution that it belongs to.
struct Run {
    execution_id: String,
    action_execution_id: Option<String>,
}

impl Changes for PipelineReader {
    async fn describe(&self, release: &Release) -> Result<Description, ReleaseError> {
        let stages = self.stages(release).await?;
        let run = match in_stages(&stages, release) {
            Some(run) => Some(run),
            // The state of a pipeline with parallel executions shows no token.
            None => {
                self.execution(release, None, |execution| in_execution(execution, release)).await?
            }
        };
        let Some(Run { execution_id, action_execution_id }) = run else {
            return Ok(Description::NotShown);
        };
        let change = self.change(release, &execution_id).await;
        let next_stage = next_stage(&stages, release);
        Ok(Description::Shown(ReleaseDescription {
            execution_id,
            action_execution_id,
            next_stage,
            change,
        }))
    }

    async fn history(
        &self,
        release: &Release,
        down_to: &str,
    ) -> Result<Vec<PastExecution>, ReleaseError> {
        history::read(&self.client, release, down_to).await
    }
}

impl PipelineReader {
    async fn change(&self, release: &Release, execution_id: &str) -> Result<Change, ReleaseError> {
        let execution = async {
            let get = self.client.get_pipeline_execution().pipeline_name(&release.action.pipeline);
            let got = get.pipeline_execution_id(execution_id).send().await;
            Ok(got.map_err(release_error)?.pipeline_execution)
        };
        let sources = self.executions(release, execution_id, source::action);
        // What the source actions say is optional: an error there does not fail the description.
        let (execution, sources) = futures_util::future::join(execution, sources).await;
        let revisions = execution?.and_then(|execution| execution.artifact_revisions);
        let sources = sources.unwrap_or_default();
        let revisions = revisions.unwrap_or_default();
        let revisions = revisions.iter().take(MOST_REVISIONS);
        Ok(Change {
            revisions: revisions.map(|revision| self::revision(revision, &sources)).collect(),
            last_approved_at: None,
        })
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

/// Returns the stage after the approval's, if the approval is the last action of its own.
fn next_stage(stages: &[StageState], release: &Release) -> Option<UntrustedText> {
    let is_ours = |stage: &StageState| stage.stage_name() == Some(release.action.stage.as_str());
    let place = stages.iter().position(is_ours)?;
    let last = stages.get(place)?.action_states().last()?;
    if last.action_name() != Some(release.action.action.as_str()) {
        return None;
    }
    UntrustedText::line(stages.get(place + 1)?.stage_name()?, NAME_LIMIT)
}

fn revision(revision: &ArtifactRevision, sources: &[Source]) -> Revision {
    let source = source::of(revision, sources);
    let variable = |names: &[&str]| source.and_then(|source| source.variable(names));
    let line = |text: &str, limit| UntrustedText::line(text, limit);
    Revision {
        source: revision.name().and_then(|name| line(name, NAME_LIMIT)),
        id: revision.revision_id().and_then(|id| line(id, REVISION_LIMIT)),
        tag: variable(&source::TAG).and_then(|tag| line(tag, NAME_LIMIT)),
        branch: variable(&source::BRANCH).and_then(|branch| line(branch, NAME_LIMIT)),
        message: summary::message(
            revision.revision_summary(),
            revision.revision_id(),
            source::kind(revision.revision_url(), source),
            variable(&source::MESSAGE),
        ),
        author: variable(&source::AUTHOR).and_then(|name| line(name, AUTHOR_LIMIT)),
        author_email: variable(&source::AUTHOR_EMAIL)
            .and_then(|at| at.parse::<EmailAddress>().ok()),
        link: link::of(revision, source),
        since: None,
    }
}

#[cfg(test)]
mod tests;
