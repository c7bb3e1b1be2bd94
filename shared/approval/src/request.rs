//! A request for an approval.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::address::EmailAddress;
use crate::approver::{Approver, ApproverId};
use crate::hex;
use crate::release::Release;
use crate::state::{Quorum, State};
use crate::untrusted_text::UntrustedText;

/// Identifies a request: SHA-256 over the approval action and CodePipeline's token, 64 hexadecimal
/// digits. A message that is delivered again gets the same id. `Display` shows the first eight
/// digits, for logs.
#[derive(
    Clone, derive_more::Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[debug("RequestId({})", self)]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// Derives the id of the request for this release.
    #[must_use]
    pub fn of(release: &Release) -> Self {
        let action = &release.action;
        let mut hash = Sha256::new();
        for part in
            [&action.account, &action.region, &action.pipeline, &action.stage, &action.action]
        {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        hash.update(release.token.as_str().as_bytes());
        Self(hex::encode(&hash.finalize()))
    }

    /// Restores an id that was stored.
    #[must_use]
    pub fn from_stored(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Returns all 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(..8).unwrap_or_default())
    }
}

/// A request for one approval: the release, the approvers, the deadline and the state.
///
/// A request is read and written whole. Writes are conditional on the version (optimistic locking).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// The id of this request.
    pub id: RequestId,
    /// The version: 1 at first, and one more with each write. Of two writers at the same time, the
    /// second one fails.
    pub version: u64,
    /// The time at which the request was opened.
    pub opened_at: Timestamp,
    /// The deadline for answers.
    pub decide_by: Timestamp,
    /// The release that waits.
    pub release: Release,
    /// The people who may answer.
    pub approvers: Vec<Approver>,
    /// The number of answers that decide.
    pub quorum: Quorum,
    /// The address to write to when something is wrong.
    pub contact: Option<EmailAddress>,
    /// The time at which the sweep inspects the request next. `None` if nothing is left to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// The state of the request.
    pub state: State,
    /// What became of the release after it was accepted, once that is known.
    #[serde(default)]
    pub aftermath: Option<Aftermath>,
    /// The domains of addresses to which commit authors are told the outcome.
    #[serde(default)]
    pub author_domains: Vec<String>,
}

/// What became of an accepted release in its pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Aftermath {
    /// How the release went on.
    pub result: AftermathResult,
    /// The time at which the pipeline said so.
    pub at: Timestamp,
    /// The stage at which it happened, if the pipeline names one.
    pub stage: Option<UntrustedText>,
}

/// How an accepted release went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AftermathResult {
    /// The pipeline reached its end.
    Succeeded,
    /// A later stage failed.
    Failed,
    /// The pipeline was stopped or changed before its end.
    Stopped,
    /// A newer release took its place before the end of the pipeline.
    Superseded,
    /// The stage went back to an earlier release.
    RolledBack,
}

impl Request {
    /// Returns the next version of this request, in another state. For a decided or closed request,
    /// `due_at` follows from the state.
    #[must_use]
    pub fn advanced_to(&self, state: State) -> Self {
        let mut next = self.clone();
        next.version += 1;
        next.due_at = match &state {
            State::Pending(_) => self.due_at,
            State::Deciding(deciding) => Some(deciding.lease_until()),
            State::Closed(closed) => Some(closed.at()),
        };
        next.state = state;
        next
    }

    /// Returns the next version of this request, which the sweep inspects next at `due_at`.
    #[must_use]
    pub fn rescheduled(&self, due_at: Option<Timestamp>) -> Self {
        Self { version: self.version + 1, due_at, ..self.clone() }
    }

    /// Returns the approver with this id.
    #[must_use]
    pub fn approver(&self, id: &ApproverId) -> Option<&Approver> {
        self.approvers.iter().find(|approver| approver.id() == *id)
    }

    /// Returns the time that is left for answers; `None` once the deadline has passed.
    #[must_use]
    pub fn time_left(&self, now: Timestamp) -> Option<SignedDuration> {
        let left = self.decide_by.duration_since(now);
        left.is_positive().then_some(left)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::language::Language;
    use crate::release::{ActionPath, PipelineToken, Staging};
    use crate::state::Pending;

    /// A request to two approvers of whom one decides, within a week.
    pub(crate) fn request() -> Request {
        let opened_at: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let approver = |name: &str, language| Approver {
            email: format!("{}@example.com", name.to_lowercase()).parse().unwrap(),
            name: UntrustedText::line(name, 80).unwrap(),
            language,
            time_zone: "Europe/Berlin".to_owned(),
        };
        let release = Release {
            action: ActionPath {
                account: "123456789012".to_owned(),
                region: "us-east-1".to_owned(),
                pipeline: "storefront".to_owned(),
                stage: "Approval".to_owned(),
                action: "Approve".to_owned(),
            },
            token: PipelineToken::new("a-pipeline-token").unwrap(),
            expires_at: opened_at + SignedDuration::from_hours(168),
            staging: Staging::None,
            note: None,
            execution_id: None,
            action_execution_id: None,
            change: None,
            notes_link: None,
            next_stage: None,
            not_shown_since: None,
        };
        Request {
            id: RequestId::of(&release),
            version: 1,
            opened_at,
            decide_by: release.expires_at - SignedDuration::from_mins(5),
            due_at: None,
            release,
            approvers: vec![
                approver("Ana", Language::English),
                approver("Jonas", Language::German),
            ],
            quorum: Quorum { approvals: 1, rejections: 1, approvers: 2 },
            contact: None,
            state: State::Pending(Pending::default()),
            aftermath: None,
            author_domains: Vec::new(),
        }
    }

    #[test]
    fn a_request_is_named_by_what_waits_and_not_by_when_it_was_heard_of() {
        let first = request();
        let mut again = first.release.clone();
        again.note = UntrustedText::line("something new", 80);
        assert_eq!(RequestId::of(&again), first.id);
        again.token = PipelineToken::new("another-token").unwrap();
        assert_ne!(RequestId::of(&again), first.id);
        assert_eq!(first.id.as_str().len(), 64);
    }

    #[test]
    fn it_is_kept_and_read_back_whole() {
        let request = request();
        let kept = serde_json::to_value(&request).unwrap();
        assert_eq!(kept["state"]["state"], "PENDING");
        assert_eq!(serde_json::from_value::<Request>(kept).unwrap(), request);
    }

    #[test]
    fn nothing_personal_or_secret_is_in_its_debug_output() {
        let shown = format!("{:?}", request());
        for secret in ["ana@example.com", "a-pipeline-token", "jonas@"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
