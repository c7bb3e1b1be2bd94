//! One execution of a pipeline, and what can happen to it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::commit::Commit;
use super::definition::{APPROVAL_STAGE, STAGES};

/// How an execution or a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Status {
    InProgress,
    Succeeded,
    Failed,
    Stopped,
}

/// How an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum ActionStatus {
    InProgress,
    Succeeded,
    Failed,
    Abandoned,
}

/// How executions of a pipeline get on with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Mode {
    #[default]
    Superseded,
    Queued,
    Parallel,
}

/// What the approval action is configured with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct ApprovalSettings {
    pub(crate) staging_link: Option<String>,
    pub(crate) custom_data: Option<String>,
    pub(crate) timeout_minutes: u32,
}

/// An execution.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Release {
    pub(crate) id: String,
    pub(crate) pipeline: String,
    pub(super) mode: Mode,
    pub(crate) status: Status,
    pub(crate) started_at: Timestamp,
    pub(super) settings: ApprovalSettings,
    pub(crate) commit: Commit,
    /// Those that it has reached.
    pub(super) stages: Vec<Stage>,
}

/// A stage that an execution has reached.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Stage {
    pub(super) name: String,
    pub(super) status: Status,
    /// Its one action, once for each attempt.
    pub(super) attempts: Vec<Action>,
}

/// An attempt at an action.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Action {
    pub(super) id: String,
    pub(crate) status: ActionStatus,
    pub(super) started_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) updated_by: Option<String>,
    pub(super) summary: Option<String>,
    pub(crate) approval: Option<Approval>,
}

/// What only an approval has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Approval {
    pub(super) token: String,
    pub(crate) expires_at: Timestamp,
    /// Somebody approved or rejected it.
    pub(super) answered: bool,
    /// How often `PutApprovalResult` was called with its token.
    pub(super) put_calls: u32,
    pub(super) puts_that_took_effect: u32,
}

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Decision {
    Approved,
    Rejected,
}

/// A decision with what goes with it.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub(super) decision: Decision,
    pub(super) summary: &'a str,
    /// The ARN of who decided.
    pub(super) by: &'a str,
}

impl Action {
    fn begun(now: Timestamp) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            status: ActionStatus::InProgress,
            started_at: now,
            updated_at: now,
            updated_by: None,
            summary: None,
            approval: None,
        }
    }

    /// What was said of it; empty if nothing was.
    pub(crate) fn summary(&self) -> &str {
        self.summary.as_deref().unwrap_or_default()
    }

    /// Whether somebody decided it.
    pub(crate) fn is_answered(&self) -> bool {
        self.approval.as_ref().is_some_and(|approval| approval.answered)
    }

    fn end(&mut self, status: ActionStatus, now: Timestamp) {
        self.status = status;
        self.updated_at = now;
    }
}

impl Release {
    /// A release that has been built and put on staging, and waits for approval.
    pub(super) fn start(
        pipeline: String,
        mode: Mode,
        commit: Commit,
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
            commit,
            stages: Vec::new(),
        };
        for definition in STAGES.iter().take_while(|stage| stage.stage != APPROVAL_STAGE) {
            release.pass(definition.stage, now);
        }
        release.ask_for_approval(now);
        release
    }

    /// Goes through a stage that has nothing to wait for.
    fn pass(&mut self, stage: &str, now: Timestamp) {
        let mut action = Action::begun(now);
        action.end(ActionStatus::Succeeded, now);
        if stage == "Source" {
            action.summary = Some(self.commit.summary());
        }
        self.stages.push(Stage {
            name: stage.to_owned(),
            status: Status::Succeeded,
            attempts: vec![action],
        });
    }

    fn ask_for_approval(&mut self, now: Timestamp) {
        let timeout = SignedDuration::from_mins(i64::from(self.settings.timeout_minutes));
        let expires_at = now.checked_add(timeout).map_or(Timestamp::MAX, whole_minute);
        let approval = Approval {
            token: Uuid::new_v4().to_string(),
            expires_at,
            answered: false,
            put_calls: 0,
            puts_that_took_effect: 0,
        };
        let action = Action { approval: Some(approval), ..Action::begun(now) };
        self.status = Status::InProgress;
        if let Some(stage) = self.stages.iter_mut().find(|stage| stage.name == APPROVAL_STAGE) {
            stage.status = Status::InProgress;
            stage.attempts.push(action);
        } else {
            let (name, attempts) = (APPROVAL_STAGE.to_owned(), vec![action]);
            self.stages.push(Stage { name, status: Status::InProgress, attempts });
        }
    }

    /// The stage of this name, if it has been reached.
    pub(super) fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// How the stage of this name is, if it has been reached.
    pub(crate) fn stage_status(&self, name: &str) -> Option<Status> {
        self.stage(name).map(|stage| stage.status)
    }

    /// The latest attempt at the approval.
    pub(crate) fn approval(&self) -> Option<&Action> {
        self.stage(APPROVAL_STAGE)?.attempts.last()
    }

    /// Every attempt at the approval.
    pub(super) fn approvals(&self) -> impl Iterator<Item = &Action> {
        self.stage(APPROVAL_STAGE).into_iter().flat_map(|stage| &stage.attempts)
    }

    pub(super) fn approval_with_token(&mut self, token: &str) -> Option<&mut Approval> {
        self.approval_stage()?
            .attempts
            .iter_mut()
            .filter_map(|attempt| attempt.approval.as_mut())
            .find(|approval| approval.token == token)
    }

    fn approval_stage(&mut self) -> Option<&mut Stage> {
        self.stages.iter_mut().find(|stage| stage.name == APPROVAL_STAGE)
    }

    /// Whether it waits for approval.
    pub(super) fn is_waiting(&self) -> bool {
        self.approval().is_some_and(|action| action.status == ActionStatus::InProgress)
    }

    /// Ends the open approval, and with it the stage and the execution. Without one, nothing happens.
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

    /// Somebody decides, and the pipeline goes on or ends.
    pub(super) fn decide(&mut self, answer: &Answer<'_>, now: Timestamp) {
        if !self.is_waiting() {
            return;
        }
        let approved = answer.decision == Decision::Approved;
        let attempt = self.approval_stage().and_then(|stage| stage.attempts.last_mut());
        if let Some(attempt) = attempt {
            attempt.summary = Some(answer.summary.to_owned());
            attempt.updated_by = Some(answer.by.to_owned());
            if let Some(approval) = &mut attempt.approval {
                approval.answered = true;
            }
        }
        if approved {
            self.end_approval(ActionStatus::Succeeded, Status::Succeeded, now);
            self.pass("Production", now);
        } else {
            self.end_approval(ActionStatus::Failed, Status::Failed, now);
        }
    }

    /// Fails when nobody has decided in time.
    pub(super) fn expire(&mut self, now: Timestamp) {
        let approval = self.approval().and_then(|action| action.approval.as_ref());
        if approval.is_some_and(|approval| now >= approval.expires_at) {
            self.end_approval(ActionStatus::Failed, Status::Failed, now);
        }
    }

    /// `StopPipelineExecution` with `abandon`. Whether there was anything to stop.
    pub(super) fn stop(&mut self, now: Timestamp) -> bool {
        let waiting = self.is_waiting();
        self.end_approval(ActionStatus::Abandoned, Status::Stopped, now);
        waiting
    }

    /// `RetryStageExecution` of the approval. Whether it had failed.
    pub(super) fn retry(&mut self, now: Timestamp) -> bool {
        let failed = self.stage_status(APPROVAL_STAGE) == Some(Status::Failed);
        if failed {
            self.ask_for_approval(now);
        }
        failed
    }
}

