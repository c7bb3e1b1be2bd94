//! The operations that release approvals need, in AWS JSON 1.1.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

use super::constraints::{Constraint, MAX_SUMMARY, Members};
use super::definition::{self, APPROVAL_STAGE, PIPELINES, STAGES, StageDefinition};
use super::release::{ApprovalResult, Decision, Release, Status};
use super::service::{CodePipeline, PutRefused};
use super::views;
use crate::account::{ACCOUNT, REGION};
use crate::aws_service::{Refusal, Service};
use crate::json_object::{set, set_some};

/// The default and largest number of entries on a page.
const MAX_RESULTS: u64 = 100;

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        let message = format!("The local stack cannot store its releases: {error}");
        Self { status: 500, code: "InternalFailure", message }
    }
}

/// Carries out an operation; `by` is the ARN of the caller.
pub(crate) fn call(
    service: &CodePipeline,
    operation: &str,
    body: &[u8],
    by: &str,
) -> Result<Value, Refusal> {
    let input: Value = serde_json::from_slice(body)
        .map_err(|error| Refusal::new("SerializationException", error.to_string()))?;
    match operation {
        "GetPipelineState" => get_pipeline_state(service, &input),
        "GetPipelineExecution" => get_pipeline_execution(service, &input),
        "ListPipelineExecutions" => list_pipeline_executions(service, &input),
        "ListActionExecutions" => list_action_executions(service, &input),
        "PutApprovalResult" => put_approval_result(service, &input, by),
        _ => Err(Refusal::new(
            "UnknownOperationException",
            format!(
                "The local stack's CodePipeline has {} only.",
                Service::CodePipeline.operations().join(", ")
            ),
        )),
    }
}

fn valid(members: Members<'_>) -> Result<(), Refusal> {
    members.finish().map_err(|message| Refusal::new("ValidationException", message))
}

fn existing_pipeline(name: &str) -> Result<(), Refusal> {
    if PIPELINES.contains(&name) {
        return Ok(());
    }
    let message = format!(
        "Account '{ACCOUNT}' does not have a pipeline with name '{name}' in region '{REGION}'"
    );
    Err(Refusal::new("PipelineNotFoundException", message))
}

fn get_pipeline_state(service: &CodePipeline, input: &Value) -> Result<Value, Refusal> {
    let mut members = Members::of(input);
    let name = members.required("name", Constraint::Name);
    valid(members)?;
    existing_pipeline(name)?;
    Ok(service.pipeline_state(name)?)
}

fn get_pipeline_execution(service: &CodePipeline, input: &Value) -> Result<Value, Refusal> {
    let mut members = Members::of(input);
    let name = members.required("pipelineName", Constraint::Name);
    let id = members.required("pipelineExecutionId", Constraint::Uuid);
    valid(members)?;
    existing_pipeline(name)?;
    service
        .read(|releases| {
            let mut releases = releases.iter();
            let release = releases.find(|release| release.pipeline == name && release.id == id);
            release.map(views::pipeline_execution)
        })?
        .ok_or_else(|| no_execution(name, id))
}

fn no_execution(pipeline: &str, id: &str) -> Refusal {
    let message = format!("Pipeline '{pipeline}' has no execution with id '{id}'");
    Refusal::new("PipelineExecutionNotFoundException", message)
}

fn list_action_executions(service: &CodePipeline, input: &Value) -> Result<Value, Refusal> {
    const LATEST: &str = "filter.latestInPipelineExecution";
    let mut members = Members::of(input);
    let name = members.required("pipelineName", Constraint::Name);
    let mut id = members.optional("filter.pipelineExecutionId", Constraint::Uuid);
    let mut only_latest = false;
    if members.has(LATEST) {
        id = Some(members.required(&format!("{LATEST}.pipelineExecutionId"), Constraint::Uuid));
        let range = Constraint::OneOf(&["Latest", "All"]);
        only_latest = members.required(&format!("{LATEST}.startTimeRange"), range) == "Latest";
    }
    let page = members.integer("maxResults", 1, MAX_RESULTS).unwrap_or(MAX_RESULTS);
    let next_token = members.optional("nextToken", Constraint::Length(2048));
    valid(members)?;
    existing_pipeline(name)?;

    let listed = service.read(|releases| {
        let wanted = || {
            releases
                .iter()
                .filter(|release| release.pipeline == name && id.is_none_or(|id| release.id == id))
        };
        if let Some(id) = id
            && wanted().next().is_none()
        {
            return Err(no_execution(name, id));
        }
        page_of(views::action_executions(wanted(), only_latest), page, next_token)
    })?;
    listed.map(|(details, next)| listing("actionExecutionDetails", details, next))
}

