//! SNS: a notification as a function receives it, and as a queue holds it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::account::REGION;

/// A published notification. Its id is the same for each delivery.
#[derive(Debug)]
pub(crate) struct Notification {
    id: String,
    topic_arn: String,
    subject: String,
    message: String,
    published_at: Timestamp,
}

impl Notification {
    pub(crate) fn new(topic_arn: String, subject: String, message: &Value, now: Timestamp) -> Self {
        let id = Uuid::new_v4().to_string();
        Self { id, topic_arn, subject, message: message.to_string(), published_at: now }
    }

    /// Returns the message without its envelope, as raw message delivery sends it.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    fn published_at(&self) -> String {
        format!("{:.3}", self.published_at)
    }

    /// Returns a placeholder: no function verifies SNS signatures.
    fn certificate_url() -> String {
        format!("https://sns.{REGION}.amazonaws.com/SimpleNotificationService-local.pem")
    }

    fn unsubscribe_url(&self) -> String {
        format!(
            "https://sns.{REGION}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={}:local",
            self.topic_arn
        )
    }

    /// Returns the event for a function that is subscribed to the topic.
    pub(crate) fn event(&self) -> Value {
        let mut notification = self.notification("SigningCertUrl", "UnsubscribeUrl");
        notification.insert("MessageAttributes".to_owned(), json!({}));
        json!({ "Records": [{
            "EventVersion": "1.0",
            "EventSource": "aws:sns",
            "EventSubscriptionArn": format!("{}:0a4f9a6c-6f3d-4c5e-9d43-2f1f6a3b7c10", self.topic_arn),
            "Sns": notification,
        }] })
    }

    /// Returns the body for a queue that is subscribed to the topic.
    pub(crate) fn body(&self) -> String {
        Value::Object(self.notification("SigningCertURL", "UnsubscribeURL")).to_string()
    }

    /// Returns the members that functions and queues both get. SNS spells the last two differently for
    /// functions and for queues.
    fn notification(&self, certificate: &str, unsubscribe: &str) -> Map<String, Value> {
        let members = [
            ("Type", "Notification".to_owned()),
            ("MessageId", self.id.clone()),
            ("TopicArn", self.topic_arn.clone()),
            ("Subject", self.subject.clone()),
            ("Message", self.message.clone()),
            ("Timestamp", self.published_at()),
            ("SignatureVersion", "1".to_owned()),
            ("Signature", "bG9jYWw=".to_owned()),
            (certificate, Self::certificate_url()),
            (unsubscribe, self.unsubscribe_url()),
        ];
        members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::arn;
    use crate::event_shape;

    #[test]
    fn a_notification_has_the_shape_of_the_service() {
        let now = "2026-11-21T10:23:45.6Z".parse().unwrap();
        let message = json!({ "a": 1 });
        let notification =
            Notification::new(arn("sns", "releases"), "Look".to_owned(), &message, now);
        let event = notification.event();
        let record = &event["Records"][0];
        assert_eq!(record["EventSource"], "aws:sns");
        let sns = &record["Sns"];
        assert_eq!(sns["TopicArn"], "arn:aws:sns:us-east-1:123456789012:releases");
        assert_eq!(sns["Message"], r#"{"a":1}"#);
        assert_eq!(sns["Timestamp"], "2026-11-21T10:23:45.600Z");
        let subscription = record["EventSubscriptionArn"].as_str().unwrap();
        assert!(subscription.starts_with("arn:aws:sns:us-east-1:123456789012:releases:"));

        let body: Value = serde_json::from_str(&notification.body()).unwrap();
        assert_eq!(body["MessageId"], sns["MessageId"]);
        assert_eq!(body["SigningCertURL"], sns["SigningCertUrl"]);
        assert_eq!(notification.message(), r#"{"a":1}"#);
    }

    #[test]
    fn an_event_has_the_members_of_a_published_one() {
        let now = "2026-11-21T10:23:45.6Z".parse().unwrap();
        let message = json!({ "approval": {} });
        let notification =
            Notification::new(arn("sns", "releases"), "Look".to_owned(), &message, now);
        let published = include_str!("../../../../tests/payloads/sns-codepipeline-approval.json");
        event_shape::assert_same(&notification.event(), published, &[]);
    }
}
