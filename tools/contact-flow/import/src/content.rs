//! The output of `describe-contact-flow`.

use serde_json::Value;
use switchboard_contact_flow::document::{DocumentError, Flow};
use thiserror::Error;

/// A flow of an instance.
#[derive(Debug)]
pub(crate) struct Exported {
    /// The name of the flow in the instance, if it is known.
    pub(crate) name: Option<String>,
    pub(crate) flow: Flow,
}

/// The reason why a text is not a flow of an instance.
#[derive(Debug, Error)]
pub(crate) enum ContentError {
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(
        "this is JSON, but neither the output of `aws connect describe-contact-flow` nor the Content of a \
         flow in the flow language"
    )]
    Neither,
    /// The hook does not run in the console's flow, and would run in the template.
    #[error(
        "block {block:?}: EventHooksConfiguration turns a hook off, which the flow language cannot say; \
         turn the hook on in the console, or remove the block"
    )]
    HookTurnedOff { block: String },
}

impl Exported {
    /// Reads the output of `aws connect describe-contact-flow`, or its Content alone.
    pub(crate) fn read(text: &str) -> Result<Self, ContentError> {
        let value: Value = serde_json::from_str(text).map_err(DocumentError::NotJson)?;
        let described = value.get("ContactFlow").unwrap_or(&value);
        let (name, content) = match described.get("Content") {
            Some(content) => (described.get("Name").and_then(Value::as_str), content),
            None => (None, &value),
        };
        let name = name.map(str::to_owned);
        // The Content is a text that contains JSON, unless somebody has unwrapped it before.
        let content = match content {
            Value::String(text) => serde_json::from_str(text).map_err(DocumentError::NotJson)?,
            other => other.clone(),
        };
        if content.get("Actions").is_none() && content.get("modules").is_none() {
            return Err(ContentError::Neither);
        }
        let mut flow = Flow::from_value(content)?;
        drop_extras(&mut flow)?;
        Ok(Self { name, flow })
    }
}

/// Removes what the console writes and no API accepts. The metadata is computed when the flow is written.
fn drop_extras(flow: &mut Flow) -> Result<(), ContentError> {
    for action in &mut flow.actions {
        let Some(hooks) = action.parameters.remove("EventHooksConfiguration") else { continue };
        let is_off = |hook: &Value| {
            let off = hook.get("DisableExecution");
            off.is_some_and(|off| off.as_bool() == Some(true) || text_is_true(off))
        };
        if hooks.as_object().is_some_and(|hooks| hooks.values().any(is_off)) {
            return Err(ContentError::HookTurnedOff { block: action.identifier.clone() });
        }
    }
    Ok(())
}

fn text_is_true(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn content() -> Value {
        json!({
            "Version": "2019-10-30", "StartAction": "End", "Metadata": {"snapToGrid": false},
            "Actions": [{"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}],
        })
    }

    fn refusal(value: &Value) -> String {
        Exported::read(&value.to_string()).unwrap_err().to_string()
    }

    #[test]
    fn a_flow_comes_described_or_bare_as_text_or_unwrapped() {
        let text = content().to_string();
        let described = json!({"ContactFlow": {"Name": "Vanity numbers", "Content": text}});
        let unwrapped = json!({"ContactFlow": {"Name": "Vanity numbers", "Content": content()}});
        for value in [described, unwrapped] {
            let exported = Exported::read(&value.to_string()).unwrap();
            assert_eq!(exported.name.as_deref(), Some("Vanity numbers"));
            assert_eq!(exported.flow.actions.len(), 1);
        }
        for value in [content(), json!(text)] {
            let exported = Exported::read(&value.to_string()).unwrap();
            assert_eq!((exported.name, exported.flow.actions.len()), (None, 1));
        }
    }

    #[test]
    fn the_old_export_format_is_explained_and_its_block_named() {
        let old = json!({"modules": [{"id": "a1", "type": "PlayPrompt"}], "start": "a1"});
        for value in [old.clone(), json!({"ContactFlow": {"Content": old.to_string()}})] {
            let message = refusal(&value);
            assert!(message.contains("old export format"), "{message}");
            assert!(message.contains("first block a1 (PlayPrompt)"), "{message}");
        }
    }

    #[test]
    fn what_is_neither_is_refused() {
        let other_list = json!({"ContactFlowSummaryList": []});
        for value in [json!({}), json!([]), json!(3), other_list, json!({"ContactFlow": {}})] {
            assert!(refusal(&value).contains("neither the output of `aws connect"), "{value}");
        }
        assert!(Exported::read("Hello").unwrap_err().to_string().starts_with("this is not JSON"));
        let action = json!({"Identifier": "Odd", "Kind": "x"});
        let odd = json!({"Version": "2019-10-30", "StartAction": "Odd", "Actions": [action]});
        assert!(refusal(&odd).starts_with("block \"Odd\" is not an action"), "{}", refusal(&odd));
    }

    #[test]
    fn a_hook_that_runs_needs_no_configuration_and_one_that_is_off_is_refused() {
        let with = |off: &Value| {
            let mut content = content();
            content["Actions"][0]["Parameters"] = json!({
                "EventHooks": {"CustomerQueue": "x"},
                "EventHooksConfiguration": {"CustomerQueue": {"DisableExecution": off}},
            });
            content
        };
        let exported = Exported::read(&with(&json!("false")).to_string()).unwrap();
        let parameters: Vec<_> = exported.flow.actions[0].parameters.keys().collect();
        assert_eq!(parameters, ["EventHooks"]);
        for off in [json!("True"), json!(true)] {
            let message = refusal(&with(&off));
            assert!(message.starts_with("block \"End\": EventHooksConfiguration"), "{message}");
        }
    }
}
