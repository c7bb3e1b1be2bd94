//! The output of the operations, in the shapes of the service model. Times are seconds since 1970.

use std::cmp::Reverse;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::definition::{self, APPROVAL_STAGE, STAGES, StageDefinition, VERSION};
use super::release::{Action, ActionStatus, Mode, Release};
use super::revision::Revision;
use crate::account::REGION;
use crate::functions::approvals;
use crate::json_object::{set, set_some};

/// Returns a time as the JSON protocols write it.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit a double")]
pub(super) fn seconds(time: Timestamp) -> Value {
    json!(time.as_millisecond() as f64 / 1000.0)
}

/// `GetPipelineState`: each stage in the state of the latest execution that has reached it.
pub(super) fn pipeline_state(pipeline: &str, releases: &[Release]) -> Value {
    let of_pipeline = || releases.iter().filter(|release| release.pipeline == pipeline);
    let stages: Vec<_> = STAGES
        .iter()
        .map(|definition| {
            let latest = of_pipeline()
                .filter_map(|release| Some((release, release.stage(definition.stage)?)))
                .max_by_key(|(_, stage)| stage.attempts.last().map(|action| action.started_at));
            stage_state(definition, latest.map(|(release, _)| release))
        })
        .collect();
    let created = of_pipeline().map(|release| release.started_at).min();
    let mut state = json!({
        "pipelineName": pipeline,
        "pipelineVersion": VERSION,
        "stageStates": stages,
    });
    set_some(&mut state, "created", created.map(seconds));
    set_some(&mut state, "updated", created.map(seconds));
    state
}

fn stage_state(definition: &StageDefinition, release: Option<&Release>) -> Value {
    let mut state = json!({
        "stageName": definition.stage,
        "inboundTransitionState": { "enabled": true },
    });
    let reached = release.and_then(|release| Some((release, release.stage(definition.stage)?)));
    let Some((release, reached)) = reached else {
        set(&mut state, "actionStates", [json!({ "actionName": definition.action })]);
        return state;
    };
    let stage_execution = json!({
        "pipelineExecutionId": release.id,
        "status": reached.status,
        "type": execution_type(release),
    });
    set(&mut state, "latestExecution", stage_execution);
    let latest = reached.latest_attempts().map(|action| action_state(definition, release, action));
    let is_approval = definition.stage == APPROVAL_STAGE;
    let later = if is_approval { release.approvals_to_come() } else { &[] };
    let later = later.iter().map(|action| json!({ "actionName": action }));
    set(&mut state, "actionStates", latest.chain(later).collect::<Vec<_>>());
    state
}

fn action_state(definition: &StageDefinition, release: &Release, action: &Action) -> Value {
    let mut state = json!({
        "actionName": action.name,
        "latestExecution": action_execution(release, action),
    });
    if let Some(revision) = release.revision_of(action).filter(|_| is_source(definition)) {
        let current = json!({
            "revisionId": revision.id,
            "revisionChangeId": revision.id,
            "created": seconds(release.started_at),
        });
        set(&mut state, "currentRevision", current);
        set(&mut state, "entityUrl", revision.url());
        set(&mut state, "revisionUrl", revision.url());
    }
    if definition.category == "Approval" {
        set_some(&mut state, "entityUrl", release.settings.staging_link.as_ref());
    }
    state
}

fn is_source(definition: &StageDefinition) -> bool {
    definition.category == "Source"
}

fn action_execution(release: &Release, action: &Action) -> Value {
    let mut execution = json!({
        "actionExecutionId": action.id,
        "status": action.status,
        "lastStatusChange": seconds(action.updated_at),
    });
    // The service model does not allow an empty summary.
    let summary = action.summary.as_ref().filter(|summary| !summary.is_empty());
    set_some(&mut execution, "summary", summary);
    set_some(&mut execution, "lastUpdatedBy", action.updated_by.as_ref());
    // The token is shown while it can be used, except in parallel mode, where many are open at once.
    let shown = action.status == ActionStatus::InProgress && release.mode != Mode::Parallel;
    let token = action.approval.as_ref().filter(|_| shown).map(|approval| &approval.token);
    set_some(&mut execution, "token", token);
    execution
}

/// `GetPipelineExecution`.
pub(super) fn pipeline_execution(release: &Release) -> Value {
    let revisions = release.revisions.iter().map(|revision| {
        let mut artifact = json!({
            "name": revision.artifact(),
            "revisionId": revision.id,
            "revisionUrl": revision.url(),
        });
        set_some(&mut artifact, "revisionSummary", revision.summary());
        artifact
    });
    let mut execution = json!({
        "pipelineName": release.pipeline,
        "pipelineVersion": VERSION,
        "pipelineExecutionId": release.id,
        "status": release.status,
        "artifactRevisions": revisions.collect::<Vec<_>>(),
        "variables": [],
    });
    set_kind(&mut execution, release);
    json!({ "pipelineExecution": execution })
}

/// An entry of `ListPipelineExecutions`.
pub(super) fn execution_summary(release: &Release) -> Value {
    let revisions = release.revisions.iter().map(|revision| {
        let mut source = json!({
            "actionName": revision.source,
            "revisionId": revision.id,
            "revisionUrl": revision.url(),
        });
        set_some(&mut source, "revisionSummary", revision.summary());
        source
    });
    let mut summary = json!({
        "pipelineExecutionId": release.id,
        "status": release.status,
        "startTime": seconds(release.started_at),
        "lastUpdateTime": seconds(release.updated_at()),
        "sourceRevisions": revisions.collect::<Vec<_>>(),
    });
    set_kind(&mut summary, release);
    summary
}