/// A time without its seconds: what a notification can say.
fn whole_minute(time: Timestamp) -> Timestamp {
    let seconds = time.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(60)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn release() -> Release {
        let settings =
            ApprovalSettings { staging_link: None, custom_data: None, timeout_minutes: 5 };
        let commit = Commit::new("storefront", None, None, at("2026-11-21T10:00:00Z"));
        let pipeline = "storefront".to_owned();
        Release::start(pipeline, Mode::default(), commit, settings, at("2026-11-21T10:00:59.9Z"))
    }

    fn statuses(release: &Release) -> (Status, Option<ActionStatus>, Option<Status>) {
        let action = release.approval().map(|action| action.status);
        (release.status, action, release.stage_status("Production"))
    }

    fn answer(decision: Decision) -> Answer<'static> {
        Answer { decision, summary: "why", by: "arn" }
    }

    #[test]
    fn it_waits_for_approval_and_goes_on_when_it_is_approved() {
        let mut release = release();
        assert_eq!(statuses(&release), (Status::InProgress, Some(ActionStatus::InProgress), None));
        release.decide(&answer(Decision::Approved), at("2026-11-21T10:01:00Z"));
        assert_eq!(
            statuses(&release),
            (Status::Succeeded, Some(ActionStatus::Succeeded), Some(Status::Succeeded))
        );
        // What is decided stays so.
        release.decide(&answer(Decision::Rejected), at("2026-11-21T10:01:01Z"));
        assert_eq!(release.status, Status::Succeeded);
        assert!(!release.stop(at("2026-11-21T10:01:02Z")));
    }

    #[test]
    fn a_rejection_ends_it_and_a_retry_asks_again() {
        let mut release = release();
        release.decide(&answer(Decision::Rejected), at("2026-11-21T10:01:00Z"));
        assert_eq!(statuses(&release), (Status::Failed, Some(ActionStatus::Failed), None));
        assert!(release.retry(at("2026-11-21T10:02:00Z")));
        assert_eq!(statuses(&release), (Status::InProgress, Some(ActionStatus::InProgress), None));
        let tokens: Vec<_> =
            release.approvals().map(|action| action.approval.clone().unwrap().token).collect();
        assert_eq!(tokens.len(), 2);
        assert_ne!(tokens[0], tokens[1]);
        assert!(!release.retry(at("2026-11-21T10:03:00Z")));
    }

    #[test]
    fn it_fails_when_the_whole_minute_has_come() {
        let mut release = release();
        let expires_at = release.approval().unwrap().approval.as_ref().unwrap().expires_at;
        assert_eq!(expires_at, at("2026-11-21T10:05:00Z"));
        release.expire(at("2026-11-21T10:04:59.999Z"));
        assert_eq!(release.status, Status::InProgress);
        release.expire(expires_at);
        assert_eq!(statuses(&release), (Status::Failed, Some(ActionStatus::Failed), None));
        assert!(!release.approval().unwrap().approval.as_ref().unwrap().answered);
    }

    #[test]
    fn a_stopped_one_is_abandoned() {
        let mut release = release();
        assert!(release.stop(at("2026-11-21T10:01:00Z")));
        assert_eq!(statuses(&release), (Status::Stopped, Some(ActionStatus::Abandoned), None));
        assert!(!release.retry(at("2026-11-21T10:02:00Z")));
    }
}
