//! The events that deliver a notification: from SNS, or from SQS with or without the SNS envelope.
//!
//! The shapes are in the AWS Lambda developer guide, "Using AWS Lambda with Amazon SNS" and "with Amazon
//! SQS", and in the Amazon SNS developer guide, "Amazon SNS raw message delivery".
//!
//! `aws_lambda_events` has a separate type for each service, shows the message in `Debug`, and needs 25
//! more crates for these types. The type here reads both services and masks the message.

use std::borrow::Cow;
use std::collections::HashSet;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;

/// The event of an invocation.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// The deliveries: one from SNS, or a batch from SQS.
    #[serde(rename = "Records")]
    pub records: Vec<Record>,
}

/// One delivery. `Debug` shows the service alone, because the content holds the approval's token.
#[derive(derive_more::Debug, Deserialize)]
#[serde(untagged)]
pub enum Record {
    /// A delivery by SNS.
    #[debug("Record::Sns")]
    Sns {
        /// The message.
        #[serde(rename = "Sns")]
        sns: SnsMessage,
    },
    /// A delivery by SQS.
    #[debug("Record::Sqs")]
    #[serde(rename_all = "camelCase")]
    Sqs {
        /// The id of the delivery, for the response.
        message_id: String,
        /// The ARN of the queue.
        #[serde(rename = "eventSourceARN")]
        event_source_arn: String,
        /// The SNS envelope with the message, or the message itself.
        body: String,
    },
}

/// A message of SNS, delivered by SNS or by SQS. `Debug` is masked.
#[derive(derive_more::Debug, Deserialize)]
#[debug("SnsMessage(***)")]
#[serde(rename_all = "PascalCase")]
pub struct SnsMessage {
    topic_arn: String,
    message: String,
}

/// A message from an allowed source.
pub(crate) struct Message<'a> {
    pub(crate) source: Arn<'a>,
    pub(crate) text: Cow<'a, str>,
}

/// The reason why a delivery is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The topic or queue is not among `APPROVAL_SOURCES`.
    #[error("the message comes from a topic or queue that is not among APPROVAL_SOURCES")]
    NotAllowed,
}

impl Record {
    /// Takes the message out, if its source is allowed. With SQS, both the queue and the topic of the
    /// envelope, if there is one, have to be allowed.
    pub(crate) fn open<'a>(&'a self, sources: &Sources) -> Result<Message<'a>, SourceError> {
        match self {
            Self::Sns { sns } => {
                let source = sources.check(&sns.topic_arn)?;
                Ok(Message { source, text: sns.message.as_str().into() })
            }
            Self::Sqs { event_source_arn, body, .. } => {
                let queue = sources.check(event_source_arn)?;
                // A raw approval message has neither field of the envelope.
                match serde_json::from_str::<SnsMessage>(body) {
                    Ok(SnsMessage { topic_arn, message }) => {
                        sources.check(&topic_arn)?;
                        Ok(Message { source: queue, text: message.into() })
                    }
                    Err(_) => Ok(Message { source: queue, text: body.as_str().into() }),
                }
            }
        }
    }

    /// Returns the id of a delivery by SQS, for the response.
    pub(crate) fn message_id(&self) -> Option<&str> {
        match self {
            Self::Sns { .. } => None,
            Self::Sqs { message_id, .. } => Some(message_id),
        }
    }
}

/// The topics and queues that messages are accepted from. The list protects against resource policies
/// that let too many people invoke the function or publish to a topic.
///
/// ```
/// use switchboard_approval_request::event::Sources;
///
/// let sources = "arn:aws:sns:us-east-1:123456789012:release-approvals".parse::<Sources>();
/// assert!(sources.is_ok());
/// assert!("release-approvals".parse::<Sources>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources(HashSet<String>);

/// The setting is not a list of topics and queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a list of ARNs of SNS topics and SQS queues, with commas between them")]
pub struct BadSources;

/// The account and region of an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
}

impl FromStr for Sources {
    type Err = BadSources;

    fn from_str(text: &str) -> Result<Self, BadSources> {
        let arns: HashSet<String> = text.split(',').map(|arn| arn.trim().to_owned()).collect();
        let good = arns.iter().all(|text| arn(text).is_some());
        if good { Ok(Self(arns)) } else { Err(BadSources) }
    }
}

impl Sources {
    fn check<'a>(&self, text: &'a str) -> Result<Arn<'a>, SourceError> {
        let listed = self.0.contains(text);
        listed.then(|| arn(text)).flatten().ok_or(SourceError::NotAllowed)
    }
}

/// Reads `arn:aws:sns:region:account:name`, or the same of SQS.
fn arn(text: &str) -> Option<Arn<'_>> {
    let mut parts = text.split(':');
    let (prefix, _partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
    let known = prefix == "arn" && matches!(service, "sns" | "sqs");
    let whole =
        !region.is_empty() && account.len() == 12 && !name.is_empty() && parts.next().is_none();
    (known && whole).then_some(Arn { region, account })
}

/// The response: the messages of an SQS batch that have to be delivered again.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchResponse {
    /// `{"itemIdentifier": messageId}` for each message that failed.
    pub batch_item_failures: Vec<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const APPROVAL: &str = include_str!("../../../tests/payloads/codepipeline-approval.json");
    const SNS: &str = include_str!("../../../tests/payloads/sns-codepipeline-approval.json");
    const ENVELOPE: &str = include_str!("../../../tests/payloads/sqs-sns-envelope.json");
    const RAW: &str = include_str!("../../../tests/payloads/sqs-raw.json");

    const SOURCES: &str = "arn:aws:sns:us-east-2:123456789012:release-approvals,\
        arn:aws:sqs:us-east-2:123456789012:release-approvals";

    #[test]
    fn every_delivery_of_a_message_is_read() {
        let sources: Sources = SOURCES.parse().unwrap();
        let approval: Value = serde_json::from_str(APPROVAL).unwrap();
        for payload in [SNS, ENVELOPE, RAW] {
            let event: Event = serde_json::from_str(payload).unwrap();
            let [record] = event.records.as_slice() else { panic!("{payload}") };
            let message = record.open(&sources).unwrap();
            assert_eq!(message.source.region, "us-east-2");
            assert_eq!(serde_json::from_str::<Value>(&message.text).unwrap(), approval);
        }
    }

    #[test]
    fn a_delivery_shows_its_service_alone() {
        let shown = [SNS, ENVELOPE, RAW].map(|payload| {
            let event: Event = serde_json::from_str(payload).unwrap();
            format!("{:?}", event.records)
        });
        assert_eq!(shown, ["[Record::Sns]", "[Record::Sqs]", "[Record::Sqs]"]);
    }
}
