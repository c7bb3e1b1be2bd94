//! One execution of a pipeline, and its changes of state.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::definition::{
    self, APPROVAL_ACTION, APPROVAL_STAGE, PRODUCTION_STAGE, SOURCE_STAGE, STAGES,
};
use super::revision::Revision;

/// The status of an execution or a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Status {
    InProgress,
    Succeeded,
    Failed,
    Stopped,
    Superseded,
}

/// The status of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum ActionStatus {
    InProgress,
    Succeeded,
    Failed,
    Abandoned,
}

/// The execution mode, which says how executions of a pipeline affect each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Mode {
    #[default]
    Superseded,
    Queued,
    Parallel,
}

/// What becomes of a release once it is approved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Outcome {
    #[default]
    Succeeded,
    Failed,
    Stopped,
    /// A newer execution overtakes it before production.
    Superseded,
    /// It fails, and CodePipeline brings the latest release back that reached production.
    RolledBack,
    /// It is in production's stage until somebody ends it.
    Waiting,
}

/// The approval actions with their configuration, and what follows them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct ApprovalSettings {
    /// The actions of the approval's stage, which run one after another; at least one.
    #[serde(default = "one_action")]
    pub(crate) actions: Vec<String>,
    pub(crate) staging_link: Option<String>,
    pub(crate) custom_data: Option<String>,
    pub(crate) timeout_minutes: u32,
    pub(crate) after_approval: Outcome,
}

/// Returns the approval actions of a release that names none.
pub(super) fn one_action() -> Vec<String> {
    vec![APPROVAL_ACTION.to_owned()]
}

/// An execution of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Release {
    pub(crate) id: String,
    pub(crate) pipeline: String,
    pub(super) mode: Mode,
    pub(crate) status: Status,
    pub(crate) started_at: Timestamp,
    pub(super) settings: ApprovalSettings,
    /// One for each source action.
    pub(crate) revisions: Vec<Revision>,
    /// Set if CodePipeline started it to roll another execution back.
    pub(super) rollback: Option<Rollback>,
    /// Whether it has failed and is still to be rolled back.
    pub(super) to_roll_back: bool,
    /// The stages that the execution has reached.
    pub(super) stages: Vec<Stage>,
}

/// Why an execution rolls back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Rollback {
    /// The execution that failed.
    pub(super) failed: String,
    /// The execution whose revisions are brought back.
    pub(super) target: String,
}

/// A stage that an execution has reached.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Stage {
    pub(super) name: String,
    pub(super) status: Status,
    /// The attempts at the stage's actions: one at each source action, or all at the only action.
    pub(super) attempts: Vec<Action>,
}

/// One attempt at an action.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Action {
    pub(super) id: String,
    pub(super) name: String,
    pub(crate) status: ActionStatus,
    pub(super) started_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) updated_by: Option<String>,
    pub(super) summary: Option<String>,
    pub(crate) approval: Option<Approval>,
}

/// The state that only an approval action has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Approval {
    pub(super) token: String,
    pub(crate) expires_at: Timestamp,
    /// Whether somebody approved or rejected it.
    pub(super) answered: bool,
    /// The number of calls of `PutApprovalResult` with this token.
    pub(super) put_calls: u32,
    pub(super) puts_that_took_effect: u32,
}

/// A decision on an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Decision {
    Approved,
    Rejected,
}

/// A decision with its summary and its author.
#[derive(Debug)]
pub(super) struct ApprovalResult<'a> {
    pub(super) decision: Decision,
    pub(super) summary: &'a str,
    /// The ARN of the person who decided.
    pub(super) by: &'a str,
}

impl Stage {
    /// Returns the latest attempt at each action.
    pub(super) fn latest_attempts(&self) -> impl Iterator<Item = &Action> {
        self.attempts.iter().filter(|action| self.is_latest(action))
    }

    /// Returns whether an action was not tried again.
    pub(super) fn is_latest(&self, action: &Action) -> bool {
        let latest = self.attempts.iter().rev().find(|other| other.name == action.name);
        latest.is_some_and(|latest| latest.id == action.id)
    }
}

impl Action {
    fn started(name: &str, now: Timestamp) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            name: name.to_owned(),
            status: ActionStatus::InProgress,
            started_at: now,
            updated_at: now,
            updated_by: None,
            summary: None,
            approval: None,
        }
    }

    /// Returns the summary; empty if there is none.
    pub(crate) fn summary(&self) -> &str {
        self.summary.as_deref().unwrap_or_default()
    }

    /// Returns whether somebody approved or rejected it.
    pub(crate) fn is_answered(&self) -> bool {
        self.approval.as_ref().is_some_and(|approval| approval.answered)
    }

    fn end(&mut self, status: ActionStatus, now: Timestamp) {
        self.status = status;
        self.updated_at = now;
    }
}

