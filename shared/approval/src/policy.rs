//! Approval policies: who approves which pipeline. They are read from the settings, a JSON object
//! keyed by pipeline.
//!
//! ```json
//! {"storefront": {
//!     "actions": ["Approval/Approve"],
//!     "approvers": [{"email": "ana@example.com", "name": "Ana Ruiz", "language": "en",
//!                    "timeZone": "America/New_York"}],
//!     "approvalsNeeded": 1, "rejectionsNeeded": 1,
//!     "stagingHosts": ["staging.example.com", "*.staging.example.com"],
//!     "notesHosts": ["notes.example.com"], "authorDomains": ["example.com"],
//!     "decideWithinMinutes": 2880, "contact": "release-desk@example.com"}}
//! ```
//!
//! Only `actions` and `approvers` are required. By default one approval accepts the release, one rejection rejects
//! it, no staging address is shown, no author of a commit is told the outcome, and there is as much
//! time as CodePipeline gives.

use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use linkify::{LinkFinder, LinkKind};
use serde::Deserialize;

use crate::address::EmailAddress;
use crate::allowed_hosts::AllowedHosts;
use crate::approver::Approver;
use crate::guarded_actions::GuardedActions;
use crate::language::Language;
use crate::notification::Notification;
use crate::release::{ActionPath, Release, Staging, WebLink};
use crate::request::{Request, RequestId};
use crate::schedule;
use crate::state::{Pending, Quorum, State};
use crate::untrusted_text::UntrustedText;

/// The most approvers of one pipeline: each gets a mail, and the request is one item in DynamoDB.
const MAX_APPROVERS: u8 = 20;
/// CodePipeline waits for at most 86,400 minutes, 60 days ("Quotas", user guide). One more day allows
/// for clocks that differ.
const LONGEST_APPROVAL: SignedDuration = SignedDuration::from_hours(61 * 24);
/// The most minutes in `decideWithinMinutes`: 60 days.
const MOST_MINUTES: u32 = 86_400;
/// The longest name of an approver, in characters.
const NAME_LIMIT: usize = 80;
/// The longest note of a release, in characters.
const NOTE_LIMIT: usize = 2_000;
/// How far into a note addresses are looked for, in characters.
const LINK_LIMIT: usize = 8_000;

/// The policies of all pipelines.
///
/// ```
/// use switchboard_approval::notification::Notification;
/// use switchboard_approval::policy::{NotGuarded, Policies};
///
/// let policies: Policies = r#"{"storefront": {
///     "actions": ["Approval/Approve"],
///     "approvers": [{"email": "ana@example.com", "name": "Ana Ruiz", "timeZone": "Europe/Madrid"}]
/// }}"#.parse()?;
/// let mut notification = Notification::parse(
///     r#"{"approval": {"pipelineName": "storefront", "stageName": "Approval",
///         "actionName": "Approve", "token": "a-token", "expires": "2026-11-28T10:00Z"}}"#,
/// ).unwrap();
/// assert!(policies.of(&notification).is_ok());
/// notification.action = "Check".to_owned();
/// assert!(matches!(policies.of(&notification), Err(NotGuarded::Action { .. })));
///
/// // A mistake is reported with its pipeline and field.
/// let mistake = r#"{"storefront": {"actions": ["Approval/Approve"], "approvers": []}}"#;
/// let mistake = mistake.parse::<Policies>().unwrap_err();
/// assert_eq!(mistake.to_string(), "pipeline storefront: approvers: name 1 to 20");
/// # Ok::<(), switchboard_approval::policy::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policies(BTreeMap<String, Policy>);

/// The policy of one pipeline: its approval actions, its approvers, and how they decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    actions: GuardedActions,
    approvers: Vec<Approver>,
    quorum: Quorum,
    staging_hosts: AllowedHosts,
    notes_hosts: AllowedHosts,
    author_domains: Vec<String>,
    decide_within: Option<SignedDuration>,
    contact: Option<EmailAddress>,
}

/// A mistake in the settings. It names the pipeline and the field, never an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The text is not JSON of the expected shape.
    #[error(
        "it is a JSON object keyed by pipeline, each with `actions` and `approvers` (line {line}, column {column})"
    )]
    Shape {
        /// The line at which reading stopped, from 1.
        line: usize,
        /// The column at which reading stopped.
        column: usize,
    },
    /// The policy of a pipeline contradicts itself or has a value out of range.
    #[error("pipeline {pipeline}: {problem}")]
    Pipeline {
        /// The pipeline's name.
        pipeline: String,
        /// The field, and what it has to be.
        problem: &'static str,
    },
}

