//! CodeDeploy: deployments whose hook is answered. No traffic is shifted, because a function has one version
//! here. Requests and replies follow the service model.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, response::IntoResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::aws_service::{Refusal, Service};
use crate::functions::vanity::SYNTHETIC_PROBE;
use crate::lambda::{Lambda, Outcome};
use crate::problem::Problem;

/// All deployments since the stack was started.
#[derive(Clone, Debug)]
pub(crate) struct CodeDeploy {
    lambda: Lambda,
    deployments: Arc<Mutex<BTreeMap<String, Deployment>>>,
}

/// A deployment that waits for the answer to its hook.
#[derive(Clone, Debug)]
struct Deployment {
    function: String,
    version: String,
    is_rollback: bool,
    /// What `GetDeployment` names the AppSpec file by. On AWS it is the file's digest.
    digest: String,
    execution: String,
    answer: Option<String>,
}

impl CodeDeploy {
    pub(crate) fn new(lambda: Lambda) -> Self {
        Self { lambda, deployments: Arc::default() }
    }

    fn deployments(&self) -> MutexGuard<'_, BTreeMap<String, Deployment>> {
        self.deployments.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out an operation.
    pub(crate) fn call(&self, operation: &str, body: &[u8]) -> Result<Value, Refusal> {
        let input: Value = serde_json::from_slice(body)
            .map_err(|error| Refusal::new("SerializationException", error.to_string()))?;
        match operation {
            "GetDeployment" => self.get_deployment(&input),
            "GetApplicationRevision" => self.get_application_revision(&input),
            "PutLifecycleEventHookExecutionStatus" => self.put_status(&input),
            _ => {
                let operations = Service::CodeDeploy.operations().join(", ");
                let message = format!("The local stack's CodeDeploy has {operations} only.");
                Err(Refusal::new("UnknownOperationException", message))
            }
        }
    }

    /// As on AWS, the revision has no content.
    fn get_deployment(&self, input: &Value) -> Result<Value, Refusal> {
        let id = deployment_id(input)?;
        let deployments = self.deployments();
        let Deployment { function, is_rollback, digest, .. } =
            deployments.get(id).ok_or_else(|| no_deployment(id))?;
        Ok(json!({"deploymentInfo": {
            "applicationName": function,
            "deploymentGroupName": "live",
            "deploymentConfigName": "CodeDeployDefault.LambdaCanary10Percent5Minutes",
            "deploymentId": id,
            "revision": {"revisionType": "AppSpecContent", "appSpecContent": {"sha256": digest}},
            "status": "InProgress",
            "creator": if *is_rollback { "codeDeployRollback" } else { "user" },
            "computePlatform": "Lambda",
        }}))
    }

    fn get_application_revision(&self, input: &Value) -> Result<Value, Refusal> {
        let application = text(input, "/applicationName");
        let wanted = text(input, "/revision/appSpecContent/sha256");
        let deployments = self.deployments();
        let found = deployments
            .values()
            .find(|deployment| deployment.function == application && deployment.digest == wanted);
        let found = found.ok_or_else(|| {
            Refusal::new("RevisionDoesNotExistException", "The revision does not exist.")
        })?;
        Ok(json!({
            "applicationName": application,
            "revision": {"revisionType": "AppSpecContent", "appSpecContent": {
                "content": found.app_spec(), "sha256": found.digest,
            }},
        }))
    }

    fn put_status(&self, input: &Value) -> Result<Value, Refusal> {
        let id = deployment_id(input)?;
        let (execution, status) =
            (text(input, "/lifecycleEventHookExecutionId"), text(input, "/status"));
        let mut deployments = self.deployments();
        let deployment = deployments.get_mut(id).ok_or_else(|| no_deployment(id))?;
        if deployment.execution != execution {
            let code = "InvalidLifecycleEventHookExecutionIdException";
            return Err(Refusal::new(code, "The execution id of the hook is not valid."));
        }
        if !matches!(status, "Succeeded" | "Failed") {
            let code = "InvalidLifecycleEventHookExecutionStatusException";
            return Err(Refusal::new(code, "The status is Succeeded or Failed."));
        }
        if deployment.answer.is_some() {
            let code = "LifecycleEventAlreadyCompletedException";
            return Err(Refusal::new(code, "The hook was answered before."));
        }
        deployment.answer = Some(status.to_owned());
        Ok(json!({"lifecycleEventHookExecutionId": execution}))
    }
}

impl Deployment {
    /// Returns the AppSpec file that `tools/deploy/shift.sh` writes.
    fn app_spec(&self) -> String {
        let Self { function, version, .. } = self;
        let resource = json!({function: {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Name": function, "Alias": "live", "CurrentVersion": "1", "TargetVersion": version,
            },
        }});
        let hooks = json!([{"BeforeAllowTraffic": SYNTHETIC_PROBE}]);
        format!(r#"{{"version":0.0,"Resources":[{resource}],"Hooks":{hooks}}}"#)
    }
}

fn deployment_id(input: &Value) -> Result<&str, Refusal> {
    match text(input, "/deploymentId") {
        "" => Err(Refusal::new("DeploymentIdRequiredException", "The deployment id is not given.")),
        id => Ok(id),
    }
}

fn no_deployment(id: &str) -> Refusal {
    let message = format!("The deployment {id} could not be found");
    Refusal::new("DeploymentDoesNotExistException", message)
}

/// Returns the text at a pointer; empty when it is missing.
fn text<'a>(input: &'a Value, pointer: &str) -> &'a str {
    input.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

pub(crate) fn router(deployments: CodeDeploy) -> Router {
    Router::new().route("/local/deployments", post(deploy)).with_state(deployments)
}

/// `POST /local/deployments`: starts a deployment, invokes its hook, and answers what the hook said.
async fn deploy(
    State(service): State<CodeDeploy>,
    body: Bytes,
) -> Result<impl IntoResponse, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        function: String,
        version: Option<String>,
        #[serde(default)]
        rollback: bool,
    }
    let refuse = |what: serde_json::Error| {
        Problem::bad_request(format!(
            "This is not a deployment: {what}. Send {{\"function\": \"vanity-convert\", \"version\": \"2\", \
             \"rollback\": false}}; the last two may be left out."
        ))
    };
    let Body { function, version, rollback } = serde_json::from_slice(&body).map_err(refuse)?;
    let random = || Uuid::new_v4().simple().to_string();
    let id = format!("d-{}", random().to_uppercase().split_at(9).0);
    let execution = STANDARD.encode(json!({"encryptedData": random()}).to_string());
    let deployment = Deployment {
        function,
        version: version.unwrap_or_else(|| "2".to_owned()),
        is_rollback: rollback,
        digest: random() + &random(),
        execution: execution.clone(),
        answer: None,
    };
    service.deployments().insert(id.clone(), deployment);

    let event = json!({"DeploymentId": id, "LifecycleEventHookExecutionId": execution});
    let invoked = service.lambda.invoke(SYNTHETIC_PROBE, event.to_string().into()).await;
    let report: Value = match invoked.map(|invocation| invocation.outcome) {
        Ok(Outcome::Success(reply)) => serde_json::from_slice(&reply).unwrap_or_default(),
        Ok(Outcome::Failure(_)) | Err(_) => Value::Null,
    };
    let answer = service.deployments().get(&id).and_then(|deployment| deployment.answer.clone());
    let view = json!({"event": event, "answer": answer, "report": report});
    Ok((StatusCode::CREATED, Json(view)))
}