impl Release {
    /// Starts a release, which has passed the stages before the approval and waits for it.
    pub(super) fn start(
        pipeline: String,
        mode: Mode,
        revisions: Vec<Revision>,
        settings: ApprovalSettings,
        now: Timestamp,
    ) -> Self {
        let mut release = Self {
            id: Uuid::new_v4().to_string(),
            pipeline,
            mode,
            status: Status::InProgress,
            started_at: now,
            settings,
            revisions,
            rollback: None,
            to_roll_back: false,
            stages: Vec::new(),
        };
        for definition in STAGES.iter().take_while(|stage| stage.stage != APPROVAL_STAGE) {
            release.enter(definition.stage, now);
            release.leave(ActionStatus::Succeeded, Status::Succeeded, now);
        }
        let first = release.settings.actions.first().cloned();
        release.ask_for_approval(first.as_deref().unwrap_or(APPROVAL_ACTION), now);
        release
    }

    /// Returns the execution that rolls a failed one back: it runs production's stage alone, with the
    /// revisions of its target.
    pub(super) fn roll_back(failed: &Self, target: &Self, now: Timestamp) -> Self {
        let mut release = Self {
            id: Uuid::new_v4().to_string(),
            status: Status::Succeeded,
            started_at: now,
            revisions: target.revisions.clone(),
            rollback: Some(Rollback { failed: failed.id.clone(), target: target.id.clone() }),
            to_roll_back: false,
            stages: Vec::new(),
            ..failed.clone()
        };
        release.enter(PRODUCTION_STAGE, now);
        release.leave(ActionStatus::Succeeded, Status::Succeeded, now);
        release
    }

    /// Enters a stage, whose actions start.
    fn enter(&mut self, stage: &str, now: Timestamp) {
        let attempts = if stage == SOURCE_STAGE {
            let take = |revision: &Revision| Action {
                summary: revision.summary(),
                ..Action::started(&revision.source, now)
            };
            self.revisions.iter().map(take).collect()
        } else {
            let name = definition::stage(stage).map_or("", |definition| definition.action);
            vec![Action::started(name, now)]
        };
        self.stages.push(Stage { name: stage.to_owned(), status: Status::InProgress, attempts });
    }

    /// Ends the actions of the stage that was entered last, and the stage.
    fn leave(&mut self, action: ActionStatus, stage: Status, now: Timestamp) {
        if let Some(last) = self.stages.last_mut() {
            last.status = stage;
            for attempt in &mut last.attempts {
                attempt.end(action, now);
            }
        }
    }

    fn ask_for_approval(&mut self, action: &str, now: Timestamp) {
        let timeout = SignedDuration::from_mins(i64::from(self.settings.timeout_minutes));
        let expires_at = now.checked_add(timeout).map_or(Timestamp::MAX, whole_minute);
        let approval = Approval {
            token: Uuid::new_v4().to_string(),
            expires_at,
            answered: false,
            put_calls: 0,
            puts_that_took_effect: 0,
        };
        let action = Action { approval: Some(approval), ..Action::started(action, now) };
        self.status = Status::InProgress;
        if let Some(stage) = self.stages.iter_mut().find(|stage| stage.name == APPROVAL_STAGE) {
            stage.status = Status::InProgress;
            stage.attempts.push(action);
        } else {
            let (name, attempts) = (APPROVAL_STAGE.to_owned(), vec![action]);
            self.stages.push(Stage { name, status: Status::InProgress, attempts });
        }
    }

    /// Returns the stage of this name; `None` if it has not been reached.
    pub(super) fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// Returns the status of the stage of this name; `None` if it has not been reached.
    pub(crate) fn stage_status(&self, name: &str) -> Option<Status> {
        self.stage(name).map(|stage| stage.status)
    }

    /// Returns the time of the last change.
    pub(super) fn updated_at(&self) -> Timestamp {
        let actions = self.stages.iter().flat_map(|stage| &stage.attempts);
        actions.map(|action| action.updated_at).max().unwrap_or(self.started_at)
    }

    /// Returns the messages of the revisions, as paragraphs.
    pub(crate) fn message(&self) -> String {
        let messages = self.revisions.iter().map(|revision| revision.message.as_str());
        messages.collect::<Vec<_>>().join("\n\n")
    }

    /// Returns the revision that a source action took.
    pub(super) fn revision_of(&self, action: &Action) -> Option<&Revision> {
        self.revisions.iter().find(|revision| revision.source == action.name)
    }

    /// Returns whether CodePipeline started it to roll another execution back.
    pub(crate) fn is_rollback(&self) -> bool {
        self.rollback.is_some()
    }

    /// Returns the latest attempt at an approval.
    pub(crate) fn approval(&self) -> Option<&Action> {
        self.stage(APPROVAL_STAGE)?.attempts.last()
    }

    /// Returns the approval actions that have not started.
    pub(super) fn approvals_to_come(&self) -> &[String] {
        let latest = self.approval().map(|action| action.name.as_str());
        let actions = &self.settings.actions;
        let place = actions.iter().position(|action| Some(action.as_str()) == latest);
        place.and_then(|place| actions.get(place + 1..)).unwrap_or_default()
    }

