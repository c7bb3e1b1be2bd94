//! The emulated service: all executions, and every change of them.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::notification::{self, Subscription};
use super::release::{
    ActionStatus, ApprovalResult, ApprovalSettings, Mode, Outcome, Release, Status,
};
use super::revision::{NewRevision, Revision};
use super::{event, views};
use crate::aws_service::Service;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::faults::fault::Effect;
use crate::functions::approvals::APPROVAL_SWEEP;
use crate::messages::message::Message;
use crate::messages::queue::Queue;
use crate::persistence::{Persisted, PersistenceError, Storage};

/// The settings of a new release.
#[derive(Debug)]
pub(crate) struct NewRelease {
    pub(crate) pipeline: String,
    pub(crate) mode: Mode,
    /// One for each source action; at least one.
    pub(crate) revisions: Vec<NewRevision>,
    pub(crate) settings: ApprovalSettings,
    pub(crate) subscription: Subscription,
    /// The number of times that the message is delivered.
    pub(crate) deliveries: usize,
}

/// The emulated CodePipeline. Clones share one service.
#[derive(Clone, Debug)]
pub(crate) struct CodePipeline(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The executions, in the order in which they were started.
    releases: Persisted<Vec<Release>>,
    clock: Clock,
    queue: Queue,
    faults: Faults,
}

/// A valid `PutApprovalResult` that is refused because of the state of the approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PutRefused {
    InvalidToken,
    AlreadyCompleted,
}

impl CodePipeline {
    pub(crate) fn open(
        storage: &Storage,
        clock: Clock,
        queue: Queue,
        faults: Faults,
    ) -> Result<Self, PersistenceError> {
        let releases = Persisted::open(storage, "releases.json")?;
        Ok(Self(Arc::new(Inner { releases, clock, queue, faults })))
    }

    /// Starts a release, which waits for approval at once, and returns its id.
    pub(crate) fn start(&self, new: NewRelease) -> io::Result<String> {
        let NewRelease { pipeline, mode, revisions, settings, .. } = new;
        let (id, messages) = self.change(|releases, now| {
            let revisions = revisions.into_iter();
            let revisions = revisions.map(|new| Revision::new(&pipeline, new, now)).collect();
            let release = Release::start(pipeline, mode, revisions, settings, now);
            let messages = notification::messages(&release, new.subscription, new.deliveries, now);
            let id = release.id.clone();
            releases.push(release);
            (id, messages)
        })?;
        self.0.queue.send(messages)?;
        Ok(id)
    }

    /// Decides the open approval of a release, like a person in the AWS console. Returns whether there
    /// was one; `None` if the release does not exist.
    pub(super) fn decide(
        &self,
        id: &str,
        approval_result: &ApprovalResult<'_>,
    ) -> io::Result<Option<bool>> {
        let decided = self.change_one(id, |release, now| {
            (release.is_waiting(), decided(release, approval_result, now))
        })?;
        let Some((waiting, messages)) = decided else { return Ok(None) };
        self.0.queue.send(messages)?;
        Ok(Some(waiting))
    }

    /// Ends a release in production's stage. Returns whether it could end so; `None` if the release does
    /// not exist. Nothing can be rolled back without an earlier release that reached production.
    pub(super) fn end(&self, id: &str, outcome: Outcome) -> io::Result<Option<bool>> {
        self.change(|releases, now| {
            let place = releases.iter().position(|release| release.id == id)?;
            let possible =
                outcome != Outcome::RolledBack || rollback_target(releases, place).is_some();
            let release = releases.get_mut(place)?;
            Some(possible && release.end(outcome, now))
        })
    }

    /// Stops a release. Returns whether it was in progress; `None` if the release does not exist.
    pub(super) fn stop(&self, id: &str) -> io::Result<Option<bool>> {
        self.change_one(id, Release::stop)
    }

    /// Asks for a failed approval again. Returns whether it had failed; `None` if the release does not
    /// exist.
    pub(super) fn retry(&self, id: &str) -> io::Result<Option<bool>> {
        let retried = self.change_one(id, |release, now| {
            release.retry(now).then(|| notification::messages(release, Subscription::Sns, 1, now))
        })?;
        let Some(messages) = retried else { return Ok(None) };
        let failed = messages.is_some();
        self.0.queue.send(messages.unwrap_or_default())?;
        Ok(Some(failed))
    }

    /// Fails the approvals whose time is over, and publishes their events.
    pub(crate) fn expire(&self) -> io::Result<()> {
        self.change(|_, _| ())
    }

    /// Reads the executions as they are now, in the order in which they were started.
    pub(crate) fn read<R>(&self, read: impl FnOnce(&[Release]) -> R) -> io::Result<R> {
        self.change(|releases, _| read(releases))
    }

    /// `GetPipelineState`.
    pub(super) fn pipeline_state(&self, pipeline: &str) -> io::Result<Value> {
        self.read(|releases| views::pipeline_state(pipeline, releases))
    }

