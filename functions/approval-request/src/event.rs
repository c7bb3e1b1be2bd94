//! The envelopes that a notification comes in: SNS, or SQS with the SNS envelope or without it.
//!
//! Shapes: "Using AWS Lambda with Amazon SNS" and "with Amazon SQS", AWS Lambda developer guide;
//! "Amazon SNS raw message delivery", Amazon SNS developer guide.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;

/// What invokes the function.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// One of SNS; of SQS, as many as a batch has.
    #[serde(rename = "Records")]
    pub records: Vec<Record>,
}

/// One delivery.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Record {
    /// By SNS itself.
    Sns {
        /// The message.
        #[serde(rename = "Sns")]
        sns: SnsMessage,
    },
    /// By SQS.
    #[serde(rename_all = "camelCase")]
    Sqs {
        /// Names the delivery in the answer.
        message_id: String,
        /// The queue.
        #[serde(rename = "eventSourceARN")]
        event_source_arn: String,
        /// An SNS envelope, or the message itself.
        body: String,
    },
}

/// An SNS message, whoever delivers it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SnsMessage {
    topic_arn: String,
    message: String,
}

/// A message, and the source that vouches for it.
pub(crate) struct Delivery<'a> {
    pub(crate) source: Arn<'a>,
    pub(crate) message: std::borrow::Cow<'a, str>,
}

/// Why a delivery is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Not among `APPROVAL_SOURCES`.
    #[error("the message comes from a topic or queue that is not among APPROVAL_SOURCES")]
    NotAllowed,
}

impl Record {
    /// The message and its source, if the source is allowed. Of SQS both have to be: the queue, and
    /// the topic where the envelope names one.
    pub(crate) fn open<'a>(&'a self, sources: &Sources) -> Result<Delivery<'a>, SourceError> {
        match self {
            Self::Sns { sns } => {
                let source = sources.check(&sns.topic_arn)?;
                Ok(Delivery { source, message: sns.message.as_str().into() })
            }
            Self::Sqs { event_source_arn, body, .. } => {
                let queue = sources.check(event_source_arn)?;
                // An approval has neither of an envelope's fields.
                match serde_json::from_str::<SnsMessage>(body) {
                    Ok(SnsMessage { topic_arn, message }) => {
                        sources.check(&topic_arn)?;
                        Ok(Delivery { source: queue, message: message.into() })
                    }
                    Err(_) => Ok(Delivery { source: queue, message: body.as_str().into() }),
                }
            }
        }
    }

    /// What names it in the answer to SQS.
    pub(crate) fn message_id(&self) -> Option<&str> {
        match self {
            Self::Sns { .. } => None,
            Self::Sqs { message_id, .. } => Some(message_id),
        }
    }
}

/// The content is not for logs.
impl fmt::Debug for SnsMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SnsMessage(***)")
    }
}

/// The content is not for logs.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.message_id().is_some() { "Record::Sqs" } else { "Record::Sns" })
    }
}

/// The topics and queues that messages are taken from: anyone may invoke a function whose resource
/// policy is too wide, and publish to a topic whose policy is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources(HashSet<String>);

/// The setting names no topics and queues.
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

/// `arn:aws:sns:region:account:name`, or of SQS.
fn arn(text: &str) -> Option<Arn<'_>> {
    let mut parts = text.split(':');
    let (prefix, _partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
    let known = prefix == "arn" && matches!(service, "sns" | "sqs");
    let whole =
        !region.is_empty() && account.len() == 12 && !name.is_empty() && parts.next().is_none();
    (known && whole).then_some(Arn { region, account })
}

/// The answer: of a batch of SQS, which messages have to come again.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// `{"itemIdentifier": messageId}` for each.
    pub batch_item_failures: Vec<Value>,
}
