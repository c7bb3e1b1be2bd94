//! The queue of messages to deliver. Each is tried up to three times and stored until it is delivered.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::dead_letter::DeadLetter;
use super::delivery::{self, Outcome};
use super::message::{Delivery, Message};
use super::sqs;
use crate::clock::Clock;
use crate::lambda::Lambda;
use crate::persistence::{Persisted, PersistenceError, Storage};

/// The number of attempts before a message becomes a dead letter.
const ATTEMPTS: u32 = 3;

/// The pauses before the second and the third attempt of an asynchronous invocation. AWS waits minutes
/// instead of seconds.
const RETRY_AFTER: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

/// The visibility timeout of SQS: the pause after a failed attempt.
const VISIBILITY_TIMEOUT: Duration = Duration::from_secs(1);

/// The number of dead letters that are stored; the oldest are dropped first.
const MAX_DEAD_LETTERS: usize = 1000;

/// The waiting messages and the dead letters. Clones share one queue.
#[derive(Clone, Debug)]
pub(crate) struct Queue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    lambda: Lambda,
    clock: Clock,
    messages: Persisted<Messages>,
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
    pub(crate) fn open(
        storage: &Storage,
        lambda: Lambda,
        clock: Clock,
    ) -> Result<Self, PersistenceError> {
        let messages = Persisted::open(storage, "messages.json")?;
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        Ok(Self(Arc::new(Inner { lambda, clock, messages, tasks, stop })))
    }

    /// Delivers the messages that an earlier stack left in the same data folder.
    pub(crate) fn resume(&self) {
        let left = self.0.messages.read(|messages| messages.waiting.clone());
        self.deliver(left);
    }

    /// Accepts messages. Once this returns, they will be delivered, even after a restart.
    pub(crate) fn send(&self, messages: Vec<Message>) -> io::Result<()> {
        self.0.messages.change(|stored| stored.waiting.extend_from_slice(&messages))?;
        self.deliver(messages);
        Ok(())
    }

    /// Returns whether the function exists.
    pub(crate) fn reaches(&self, function: &str) -> bool {
        self.0.lambda.check(function).is_ok()
    }

    /// Returns the dead letters, the latest first.
    pub(crate) fn dead_letters(&self) -> Vec<DeadLetter> {
        self.0.messages.read(|messages| messages.dead_letters.iter().rev().cloned().collect())
    }

    /// Waits for the running deliveries. Messages that wait for another attempt are left to the next
    /// stack.
    pub(crate) async fn stop(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    fn deliver(&self, messages: Vec<Message>) {
        let (from_queues, single): (Vec<_>, Vec<_>) = messages
            .into_iter()
            .partition(|message| matches!(message.delivery, Delivery::Sqs { .. }));
        let batches = from_queues.chunks(sqs::BATCH_SIZE).map(<[Message]>::to_vec);
        for batch in single.into_iter().map(|message| vec![message]).chain(batches) {
            let inner = Arc::clone(&self.0);
            self.0.tasks.spawn(async move { inner.deliver(batch).await });
        }
    }
}

impl Inner {
    /// Delivers messages until each is delivered, a dead letter, or left to the next stack.
    async fn deliver(&self, mut batch: Vec<Message>) {
        while !batch.is_empty() && !self.stop.is_cancelled() {
            for message in &mut batch {
                message.attempts += 1;
            }
            let all = batch.iter().map(|message| message.id.clone()).collect();
            let (failed, error_type, give_up) = match delivery::deliver(&self.lambda, &batch).await
            {
                Outcome::Stopping => return,
                Outcome::Delivered => (BTreeSet::new(), String::new(), false),
                Outcome::Failed { ids, error_type } => (ids, error_type, false),
                Outcome::NoSuchFunction => (all, "ResourceNotFoundException".to_owned(), true),
            };
            let delivered: Vec<_> =
                batch.extract_if(.., |message| !failed.contains(&message.id)).collect();
            let dead: Vec<_> = batch
                .extract_if(.., |message| give_up || message.attempts >= ATTEMPTS)
                .map(|message| self.dead_letter(message, &error_type))
                .collect();
            self.settle(&delivered, &dead, &batch);
            if let Some(first) = batch.first() {
                let pause = match first.delivery {
                    Delivery::Sqs { .. } => VISIBILITY_TIMEOUT,
                    Delivery::Event { .. } => match first.attempts {
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

    fn settle(&self, delivered: &[Message], dead: &[DeadLetter], retried: &[Message]) {
        let gone: BTreeSet<&str> = delivered
            .iter()
            .map(|message| message.id.as_str())
            .chain(dead.iter().map(|letter| letter.id.as_str()))
            .collect();
        // If this cannot be written, the next stack delivers the messages again: at-least-once delivery.
        let _ = self.messages.change(|stored| {
            stored.waiting.retain(|message| !gone.contains(message.id.as_str()));
            for message in &mut stored.waiting {
                if let Some(tried) = retried.iter().find(|tried| tried.id == message.id) {
                    message.attempts = tried.attempts;
                }
            }
            stored.dead_letters.extend(dead.iter().cloned());
            let surplus = stored.dead_letters.len().saturating_sub(MAX_DEAD_LETTERS);
            stored.dead_letters.drain(..surplus);
        });
    }

    fn dead_letter(&self, message: Message, error_type: &str) -> DeadLetter {
        let event = match &message.delivery {
            Delivery::Event { event } => event.clone(),
            Delivery::Sqs { .. } => sqs::event(std::slice::from_ref(&message)),
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
