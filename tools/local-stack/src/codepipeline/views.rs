//! The output of the operations, in the shapes of the service model. Times are seconds since 1970.

use std::cmp::Reverse;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::definition::{self, STAGES, StageDefinition, VERSION};
use super::release::{Action, ActionStatus, Mode, Release};
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
    let mut action_state = json!({ "actionName": definition.action });
    if let Some(release) = release
        && let Some(stage) = release.stage(definition.stage)
    {
        let stage_execution = json!({ "pipelineExecutionId": release.id, "status": stage.status, "type": "STANDARD" });
        set(&mut state, "latestExecution", stage_execution);
        let latest = stage.attempts.last().map(|action| action_execution(release, action));
        set_some(&mut action_state, "latestExecution", latest);
        match definition.category {
            "Source" => {
                let commit = &release.commit;
                let revision = json!({
                    "revisionId": commit.id,
                    "revisionChangeId": commit.id,
                    "created": seconds(release.started_at),
                });
                set(&mut action_state, "currentRevision", revision);
                set(&mut action_state, "entityUrl", commit.url());
                set(&mut action_state, "revisionUrl", commit.url());
            }
            "Approval" => {
                let link = release.settings.staging_link.as_ref();
                set_some(&mut action_state, "entityUrl", link);
            }
            _ => {}
        }
    }
    set(&mut state, "actionStates", [action_state]);
    state
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
    let commit = &release.commit;
    json!({ "pipelineExecution": {
        "pipelineName": release.pipeline,
        "pipelineVersion": VERSION,
        "pipelineExecutionId": release.id,
        "status": release.status,
        "artifactRevisions": [{
            "name": "SourceArtifact",
            "revisionId": commit.id,
            "revisionSummary": commit.summary(),
            "revisionUrl": commit.url(),
        }],
        "variables": [],
        "trigger": {
            "triggerType": "WebhookV2",
            "triggerDetail": definition::connection_arn(),
        },
        "executionMode": release.mode,
        "executionType": "STANDARD",
    } })
}

/// Returns the action executions of `ListActionExecutions` with their ids, the latest first.
pub(super) fn action_executions<'a>(
    releases: impl Iterator<Item = &'a Release>,
    only_latest_attempts: bool,
) -> Vec<(&'a str, Value)> {
    let mut actions: Vec<_> = releases
        .flat_map(|release| release.stages.iter().map(move |stage| (release, stage)))
        .flat_map(|(release, stage)| {
            let skipped =
                if only_latest_attempts { stage.attempts.len().saturating_sub(1) } else { 0 };
            stage.attempts.iter().skip(skipped).map(move |action| (release, stage, action))
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
        "actionName": definition.action,
        "startTime": seconds(action.started_at),
        "lastUpdateTime": seconds(action.updated_at),
        "status": action.status,
        "input": input(release, definition),
        "output": output(release, definition, action),
    });
    set_some(&mut detail, "updatedBy", action.updated_by.as_ref());
    detail
}

fn input(release: &Release, definition: &StageDefinition) -> Value {
    let configuration = match definition.category {
        "Source" => release.commit.source_configuration(),
        "Approval" => approval_configuration(release),
        _ => json!({}),
    };
    let artifacts = match definition.category {
        "Source" | "Approval" => json!([]),
        _ => json!([source_artifact(release)]),
    };
    let mut input = json!({
        "actionTypeId": {
            "category": definition.category,
            "owner": "AWS",
            "provider": definition.provider,
            "version": "1",
        },
        "configuration": configuration,
        "resolvedConfiguration": configuration,
        "region": REGION,
        "inputArtifacts": artifacts,
    });
    if definition.category == "Source" {
        set(&mut input, "namespace", "SourceVariables");
    }
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
    match (definition.category, &action.approval) {
        ("Source", _) => json!({
            "outputArtifacts": [source_artifact(release)],
            "executionResult": {
                "externalExecutionId": release.commit.id,
                "externalExecutionSummary": release.commit.summary(),
                "externalExecutionUrl": release.commit.url(),
            },
            "outputVariables": release.commit.variables(),
        }),
        (_, Some(approval)) => {
            let mut result = json!({ "externalExecutionId": approval.token });
            set_some(&mut result, "externalExecutionSummary", action.summary.as_ref());
            json!({ "outputArtifacts": [], "executionResult": result, "outputVariables": {} })
        }
        _ => json!({ "outputArtifacts": [], "executionResult": {}, "outputVariables": {} }),
    }
}

fn source_artifact(release: &Release) -> Value {
    let key: String = release.commit.id.chars().take(7).collect();
    json!({
        "name": "SourceArtifact",
        "s3location": {
            "bucket": format!("codepipeline-{REGION}-local"),
            "key": format!("{}/SourceArti/{key}", release.pipeline),
        },
    })
}
