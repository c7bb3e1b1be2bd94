//! SQS: the batch that an event source mapping passes to a function.

use serde_json::{Value, json};

use super::message::{Delivery, Message};
use crate::account::REGION;

/// The largest batch, in messages: the default of an event source mapping.
pub(super) const BATCH_SIZE: usize = 10;

/// Returns the event for a batch of messages.
pub(super) fn event(batch: &[Message]) -> Value {
    json!({ "Records": batch.iter().filter_map(record).collect::<Vec<_>>() })
}

fn record(message: &Message) -> Option<Value> {
    let Delivery::Sqs { body, sent_at } = &message.delivery else { return None };
    let sent_at = sent_at.as_millisecond().to_string();
    Some(json!({
        "messageId": message.id,
        "receiptHandle": format!("{}-{}", message.id, message.attempts),
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": message.attempts.to_string(),
            "SentTimestamp": sent_at,
            "SenderId": "AIDAISMY7JYY5F7RTT6AO",
            "ApproximateFirstReceiveTimestamp": sent_at,
        },
        "messageAttributes": {},
        "md5OfBody": format!("{:x}", md5::compute(body)),
        "eventSource": "aws:sqs",
        "eventSourceARN": message.source,
        "awsRegion": REGION,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::arn;
    use crate::event_shape;
    use crate::messages::sns::Notification;

    #[test]
    fn a_record_has_the_shape_of_the_service() {
        let now = "2026-11-21T10:23:45.678Z".parse().unwrap();
        let message = Message::sqs("f", &arn("sqs", "releases"), "text".to_owned(), now);
        let event = event(std::slice::from_ref(&message));
        let record = &event["Records"][0];
        assert_eq!(record["messageId"], message.id);
        assert_eq!(record["body"], "text");
        assert_eq!(record["attributes"]["SentTimestamp"], "1795256625678");
        assert_eq!(record["md5OfBody"], "1cb251ec0d568de6a929b520c4aed8d1");
        assert_eq!(record["eventSourceARN"], "arn:aws:sqs:us-east-1:123456789012:releases");
    }

    #[test]
    fn an_event_has_the_members_of_a_published_one() {
        let now = "2026-11-21T10:23:45.678Z".parse().unwrap();
        let queue = arn("sqs", "releases");
        let message = json!({ "approval": {} });
        let notification =
            Notification::new(arn("sns", "releases"), "Look".to_owned(), &message, now);
        let raw = Message::sqs("f", &queue, notification.message().to_owned(), now);
        let published = include_str!("../../../../tests/payloads/sqs-raw.json");
        event_shape::assert_same(&event(&[raw]), published, &[]);

        let enveloped = event(&[Message::sqs("f", &queue, notification.body(), now)]);
        let published = include_str!("../../../../tests/payloads/sqs-sns-envelope.json");
        event_shape::assert_same(&enveloped, published, &[]);
        let body = |event: &Value| {
            let body = event["Records"][0]["body"].as_str().unwrap();
            serde_json::from_str::<Value>(body).unwrap()
        };
        let published: Value = serde_json::from_str(published).unwrap();
        // SNS leaves a missing subject out of the envelope.
        let differences = [".Subject"];
        event_shape::assert_same(&body(&enveloped), &body(&published).to_string(), &differences);
    }
}
