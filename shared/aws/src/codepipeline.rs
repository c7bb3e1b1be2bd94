//! AWS CodePipeline: what a release changes, where its approval stands, and the answer to it.

mod change;
mod standing;

use aws_sdk_codepipeline::Client;
use aws_sdk_codepipeline::config::http::HttpResponse;
use aws_sdk_codepipeline::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_codepipeline::operation::put_approval_result::PutApprovalResultError as PutError;
use aws_sdk_codepipeline::types::{
    ActionExecutionDetail, ActionExecutionFilter, ApprovalResult, ApprovalStatus, StageState,
};
use switchboard_approval::ports::{
    Changes, Described, Pipelines, Put, ReleaseError, Releases, Standing,
};
use switchboard_approval::{Release, Request, Verdict};

use crate::Connection;
use crate::refusal::{self, Kind};

/// The most executions of actions in a page.
const PAGE: i32 = 100;
/// The most pages that are asked for: thousands of actions after the approval's, which are days of a
/// busy pipeline.
const MOST_PAGES: usize = 30;

/// The port of whoever only asks. Needs `codepipeline:GetPipelineState`,
/// `codepipeline:ListActionExecutions` and, to describe a change, `codepipeline:GetPipelineExecution`
/// on the pipeline.
#[derive(Clone, Debug)]
pub struct PipelineReader {
    client: Client,
}

/// The port of whoever answers too. Needs `codepipeline:PutApprovalResult` on the approval action, and
/// what [`PipelineReader`] needs.
#[derive(Clone, Debug)]
pub struct PipelineGate {
    reader: PipelineReader,
}

impl PipelineReader {
    /// Asks over this connection.
    #[must_use]
    pub fn new(connection: &Connection) -> Self {
        Self { client: connection.codepipeline() }
    }

    async fn stages(&self, release: &Release) -> Result<Vec<StageState>, ReleaseError> {
        let get = self.client.get_pipeline_state().name(&release.action.pipeline);
        Ok(get.send().await.map_err(release_error)?.stage_states.unwrap_or_default())
    }

    /// The first execution of an action that `find` takes, newest first.
    async fn execution<T>(
        &self,
        release: &Release,
        execution_id: Option<&str>,
        find: impl Fn(&ActionExecutionDetail) -> Option<T>,
    ) -> Result<Option<T>, ReleaseError> {
        let filter = execution_id
            .map(|id| ActionExecutionFilter::builder().pipeline_execution_id(id).build());
        let mut token = None;
        for _ in 0..MOST_PAGES {
            let list = self.client.list_action_executions().pipeline_name(&release.action.pipeline);
            let list = list.set_filter(filter.clone()).max_results(PAGE).set_next_token(token);
            let page = list.send().await.map_err(release_error)?;
            let found = page.action_execution_details().iter().find_map(&find);
            token = page.next_token;
            if found.is_some() || token.is_none() {
                return Ok(found);
            }
        }
        Err(ReleaseError::Unavailable("the pipeline has had too many executions since".into()))
    }
}

impl PipelineGate {
    /// Asks and answers over this connection.
    #[must_use]
    pub fn new(connection: &Connection) -> Self {
        Self { reader: PipelineReader::new(connection) }
    }
}

impl Pipelines for PipelineReader {
    async fn standing(&self, request: &Request) -> Result<Standing, ReleaseError> {
        let release = &request.release;
        // What waits says so by its token; what does not is looked for by its id.
        if let Some(standing) = standing::in_stages(&self.stages(release).await?, release) {
            return Ok(standing);
        }
        let find = |execution: &ActionExecutionDetail| standing::in_execution(execution, release);
        let found = self.execution(release, release.execution_id.as_deref(), find).await?;
        Ok(found.unwrap_or(Standing::Unknown))
    }
}

impl Pipelines for PipelineGate {
    async fn standing(&self, request: &Request) -> Result<Standing, ReleaseError> {
        self.reader.standing(request).await
    }
}

impl Changes for PipelineGate {
    async fn describe(&self, release: &Release) -> Result<Described, ReleaseError> {
        self.reader.describe(release).await
    }
}

impl Releases for PipelineGate {
    async fn put(
        &self,
        release: &Release,
        verdict: Verdict,
        summary: &str,
    ) -> Result<Put, ReleaseError> {
        let status = match verdict {
            Verdict::Accept => ApprovalStatus::Approved,
            Verdict::Reject => ApprovalStatus::Rejected,
        };
        let Ok(result) = ApprovalResult::builder().summary(summary).status(status).build() else {
            return Ok(Put::Malformed);
        };
        let put = self
            .reader
            .client
            .put_approval_result()
            .pipeline_name(&release.action.pipeline)
            .stage_name(&release.action.stage)
            .action_name(&release.action.action)
            .token(release.token.as_str())
            .result(result);
        let Err(error) = put.send().await else { return Ok(Put::Done) };
        match error.as_service_error() {
            Some(
                PutError::ApprovalAlreadyCompletedException(_)
                | PutError::InvalidApprovalTokenException(_),
            ) => Ok(Put::Answered),
            Some(
                PutError::PipelineNotFoundException(_)
                | PutError::StageNotFoundException(_)
                | PutError::ActionNotFoundException(_),
            ) => Ok(Put::Unknown),
            Some(PutError::ValidationException(_)) => Ok(Put::Malformed),
            _ => Err(release_error(error)),
        }
    }
}

fn release_error<E>(error: SdkError<E, HttpResponse>) -> ReleaseError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match refusal::classify(error) {
        (Kind::Transient, source) => ReleaseError::Unavailable(source),
        (Kind::Permanent, source) => ReleaseError::Refused(source),
    }
}

#[cfg(test)]
mod tests;
