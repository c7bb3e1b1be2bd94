use aws_sdk_codepipeline::operation::get_pipeline_execution::GetPipelineExecutionOutput;
use aws_sdk_codepipeline::operation::get_pipeline_state::GetPipelineStateOutput;
use aws_sdk_codepipeline::operation::list_action_executions::ListActionExecutionsOutput;
use aws_sdk_codepipeline::operation::put_approval_result::PutApprovalResultOutput;
use aws_sdk_codepipeline::primitives::DateTime;
use aws_sdk_codepipeline::types::error::{
    ApprovalAlreadyCompletedException, InvalidApprovalTokenException, PipelineNotFoundException,
    ValidationException,
};
use aws_sdk_codepipeline::types::{
    ActionExecution, ActionExecutionOutput, ActionExecutionResult, ActionExecutionStatus,
    ActionState, ArtifactRevision, PipelineExecution, StageExecution, StageExecutionStatus,
};
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use switchboard_approval::ports::Changes as _;
use switchboard_approval::release::Staging;
use switchboard_approval::{ActionPath, Pending, PipelineToken, Quorum, RequestId, State};

use super::*;

const TOKEN: &str = "11111111-2222-3333-4444-555555555555";
const OPENED: i64 = 1_800_000_000;

#[allow(clippy::disallowed_methods, reason = "the mock is a client too")]
pub(super) fn gate(rules: &[&Rule]) -> PipelineGate {
    let client = mock_client!(aws_sdk_codepipeline, RuleMode::MatchAny, rules);
    PipelineGate { reader: PipelineReader { client } }
}

/// A request with or without the id of its action's run.
pub(super) fn request(run: Option<&str>) -> Request {
    let opened_at = jiff::Timestamp::from_second(OPENED).unwrap();
    let text = |text: &str| text.to_owned();
    let release = Release {
        action: ActionPath {
            account: text("123456789012"),
            region: text("us-east-1"),
            pipeline: text("storefront"),
            stage: text("Approval"),
            action: text("Approve"),
        },
        token: PipelineToken::new(TOKEN).unwrap(),
        expires_at: opened_at,
        staging: Staging::None,
        note: None,
        execution_id: run.map(|_| text("execution-1")),
        action_execution_id: run.map(text),
        change: None,
        notes_link: None,
        next_stage: None,
        not_shown_since: None,
    };
    Request {
        id: RequestId::of(&release),
        version: 1,
        opened_at,
        decide_by: opened_at,
        due_at: None,
        release,
        approvers: Vec::new(),
        quorum: Quorum { approvals: 1, rejections: 1, approvers: 1 },
        contact: None,
        state: State::Pending(Pending::default()),
        aftermath: None,
        author_domains: Vec::new(),
    }
}

/// An execution of the approval action.
fn execution(
    id: &str,
    external_id: Option<&str>,
    status: ActionExecutionStatus,
    summary: &str,
) -> ActionExecutionDetail {
    let result = ActionExecutionResult::builder()
        .set_external_execution_id(external_id.map(str::to_owned))
        .external_execution_summary(summary)
        .build();
    ActionExecutionDetail::builder()
        .pipeline_execution_id("execution-1")
        .action_execution_id(id)
        .stage_name("Approval")
        .action_name("Approve")
        .last_update_time(DateTime::from_secs(OPENED + 60))
        .status(status)
        .output(ActionExecutionOutput::builder().execution_result(result).build())
        .build()
}

pub(super) fn listed(executions: Vec<ActionExecutionDetail>) -> Rule {
    mock!(Client::list_action_executions).then_output(move || {
        let executions = Some(executions.clone());
        ListActionExecutionsOutput::builder().set_action_execution_details(executions).build()
    })
}

fn stages(token: Option<&str>, status: ActionExecutionStatus) -> Rule {
    let token = token.map(str::to_owned);
    mock!(Client::get_pipeline_state).then_output(move || {
        let latest = ActionExecution::builder()
            .action_execution_id("run-1")
            .status(status.clone())
            .set_token(token.clone())
            .summary("s");
        let action = ActionState::builder().action_name("Approve").latest_execution(latest.build());
        let execution = StageExecution::builder()
            .pipeline_execution_id("execution-1")
            .status(StageExecutionStatus::InProgress);
        let stage = StageState::builder()
            .stage_name("Approval")
            .latest_execution(execution.build().unwrap())
            .action_states(action.build());
        GetPipelineStateOutput::builder().stage_states(stage.build()).build()
    })
}

