//! Where an approval stands: found by its token, or by what else is known of it.

use approval::ports::Standing;
use approval::{Request, Text, Verdict};
use aws_sdk_codepipeline::primitives::DateTime;
use aws_sdk_codepipeline::types::{
    ActionExecution, ActionExecutionDetail, ActionExecutionStatus as Status, StageExecution,
    StageState,
};
use jiff::{SignedDuration, Timestamp};

/// CodePipeline's limit on summaries of other actions is larger than the 512 of an approval.
const SUMMARY_LIMIT: usize = 2_048;

/// The message may be read before the action's start is noted.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(2);

/// Looks among the executions of actions, which also tell of executions side by side. That an
/// approval's external id is its token is documented for the PARALLEL mode; elsewhere the action's
/// one run that began before the request was heard of is taken.
pub(super) fn in_executions(
    executions: &[ActionExecutionDetail],
    request: &Request,
) -> Option<Standing> {
    let release = &request.release;
    let of_action = || {
        executions.iter().filter(|execution| {
            execution.stage_name() == Some(release.action.stage.as_str())
                && execution.action_name() == Some(release.action.action.as_str())
        })
    };
    let by_token =
        of_action().find(|execution| external_id(execution) == Some(release.token.as_str()));
    let by_time = || {
        let execution_id = release.execution_id.as_deref()?;
        let begun = of_action().filter(|execution| {
            // One with another token is another approval of the same action.
            let nameless = external_id(execution).is_none();
            let before = execution.start_time().and_then(time);
            let in_time = before.is_some_and(|start| start <= request.opened_at + CLOCKS_DIFFER);
            execution.pipeline_execution_id() == Some(execution_id) && nameless && in_time
        });
        begun.max_by_key(|execution| execution.start_time().map(DateTime::secs))
    };
    let execution = by_token.or_else(by_time)?;
    let result = execution.output().and_then(|output| output.execution_result());
    let summary = result.and_then(|result| result.external_execution_summary());
    let at = execution.last_update_time().and_then(time);
    Some(standing(execution.status()?, summary, at))
}

/// Looks at the pipeline's stages as they are now.
pub(super) fn in_stages(stages: &[StageState], request: &Request) -> Standing {
    let release = &request.release;
    let found = || {
        let stage = stages.iter().find(|one| one.stage_name() == Some(&release.action.stage))?;
        let action = stage
            .action_states()
            .iter()
            .find(|one| one.action_name() == Some(&release.action.action))?;
        let execution = action.latest_execution()?;
        // The token is there only while the approval waits.
        if execution.token() == Some(release.token.as_str()) {
            return Some(Standing::Waiting);
        }
        let same = stage.latest_execution().map(StageExecution::pipeline_execution_id);
        let ours = execution.token().is_none()
            && same.is_some()
            && same == release.execution_id.as_deref();
        ours.then(|| answered(execution)).flatten()
    };
    found().unwrap_or(Standing::Unknown)
}

fn answered(execution: &ActionExecution) -> Option<Standing> {
    let at = execution.last_status_change().and_then(time);
    Some(standing(execution.status()?, execution.summary(), at))
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

fn external_id(execution: &ActionExecutionDetail) -> Option<&str> {
    execution.output()?.execution_result()?.external_execution_id()
}

fn time(at: &DateTime) -> Option<Timestamp> {
    Timestamp::from_millisecond(at.to_millis().ok()?).ok()
}