    /// `PutApprovalResult`. Returns the time at which it took effect.
    pub(super) fn put_approval_result(
        &self,
        pipeline: &str,
        action: &str,
        token: &str,
        approval_result: &ApprovalResult<'_>,
    ) -> io::Result<Result<Timestamp, PutRefused>> {
        let put = self.change(|releases, now| {
            let mut of_pipeline =
                releases.iter_mut().filter(|release| release.pipeline == pipeline);
            let found = of_pipeline.find_map(|release| {
                release.approval_with_token(action, token).is_some().then_some(release)
            });
            let Some(release) = found else { return Err(PutRefused::InvalidToken) };
            let open = release.is_waiting()
                && release
                    .approval()
                    .and_then(|action| action.approval.as_ref())
                    .is_some_and(|approval| approval.token == token);
            if let Some(approval) = release.approval_with_token(action, token) {
                approval.put_calls += 1;
                if approval.answered {
                    return Err(PutRefused::AlreadyCompleted);
                }
                if open {
                    approval.puts_that_took_effect += 1;
                }
            }
            if !open {
                return Err(PutRefused::InvalidToken);
            }
            Ok((now, decided(release, approval_result, now)))
        })?;
        match put {
            Ok((at, messages)) => {
                self.0.queue.send(messages)?;
                Ok(Ok(at))
            }
            Err(refused) => Ok(Err(refused)),
        }
    }

    fn change_one<R>(
        &self,
        id: &str,
        change: impl FnOnce(&mut Release, Timestamp) -> R,
    ) -> io::Result<Option<R>> {
        self.change(|releases, now| {
            let release = releases.iter_mut().find(|release| release.id == id)?;
            Some(change(release, now))
        })
    }

    /// Changes the executions as they are now, and publishes the events of approvals and executions
    /// that ended.
    fn change<R>(&self, change: impl FnOnce(&mut Vec<Release>, Timestamp) -> R) -> io::Result<R> {
        let now = self.0.clock.now();
        let (result, events) = self.0.releases.change(|releases| {
            let open: HashSet<_> = releases
                .iter()
                .filter_map(Release::approval)
                .filter(|action| action.status == ActionStatus::InProgress)
                .map(|action| action.id.clone())
                .collect();
            let ended: HashSet<_> = releases
                .iter()
                .filter(|release| release.status != Status::InProgress)
                .map(|release| release.id.clone())
                .collect();
            for release in releases.iter_mut() {
                release.expire(now);
            }
            let result = change(releases, now);
            roll_back(releases, now);
            let attempts = releases
                .iter()
                .flat_map(|release| release.approvals().map(move |action| (release, action)));
            let approvals = attempts
                .filter(|(_, action)| open.contains(&action.id))
                .filter_map(|(release, action)| event::of_approval(release, action));
            let executions = releases
                .iter()
                .filter(|release| !ended.contains(&release.id))
                .filter_map(event::of_execution);
            let events: Vec<_> = approvals.chain(executions).collect();
            (result, events)
        })?;
        for event in events {
            self.publish(event)?;
        }
        Ok(result)
    }

    /// Sends an event to EventBridge, whose rule invokes the sweep.
    fn publish(&self, event: Value) -> io::Result<()> {
        let Inner { queue, faults, .. } = &*self.0;
        if !queue.reaches(APPROVAL_SWEEP) {
            return Ok(());
        }
        let message = Message::event(APPROVAL_SWEEP, "aws.codepipeline", event);
        match faults.take(Service::Events, "PutEvents", Some(APPROVAL_SWEEP)) {
            None => queue.send(vec![message]),
            Some(Effect::Delay(delay)) => {
                let queue = queue.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    // The event is late, or lost if it cannot be written. EventBridge does not promise more.
                    let _ = queue.send(vec![message]);
                });
                Ok(())
            }
            Some(_) => Ok(()),
        }
    }
}

/// Applies a decision. Returns the messages that ask for the next approval.
fn decided(release: &mut Release, result: &ApprovalResult<'_>, now: Timestamp) -> Vec<Message> {
    let asks_again = release.decide(result, now);
    if asks_again { notification::messages(release, Subscription::Sns, 1, now) } else { Vec::new() }
}

/// Starts the executions that roll failed ones back.
fn roll_back(releases: &mut Vec<Release>, now: Timestamp) {
    let rollbacks: Vec<_> = releases
        .iter()
        .enumerate()
        .filter(|(_, failed)| failed.to_roll_back)
        .filter_map(|(place, failed)| {
            Some(Release::roll_back(failed, rollback_target(releases, place)?, now))
        })
        .collect();
    for release in releases.iter_mut() {
        release.to_roll_back = false;
    }
    releases.extend(rollbacks);
}

/// Returns the release that a failed one is rolled back to: the latest before it that succeeded.
fn rollback_target(releases: &[Release], failed: usize) -> Option<&Release> {
    let pipeline = &releases.get(failed)?.pipeline;
    let earlier = releases.get(..failed)?.iter().rev();
    let mut earlier = earlier.filter(|release| &release.pipeline == pipeline);
    earlier.find(|release| release.status == Status::Succeeded && !release.is_rollback())
}
