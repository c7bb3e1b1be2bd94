use aws_sdk_codepipeline::Client;
use aws_sdk_codepipeline::config::http::HttpResponse;
use aws_sdk_codepipeline::operation::get_pipeline_execution::GetPipelineExecutionOutput;
use aws_sdk_codepipeline::operation::get_pipeline_state::GetPipelineStateOutput;
use aws_sdk_codepipeline::types::{
    ActionCategory, ActionExecution, ActionExecutionInput, ActionExecutionOutput,
    ActionExecutionStatus, ActionOwner, ActionState, ActionTypeId, ArtifactDetail,
    PipelineExecution, StageExecution, StageExecutionStatus,
};
use aws_smithy_mocks::{Rule, mock};

use super::super::tests::{TOKEN, execution, gate, listed, no_stages, request, stages};
use super::*;

pub(super) const ONE: &str = "1111111111111111111111111111111111111111";
pub(super) const TWO: &str = "2222222222222222222222222222222222222222";

/// The address that CodePipeline gives to a commit of a connection.
pub(super) fn console(repository: &str, commit: &str) -> String {
    format!(
        "https://us-east-1.console.aws.amazon.com/codesuite/settings/connections/redirect?connectionArn=arn:aws:codestar-connections:us-east-1:123456789012:connection/x&referenceType=COMMIT&FullRepositoryId={repository}&Commit={commit}"
    )
}

fn artifact(name: &str, id: &str, summary: &str, url: Option<&str>) -> ArtifactRevision {
    let revision = ArtifactRevision::builder().name(name).revision_id(id);
    revision.revision_summary(summary).set_revision_url(url.map(str::to_owned)).build()
}

/// The run of an action that made this artifact, with these output variables.
fn run(
    category: ActionCategory,
    provider: &str,
    artifact: &str,
    variables: &[(&str, &str)],
) -> ActionExecutionDetail {
    let action_type = ActionTypeId::builder().category(category).owner(ActionOwner::Aws);
    let action_type = action_type.provider(provider).version("1").build().unwrap();
    let artifact = ArtifactDetail::builder().name(artifact).build();
    let output = ActionExecutionOutput::builder().output_artifacts(artifact);
    let output = variables
        .iter()
        .fold(output, |output, (name, value)| output.output_variables(*name, *value));
    ActionExecutionDetail::builder()
        .input(ActionExecutionInput::builder().action_type_id(action_type).build())
        .output(output.build())
        .build()
}

fn source(provider: &str, artifact: &str, variables: &[(&str, &str)]) -> ActionExecutionDetail {
    run(ActionCategory::Source, provider, artifact, variables)
}

fn connection(artifact: &str, variables: &[(&str, &str)]) -> ActionExecutionDetail {
    source("CodeStarSourceConnection", artifact, variables)
}

fn executed(revisions: Vec<ArtifactRevision>) -> Rule {
    mock!(Client::get_pipeline_execution)
        .match_requests(|get| get.pipeline_execution_id() == Some("execution-1"))
        .then_output(move || {
            let execution = PipelineExecution::builder();
            let execution = execution.set_artifact_revisions(Some(revisions.clone())).build();
            GetPipelineExecutionOutput::builder().pipeline_execution(execution).build()
        })
}

async fn described(rules: &[&Rule]) -> ReleaseDescription {
    match gate(rules).describe(&request(None).release).await.unwrap() {
        Description::Shown(shown) => shown,
        Description::NotShown => panic!("it is shown"),
    }
}

/// The revisions of a waiting release with these artifacts, whose source actions ran like that.
async fn revisions(
    artifacts: Vec<ArtifactRevision>,
    runs: Vec<ActionExecutionDetail>,
) -> Vec<Revision> {
    let state = stages(Some(TOKEN), ActionExecutionStatus::InProgress);
    let shown = described(&[&state, &executed(artifacts), &listed(runs)]).await;
    assert_eq!(shown.execution_id, "execution-1");
    assert_eq!(shown.action_execution_id.as_deref(), Some("run-1"));
    shown.change.unwrap().revisions
}

