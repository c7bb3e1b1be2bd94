//! AWS CodePipeline: what a release changes, where its approval stands, and the answer to it.

mod change;
mod standing;

use approval::ports::{Pipelines, Put, ReleaseError, Releases, Standing};
use approval::{Release, Request, Verdict};
use aws_sdk_codepipeline::Client;
use aws_sdk_codepipeline::config::http::HttpResponse;
use aws_sdk_codepipeline::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_codepipeline::operation::put_approval_result::PutApprovalResultError as PutError;
use aws_sdk_codepipeline::types::{
    ActionExecutionDetail, ActionExecutionFilter, ApprovalResult, ApprovalStatus, StageState,
};

use crate::Connection;
use crate::refusal::{self, Kind};

/// Executions of actions are listed newest first, and one that waits is among the newest.
const LISTED: i32 = 100;

/// The port of whoever only asks. Needs `codepipeline:GetPipelineState`,
/// `codepipeline:ListActionExecutions` and, to describe a change, `codepipeline:GetPipelineExecution`
/// on the pipeline.
#[derive(Clone, Debug)]
pub struct PipelineReader {
    client: Client,
}

/// The port of whoever answers too. Needs `codepipeline:PutApprovalResult` on the approval action,
/// and what [`PipelineReader`] needs to see where an approval stands.
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

    async fn executions(
        &self,
        release: &Release,
        execution_id: Option<&str>,
    ) -> Result<Vec<ActionExecutionDetail>, ReleaseError> {
        let filter = execution_id
            .map(|id| ActionExecutionFilter::builder().pipeline_execution_id(id).build());
        let list = self.client.list_action_executions().pipeline_name(&release.action.pipeline);
        let page =
            list.set_filter(filter).max_results(LISTED).send().await.map_err(release_error)?;
        Ok(page.action_execution_details.unwrap_or_default())
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
        let execution_id = request.release.execution_id.as_deref();
        let executions = self.executions(&request.release, execution_id).await?;
        if let Some(standing) = standing::in_executions(&executions, request) {
            return Ok(standing);
        }
        Ok(standing::in_stages(&self.stages(&request.release).await?, request))
    }
}

impl Pipelines for PipelineGate {
    async fn standing(&self, request: &Request) -> Result<Standing, ReleaseError> {
        self.reader.standing(request).await
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
            return Ok(Put::Unknown);
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
                | PutError::ActionNotFoundException(_)
                | PutError::ValidationException(_),
            ) => Ok(Put::Unknown),
            _ => Err(release_error(error)),
        }
    }
}

fn release_error<E>(error: SdkError<E, HttpResponse>) -> ReleaseError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match refusal::sort(error) {
        (Kind::Passing, source) => ReleaseError::Unavailable(source),
        (Kind::Lasting, source) => ReleaseError::Refused(source),
    }
}

#[cfg(test)]
mod tests;