fn verdict(status: &ApprovalStatus) -> Option<Verdict> {
    match status {
        ApprovalStatus::Answered { verdict, .. } => Some(*verdict),
        _ => None,
    }
}

#[tokio::test]
async fn an_answer_names_the_action_and_is_taken() {
    let put = mock!(Client::put_approval_result)
        .match_requests(|put| {
            let result = put.result().unwrap();
            put.pipeline_name() == Some("storefront")
                && put.stage_name() == Some("Approval")
                && put.action_name() == Some("Approve")
                && put.token() == Some(TOKEN)
                && result.status() == &SdkStatus::Rejected
                && result.summary() == "why ref 1"
        })
        .then_output(|| PutApprovalResultOutput::builder().build());
    let release = request(None).release;
    assert_eq!(
        gate(&[&put]).put(&release, Verdict::Reject, "why ref 1").await.unwrap(),
        PutOutcome::Recorded
    );
}

#[tokio::test]
async fn refused_answers_are_told_apart() {
    let refusals: [(fn() -> PutError, PutOutcome); 4] = [
        (
            || {
                PutError::ApprovalAlreadyCompletedException(
                    ApprovalAlreadyCompletedException::builder().build(),
                )
            },
            PutOutcome::AlreadyAnswered,
        ),
        (
            || {
                PutError::InvalidApprovalTokenException(
                    InvalidApprovalTokenException::builder().build(),
                )
            },
            PutOutcome::AlreadyAnswered,
        ),
        (
            || PutError::PipelineNotFoundException(PipelineNotFoundException::builder().build()),
            PutOutcome::NotFound,
        ),
        (
            || PutError::ValidationException(ValidationException::builder().build()),
            PutOutcome::Malformed,
        ),
    ];
    for (error, put) in refusals {
        let rule = mock!(Client::put_approval_result).then_error(error);
        let release = request(None).release;
        assert_eq!(gate(&[&rule]).put(&release, Verdict::Accept, "s").await.unwrap(), put);
    }
}

#[tokio::test]
async fn a_missing_permission_is_not_an_outage_and_its_words_are_not_kept() {
    let answer = |status: u16, code: &'static str| {
        let rule = mock!(Client::put_approval_result).then_http_response(move || {
            let body = format!(r#"{{"__type":"{code}","message":"token {TOKEN}"}}"#);
            HttpResponse::new(status.try_into().unwrap(), body.into())
        });
        async move {
            gate(&[&rule]).put(&request(None).release, Verdict::Accept, "s").await.unwrap_err()
        }
    };
    let denied = answer(400, "AccessDeniedException").await;
    assert!(matches!(denied, ReleaseError::Refused(_)), "{denied:?}");
    assert!(!format!("{denied:?}").contains(TOKEN), "{denied:?}");
    assert!(matches!(answer(400, "ThrottlingException").await, ReleaseError::Unavailable(_)));
    assert!(matches!(answer(500, "InternalFailure").await, ReleaseError::Unavailable(_)));
}

#[tokio::test]
async fn an_approval_is_found_by_its_run_or_by_its_token() {
    for (known, run, external_id) in [(Some("run-1"), "run-1", None), (None, "run-9", Some(TOKEN))]
    {
        let executions = vec![
            execution("run-2", Some("another"), ActionExecutionStatus::Failed, "not this one"),
            execution("run-3", None, ActionExecutionStatus::Failed, "nor this one"),
            execution(run, external_id, ActionExecutionStatus::Succeeded, "fine ref abcdef12"),
        ];
        let state = stages(Some("another"), ActionExecutionStatus::InProgress);
        let state = if known.is_some() { no_stages() } else { state };
        let status = gate(&[&state, &listed(executions)]).status(&request(known)).await.unwrap();
        let ApprovalStatus::Answered { verdict, summary, at } = status else {
            panic!("{status:?}")
        };
        assert_eq!((verdict, summary.unwrap().as_str()), (Verdict::Accept, "fine ref abcdef12"));
        assert_eq!(at.unwrap().as_second(), OPENED + 60);
    }
}

fn no_stages() -> Rule {
    mock!(Client::get_pipeline_state).then_output(|| GetPipelineStateOutput::builder().build())
}