/// Returns name and address of the author, tag, branch and message.
fn told(revision: &Revision) -> [Option<&str>; 5] {
    [
        revision.author.as_ref().map(UntrustedText::as_str),
        revision.author_email.as_ref().map(EmailAddress::as_str),
        revision.tag.as_ref().map(UntrustedText::as_str),
        revision.branch.as_ref().map(UntrustedText::as_str),
        revision.message.as_ref().map(UntrustedText::as_str),
    ]
}

fn link(revision: &Revision) -> Option<&str> {
    revision.link.as_ref().map(switchboard_approval::release::WebLink::as_str)
}

#[tokio::test]
async fn every_source_tells_its_own_revision() {
    let summary =
        r#"{"ProviderType":"GitHub","CommitMessage":"Fix cart\r\n\r\nIt was empty\u202e"}"#;
    let all = revisions(
        vec![
            artifact("App", ONE, summary, Some(&console("example/shop", ONE))),
            artifact("Config", TWO, "Drop the orders table", None),
        ],
        vec![
            connection("Config", &[("CommitId", TWO), ("AuthorId", "jo"), ("BranchName", "main")]),
            connection(
                "App",
                &[
                    ("CommitId", ONE),
                    ("AuthorDisplayName", "Kim"),
                    ("AuthorId", "kim-1"),
                    ("AuthorEmail", "kim@example.com"),
                    ("TagName", "v1.2.3"),
                    ("BranchName", ""),
                ],
            ),
        ],
    )
    .await;
    let [app, config] = &all[..] else { panic!("{all:?}") };
    let names = [app, config].map(|one| one.source.as_ref().unwrap().as_str());
    assert_eq!(names, ["App", "Config"]);
    let message = Some("Fix cart\n\nIt was empty");
    assert_eq!(told(app), [Some("Kim"), Some("kim@example.com"), Some("v1.2.3"), None, message]);
    let commit = format!("https://github.com/example/shop/commit/{ONE}");
    assert_eq!(link(app), Some(&*commit));
    let message = Some("Drop the orders table");
    assert_eq!(told(config), [Some("jo"), None, None, Some("main"), message]);
    assert_eq!(link(config), None);
}

#[tokio::test]
async fn an_author_of_another_source_is_never_told() {
    let author = |name: &'static str| [("CommitId", ONE), ("AuthorDisplayName", name)];
    let same = || vec![artifact("App", ONE, "Fix", None), artifact("Config", ONE, "Fix", None)];
    let names = |all: &[Revision]| -> Vec<Option<String>> {
        all.iter().map(|one| one.author.as_ref().map(ToString::to_string)).collect()
    };
    let kim_and_jo = [Some("Kim".to_owned()), Some("Jo".to_owned())];

    // Two sources with the same commit are told apart by their artifacts.
    let runs = vec![connection("Config", &author("Jo")), connection("App", &author("Kim"))];
    assert_eq!(names(&revisions(same(), runs).await), kim_and_jo);
    let runs = vec![connection("App", &author("Kim"))];
    assert_eq!(names(&revisions(same(), runs).await), [Some("Kim".to_owned()), None]);

    // The artifact is of another commit; an action that is not a source names its variables freely.
    let other = [("CommitId", TWO), ("AuthorDisplayName", "Jo")];
    let runs = vec![
        connection("App", &other),
        run(ActionCategory::Build, "CodeBuild", "App", &author("Eve")),
        connection("Config", &[("AuthorDisplayName", "Jo")]),
    ];
    assert_eq!(names(&revisions(same(), runs).await), [None, None]);
}

