//! Histories of a pipeline, and what they mean for the release `ours`.

use aws_sdk_codepipeline::operation::list_pipeline_executions::{
    ListPipelineExecutionsError, ListPipelineExecutionsOutput,
};
use aws_sdk_codepipeline::primitives::DateTime;
use aws_sdk_codepipeline::types::PipelineRollbackMetadata;
use aws_sdk_codepipeline::types::error::PipelineNotFoundException;
use aws_smithy_mocks::{Rule, mock};

use super::*;
use crate::codepipeline::tests::{gate, request};
use crate::codepipeline::{Client, tests};

const BEGAN: i64 = 1_800_000_000;

/// An execution: its id, its status, when it began and changed, and the target of a roll-back.
type Listed = (&'static str, Status, i64, i64, Option<&'static str>);

fn summary((id, status, began, changed, target): Listed) -> PipelineExecutionSummary {
    let metadata = target.map(|target| {
        PipelineRollbackMetadata::builder().rollback_target_pipeline_execution_id(target).build()
    });
    let kind = if target.is_some() { ExecutionType::Rollback } else { ExecutionType::Standard };
    PipelineExecutionSummary::builder()
        .pipeline_execution_id(id)
        .status(status)
        .start_time(DateTime::from_secs(BEGAN + began))
        .last_update_time(DateTime::from_secs(BEGAN + changed))
        .execution_type(kind)
        .set_rollback_metadata(metadata)
        .build()
}

fn history(listed: &[Listed]) -> Rule {
    let summaries: Vec<_> = listed.iter().cloned().map(summary).collect();
    mock!(Client::list_pipeline_executions).then_output(move || {
        let summaries = Some(summaries.clone());
        ListPipelineExecutionsOutput::builder().set_pipeline_execution_summaries(summaries).build()
    })
}

/// Lists one action of every execution, in this stage and with this status.
fn action(stage: &'static str, status: ActionExecutionStatus) -> Rule {
    tests::listed(vec![
        ActionExecutionDetail::builder().stage_name(stage).action_name("A").status(status).build(),
    ])
}

/// What became of the release with this history, whose last action was in this stage.
async fn aftermath(
    stage: &'static str,
    listed: &[Listed],
) -> Option<(AftermathResult, i64, String)> {
    let status = ActionExecutionStatus::Failed;
    let rules = [history(listed), action(stage, status), stages(&["Source", "Approval", "Prod"])];
    let gate = gate(&rules.each_ref());
    let mut request = request(Some("run-1"));
    request.release.execution_id = Some("ours".to_owned());
    let found = gate.aftermath(&request.release).await.unwrap()?;
    let stage = found.stage.map(|stage| stage.to_string()).unwrap_or_default();
    Some((found.result, found.at.as_second() - BEGAN, stage))
}

fn stages(names: &[&str]) -> Rule {
    use aws_sdk_codepipeline::operation::get_pipeline_state::GetPipelineStateOutput;
    use aws_sdk_codepipeline::types::StageState;

    let states: Vec<_> =
        names.iter().map(|name| StageState::builder().stage_name(*name).build()).collect();
    mock!(Client::get_pipeline_state).then_output(move || {
        GetPipelineStateOutput::builder().set_stage_states(Some(states.clone())).build()
    })
}

#[tokio::test]
async fn an_execution_ends_in_each_way() {
    for (status, result, stage) in [
        (Status::Succeeded, Some(AftermathResult::Succeeded), ""),
        (Status::Failed, Some(AftermathResult::Failed), "Prod"),
        (Status::Stopped, Some(AftermathResult::Stopped), ""),
        (Status::Cancelled, Some(AftermathResult::Stopped), ""),
        (Status::Superseded, Some(AftermathResult::Superseded), ""),
        (Status::InProgress, None, ""),
        (Status::Stopping, None, ""),
        (Status::from("SomethingNewer"), None, ""),
    ] {
        let found = aftermath("Prod", &[("ours", status.clone(), 0, 90, None)]).await;
        let expected = result.map(|result| (result, 90, stage.to_owned()));
        assert_eq!(found, expected, "{status}");
    }
    assert_eq!(aftermath("Prod", &[]).await, None, "an execution that is not listed");
}

