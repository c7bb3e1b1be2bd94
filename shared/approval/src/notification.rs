//! The message that a manual approval action of CodePipeline publishes to its SNS topic.
//!
//! Format: "JSON data format for manual approval notifications in CodePipeline", AWS CodePipeline user
//! guide. It is read liberally, because its documentation and its senders differ: times to the
//! minute, tokens that are no UUID, fields that are missing, `null` or new. Anyone who may publish
//! to the topic can have written it, so everything is bounded and nothing in it is trusted.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::PipelineToken;

/// The largest message that SNS delivers, in bytes.
pub const MAX_BYTES: usize = 262_144;

/// What the message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The pipeline's region, if it is told.
    pub region: Option<String>,
    /// The pipeline.
    pub pipeline: String,
    /// The stage.
    pub stage: String,
    /// The action.
    pub action: String,
    /// What answers the approval.
    pub token: PipelineToken,
    /// When CodePipeline gives up waiting.
    pub expires_at: Timestamp,
    /// `ExternalEntityLink` of the action: raw, of whatever scheme.
    pub staging: Option<String>,
    /// `CustomData` of the action: raw.
    pub note: Option<String>,
}

/// Why a message cannot be read. Nothing of its content is repeated, since it holds the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotificationError {
    /// More than [`MAX_BYTES`].
    #[error("the message is larger than the {MAX_BYTES} bytes that SNS delivers")]
    TooLarge,
    /// No JSON, or not of this shape.
    #[error("the message is no approval notification of CodePipeline")]
    NotAnApproval,
    /// A field is missing, or is not what it should be.
    #[error("the approval notification has no usable {0}")]
    Field(&'static str),
}

