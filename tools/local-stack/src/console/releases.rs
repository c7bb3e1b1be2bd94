//! The latest releases, in words.

use jiff::Timestamp;

use super::page::written;
use crate::codepipeline::definition::STAGES;
use crate::codepipeline::release::{ActionStatus, Release, Status};
use crate::ses::{Headline, Mailbox};

/// How many releases the page shows, and how many mails.
const SHOWN: usize = 5;

/// Captured mail, ready for the page.
pub(super) struct Mails {
    pub(super) newest: Vec<Headline>,
    /// How many there are.
    pub(super) count: usize,
}

impl Mails {
    pub(super) fn of(mailbox: &Mailbox) -> Self {
        Self { newest: mailbox.newest(SHOWN), count: mailbox.len() }
    }
}

impl Headline {
    pub(super) fn sent(&self) -> String {
        written(self.sent_at)
    }
}

/// A release, ready for the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ShownRelease {
    pub(super) pipeline: String,
    pub(super) message: String,
    pub(super) started_at: Timestamp,
    /// How it is on the whole.
    pub(super) outcome: String,
    pub(super) stages: Vec<ShownStage>,
}

/// A stage, ready for the page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ShownStage {
    pub(super) name: &'static str,
    /// How it is, in a word or two.
    pub(super) state: &'static str,
    /// The name of its look.
    pub(super) class: &'static str,
}

impl ShownRelease {
    pub(super) fn started(&self) -> String {
        written(self.started_at)
    }
}

/// The latest releases, the newest first.
pub(super) fn latest(releases: &[Release]) -> Vec<ShownRelease> {
    releases.iter().rev().take(SHOWN).map(show).collect()
}

fn show(release: &Release) -> ShownRelease {
    let stages = STAGES.iter().map(|definition| {
        let (state, class) = match release.stage_status(definition.stage) {
            None => ("not yet", "later"),
            Some(Status::InProgress) => ("waiting", "now"),
            Some(Status::Succeeded) => ("done", "done"),
            Some(Status::Failed) => ("failed", "ended"),
            Some(Status::Stopped) => ("stopped", "ended"),
        };
        ShownStage { name: definition.stage, state, class }
    });
    ShownRelease {
        pipeline: release.pipeline.clone(),
        message: release.commit.message.clone(),
        started_at: release.started_at,
        outcome: outcome(release),
        stages: stages.collect(),
    }
}

fn outcome(release: &Release) -> String {
    let Some(action) = release.approval() else { return String::new() };
    let comment = match action.summary() {
        "" => ".".to_owned(),
        summary => format!(": {summary}"),
    };
    match (action.status, &action.approval) {
        (ActionStatus::InProgress, Some(approval)) => {
            format!("Waits for approval until {}.", written(approval.expires_at))
        }
        (ActionStatus::InProgress, None) => "Waits for approval.".to_owned(),
        (ActionStatus::Succeeded, _) => format!("Approved and in production{comment}"),
        (ActionStatus::Failed, _) if action.is_answered() => format!("Rejected{comment}"),
        (ActionStatus::Failed, _) => "Nobody decided in time.".to_owned(),
        (ActionStatus::Abandoned, _) => "Stopped.".to_owned(),
    }
}
