use aws_sdk_codepipeline::operation::list_pipeline_executions::ListPipelineExecutionsOutput;
use aws_smithy_mocks::mock;
use switchboard_approval::ports::Changes as _;

use super::super::super::tests::{gate, request};
use super::super::tests::{ONE, TWO, console, denied};
use super::*;

fn summary(id: &str, kind: ExecutionType, revision: &str) -> PipelineExecutionSummary {
    let source = SourceRevision::builder().action_name("Source").revision_id(revision);
    let source = source
        .revision_summary(r#"{"ProviderType":"GitHub","CommitMessage":"Fix cart\n\nDetails"}"#)
        .revision_url(console("example/shop", revision));
    PipelineExecutionSummary::builder()
        .pipeline_execution_id(id)
        .execution_type(kind)
        .source_revisions(source.build().unwrap())
        .build()
}

fn page(
    token: Option<&str>,
    executions: Vec<PipelineExecutionSummary>,
) -> impl Fn() -> ListPipelineExecutionsOutput + Send + 'static {
    let token = token.map(str::to_owned);
    move || {
        let page = ListPipelineExecutionsOutput::builder().set_next_token(token.clone());
        page.set_pipeline_execution_summaries(Some(executions.clone())).build()
    }
}

#[tokio::test]
async fn the_history_is_read_down_to_the_last_approved_release() {
    let standard = |id, revision| summary(id, ExecutionType::Standard, revision);
    let pages = mock!(Client::list_pipeline_executions)
        .match_requests(|list| list.pipeline_name() == Some("storefront"))
        .sequence()
        .output(page(
            Some("2"),
            vec![standard("c", TWO), summary("b", ExecutionType::Rollback, ONE)],
        ))
        .output(page(Some("3"), vec![standard("a", ONE), standard("before", ONE)]))
        .build();
    let history = gate(&[&pages]).history(&request(None).release, "a").await.unwrap();
    assert_eq!(pages.num_calls(), 2);
    let told: Vec<_> = history.iter().map(|one| (one.id.as_str(), one.is_rollback)).collect();
    assert_eq!(told, [("c", false), ("b", true), ("a", false), ("before", false)]);
    let revision = &history[0].revisions[0];
    assert_eq!((revision.action.as_str(), revision.id.as_str()), ("Source", TWO));
    assert_eq!(revision.message.as_ref().unwrap().as_str(), "Fix cart\n\nDetails");
}

#[tokio::test]
async fn a_long_history_ends_and_a_refused_one_is_an_error() {
    let endless = mock!(Client::list_pipeline_executions)
        .then_output(page(Some("more"), vec![summary("c", ExecutionType::Standard, ONE)]));
    let history = gate(&[&endless]).history(&request(None).release, "a").await.unwrap();
    assert_eq!((endless.num_calls(), history.len()), (5, 5));

    let refused = mock!(Client::list_pipeline_executions).then_http_response(|| denied(400));
    let error = gate(&[&refused]).history(&request(None).release, "a").await.unwrap_err();
    assert!(matches!(error, ReleaseError::Refused(_)), "{error:?}");
}