#[derive(Deserialize)]
struct Message {
    region: Option<Value>,
    approval: Approval,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Approval {
    pipeline_name: Option<String>,
    stage_name: Option<String>,
    action_name: Option<String>,
    token: Option<String>,
    expires: Option<String>,
    external_entity_link: Option<Value>,
    custom_data: Option<Value>,
}

impl Notification {
    /// Reads a message.
    ///
    /// ```
    /// use switchboard_approval::notification::Notification;
    ///
    /// let notification = Notification::parse(
    ///     r#"{"approval": {"pipelineName": "storefront", "stageName": "Approval",
    ///         "actionName": "Approve", "token": "1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN",
    ///         "expires": "2016-07-07T20:22Z"}}"#,
    /// )?;
    /// assert_eq!(notification.expires_at.to_string(), "2016-07-07T20:22:00Z");
    /// # Ok::<(), switchboard_approval::notification::NotificationError>(())
    /// ```
    pub fn parse(message: &str) -> Result<Self, NotificationError> {
        if message.len() > MAX_BYTES {
            return Err(NotificationError::TooLarge);
        }
        let Message { region, approval } =
            serde_json::from_str(message).map_err(|_| NotificationError::NotAnApproval)?;
        let field = NotificationError::Field;
        let token = approval.token.as_deref().and_then(PipelineToken::new);
        let expires_at = approval.expires.as_deref().and_then(time);
        Ok(Self {
            region: region.and_then(text).filter(|region| is_name(region)),
            pipeline: name(approval.pipeline_name).ok_or(field("pipelineName"))?,
            stage: name(approval.stage_name).ok_or(field("stageName"))?,
            action: name(approval.action_name).ok_or(field("actionName"))?,
            token: token.ok_or(field("token"))?,
            expires_at: expires_at.ok_or(field("expires"))?,
            staging: approval.external_entity_link.and_then(text),
            note: approval.custom_data.and_then(text),
        })
    }
}

/// Names of pipelines, stages and actions, as the service model has them.
fn name(name: Option<String>) -> Option<String> {
    name.filter(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".@-_".contains(&byte);
    (1..=100).contains(&name.len()) && name.bytes().all(is_allowed)
}

/// A text that says something. A structure, where somebody put one, is shown as its JSON.
fn text(value: Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text,
        other => other.to_string(),
    };
    (!text.trim().is_empty()).then_some(text)
}

/// `YYYY-MM-DDTHH:MM[:SS[.fff]]` with `Z` or an offset.
fn time(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn message() -> Value {
        json!({
            "region": "us-east-2",
            "consoleLink": "https://console.aws.amazon.com/codepipeline/home?region=us-east-2#/view/MyFirstPipeline",
            "approval": {
                "pipelineName": "MyFirstPipeline", "stageName": "MyApprovalStage",
                "actionName": "MyApprovalAction", "token": "1a2b3c4d-573f-4ea7-a67E-XAMPLETOKEN",
                "expires": "2016-07-07T20:22Z", "externalEntityLink": "http://example.com",
                "approvalReviewLink": "https://console.aws.amazon.com/codepipeline/home",
                "customData": "Review the latest changes and approve or reject within seven days.",
            },
        })
    }

    fn with(field: &str, value: Value) -> Result<Notification, NotificationError> {
        let mut message = message();
        message["approval"][field] = value;
        Notification::parse(&message.to_string())
    }

    #[test]
    fn the_documented_sample_is_read() {
        let notification = Notification::parse(&message().to_string()).unwrap();
        assert_eq!(notification.pipeline, "MyFirstPipeline");
        assert_eq!(notification.region.as_deref(), Some("us-east-2"));
        assert_eq!(notification.staging.as_deref(), Some("http://example.com"));
        assert!(!format!("{notification:?}").contains("XAMPLETOKEN"));
    }

    #[test]
    fn times_are_read_in_every_precision() {
        for (text, time) in [
            ("2016-07-07T20:22Z", "2016-07-07T20:22:00Z"),
            ("2016-07-07T20:22:31Z", "2016-07-07T20:22:31Z"),
            ("2016-07-07T20:22:31.250Z", "2016-07-07T20:22:31.25Z"),
            ("2016-07-07T22:22+02:00", "2016-07-07T20:22:00Z"),
        ] {
            assert_eq!(
                with("expires", json!(text)).unwrap().expires_at.to_string(),
                time,
                "{text}"
            );
        }
        for bad in [json!("soon"), json!("2016-07-07"), json!(null), json!("")] {
            let refused = with("expires", bad.clone()).unwrap_err();
            assert_eq!(refused, NotificationError::Field("expires"), "{bad}");
        }
    }

    #[test]
    fn optional_fields_may_be_missing_null_or_empty() {
        for nothing in [json!(null), json!(""), json!(" \n")] {
            assert_eq!(with("externalEntityLink", nothing.clone()).unwrap().staging, None);
            assert_eq!(with("customData", nothing).unwrap().note, None);
        }
        let structured = with("customData", json!({"ticket": 7})).unwrap();
        assert_eq!(structured.note.as_deref(), Some(r#"{"ticket":7}"#));
        assert!(with("newField", json!([1])).is_ok());
    }

    #[test]
    fn what_is_wrong_is_named_and_not_repeated() {
        let long = "a".repeat(101);
        for name in
            [json!("a/b"), json!(""), json!(long), json!("a\r\nb"), json!("<b>"), json!(null)]
        {
            let refused = with("pipelineName", name.clone()).unwrap_err();
            assert_eq!(refused, NotificationError::Field("pipelineName"), "{name}");
        }
        assert_eq!(with("token", json!("")), Err(NotificationError::Field("token")));
        assert_eq!(with("token", json!(7)), Err(NotificationError::NotAnApproval));
        assert_eq!(Notification::parse("{}"), Err(NotificationError::NotAnApproval));
        let large = "x".repeat(1024 * 1024);
        assert_eq!(Notification::parse(&large), Err(NotificationError::TooLarge));
    }

    proptest! {
        #[test]
        fn any_other_text_is_refused(text in "\\PC{0,400}") {
            prop_assert_eq!(Notification::parse(&text), Err(NotificationError::NotAnApproval));
        }

        #[test]
        fn unknown_fields_are_ignored(field in "[a-zA-Z]{1,20}", value in any::<i64>()) {
            prop_assume!(message()["approval"].get(&field).is_none());
            prop_assert_eq!(with(&field, json!(value)), Notification::parse(&message().to_string()));
        }
    }
}