/// The reason why nobody is asked about an approval. It says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotGuarded {
    /// The settings have no such pipeline.
    #[error(
        "pipeline {pipeline} has no approvers: add it to APPROVAL_PIPELINES, or take the topic off its approval action"
    )]
    Pipeline {
        /// The pipeline's name.
        pipeline: String,
    },
    /// The settings have the pipeline without this action, so no answer would be allowed.
    #[error(
        "pipeline {pipeline}: nobody is asked about action {action} of stage {stage}, because no answer would be allowed. \
         If it was added or renamed in the pipeline, add \"{stage}/{action}\" to the pipeline's `actions` in APPROVAL_PIPELINES \
         and allow codepipeline:PutApprovalResult on it (with Terraform: `pipelines` of module approvals does both); \
         otherwise take the topic off the action"
    )]
    Action {
        /// The pipeline's name.
        pipeline: String,
        /// The stage's name.
        stage: String,
        /// The action's name.
        action: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawPolicy {
    // Required, but a mistake is reported with its pipeline and what to write.
    #[serde(default)]
    actions: Vec<String>,
    approvers: Vec<RawApprover>,
    #[serde(default = "one")]
    approvals_needed: u8,
    #[serde(default = "one")]
    rejections_needed: u8,
    #[serde(default)]
    staging_hosts: Vec<String>,
    #[serde(default)]
    notes_hosts: Vec<String>,
    #[serde(default)]
    author_domains: Vec<String>,
    decide_within_minutes: Option<u32>,
    contact: Option<EmailAddress>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawApprover {
    email: EmailAddress,
    name: String,
    #[serde(default)]
    language: Language,
    #[serde(default = "utc")]
    time_zone: String,
}

const fn one() -> u8 {
    1
}

fn utc() -> String {
    "UTC".to_owned()
}

impl FromStr for Policies {
    type Err = PolicyError;

    fn from_str(json: &str) -> Result<Self, PolicyError> {
        let raw: BTreeMap<String, RawPolicy> = serde_json::from_str(json)
            .map_err(|error| PolicyError::Shape { line: error.line(), column: error.column() })?;
        let policies = raw.into_iter().map(|(pipeline, raw)| match Policy::try_from(raw) {
            Ok(policy) => Ok((pipeline, policy)),
            Err(problem) => Err(PolicyError::Pipeline { pipeline, problem }),
        });
        policies.collect::<Result<_, _>>().map(Self)
    }
}

impl Policies {
    /// Returns the policy for an approval. Without one, nobody can answer it through links, so nobody
    /// may be asked.
    pub fn of(&self, notification: &Notification) -> Result<&Policy, NotGuarded> {
        let Notification { pipeline, stage, action, .. } = notification;
        let policy = self.0.get(pipeline);
        let policy = policy.ok_or_else(|| NotGuarded::Pipeline { pipeline: pipeline.clone() })?;
        if policy.actions.contain(stage, action) {
            Ok(policy)
        } else {
            Err(NotGuarded::Action {
                pipeline: pipeline.clone(),
                stage: stage.clone(),
                action: action.clone(),
            })
        }
    }
}

impl TryFrom<RawPolicy> for Policy {
    type Error = &'static str;

    fn try_from(raw: RawPolicy) -> Result<Self, &'static str> {
        let actions = GuardedActions::new(raw.actions).ok_or(
            "actions: name 1 to 20 manual approval actions, each once, as \"stage/action\" such as [\"Approval/Approve\"]",
        )?;
        let approvers =
            raw.approvers.into_iter().map(Approver::try_from).collect::<Result<Vec<_>, _>>()?;
        let count = u8::try_from(approvers.len()).unwrap_or(u8::MAX);
        if !(1..=MAX_APPROVERS).contains(&count) {
            return Err("approvers: name 1 to 20");
        }
        if approvers.iter().map(Approver::id).collect::<HashSet<_>>().len() != approvers.len() {
            return Err("approvers: an address is listed twice");
        }
        if !(1..=count).contains(&raw.approvals_needed) {
            return Err("approvalsNeeded: from 1 to the number of approvers");
        }
        if !(1..=count).contains(&raw.rejections_needed) {
            return Err("rejectionsNeeded: from 1 to the number of approvers");
        }
        let staging_hosts = AllowedHosts::new(raw.staging_hosts).ok_or(
            "stagingHosts: host names in lower case, without scheme, port and path, or *. before one",
        )?;
        let notes_hosts = AllowedHosts::new(raw.notes_hosts).ok_or(
            "notesHosts: host names in lower case, without scheme, port and path, or *. before one",
        )?;
        if !raw.author_domains.iter().all(|domain| is_mail_domain(domain)) {
            return Err("authorDomains: domains of addresses in lower case, such as example.com");
        }
        if raw.decide_within_minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
            return Err("decideWithinMinutes: from 1 to 86400");
        }
        Ok(Self {
            actions,
            approvers,
            quorum: Quorum {
                approvals: raw.approvals_needed,
                rejections: raw.rejections_needed,
                approvers: count,
            },
            staging_hosts,
            notes_hosts,
            author_domains: raw.author_domains,
            decide_within: raw
                .decide_within_minutes
                .map(|minutes| SignedDuration::from_mins(minutes.into())),
            contact: raw.contact,
        })
    }
}