#[tokio::test]
async fn a_revision_is_linked_where_everybody_can_read_it() {
    let of = |provider: &str| format!(r#"{{"ProviderType":"{provider}","CommitMessage":"Fix"}}"#);
    let s3 = "https://s3.console.aws.amazon.com/s3/buckets/b";
    let codecommit = format!(
        "https://console.aws.amazon.com/codecommit/home?region=us-west-2#/repository/r/commit/{ONE}"
    );
    let github = format!("https://github.com/example/shop/commit/{ONE}");
    for (summary, url, expected) in [
        (of("GitHub"), console("example/shop", ONE), Some(github.clone())),
        (
            of("BitBucket"),
            console("example/shop.git", ONE),
            Some(format!("https://bitbucket.org/example/shop/commits/{ONE}")),
        ),
        (
            of("GitLab"),
            console("group%2Fsub%2Fshop", ONE),
            Some(format!("https://gitlab.com/group/sub/shop/-/commit/{ONE}")),
        ),
        // The summary was cut after the provider.
        (
            r#"{"ProviderType":"GitHub","CommitMessage":"Fix th"#.to_owned(),
            console("example/shop", ONE),
            Some(github.clone()),
        ),
        (of("GitHubEnterpriseServer"), console("example/shop", ONE), None),
        (of("GitLabSelfManaged"), console("example/shop", ONE), None),
        (r#"{"CommitMessage":"Fix"}"#.to_owned(), console("example/shop", ONE), None),
        (of("GitHub"), console("../shop", ONE), None),
        (of("GitHub"), console("example/shop%3Fx", ONE), None),
        (of("GitHub"), "javascript:alert(1)".to_owned(), None),
        // Only the console tells a repository.
        (
            of("GitHub"),
            console("example/shop", ONE).replace("us-east-1.console.aws.amazon.com", "10.0.0.1"),
            None,
        ),
        ("Fix".to_owned(), github.clone(), Some(github)),
        (
            "Fix".to_owned(),
            "https://git.example.com/shop/1".to_owned(),
            Some("https://git.example.com/shop/1".to_owned()),
        ),
        ("Fix".to_owned(), "https://a@git.example.com/shop/1".to_owned(), None),
        ("Fix".to_owned(), "https://10.0.0.1/shop/1".to_owned(), None),
        ("Fix".to_owned(), codecommit, None),
        ("Amazon S3 version id: x".to_owned(), s3.to_owned(), None),
    ] {
        let all = revisions(vec![artifact("App", ONE, &summary, Some(&url))], Vec::new()).await;
        assert_eq!(link(&all[0]), expected.as_deref(), "{summary} {url}");
    }
    // Without an address, the variables tell the repository.
    let variables =
        [("CommitId", ONE), ("FullRepositoryName", "example/shop"), ("ProviderType", "GitLab")];
    let runs = vec![connection("App", &variables)];
    let all = revisions(vec![artifact("App", ONE, "{}", None)], runs).await;
    assert_eq!(link(&all[0]), Some(&*format!("https://gitlab.com/example/shop/-/commit/{ONE}")));
}

#[tokio::test]
async fn objects_and_images_have_a_version_and_no_message() {
    let digest = "sha256:0123456789abcdef";
    let version = "CXkyGc4T_6.0ZrS3vwWYfF1NHHYqGtmh";
    let s3 = format!("Amazon S3 version id: {version}");
    let all = revisions(
        vec![
            artifact("Object", version, &s3, None),
            artifact("Named", "other-version", "Nightly 7", None),
            artifact("Image", digest, digest, Some("https://console.aws.amazon.com/ecr/x")),
        ],
        vec![
            source("S3", "Object", &[("VersionId", version), ("ETag", "x")]),
            source("S3", "Named", &[("VersionId", "other-version")]),
            source("ECR", "Image", &[("ImageDigest", digest), ("ImageTag", "v7")]),
        ],
    )
    .await;
    let told: Vec<_> = all.iter().map(told).collect();
    assert_eq!(told[0], [None; 5]);
    assert_eq!(told[1], [None, None, None, None, Some("Nightly 7")]);
    assert_eq!(told[2], [None, None, Some("v7"), None, None]);
    assert!(all.iter().all(|one| one.link.is_none() && one.id.is_some()));
}

#[tokio::test]
async fn a_message_of_codecommit_may_look_like_json() {
    let text = r#"{"ProviderType":"GitHub","CommitMessage":"Not this"}"#;
    let runs = vec![source("CodeCommit", "App", &[("CommitId", ONE), ("BranchName", "main")])];
    let all = revisions(vec![artifact("App", ONE, text, None)], runs).await;
    assert_eq!(told(&all[0]), [None, None, None, Some("main"), Some(text)]);
    assert_eq!(link(&all[0]), None);
}

#[tokio::test]
async fn ten_revisions_are_told_at_most() {
    let many = (0..50).map(|number| artifact(&format!("S{number}"), ONE, "Fix", None)).collect();
    let all = revisions(many, Vec::new()).await;
    assert_eq!(all.len(), 10);
    assert_eq!(all[9].source.as_ref().unwrap().as_str(), "S9");
}

pub(super) fn denied(status: u16) -> HttpResponse {
    let body = r#"{"__type":"AccessDeniedException","message":"no"}"#;
    HttpResponse::new(status.try_into().unwrap(), body.into())
}

#[tokio::test]
async fn what_cannot_be_read_leaves_the_rest() {
    let state = stages(Some(TOKEN), ActionExecutionStatus::InProgress);
    let actions = mock!(Client::list_action_executions).then_http_response(|| denied(400));
    let shown =
        described(&[&state, &executed(vec![artifact("App", ONE, "Fix", None)]), &actions]).await;
    assert_eq!(shown.change.unwrap().revisions[0].message.as_ref().unwrap().as_str(), "Fix");

    let execution = mock!(Client::get_pipeline_execution).then_http_response(|| denied(400));
    let shown = described(&[&state, &execution, &listed(Vec::new())]).await;
    assert_eq!(shown.execution_id, "execution-1", "its status can be followed all the same");
    assert!(matches!(shown.change, Err(ReleaseError::Refused(_))));
}

#[tokio::test]
async fn executions_side_by_side_are_found_by_their_external_id() {
    let state = stages(None, ActionExecutionStatus::InProgress);
    let listed =
        listed(vec![execution("run-1", Some(TOKEN), ActionExecutionStatus::InProgress, "")]);
    let shown = described(&[&state, &executed(Vec::new()), &listed]).await;
    assert_eq!(shown.execution_id, "execution-1");
    assert!(shown.change.unwrap().is_empty());
}

#[tokio::test]
async fn an_approval_that_is_not_there_is_not_an_error() {
    let gate = gate(&[&no_stages(), &listed(Vec::new())]);
    let description = gate.describe(&request(None).release).await.unwrap();
    assert!(matches!(description, Description::NotShown));
}

/// The stages of a pipeline, with their actions.
type Stages = &'static [(&'static str, &'static [&'static str])];

