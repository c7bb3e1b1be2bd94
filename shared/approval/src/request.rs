//! One approval that is asked for.

use std::fmt;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::link::hex;
use crate::{EmailAddress, Language, Quorum, Release, State, Text};

/// Names a request: SHA-256 over the approval action and CodePipeline's token, so that a message
/// that comes again is known. `Display` shows eight of its 64 digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// The request that this release makes.
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
        Self(hex(&hash.finalize()))
    }

    /// Takes an id that was kept.
    #[must_use]
    pub fn from_stored(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// All of it.
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

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestId({self})")
    }
}

/// Names an approver without telling the address: twelve hexadecimal digits of its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApproverId(String);

impl ApproverId {
    /// The id of whoever reads this address, however it is capitalised.
    #[must_use]
    pub fn of(address: &EmailAddress) -> Self {
        let hash = hex(&Sha256::digest(address.as_str().to_ascii_lowercase().as_bytes()));
        Self(hash.get(..12).unwrap_or_default().to_owned())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ApproverId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Somebody who may answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approver {
    /// Where mails go.
    pub email: EmailAddress,
    /// What to call them.
    pub name: Text,
    /// What to write to them in.
    #[serde(default)]
    pub language: Language,
    /// Where their clock is: an IANA name, known to exist when the settings were read.
    pub time_zone: String,
}

impl Approver {
    /// Their id.
    #[must_use]
    pub fn id(&self) -> ApproverId {
        ApproverId::of(&self.email)
    }

    /// Their time zone; UTC if this version's data does not know it any more.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }
}

/// One approval that is asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Counts what was written, so that of two who write at once one knows.
    pub version: u64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Until when it can be answered.
    pub decide_by: Timestamp,
    /// What is to be released.
    pub release: Release,
    /// Who may answer.
    pub approvers: Vec<Approver>,
    /// How many answers decide.
    pub quorum: Quorum,
    /// Whom to write to when something is wrong.
    pub contact: Option<EmailAddress>,
    /// When the sweep looks at it next; never, if nothing is left to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Where it is.
    pub state: State,
}

impl Request {
    /// The same request, one step on. `due_at` of a decided or closed one follows from its state.
    #[must_use]
    pub fn step(&self, state: State) -> Self {
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

    /// The same request, to be looked at again then.
    #[must_use]
    pub fn looked_at(&self, due_at: Option<Timestamp>) -> Self {
        Self { version: self.version + 1, due_at, ..self.clone() }
    }

    /// The approver of this id.
    #[must_use]
    pub fn approver(&self, id: &crate::ApproverId) -> Option<&Approver> {
        self.approvers.iter().find(|approver| approver.id() == *id)
    }

    /// How long it can still be answered; `None` when it cannot.
    #[must_use]
    pub fn time_left(&self, now: Timestamp) -> Option<SignedDuration> {
        let left = self.decide_by.duration_since(now);
        left.is_positive().then_some(left)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::release::Staging;
    use crate::{ActionPath, Pending, PipelineToken};

    /// Two approvers, one answer decides, a week of time.
    pub(crate) fn request() -> Request {
        let opened_at: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let approver = |name: &str, language| Approver {
            email: format!("{}@example.com", name.to_lowercase()).parse().unwrap(),
            name: Text::line(name, 80).unwrap(),
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
        }
    }

    #[test]
    fn a_request_is_named_by_what_waits_and_not_by_when_it_was_heard_of() {
        let first = request();
        let mut again = first.release.clone();
        again.note = Text::line("something new", 80);
        assert_eq!(RequestId::of(&again), first.id);
        again.token = PipelineToken::new("another-token").unwrap();
        assert_ne!(RequestId::of(&again), first.id);
        assert_eq!(first.id.as_str().len(), 64);
    }

    #[test]
    fn an_approver_is_the_same_however_the_address_is_capitalised() {
        let id = |address: &str| ApproverId::of(&address.parse().unwrap());
        assert_eq!(id("Ana@Example.com"), id("ana@example.com"));
        assert_ne!(id("ana@example.com"), id("anna@example.com"));
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
