//! CodeDeploy's part in a hook, in AWS JSON 1.1 (service model `codedeploy/2014-10-06`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::aws::endpoint;
use crate::aws::signed_http::{Outgoing, SignedHttp};
use crate::event::{DeploymentId, Hook};
use crate::function::QualifiedFunction;
use crate::name::Name;
use crate::ports::{Deployment, DeploymentError, Deployments, Verdict};

/// The error for a hook that was answered before.
const ALREADY_ANSWERED: &str = "LifecycleEventAlreadyCompletedException";

/// Asks CodeDeploy what is deployed, and answers hooks. Needs `codedeploy:GetDeployment` on the deployment
/// groups, `codedeploy:GetApplicationRevision` on the applications and
/// `codedeploy:PutLifecycleEventHookExecutionStatus`.
#[derive(Clone, Debug)]
pub struct CodeDeploy {
    http: SignedHttp,
    uri: String,
}

/// The output of `GetDeployment`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GetDeployment {
    deployment_info: DeploymentInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeploymentInfo {
    application_name: String,
    creator: Option<String>,
    revision: Revision,
}

/// A revision: where an AppSpec file is, or the file itself.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Revision {
    #[serde(rename = "revisionType", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_spec_content: Option<Content>,
    /// The deprecated form of the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    string: Option<Content>,
}

#[derive(Deserialize, Serialize)]
struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

impl Revision {
    fn app_spec(&self) -> Option<&str> {
        let mut given = [&self.app_spec_content, &self.string].into_iter().flatten();
        given.find_map(|given| given.content.as_deref())
    }
}

/// The output of `GetApplicationRevision`.
#[derive(Deserialize)]
struct GetApplicationRevision {
    revision: Revision,
}

/// An AppSpec file of a Lambda deployment (AWS CodeDeploy user guide, "AppSpec File structure").
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AppSpec {
    resources: Vec<BTreeMap<String, Resource>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resource {
    properties: Properties,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    name: String,
    target_version: String,
}

impl CodeDeploy {
    /// Sends to the connection's endpoint, or else to the one of its region.
    #[must_use]
    pub fn new(http: SignedHttp) -> Self {
        let uri = format!("{}/", endpoint::of("codedeploy", &http.settings));
        Self { http, uri }
    }

    async fn call(
        &self,
        operation: &'static str,
        input: &Value,
        now: Timestamp,
    ) -> Result<Vec<u8>, DeploymentError> {
        let target = format!("CodeDeploy_20141006.{operation}");
        let body = input.to_string();
        let outgoing = Outgoing {
            method: "POST",
            uri: &self.uri,
            service: Some("codedeploy"),
            headers: &[("content-type", "application/x-amz-json-1.1"), ("x-amz-target", &target)],
            body: body.as_bytes(),
        };
        let incoming = self.http.send(&outgoing, now).await?;
        if incoming.response.status().as_u16() == 200 {
            return Ok(incoming.body);
        }
        Err(DeploymentError::Refused { operation, error: error_name(&incoming.body) })
    }

    /// Returns the AppSpec file of a revision. `GetDeployment` leaves it out, and its documentation refers to
    /// `GetApplicationRevision`.
    async fn app_spec(
        &self,
        info: &DeploymentInfo,
        now: Timestamp,
    ) -> Result<AppSpec, DeploymentError> {
        if let Some(given) = info.revision.app_spec() {
            return read(given.as_bytes());
        }
        let input = json!({"applicationName": info.application_name, "revision": info.revision});
        let output = self.call("GetApplicationRevision", &input, now).await?;
        let revision = read::<GetApplicationRevision>(&output)?.revision;
        read(revision.app_spec().unwrap_or_default().as_bytes())
    }
}

/// Reads an output. The error has no source, which would quote it.
fn read<'a, T: Deserialize<'a>>(output: &'a [u8]) -> Result<T, DeploymentError> {
    serde_json::from_slice(output).map_err(|_| DeploymentError::Unreadable)
}

/// Returns the name of an error, which may follow a namespace and a `#`.
fn error_name(body: &[u8]) -> Name {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let name = body.get("__type").and_then(Value::as_str);
    Name::of(name.map(|name| name.rsplit_once('#').map_or(name, |(_, name)| name)))
}

impl Deployments for CodeDeploy {
    async fn find(&self, id: &DeploymentId, now: Timestamp) -> Result<Deployment, DeploymentError> {
        let input = json!({"deploymentId": id.as_str()});
        let output = self.call("GetDeployment", &input, now).await?;
        let info = read::<GetDeployment>(&output)?.deployment_info;
        if info.creator.as_deref() == Some("codeDeployRollback") {
            return Ok(Deployment::Rollback);
        }
        let mut resources =
            self.app_spec(&info, now).await?.resources.into_iter().flat_map(BTreeMap::into_values);
        let (Some(Resource { properties }), None) = (resources.next(), resources.next()) else {
            return Err(DeploymentError::Unreadable);
        };
        QualifiedFunction::version(&properties.name, &properties.target_version)
            .map(Deployment::Release)
            .ok_or(DeploymentError::Unreadable)
    }

    async fn answer(
        &self,
        hook: &Hook,
        verdict: Verdict,
        now: Timestamp,
    ) -> Result<(), DeploymentError> {
        let status = match verdict {
            Verdict::Succeeded => "Succeeded",
            Verdict::Failed => "Failed",
        };
        let input = json!({
            "deploymentId": hook.deployment.as_str(),
            "lifecycleEventHookExecutionId": hook.execution.as_str(),
            "status": status,
        });
        match self.call("PutLifecycleEventHookExecutionStatus", &input, now).await {
            // CodeDeploy may invoke the probe twice.
            Err(DeploymentError::Refused { error, .. }) if error.as_str() == ALREADY_ANSWERED => {
                Ok(())
            }
            answered => answered.map(drop),
        }
    }
}

#[cfg(test)]
mod tests;
