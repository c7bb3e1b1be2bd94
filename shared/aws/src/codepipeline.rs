//! Releases on AWS CodePipeline: what they change, the status of their approvals, answers, and what
//! becomes of them.

mod change;
mod progress;
mod status;

use aws_sdk_codepipeline::Client;
use aws_sdk_codepipeline::config::http::HttpResponse;
use aws_sdk_codepipeline::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_codepipeline::operation::put_approval_result::PutApprovalResultError as PutError;
use aws_sdk_codepipeline::types::{
    ActionExecutionDetail, ActionExecutionFilter, ApprovalResult, ApprovalStatus as SdkStatus,
    StageState,
};
use switchboard_approval::approved::PastExecution;
use switchboard_approval::ports::{
    ApprovalStatus, Changes, Description, Pipelines, Progress, PutOutcome, ReleaseError, Releases,
};
use switchboard_approval::{Aftermath, Release, Request, Verdict};

use crate::Connection;
use crate::refusal::{self, Kind};

/// The most action executions on one page.
const PAGE: i32 = 100;
/// The most pages that are read: thousands of actions since the approval, which are days of a busy
/// pipeline.
const MOST_PAGES: usize = 30;

/// Reads pipelines. Needs `codepipeline:GetPipelineState`, `codepipeline:ListActionExecutions` and, to
/// describe a change or to say what became of a release, `codepipeline:GetPipelineExecution` and
/// `codepipeline:ListPipelineExecutions` on the pipeline.
#[derive(Clone, Debug)]
pub struct PipelineReader {
    client: Client,
}

/// Reads pipelines and answers their approvals. Needs `codepipeline:PutApprovalResult` on the approval
/// action, and the permissions of [`PipelineReader`].
#[derive(Clone, Debug)]
pub struct PipelineGate {
    reader: PipelineReader,
}

impl PipelineReader {
    /// Uses this connection.
    #[must_use]
    pub fn new(connection: &Connection) -> Self {
        Self { client: connection.codepipeline() }
    }

    async fn stages(&self, release: &Release) -> Result<Vec<StageState>, ReleaseError> {
        let get = self.client.get_pipeline_state().name(&release.action.pipeline);
        Ok(get.send().await.map_err(release_error)?.stage_states.unwrap_or_default())
    }

    /// Returns the newest action execution for which `find` returns a value.
    async fn execution<T>(
        &self,
        release: &Release,
        execution_id: Option<&str>,
        find: impl Fn(&ActionExecutionDetail) -> Option<T>,
    ) -> Result<Option<T>, ReleaseError> {
        let found = self.first_executions(release, execution_id, find, 1).await?;
        Ok(found.into_iter().next())
    }

    /// Returns all values that `find` returns for the action executions of an execution, newest first.
    async fn executions<T>(
        &self,
        release: &Release,
        execution_id: &str,
        find: impl Fn(&ActionExecutionDetail) -> Option<T>,
    ) -> Result<Vec<T>, ReleaseError> {
        self.first_executions(release, Some(execution_id), find, usize::MAX).await
    }

    /// Returns the first `limit` values that `find` returns for action executions, newest first.
    async fn first_executions<T>(
        &self,
        release: &Release,
        execution_id: Option<&str>,
        find: impl Fn(&ActionExecutionDetail) -> Option<T>,
        limit: usize,
    ) -> Result<Vec<T>, ReleaseError> {
        let filter = execution_id
            .map(|id| ActionExecutionFilter::builder().pipeline_execution_id(id).build());
        let (mut found, mut token) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let list = self.client.list_action_executions().pipeline_name(&release.action.pipeline);
            let list = list.set_filter(filter.clone()).max_results(PAGE).set_next_token(token);
            let page = list.send().await.map_err(release_error)?;
            let left = limit - found.len();
            found.extend(page.action_execution_details().iter().filter_map(&find).take(left));
            token = page.next_token;
            if found.len() == limit || token.is_none() {
                return Ok(found);
            }
        }
        Err(ReleaseError::Unavailable("the pipeline has had too many executions since".into()))
    }
}

impl PipelineGate {
    /// Uses this connection.
    #[must_use]
    pub fn new(connection: &Connection) -> Self {
        Self { reader: PipelineReader::new(connection) }
    }
}

impl Pipelines for PipelineReader {
    async fn status(&self, request: &Request) -> Result<ApprovalStatus, ReleaseError> {
        let release = &request.release;
        // An approval that waits is found by its token, any other by the id of its run.
        if let Some(status) = status::in_stages(&self.stages(release).await?, release) {
            return Ok(status);
        }
        let find = |execution: &ActionExecutionDetail| status::in_execution(execution, release);
        let found = self.execution(release, release.execution_id.as_deref(), find).await?;
        Ok(found.unwrap_or(ApprovalStatus::Unknown))
    }
}

impl Pipelines for PipelineGate {
    async fn status(&self, request: &Request) -> Result<ApprovalStatus, ReleaseError> {
        self.reader.status(request).await
    }
}

impl Progress for PipelineGate {
    async fn aftermath(&self, release: &Release) -> Result<Option<Aftermath>, ReleaseError> {
        self.reader.aftermath(release).await
    }
}

impl Changes for PipelineGate {
    async fn describe(&self, release: &Release) -> Result<Description, ReleaseError> {
        self.reader.describe(release).await
    }

    async fn history(
        &self,
        release: &Release,
        down_to: &str,
    ) -> Result<Vec<PastExecution>, ReleaseError> {
        self.reader.history(release, down_to).await
    }
}

impl Releases for PipelineGate {
    async fn put(
        &self,
        release: &Release,
        verdict: Verdict,
        summary: &str,
    ) -> Result<PutOutcome, ReleaseError> {
        let status = match verdict {
            Verdict::Accept => SdkStatus::Approved,
            Verdict::Reject => SdkStatus::Rejected,
        };
        let Ok(result) = ApprovalResult::builder().summary(summary).status(status).build() else {
            return Ok(PutOutcome::Malformed);
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
        let Err(error) = put.send().await else { return Ok(PutOutcome::Recorded) };
        match error.as_service_error() {
            Some(
                PutError::ApprovalAlreadyCompletedException(_)
                | PutError::InvalidApprovalTokenException(_),
            ) => Ok(PutOutcome::AlreadyAnswered),
            Some(
                PutError::PipelineNotFoundException(_)
                | PutError::StageNotFoundException(_)
                | PutError::ActionNotFoundException(_),
            ) => Ok(PutOutcome::NotFound),
            Some(PutError::ValidationException(_)) => Ok(PutOutcome::Malformed),
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
