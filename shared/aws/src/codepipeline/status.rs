//! The status of an approval. It is found by its token while it waits, and by the id of its run
//! afterwards.
//!
//! AWS documents only for parallel executions that the external id of an approval is its token, so this
//! is one more way to find an approval and not the only one.

use aws_sdk_codepipeline::primitives::DateTime;
use aws_sdk_codepipeline::types::{
    ActionExecutionDetail, ActionExecutionStatus as Status, StageState,
};
use jiff::Timestamp;
use switchboard_approval::ports::ApprovalStatus;
use switchboard_approval::{Release, UntrustedText, Verdict};

/// The longest summary that is read, in characters. Summaries of other actions may be longer than the
/// 512 of an approval.
const SUMMARY_LIMIT: usize = 2_048;

/// Reads the status from the pipeline's current stages. `None` means that they show another run, or
/// none.
pub(super) fn in_stages(stages: &[StageState], release: &Release) -> Option<ApprovalStatus> {
    let stage = stages.iter().find(|one| one.stage_name() == Some(&release.action.stage))?;
    let mut actions = stage.action_states().iter();
    let action = actions.find(|one| one.action_name() == Some(&release.action.action))?;
    let execution = action.latest_execution()?;
    // The token is there only while the approval waits.
    if execution.token() == Some(release.token.as_str()) {
        return Some(ApprovalStatus::Waiting);
    }
    let known = release.action_execution_id.is_some();
    if !known || execution.action_execution_id() != release.action_execution_id.as_deref() {
        return None;
    }
    let at = execution.last_status_change().and_then(time);
    Some(status(execution.status()?, execution.summary(), at))
}

/// Reads the status from a run of an action. `None` means that it is another action's run.
pub(super) fn in_execution(
    execution: &ActionExecutionDetail,
    release: &Release,
) -> Option<ApprovalStatus> {
    let result = execution.output().and_then(|output| output.execution_result());
    let external_id = result.and_then(|result| result.external_execution_id());
    let by_id = release.action_execution_id.is_some()
        && execution.action_execution_id() == release.action_execution_id.as_deref();
    if !by_id && external_id != Some(release.token.as_str()) {
        return None;
    }
    let summary = result.and_then(|result| result.external_execution_summary());
    let at = execution.last_update_time().and_then(time);
    Some(status(execution.status()?, summary, at))
}

fn status(run: &Status, summary: Option<&str>, at: Option<Timestamp>) -> ApprovalStatus {
    let summary = summary.and_then(|summary| UntrustedText::line(summary, SUMMARY_LIMIT));
    match run {
        Status::InProgress => ApprovalStatus::Waiting,
        Status::Succeeded => ApprovalStatus::Answered { verdict: Verdict::Accept, summary, at },
        Status::Failed => ApprovalStatus::Answered { verdict: Verdict::Reject, summary, at },
        Status::Abandoned => ApprovalStatus::Abandoned,
        _ => ApprovalStatus::Unknown,
    }
}

pub(super) fn time(at: &DateTime) -> Option<Timestamp> {
    Timestamp::from_millisecond(at.to_millis().ok()?).ok()
}