    /// Returns every attempt at an approval.
    pub(super) fn approvals(&self) -> impl Iterator<Item = &Action> {
        self.stage(APPROVAL_STAGE).into_iter().flat_map(|stage| &stage.attempts)
    }

    /// Returns the attempt at this approval action with this token.
    pub(super) fn approval_with_token(
        &mut self,
        action: &str,
        token: &str,
    ) -> Option<&mut Approval> {
        self.approval_stage()?
            .attempts
            .iter_mut()
            .filter(|attempt| attempt.name == action)
            .filter_map(|attempt| attempt.approval.as_mut())
            .find(|approval| approval.token == token)
    }

    fn approval_stage(&mut self) -> Option<&mut Stage> {
        self.stages.iter_mut().find(|stage| stage.name == APPROVAL_STAGE)
    }

    /// Returns whether the release waits for approval.
    pub(super) fn is_waiting(&self) -> bool {
        self.approval().is_some_and(|action| action.status == ActionStatus::InProgress)
    }

    /// Ends the open approval with its stage and the execution. Does nothing without an open approval.
    fn end_approval(&mut self, action: ActionStatus, all: Status, now: Timestamp) {
        if !self.is_waiting() {
            return;
        }
        if let Some(stage) = self.approval_stage() {
            stage.status = all;
            if let Some(attempt) = stage.attempts.last_mut() {
                attempt.end(action, now);
            }
        }
        self.status = all;
    }

    /// Applies a decision: the pipeline continues, with the next approval if there is one, or ends.
    /// Returns whether another approval waits now.
    pub(super) fn decide(&mut self, result: &ApprovalResult<'_>, now: Timestamp) -> bool {
        if !self.is_waiting() {
            return false;
        }
        let next = self.approvals_to_come().first().cloned();
        let approved = result.decision == Decision::Approved;
        let attempt = self.approval_stage().and_then(|stage| stage.attempts.last_mut());
        if let Some(attempt) = attempt {
            attempt.summary = Some(result.summary.to_owned());
            attempt.updated_by = Some(result.by.to_owned());
            if let Some(approval) = &mut attempt.approval {
                approval.answered = true;
            }
        }
        if !approved {
            self.end_approval(ActionStatus::Failed, Status::Failed, now);
            return false;
        }
        self.end_approval(ActionStatus::Succeeded, Status::Succeeded, now);
        self.status = Status::InProgress;
        if let Some(next) = next {
            self.ask_for_approval(&next, now);
            return true;
        }
        self.enter(PRODUCTION_STAGE, now);
        self.end(self.settings.after_approval, now);
        false
    }

    /// Fails the approval if its time is over.
    pub(super) fn expire(&mut self, now: Timestamp) {
        let approval = self.approval().and_then(|action| action.approval.as_ref());
        if approval.is_some_and(|approval| now >= approval.expires_at) {
            self.end_approval(ActionStatus::Failed, Status::Failed, now);
        }
    }

    /// Returns whether the release is in production's stage.
    fn is_in_production(&self) -> bool {
        self.stage_status(PRODUCTION_STAGE) == Some(Status::InProgress)
    }

    /// Ends the release in production's stage. Returns whether it was there.
    pub(super) fn end(&mut self, outcome: Outcome, now: Timestamp) -> bool {
        let (action, status) = match outcome {
            Outcome::Succeeded => (ActionStatus::Succeeded, Status::Succeeded),
            Outcome::Failed | Outcome::RolledBack => (ActionStatus::Failed, Status::Failed),
            Outcome::Stopped => (ActionStatus::Abandoned, Status::Stopped),
            Outcome::Superseded => (ActionStatus::Abandoned, Status::Superseded),
            Outcome::Waiting => return false,
        };
        if !self.is_in_production() {
            return false;
        }
        if outcome == Outcome::Superseded {
            // An execution is superseded between stages, so it has not entered this one.
            self.stages.pop();
        } else {
            self.leave(action, status, now);
        }
        self.status = status;
        self.to_roll_back = outcome == Outcome::RolledBack;
        true
    }

    /// `StopPipelineExecution` with `abandon`. Returns whether the release was in progress.
    pub(super) fn stop(&mut self, now: Timestamp) -> bool {
        let waiting = self.is_waiting();
        self.end_approval(ActionStatus::Abandoned, Status::Stopped, now);
        waiting || self.end(Outcome::Stopped, now)
    }

    /// `RetryStageExecution` of the approval. Returns whether it had failed.
    pub(super) fn retry(&mut self, now: Timestamp) -> bool {
        let failed = self.stage_status(APPROVAL_STAGE) == Some(Status::Failed);
        let action = self.approval().filter(|_| failed).map(|action| action.name.clone());
        if let Some(action) = action {
            self.ask_for_approval(&action, now);
        }
        failed
    }
}

/// Returns a time without its seconds, the precision of a notification.
fn whole_minute(time: Timestamp) -> Timestamp {
    let seconds = time.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(60)).unwrap_or(time)
}

#[cfg(test)]
mod tests;
