//! The events of the probe: a scheduled run, or a hook of CodeDeploy.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

/// The longest deployment id. CodeDeploy's are eleven characters, as in `d-A1B2C3D4E`.
const MAX_DEPLOYMENT_ID: usize = 64;
/// The longest id of a hook's execution. CodeDeploy's are opaque texts of a few hundred characters.
const MAX_EXECUTION_ID: usize = 4096;

/// An event of the probe.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub enum Event {
    /// A scheduled run, or a smoke test: any event that is not a hook's.
    Run,
    /// CodeDeploy asks whether callers may meet a new version.
    Hook(Hook),
}

/// A lifecycle event hook, as CodeDeploy sends it to a Lambda function: `DeploymentId` and
/// `LifecycleEventHookExecutionId` (AWS CodeDeploy user guide, "AppSpec 'hooks' section").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// The deployment.
    pub deployment: DeploymentId,
    /// The execution of the hook, which is answered.
    pub execution: HookExecutionId,
}

/// The id of a deployment, such as `d-A1B2C3D4E`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentId(String);

/// The id of a hook's execution. `Debug` omits it, because whoever has it may answer the hook.
#[derive(Clone, PartialEq, Eq, derive_more::Debug)]
pub struct HookExecutionId(#[debug(skip)] String);

/// The event names a deployment or a hook's execution in a way that CodeDeploy does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("DeploymentId and LifecycleEventHookExecutionId are not those of a hook")]
pub struct BadHook;

impl DeploymentId {
    /// Checks an id from an event.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let is_id = (1..=MAX_DEPLOYMENT_ID).contains(&text.len()) && text.chars().all(allowed);
        is_id.then(|| Self(text.to_owned()))
    }

    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeploymentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HookExecutionId {
    /// Checks an id from an event.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        ((1..=MAX_EXECUTION_ID).contains(&text.len()) && visible).then(|| Self(text.to_owned()))
    }

    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<Value> for Event {
    type Error = BadHook;

    fn try_from(event: Value) -> Result<Self, BadHook> {
        match (event.get("DeploymentId"), event.get("LifecycleEventHookExecutionId")) {
            (None, None) => Ok(Self::Run),
            (deployment, execution) => {
                let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
                let deployment = text(deployment).and_then(|text| DeploymentId::new(&text));
                let execution = text(execution).and_then(|text| HookExecutionId::new(&text));
                deployment
                    .zip(execution)
                    .map(|(deployment, execution)| Self::Hook(Hook { deployment, execution }))
                    .ok_or(BadHook)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(event: Value) -> Result<Event, serde_json::Error> {
        serde_json::from_value(event)
    }

    #[test]
    fn a_hook_names_its_deployment_and_its_execution() {
        let event = json!({
            "DeploymentId": "d-A1B2C3D4E",
            "LifecycleEventHookExecutionId": "eyJlbmNyeXB0ZWREYXRhIjoi+/=",
        });
        let Event::Hook(hook) = read(event).unwrap() else { panic!("not a hook") };
        assert_eq!(hook.deployment.as_str(), "d-A1B2C3D4E");
        assert_eq!(hook.execution.as_str(), "eyJlbmNyeXB0ZWREYXRhIjoi+/=");
        assert!(!format!("{hook:?}").contains("eyJ"), "{hook:?}");
    }

    #[test]
    fn any_other_event_is_a_run() {
        for event in [json!({"source": "switchboard.schedule"}), json!({}), json!(null), json!([1])]
        {
            assert_eq!(read(event).unwrap(), Event::Run);
        }
    }

    #[test]
    fn half_a_hook_is_an_error() {
        let (deployment, execution) = (json!("d-A1B2C3D4E"), json!("eyJ"));
        for (deployment, execution) in [
            (deployment.clone(), json!(null)),
            (json!(null), execution.clone()),
            (json!(7), execution.clone()),
            (json!(""), execution.clone()),
            (json!("d-A1B2C3D4E/../x"), execution.clone()),
            (json!("d".repeat(65)), execution),
            (deployment.clone(), json!("")),
            (deployment.clone(), json!("a b")),
            (deployment.clone(), json!("a\n")),
            (deployment, json!("a".repeat(4097))),
        ] {
            let event =
                json!({"DeploymentId": deployment, "LifecycleEventHookExecutionId": execution});
            assert!(read(event).is_err());
        }
        assert!(read(json!({"DeploymentId": "d-A1B2C3D4E"})).is_err());
    }
}