fn list_pipeline_executions(service: &CodePipeline, input: &Value) -> Result<Value, Refusal> {
    const STAGE: &str = "filter.succeededInStage";
    let mut members = Members::of(input);
    let name = members.required("pipelineName", Constraint::Name);
    let stage = members.optional(&format!("{STAGE}.stageName"), Constraint::Name);
    let page = members.integer("maxResults", 1, MAX_RESULTS).unwrap_or(MAX_RESULTS);
    let next_token = members.optional("nextToken", Constraint::Length(2048));
    valid(members)?;
    existing_pipeline(name)?;

    let listed = service.read(|releases| {
        let in_stage = |release: &&Release| {
            stage.is_none_or(|stage| release.stage_status(stage) == Some(Status::Succeeded))
        };
        let of_pipeline = releases.iter().rev().filter(|release| release.pipeline == name);
        let summaries = of_pipeline
            .filter(in_stage)
            .map(|release| (release.id.as_str(), views::execution_summary(release)));
        page_of(summaries.collect(), page, next_token)
    })?;
    listed.map(|(summaries, next)| listing("pipelineExecutionSummaries", summaries, next))
}

/// Returns a page of a list, and the token of the next page. A token names the last entry of its page,
/// so that newer entries do not shift the pages.
fn page_of(
    entries: Vec<(&str, Value)>,
    size: u64,
    next_token: Option<&str>,
) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let start = match next_token {
        None => 0,
        Some(token) => {
            let last = BASE64.decode(token).unwrap_or_default();
            let place = entries.iter().position(|(id, _)| id.as_bytes() == last);
            place.map(|place| place + 1).ok_or_else(|| {
                Refusal::new("InvalidNextTokenException", "The next token is not valid.")
            })?
        }
    };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = entries.len() > start + size;
    let page: Vec<_> = entries.into_iter().skip(start).take(size).collect();
    let next = page.last().filter(|_| more).map(|(id, _)| BASE64.encode(id));
    Ok((page.into_iter().map(|(_, entry)| entry).collect(), next))
}

fn listing(name: &str, entries: Vec<Value>, next_token: Option<String>) -> Value {
    let mut output = json!({});
    set(&mut output, name, Value::from(entries));
    set_some(&mut output, "nextToken", next_token);
    output
}

fn put_approval_result(service: &CodePipeline, input: &Value, by: &str) -> Result<Value, Refusal> {
    let mut members = Members::of(input);
    let pipeline = members.required("pipelineName", Constraint::Name);
    let stage = members.required("stageName", Constraint::Name);
    let action = members.required("actionName", Constraint::Name);
    let summary = members.required("result.summary", Constraint::Length(MAX_SUMMARY));
    let status = members.required("result.status", Constraint::OneOf(&["Approved", "Rejected"]));
    let token = members.required("token", Constraint::Uuid);
    valid(members)?;

    existing_pipeline(pipeline)?;
    if !STAGES.iter().any(|definition| definition.stage == stage) {
        let message = format!("Pipeline '{pipeline}' does not have a stage with name '{stage}'");
        return Err(Refusal::new("StageNotFoundException", message));
    }
    let definition = match definition::stage(stage) {
        Some(definition) if has_action(service, pipeline, definition, action)? => definition,
        _ => {
            let message = format!("Stage '{stage}' does not have an action with name '{action}'");
            return Err(Refusal::new("ActionNotFoundException", message));
        }
    };
    if definition.category != "Approval" {
        let message = format!("Action '{action}' is not an approval action");
        return Err(Refusal::new("InvalidApprovalTokenException", message));
    }

    let decision = if status == "Approved" { Decision::Approved } else { Decision::Rejected };
    let result = ApprovalResult { decision, summary, by };
    match service.put_approval_result(pipeline, action, token, &result)? {
        Ok(at) => Ok(json!({ "approvedAt": views::seconds(at) })),
        Err(PutRefused::InvalidToken) => Err(Refusal::new(
            "InvalidApprovalTokenException",
            "The approval request already received a response or has expired.",
        )),
        Err(PutRefused::AlreadyCompleted) => Err(Refusal::new(
            "ApprovalAlreadyCompletedException",
            "The approval action has already been approved or rejected.",
        )),
    }
}

/// Returns whether a stage has this action: the one of its definition, or an approval action that a
/// release of the pipeline names.
fn has_action(
    service: &CodePipeline,
    pipeline: &str,
    definition: &StageDefinition,
    action: &str,
) -> io::Result<bool> {
    if definition.action == action {
        return Ok(true);
    }
    let named = |release: &Release| {
        release.pipeline == pipeline && release.settings.actions.iter().any(|name| name == action)
    };
    Ok(definition.stage == APPROVAL_STAGE && service.read(|releases| releases.iter().any(named))?)
}