impl TryFrom<RawApprover> for Approver {
    type Error = &'static str;

    fn try_from(raw: RawApprover) -> Result<Self, &'static str> {
        if TimeZone::get(&raw.time_zone).is_err() {
            return Err("timeZone: an IANA name such as Europe/Berlin");
        }
        let name =
            UntrustedText::line(&raw.name, NAME_LIMIT).ok_or("name: the name of the approver")?;
        Ok(Self { email: raw.email, name, language: raw.language, time_zone: raw.time_zone })
    }
}

impl Policy {
    /// Makes a request from a notification of a pipeline in this account and region. An expiry that
    /// is later than CodePipeline can wait is cut.
    #[must_use]
    pub fn request(
        &self,
        notification: Notification,
        account: &str,
        region: &str,
        now: Timestamp,
    ) -> Request {
        let staging = self.staging(notification.staging.as_deref());
        let note = notification.note.as_deref();
        // A forged notification must not create a request that is stored for ever.
        let expires_at = notification.expires_at.min(now + LONGEST_APPROVAL);
        let release = Release {
            action: ActionPath {
                account: account.to_owned(),
                region: region.to_owned(),
                pipeline: notification.pipeline,
                stage: notification.stage,
                action: notification.action,
            },
            token: notification.token,
            expires_at,
            staging,
            note: note.and_then(|note| UntrustedText::lines(note, NOTE_LIMIT)),
            execution_id: None,
            action_execution_id: None,
            change: None,
            notes_link: note.and_then(|note| self.notes_link(note)),
            next_stage: None,
            not_shown_since: None,
        };
        Request {
            id: RequestId::of(&release),
            version: 1,
            opened_at: now,
            decide_by: schedule::decide_by(now, release.expires_at, self.decide_within),
            due_at: Some(schedule::after_opening(now)),
            release,
            approvers: self.approvers.clone(),
            quorum: self.quorum,
            contact: self.contact.clone(),
            state: State::Pending(Pending::default()),
            aftermath: None,
            author_domains: self.author_domains.clone(),
        }
    }

    fn staging(&self, raw: Option<&str>) -> Staging {
        let Some(raw) = raw else { return Staging::None };
        match WebLink::parse(raw) {
            Some(link) if self.staging_hosts.allow(&link) => Staging::Link(link),
            _ => Staging::NotAllowed,
        }
    }

    /// Returns the first web address in a note that is on an allowed host.
    fn notes_link(&self, note: &str) -> Option<WebLink> {
        // What nobody sees in the note must not be part of an address either.
        let note = UntrustedText::lines(note, LINK_LIMIT)?;
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url]);
        let mut links =
            finder.links(note.as_str()).filter_map(|link| WebLink::parse(link.as_str()));
        links.find(|link| self.notes_hosts.allow(link) || self.staging_hosts.allow(link))
    }
}

/// Returns whether this is the domain of e-mail addresses, in lower case.
fn is_mail_domain(domain: &str) -> bool {
    let is_lower = !domain.bytes().any(|byte| byte.is_ascii_uppercase());
    is_lower && format!("a@{domain}").parse::<EmailAddress>().is_ok()
}

#[cfg(test)]
mod tests;
