//! What became of an accepted release: the end of its execution, or a roll-back of its stage.
//!
//! CodePipeline rolls a stage back by a new execution of type `ROLLBACK`, with the artifacts of an
//! earlier execution, its target (AWS CodePipeline user guide, "Configuring stage rollback"). So
//! everything newer than the target is taken back.

use aws_sdk_codepipeline::operation::list_pipeline_executions::ListPipelineExecutionsError as ListError;
use aws_sdk_codepipeline::types::{
    ActionExecutionDetail, ActionExecutionStatus, ExecutionType, PipelineExecutionStatus as Status,
    PipelineExecutionSummary,
};
use jiff::Timestamp;
use switchboard_approval::ports::{Progress, ReleaseError};
use switchboard_approval::{Aftermath, AftermathResult, Release, UntrustedText};

use super::status::time;
use super::{PAGE, PipelineReader, release_error};

/// The most pages of executions that are read: a thousand executions since the release began.
const MOST_PAGES: usize = 10;

/// The longest name of a stage ("AWS CodePipeline limits").
const STAGE_LIMIT: usize = 100;

/// An execution of a pipeline, in as far as it matters here.
#[derive(Clone, Debug)]
struct Run {
    id: String,
    status: Status,
    began_at: Timestamp,
    changed_at: Timestamp,
    /// The execution to which this one rolls a stage back.
    target: Option<String>,
}

impl Run {
    fn read(summary: &PipelineExecutionSummary) -> Option<Self> {
        let began_at = time(summary.start_time()?)?;
        let is_rollback = summary.execution_type() == Some(&ExecutionType::Rollback);
        let target = summary
            .rollback_metadata()
            .and_then(|data| data.rollback_target_pipeline_execution_id());
        Some(Self {
            id: summary.pipeline_execution_id()?.to_owned(),
            status: summary.status()?.clone(),
            began_at,
            changed_at: summary.last_update_time().and_then(time).unwrap_or(began_at),
            target: target.filter(|_| is_rollback).map(str::to_owned),
        })
    }

    fn ended(&self, result: AftermathResult) -> Aftermath {
        Aftermath { result, at: self.changed_at, stage: None }
    }
}

impl Progress for PipelineReader {
    async fn aftermath(&self, release: &Release) -> Result<Option<Aftermath>, ReleaseError> {
        let Some(id) = release.execution_id.as_deref() else { return Ok(None) };
        let runs = self.runs(release, id).await?;
        let Some(ours) = runs.iter().find(|run| run.id == id) else { return Ok(None) };
        let Some(result) = end(&ours.status) else { return Ok(None) };
        for rollback in rollbacks(ours, &runs) {
            let stage = self.stage(release, &rollback.id, |_| true).await;
            if self.is_before_approval(release, stage.as_ref()).await {
                continue;
            }
            match rollback.status {
                Status::Succeeded => {
                    return Ok(Some(Aftermath {
                        stage,
                        ..rollback.ended(AftermathResult::RolledBack)
                    }));
                }
                // Whoever is told about the end is told about the roll-back too.
                Status::InProgress | Status::Stopping => return Ok(None),
                _ => {}
            }
        }
        let failed = |run: &ActionExecutionDetail| {
            matches!(run.status(), Some(ActionExecutionStatus::Failed))
        };
        let stage = match result {
            AftermathResult::Failed => self.stage(release, id, failed).await,
            _ => None,
        };
        Ok(Some(Aftermath { stage, ..ours.ended(result) }))
    }
}

impl PipelineReader {
    /// Returns the executions of a pipeline, back to this one. If the pipeline is gone, there are none.
    async fn runs(&self, release: &Release, back_to: &str) -> Result<Vec<Run>, ReleaseError> {
        let (mut runs, mut token): (Vec<Run>, _) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let list =
                self.client.list_pipeline_executions().pipeline_name(&release.action.pipeline);
            let page = match list.max_results(PAGE).set_next_token(token).send().await {
                Ok(page) => page,
                Err(error)
                    if error
                        .as_service_error()
                        .is_some_and(ListError::is_pipeline_not_found_exception) =>
                {
                    return Ok(Vec::new());
                }
                Err(error) => return Err(release_error(error)),
            };
            runs.extend(page.pipeline_execution_summaries().iter().filter_map(Run::read));
            token = page.next_token;
            if token.is_none() || runs.iter().any(|run| run.id == back_to) {
                break;
            }
        }
        Ok(runs)
    }

    /// Returns the stage of the newest matching action of an execution. It is optional: an error here
    /// is as if the pipeline named none.
    async fn stage(
        &self,
        release: &Release,
        execution_id: &str,
        matches: impl Fn(&ActionExecutionDetail) -> bool,
    ) -> Option<UntrustedText> {
        let find = |run: &ActionExecutionDetail| {
            UntrustedText::line(run.stage_name().filter(|_| matches(run))?, STAGE_LIMIT)
        };
        self.execution(release, Some(execution_id), find).await.ok().flatten()
    }

    /// Returns whether a stage comes before the approval's: what happens there is not about the
    /// acceptance.
    async fn is_before_approval(&self, release: &Release, stage: Option<&UntrustedText>) -> bool {
        let (Some(stage), Ok(stages)) = (stage, self.stages(release).await) else { return false };
        let place = |name: &str| stages.iter().position(|one| one.stage_name() == Some(name));
        match (place(stage.as_str()), place(&release.action.stage)) {
            (Some(stage), Some(approval)) => stage < approval,
            _ => false,
        }
    }
}

/// Returns how an execution ended, if it has.
fn end(status: &Status) -> Option<AftermathResult> {
    match status {
        Status::Succeeded => Some(AftermathResult::Succeeded),
        Status::Failed => Some(AftermathResult::Failed),
        Status::Stopped | Status::Cancelled => Some(AftermathResult::Stopped),
        Status::Superseded => Some(AftermathResult::Superseded),
        // It runs, or has a status that this version does not know.
        _ => None,
    }
}

/// Returns the executions that roll back to a state before this release: they began later, ended later,
/// and their target began earlier. A target that is not listed is older than all that are.
fn rollbacks<'a>(ours: &Run, runs: &'a [Run]) -> Vec<&'a Run> {
    let is_earlier = |target: &str| {
        target != ours.id
            && runs
                .iter()
                .find(|run| run.id == target)
                .is_none_or(|run| run.began_at < ours.began_at)
    };
    let takes_back = |run: &&Run| {
        let target = run.target.as_deref();
        run.began_at > ours.began_at
            && run.changed_at >= ours.changed_at
            && target.is_some_and(is_earlier)
    };
    runs.iter().filter(takes_back).collect()
}

#[cfg(test)]
mod tests;