#[tokio::test]
async fn an_approval_of_long_ago_is_looked_for_on_later_pages() {
    let page = |token: Option<&str>, executions: Vec<ActionExecutionDetail>| {
        let token = token.map(str::to_owned);
        move || {
            let page = ListActionExecutionsOutput::builder().set_next_token(token.clone());
            page.set_action_execution_details(Some(executions.clone())).build()
        }
    };
    let other = || vec![execution("run-7", None, ActionExecutionStatus::Succeeded, "")];
    let ours = vec![execution("run-1", None, ActionExecutionStatus::Abandoned, "")];
    let pages = mock!(Client::list_action_executions)
        .sequence()
        .output(page(Some("2"), other()))
        .output(page(Some("3"), other()))
        .output(page(None, ours))
        .build();
    let status = gate(&[&no_stages(), &pages]).status(&request(Some("run-1"))).await.unwrap();
    assert_eq!((status, pages.num_calls()), (ApprovalStatus::Abandoned, 3));

    let endless = mock!(Client::list_action_executions).then_output(page(Some("more"), other()));
    let error = gate(&[&no_stages(), &endless]).status(&request(Some("run-1"))).await.unwrap_err();
    assert!(
        matches!(error, ReleaseError::Unavailable(_)),
        "not found is not the same as not looked at"
    );
}

#[tokio::test]
async fn the_pipelines_state_tells_of_this_run_and_of_no_other() {
    let waiting = stages(Some(TOKEN), ActionExecutionStatus::InProgress);
    let status = gate(&[&waiting]).status(&request(None)).await.unwrap();
    assert_eq!(status, ApprovalStatus::Waiting);

    let done = stages(None, ActionExecutionStatus::Succeeded);
    let ours = gate(&[&done]).status(&request(Some("run-1"))).await.unwrap();
    assert_eq!(verdict(&ours), Some(Verdict::Accept));
    // A stage that is tried again has another run, whose end is not this one's.
    for (token, status) in [
        (None, ActionExecutionStatus::Failed),
        (Some("another"), ActionExecutionStatus::InProgress),
    ] {
        for known in [Some("run-0"), None] {
            let (state, none) = (stages(token, status.clone()), listed(Vec::new()));
            let status = gate(&[&state, &none]).status(&request(known)).await.unwrap();
            assert_eq!(status, ApprovalStatus::Unknown);
        }
    }
}

#[tokio::test]
async fn a_change_is_described_from_the_execution_that_holds_the_token() {
    let state = stages(Some(TOKEN), ActionExecutionStatus::InProgress);
    let execution = mock!(Client::get_pipeline_execution)
        .match_requests(|get| get.pipeline_execution_id() == Some("execution-1"))
        .then_output(|| {
            let revision = ArtifactRevision::builder()
                .revision_id("0123456789abcdef")
                .revision_summary(r#"{"ProviderType":"GitHub","CommitMessage":"Fix cart\r\n\r\nIt was empty\u202e"}"#)
                .revision_url("javascript:alert(1)");
            let execution = PipelineExecution::builder().artifact_revisions(revision.build());
            GetPipelineExecutionOutput::builder().pipeline_execution(execution.build()).build()
        });
    let source = ActionExecutionDetail::builder()
        .output(
            ActionExecutionOutput::builder()
                .output_variables("CommitId", "0123456789abcdef")
                .output_variables("AuthorDisplayName", "Kim")
                .build(),
        )
        .build();
    let listed = listed(vec![source]);
    let described =
        gate(&[&state, &execution, &listed]).reader.describe(&request(None).release).await.unwrap();
    assert_eq!(described.execution_id.as_deref(), Some("execution-1"));
    assert_eq!(described.action_execution_id.as_deref(), Some("run-1"));
    let [revision] = &described.change.revisions[..] else { panic!("one source") };
    assert_eq!(revision.message.as_ref().unwrap().as_str(), "Fix cart\n\nIt was empty");
    assert_eq!(revision.author.as_ref().unwrap().as_str(), "Kim");
    assert_eq!(revision.link, None);
}

#[tokio::test]
async fn executions_side_by_side_are_found_by_their_external_id() {
    let state = stages(None, ActionExecutionStatus::InProgress);
    let listed =
        listed(vec![execution("run-1", Some(TOKEN), ActionExecutionStatus::InProgress, "")]);
    let execution = mock!(Client::get_pipeline_execution)
        .then_output(|| GetPipelineExecutionOutput::builder().build());
    let described =
        gate(&[&state, &execution, &listed]).reader.describe(&request(None).release).await.unwrap();
    assert_eq!(described.execution_id.as_deref(), Some("execution-1"));
}
