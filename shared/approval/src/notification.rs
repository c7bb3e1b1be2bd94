//! The message that a manual approval action of CodePipeline publishes to its SNS topic.
//!
//! The format is in the AWS CodePipeline user guide, "JSON data format for manual approval
//! notifications in CodePipeline". It is read liberally, because the documentation and real senders
//! differ: times to the minute, tokens that are not UUIDs, fields that are missing, `null` or new.
//! Anyone who may publish to the topic can have written the message, so everything in it is bounded
//! and nothing is trusted.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::release::PipelineToken;

/// The largest message that SNS delivers, in bytes.
pub const MAX_BYTES: usize = 262_144;

/// A notification about an approval that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The pipeline's region, if the message names it.
    pub region: Option<String>,
    /// The pipeline's name.
    pub pipeline: String,
    /// The stage's name.
    pub stage: String,
    /// The action's name.
    pub action: String,
    /// The token that is needed to answer the approval.
    pub token: PipelineToken,
    /// The time at which CodePipeline stops waiting.
    pub expires_at: Timestamp,
    /// `ExternalEntityLink` of the action, unchecked: it may have any scheme.
    pub staging: Option<String>,
    /// `CustomData` of the action, unchecked.
    pub note: Option<String>,
}

/// The reason why a message cannot be read. It repeats none of the content, which holds the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotificationError {
    /// The message is larger than [`MAX_BYTES`].
    #[error("the message is larger than the {MAX_BYTES} bytes that SNS delivers")]
    TooLarge,
    /// The message is not JSON, or has another shape.
    #[error("the message is not an approval notification of CodePipeline")]
    NotAnApproval,
    /// The named field is missing or has a value that cannot be used.
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
    /// Reads the text of a message.
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

/// Takes a name of a pipeline, stage or action, by the rules of the service model.
fn name(name: Option<String>) -> Option<String> {
    name.filter(|name| is_name(name))
}

/// Returns whether this is the name of a pipeline, stage or action (or of a region, which is stricter).
pub(crate) fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".@-_".contains(&byte);
    (1..=100).contains(&name.len()) && name.bytes().all(is_allowed)
}

/// Takes a text that is not blank. A structure in its place is shown as its JSON.
fn text(value: Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text,
        other => other.to_string(),
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Reads `YYYY-MM-DDTHH:MM[:SS[.fff]]` with `Z` or an offset.
fn time(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn message() -> Value {
        let payload = include_str!("../../../tests/payloads/codepipeline-approval.json");
        serde_json::from_str(payload).unwrap()
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
