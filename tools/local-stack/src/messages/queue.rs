//! What waits to be delivered: each message is tried up to three times, and kept until then.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::attempt::{self, Verdict};
use super::{DeadLetter, sqs};
use crate::clock::Clock;
use crate::kept::{Kept, KeptError};
use crate::lambda::Lambda;
use crate::options::Storage;

/// How often a message is tried before it is given up.
const ATTEMPTS: u32 = 3;

/// How long a failed asynchronous invocation waits for its second and third attempt. AWS takes minutes
/// where this takes seconds.
const RETRY_AFTER: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

/// How long a message of SQS stays out of sight after a failed attempt.
const VISIBILITY_TIMEOUT: Duration = Duration::from_secs(1);

/// How many dead letters are kept; the oldest go first.
const MAX_DEAD_LETTERS: usize = 1000;

/// A message for a function.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Message {
    /// The request id of the invocation, or the message id of SQS.
    pub(crate) id: String,
    pub(crate) function: String,
    /// The ARN or the service that it comes from.
    pub(crate) source: String,
    pub(super) form: Form,
    /// How often it has been tried.
    pub(super) attempts: u32,
}

/// How a message reaches its function.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) enum Form {
    /// As an asynchronous invocation.
    Event { event: Value },
    /// In a batch that is read from a queue.
    Sqs { body: String, sent_at: Timestamp },
}

impl Message {
    /// An asynchronous invocation.
    pub(crate) fn event(function: &str, source: &str, event: Value) -> Self {
        Self::new(function, source, Form::Event { event })
    }

    /// A message in an SQS queue, whose ARN is the source.
    pub(crate) fn sqs(function: &str, source: &str, body: String, sent_at: Timestamp) -> Self {
        Self::new(function, source, Form::Sqs { body, sent_at })
    }

    fn new(function: &str, source: &str, form: Form) -> Self {
        let id = Uuid::new_v4().to_string();
        Self { id, function: function.to_owned(), source: source.to_owned(), form, attempts: 0 }
    }
}

/// Everything that waits, and what was given up; every clone is the same queue.
#[derive(Clone, Debug)]
pub(crate) struct Queue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    lambda: Lambda,
    clock: Clock,
    kept: Kept<Messages>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Messages {
    waiting: Vec<Message>,
    dead_letters: Vec<DeadLetter>,
}

impl Queue {
    pub(crate) fn open(storage: &Storage, lambda: Lambda, clock: Clock) -> Result<Self, KeptError> {
        let kept = Kept::open(storage, "messages.json")?;
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        Ok(Self(Arc::new(Inner { lambda, clock, kept, tasks, stop })))
    }

    /// Delivers what an earlier stack on the same data left.
    pub(crate) fn resume(&self) {
        let left = self.0.kept.read(|messages| messages.waiting.clone());
        self.deliver(left);
    }

    /// Takes messages; once it returns they are delivered, sooner or later.
    pub(crate) fn send(&self, messages: Vec<Message>) -> io::Result<()> {
        self.0.kept.change(|kept| kept.waiting.extend_from_slice(&messages))?;
        self.deliver(messages);
        Ok(())
    }

    /// Whether there is such a function to deliver to.
    pub(crate) fn reaches(&self, function: &str) -> bool {
        self.0.lambda.check(function).is_ok()
    }

    /// What was given up, the latest first.
    pub(crate) fn dead_letters(&self) -> Vec<DeadLetter> {
        self.0.kept.read(|messages| messages.dead_letters.iter().rev().cloned().collect())
    }

    /// Waits for the deliveries that run. What waits for another attempt is left to the next stack.
    pub(crate) async fn stop(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    fn deliver(&self, messages: Vec<Message>) {
        let (from_queues, single): (Vec<_>, Vec<_>) =
            messages.into_iter().partition(|message| matches!(message.form, Form::Sqs { .. }));
        let batches = from_queues.chunks(sqs::BATCH_SIZE).map(<[Message]>::to_vec);
        for batch in single.into_iter().map(|message| vec![message]).chain(batches) {
            let inner = Arc::clone(&self.0);
            self.0.tasks.spawn(async move { inner.deliver(batch).await });
        }
    }
}

impl Inner {
    /// Delivers messages until all are taken, given up, or left to the next stack.
    async fn deliver(&self, mut batch: Vec<Message>) {
        while !batch.is_empty() && !self.stop.is_cancelled() {
            for message in &mut batch {
                message.attempts += 1;
            }
            let all = batch.iter().map(|message| message.id.clone()).collect();
            let (failed, error_type, give_up) = match attempt::deliver(&self.lambda, &batch).await {
                Verdict::Stopping => return,
                Verdict::Taken => (BTreeSet::new(), String::new(), false),
                Verdict::Failed { ids, error_type } => (ids, error_type, false),
                Verdict::Undeliverable => (all, "ResourceNotFoundException".to_owned(), true),
            };
            let settled: Vec<_> =
                batch.extract_if(.., |message| !failed.contains(&message.id)).collect();
            let dead: Vec<_> = batch
                .extract_if(.., |message| give_up || message.attempts >= ATTEMPTS)
                .map(|message| self.dead_letter(message, &error_type))
                .collect();
            self.settle(&settled, &dead, &batch);
            if let Some(first) = batch.first() {
                let pause = match first.form {
                    Form::Sqs { .. } => VISIBILITY_TIMEOUT,
                    Form::Event { .. } => match first.attempts {
                        1 => RETRY_AFTER[0],
                        _ => RETRY_AFTER[1],
                    },
                };
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = self.stop.cancelled() => {}
                }
            }
        }
    }

    fn settle(&self, taken: &[Message], dead: &[DeadLetter], again: &[Message]) {
        let gone: BTreeSet<&str> = taken
            .iter()
            .map(|message| message.id.as_str())
            .chain(dead.iter().map(|letter| letter.id.as_str()))
            .collect();
        // What cannot be written is delivered once more by the next stack: at least once, as promised.
        let _ = self.kept.change(|kept| {
            kept.waiting.retain(|message| !gone.contains(message.id.as_str()));
            for message in &mut kept.waiting {
                if let Some(tried) = again.iter().find(|tried| tried.id == message.id) {
                    message.attempts = tried.attempts;
                }
            }
            kept.dead_letters.extend(dead.iter().cloned());
            let surplus = kept.dead_letters.len().saturating_sub(MAX_DEAD_LETTERS);
            kept.dead_letters.drain(..surplus);
        });
    }

    fn dead_letter(&self, message: Message, error_type: &str) -> DeadLetter {
        let event = match &message.form {
            Form::Event { event } => event.clone(),
            Form::Sqs { .. } => sqs::event(std::slice::from_ref(&message)),
        };
        DeadLetter {
            id: message.id,
            function: message.function,
            event_source: message.source,
            error_type: error_type.to_owned(),
            attempts: message.attempts,
            given_up_at: self.clock.now(),
            event,
        }
    }
}
