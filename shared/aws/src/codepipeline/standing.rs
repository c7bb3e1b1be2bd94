//! Where an approval stands: found by its token while it waits, and by its run's id afterwards.
//!
//! That an approval's external id is its token is documented for executions side by side only, so it
//! is one more way to find it and not the only one.

use aws_sdk_codepipeline::primitives::DateTime;
use aws_sdk_codepipeline::types::{
    ActionExecutionDetail, ActionExecutionStatus as Status, StageState,
};
use jiff::Timestamp;
use switchboard_approval::ports::Standing;
use switchboard_approval::{Release, Text, Verdict};

/// CodePipeline's limit on summaries of other actions is larger than the 512 of an approval.
const SUMMARY_LIMIT: usize = 2_048;

/// Looks at the pipeline's stages as they are now. `None`: they show another run, or none.
pub(super) fn in_stages(stages: &[StageState], release: &Release) -> Option<Standing> {
    let stage = stages.iter().find(|one| one.stage_name() == Some(&release.action.stage))?;
    let mut actions = stage.action_states().iter();
    let action = actions.find(|one| one.action_name() == Some(&release.action.action))?;
    let execution = action.latest_execution()?;
    // The token is there only while the approval waits.
    if execution.token() == Some(release.token.as_str()) {
        return Some(Standing::Waiting);
    }
    let known = release.action_execution_id.is_some();
    if !known || execution.action_execution_id() != release.action_execution_id.as_deref() {
        return None;
    }
    let at = execution.last_status_change().and_then(time);
    Some(standing(execution.status()?, execution.summary(), at))
}

/// Looks at one run of an action. `None`: it is not the approval's.
pub(super) fn in_execution(
    execution: &ActionExecutionDetail,
    release: &Release,
) -> Option<Standing> {
    let result = execution.output().and_then(|output| output.execution_result());
    let external_id = result.and_then(|result| result.external_execution_id());
    let by_id = release.action_execution_id.is_some()
        && execution.action_execution_id() == release.action_execution_id.as_deref();
    if !by_id && external_id != Some(release.token.as_str()) {
        return None;
    }
    let summary = result.and_then(|result| result.external_execution_summary());
    let at = execution.last_update_time().and_then(time);
    Some(standing(execution.status()?, summary, at))
}

fn standing(status: &Status, summary: Option<&str>, at: Option<Timestamp>) -> Standing {
    let summary = summary.and_then(|summary| Text::line(summary, SUMMARY_LIMIT));
    match status {
        Status::InProgress => Standing::Waiting,
        Status::Succeeded => Standing::Answered { verdict: Verdict::Accept, summary, at },
        Status::Failed => Standing::Answered { verdict: Verdict::Reject, summary, at },
        Status::Abandoned => Standing::Abandoned,
        _ => Standing::Unknown,
    }
}

fn time(at: &DateTime) -> Option<Timestamp> {
    Timestamp::from_millisecond(at.to_millis().ok()?).ok()
}