/// The state of a pipeline with these stages, whose approval waits.
fn pipeline(stages: Stages) -> Rule {
    mock!(Client::get_pipeline_state).then_output(move || {
        let stage = |(stage, actions): &(&str, &[&str])| {
            let action = |action: &&str| {
                let latest = ActionExecution::builder().token(TOKEN).build();
                let waits = (*stage, *action) == ("Approval", "Approve");
                let latest = waits.then_some(latest);
                ActionState::builder().action_name(*action).set_latest_execution(latest).build()
            };
            let execution = StageExecution::builder().pipeline_execution_id("execution-1");
            let execution = execution.status(StageExecutionStatus::InProgress).build().unwrap();
            let actions = actions.iter().map(action).collect();
            aws_sdk_codepipeline::types::StageState::builder()
                .stage_name(*stage)
                .latest_execution(execution)
                .set_action_states(Some(actions))
                .build()
        };
        let stages = stages.iter().map(stage).collect();
        GetPipelineStateOutput::builder().set_stage_states(Some(stages)).build()
    })
}

#[tokio::test]
async fn the_next_stage_is_told_if_the_approval_is_the_last_action_of_its_own() {
    let cases: [(Stages, Option<&str>); 4] = [
        (
            &[("Source", &["Code"]), ("Approval", &["Approve"]), ("Deploy", &["Run"])],
            Some("Deploy"),
        ),
        (&[("Approval", &["Check", "Approve"]), ("Deploy", &[])], Some("Deploy")),
        (&[("Approval", &["Approve", "Deploy"]), ("Later", &["Run"])], None),
        (&[("Source", &["Code"]), ("Approval", &["Approve"])], None),
    ];
    for (stages, next) in cases {
        let state = pipeline(stages);
        let shown = described(&[&state, &executed(Vec::new()), &listed(Vec::new())]).await;
        assert_eq!(shown.next_stage.as_ref().map(UntrustedText::as_str), next, "{stages:?}");
    }
}