/// Adds what started an execution, and of which kind it is. A rollback names its target, and the
/// execution that failed (user guide, "Configuring stage rollback").
fn set_kind(execution: &mut Value, release: &Release) {
    set(execution, "executionMode", release.mode);
    set(execution, "executionType", execution_type(release));
    let (trigger, detail) = match (&release.rollback, release.revisions.first()) {
        (Some(rollback), _) => {
            let target = json!({ "rollbackTargetPipelineExecutionId": rollback.target });
            set(execution, "rollbackMetadata", target);
            let failed = json!({ "FailedPipelineExecutionId": rollback.failed });
            ("AutomatedRollback", failed.to_string())
        }
        (None, Some(revision)) => revision.trigger(),
        (None, None) => return,
    };
    set(execution, "trigger", json!({ "triggerType": trigger, "triggerDetail": detail }));
}

fn execution_type(release: &Release) -> &'static str {
    if release.is_rollback() { "ROLLBACK" } else { "STANDARD" }
}

/// Returns the action executions of `ListActionExecutions` with their ids, the latest first.
pub(super) fn action_executions<'a>(
    releases: impl Iterator<Item = &'a Release>,
    only_latest_attempts: bool,
) -> Vec<(&'a str, Value)> {
    let mut actions: Vec<_> = releases
        .flat_map(|release| release.stages.iter().map(move |stage| (release, stage)))
        .flat_map(|(release, stage)| {
            let wanted = |action: &&Action| !only_latest_attempts || stage.is_latest(action);
            stage.attempts.iter().filter(wanted).map(move |action| (release, stage, action))
        })
        .enumerate()
        .collect();
    // Actions that started at the same time are in the order of the stages.
    actions.sort_by_key(|(place, (_, _, action))| Reverse((action.started_at, *place)));
    actions
        .into_iter()
        .filter_map(|(_, (release, stage, action))| {
            let definition = definition::stage(&stage.name)?;
            Some((action.id.as_str(), action_detail(release, definition, action)))
        })
        .collect()
}

fn action_detail(release: &Release, definition: &StageDefinition, action: &Action) -> Value {
    let mut detail = json!({
        "pipelineExecutionId": release.id,
        "actionExecutionId": action.id,
        "pipelineVersion": VERSION,
        "stageName": definition.stage,
        "actionName": action.name,
        "startTime": seconds(action.started_at),
        "lastUpdateTime": seconds(action.updated_at),
        "status": action.status,
        "input": input(release, definition, action),
        "output": output(release, definition, action),
    });
    set_some(&mut detail, "updatedBy", action.updated_by.as_ref());
    detail
}

fn input(release: &Release, definition: &StageDefinition, action: &Action) -> Value {
    let source = release.revision_of(action).filter(|_| is_source(definition));
    let configuration = match source {
        Some(revision) => revision.source_configuration(),
        None if definition.category == "Approval" => approval_configuration(release),
        None => json!({}),
    };
    let artifacts: Vec<_> = match definition.category {
        "Source" | "Approval" => Vec::new(),
        _ => release.revisions.iter().map(|revision| artifact(release, revision)).collect(),
    };
    let provider =
        source.map_or(definition.provider, |revision| revision.provider.action_provider());
    let mut input = json!({
        "actionTypeId": {
            "category": definition.category,
            "owner": "AWS",
            "provider": provider,
            "version": "1",
        },
        "configuration": configuration,
        "resolvedConfiguration": configuration,
        "region": REGION,
        "inputArtifacts": artifacts,
    });
    set_some(&mut input, "namespace", source.map(|source| format!("{}Variables", source.source)));
    input
}

fn approval_configuration(release: &Release) -> Value {
    let mut configuration = json!({ "NotificationArn": approvals::topic_arn() });
    let settings = &release.settings;
    set_some(&mut configuration, "ExternalEntityLink", settings.staging_link.as_ref());
    set_some(&mut configuration, "CustomData", settings.custom_data.as_ref());
    configuration
}

fn output(release: &Release, definition: &StageDefinition, action: &Action) -> Value {
    if let Some(revision) = release.revision_of(action).filter(|_| is_source(definition)) {
        let mut result = json!({
            "externalExecutionId": revision.id,
            "externalExecutionUrl": revision.url(),
        });
        set_some(&mut result, "externalExecutionSummary", revision.summary());
        return json!({
            "outputArtifacts": [artifact(release, revision)],
            "executionResult": result,
            "outputVariables": revision.variables(),
        });
    }
    let mut result = json!({});
    if let Some(approval) = &action.approval {
        set(&mut result, "externalExecutionId", &approval.token);
        set_some(&mut result, "externalExecutionSummary", action.summary.as_ref());
    }
    json!({ "outputArtifacts": [], "executionResult": result, "outputVariables": {} })
}

fn artifact(release: &Release, revision: &Revision) -> Value {
    let name = revision.artifact();
    // CodePipeline cuts the names in its keys.
    let (pipeline, artifact) = (cut(&release.pipeline, 20), cut(&name, 10));
    json!({
        "name": name,
        "s3location": {
            "bucket": format!("codepipeline-{REGION}-local"),
            "key": format!("{pipeline}/{artifact}/{}", cut(&revision.id, 7)),
        },
    })
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}
