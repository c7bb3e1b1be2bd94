//! Captured mail and the latest releases, in words.

use jiff::Timestamp;

use super::html::human_time;
use crate::codepipeline::definition::STAGES;
use crate::codepipeline::release::{ActionStatus, Release, Status};
use crate::ses::{EmailSummary, Mailbox};

/// The number of releases and of mails that the page shows.
const LATEST: usize = 5;

/// The latest captured mail, as the page shows it.
pub(super) struct Mails {
    pub(super) newest: Vec<EmailSummary>,
    /// The number of all captured mails.
    pub(super) count: usize,
}

impl Mails {
    pub(super) fn of(mailbox: &Mailbox) -> Self {
        Self { newest: mailbox.newest(LATEST), count: mailbox.len() }
    }
}

impl EmailSummary {
    pub(super) fn sent(&self) -> String {
        human_time(self.sent_at)
    }
}

/// A release, as the page shows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ReleaseView {
    pub(super) pipeline: String,
    pub(super) message: String,
    pub(super) started_at: Timestamp,
    /// The outcome so far, in a sentence.
    pub(super) outcome: String,
    pub(super) stages: Vec<StageView>,
}

/// A stage, as the page shows it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StageView {
    pub(super) name: &'static str,
    /// The status, in a word or two.
    pub(super) state: &'static str,
    /// The CSS class.
    pub(super) class: &'static str,
}

impl ReleaseView {
    pub(super) fn started(&self) -> String {
        human_time(self.started_at)
    }
}

/// Returns the latest releases, the newest first.
pub(super) fn latest(releases: &[Release]) -> Vec<ReleaseView> {
    releases.iter().rev().take(LATEST).map(view).collect()
}

fn view(release: &Release) -> ReleaseView {
    let stages = STAGES.iter().map(|definition| {
        let (state, class) = match release.stage_status(definition.stage) {
            None => ("not yet", "later"),
            Some(Status::InProgress) => ("waiting", "now"),
            Some(Status::Succeeded) => ("done", "done"),
            Some(Status::Failed) => ("failed", "ended"),
            Some(Status::Stopped) => ("stopped", "ended"),
            Some(Status::Superseded) => ("superseded", "ended"),
        };
        StageView { name: definition.stage, state, class }
    });
    ReleaseView {
        pipeline: release.pipeline.clone(),
        message: release.message(),
        started_at: release.started_at,
        outcome: outcome(release),
        stages: stages.collect(),
    }
}

fn outcome(release: &Release) -> String {
    if release.is_rollback() {
        return "Brought an earlier release back.".to_owned();
    }
    let Some(action) = release.approval() else { return String::new() };
    let comment = match action.summary() {
        "" => ".".to_owned(),
        summary => format!(": {summary}"),
    };
    match (action.status, &action.approval) {
        (ActionStatus::InProgress, Some(approval)) => {
            format!("Waits for approval until {}.", human_time(approval.expires_at))
        }
        (ActionStatus::InProgress, None) => "Waits for approval.".to_owned(),
        (ActionStatus::Succeeded, _) => format!("{}{comment}", after_approval(release.status)),
        (ActionStatus::Failed, _) if action.is_answered() => format!("Rejected{comment}"),
        (ActionStatus::Failed, _) => "Nobody decided in time.".to_owned(),
        (ActionStatus::Abandoned, _) => "Stopped.".to_owned(),
    }
}

fn after_approval(status: Status) -> &'static str {
    match status {
        Status::InProgress => "Approved, on its way to production",
        Status::Succeeded => "Approved and in production",
        Status::Failed => "Approved, failed in production",
        Status::Stopped => "Approved, stopped on its way to production",
        Status::Superseded => "Approved, overtaken by a newer release",
    }
}
