//! SQS: the batch that an event source mapping hands to a function.

use serde_json::{Value, json};

use super::queue::{Form, Message};
use crate::{ACCOUNT, REGION};

/// How many messages a batch has at most; the default of an event source mapping.
pub(super) const BATCH_SIZE: usize = 10;

/// The ARN of a queue.
pub(crate) fn queue_arn(queue: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}")
}

/// The event for these messages. Only `md5OfBody` is missing, which SDKs check and functions do not.
pub(super) fn event(batch: &[Message]) -> Value {
    json!({ "Records": batch.iter().filter_map(record).collect::<Vec<_>>() })
}

fn record(message: &Message) -> Option<Value> {
    let Form::Sqs { body, sent_at } = &message.form else { return None };
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
        "eventSource": "aws:sqs",
        "eventSourceARN": message.source,
        "awsRegion": REGION,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_the_shape_of_the_service() {
        let now = "2026-11-21T10:23:45.678Z".parse().unwrap();
        let message = Message::sqs("f", &queue_arn("releases"), "text".to_owned(), now);
        let event = event(std::slice::from_ref(&message));
        let record = &event["Records"][0];
        assert_eq!(record["messageId"], message.id);
        assert_eq!(record["body"], "text");
        assert_eq!(record["attributes"]["SentTimestamp"], "1795256625678");
        assert_eq!(record["eventSourceARN"], "arn:aws:sqs:us-east-1:123456789012:releases");
    }
}