#[tokio::test]
async fn a_roll_back_to_an_earlier_release_takes_this_one_back() {
    let done = Status::Succeeded;
    let ours = |status: Status| ("ours", status, 0, 90, None);
    let old = ("old", Status::Succeeded, -900, -800, None);
    let rolled_back = Some((AftermathResult::RolledBack, 200, "Prod".to_owned()));
    let failed = Some((AftermathResult::Failed, 90, "Prod".to_owned()));
    let succeeded = Some((AftermathResult::Succeeded, 90, String::new()));
    let back = |status: Status, target| ("back", status, 95, 200, Some(target));
    for (name, listed, expected) in [
        (
            "after a failure",
            vec![back(done.clone(), "old"), ours(Status::Failed), old.clone()],
            &rolled_back,
        ),
        (
            "after a success",
            vec![back(done.clone(), "old"), ours(done.clone()), old.clone()],
            &rolled_back,
        ),
        (
            "to one that is not listed",
            vec![back(done.clone(), "older"), ours(done.clone())],
            &rolled_back,
        ),
        (
            "of a newer one too",
            vec![
                back(done.clone(), "old"),
                ("new", done.clone(), 50, 80, None),
                ours(done.clone()),
                old.clone(),
            ],
            &rolled_back,
        ),
        ("under way", vec![back(Status::InProgress, "old"), ours(Status::Failed)], &None),
        ("that failed", vec![back(Status::Failed, "old"), ours(Status::Failed)], &failed),
        (
            "to this one",
            vec![
                back(done.clone(), "ours"),
                ("new", done.clone(), 50, 80, None),
                ours(done.clone()),
            ],
            &succeeded,
        ),
        (
            "to a newer one",
            vec![
                back(done.clone(), "new"),
                ("new", done.clone(), 50, 80, None),
                ours(done.clone()),
            ],
            &succeeded,
        ),
        (
            "before this one ended",
            vec![("back", done.clone(), 10, 20, Some("old")), ours(done.clone()), old.clone()],
            &succeeded,
        ),
        (
            "before this one began",
            vec![ours(done.clone()), ("back", done.clone(), -50, -40, Some("old"))],
            &succeeded,
        ),
    ] {
        assert_eq!(&aftermath("Prod", &listed).await, expected, "a roll-back {name}");
    }
    // The stage in front of the approval is not what was accepted.
    let listed = [back(done.clone(), "old"), ours(done.clone()), old];
    assert_eq!(aftermath("Source", &listed).await, succeeded);
}

#[tokio::test]
async fn a_release_is_found_on_a_later_page() {
    let page = |listed: Vec<Listed>, next: Option<&str>| {
        let next = next.map(str::to_owned);
        let summaries: Vec<_> = listed.into_iter().map(summary).collect();
        move || {
            ListPipelineExecutionsOutput::builder()
                .set_pipeline_execution_summaries(Some(summaries.clone()))
                .set_next_token(next.clone())
                .build()
        }
    };
    let first = mock!(Client::list_pipeline_executions)
        .match_requests(|input| input.next_token().is_none())
        .then_output(page(vec![("new", Status::InProgress, 50, 60, None)], Some("2")));
    let second = mock!(Client::list_pipeline_executions)
        .match_requests(|input| input.next_token() == Some("2"))
        .then_output(page(vec![("ours", Status::Succeeded, 0, 90, None)], Some("3")));
    let mut request = request(Some("run-1"));
    request.release.execution_id = Some("ours".to_owned());
    let found = gate(&[&first, &second]).aftermath(&request.release).await.unwrap().unwrap();
    assert_eq!(found.result, AftermathResult::Succeeded);
}

#[tokio::test]
async fn a_pipeline_that_is_gone_says_nothing() {
    let gone = mock!(Client::list_pipeline_executions).then_error(|| {
        ListPipelineExecutionsError::PipelineNotFoundException(
            PipelineNotFoundException::builder().build(),
        )
    });
    let mut request = request(Some("run-1"));
    assert_eq!(gate(&[&gone]).aftermath(&request.release).await.unwrap(), None);
    request.release.execution_id = None;
    assert_eq!(gate(&[]).aftermath(&request.release).await.unwrap(), None, "nothing is asked");
}
