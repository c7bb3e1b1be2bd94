//! Approval policies: who approves which pipeline. They are read from the settings, a JSON object
//! keyed by pipeline.
//!
//! ```json
//! {"storefront": {
//!     "approvers": [{"email": "ana@example.com", "name": "Ana Ruiz", "language": "en",
//!                    "timeZone": "America/New_York"}],
//!     "approvalsNeeded": 1, "rejectionsNeeded": 1,
//!     "stagingHosts": ["staging.example.com"],
//!     "decideWithinMinutes": 2880, "contact": "release-desk@example.com"}}
//! ```
//!
//! Only `approvers` is required. By default one approval accepts the release, one rejection rejects
//! it, no staging address is shown, and there is as much time as CodePipeline gives.

use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::address::EmailAddress;
use crate::approver::Approver;
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

/// The policies of all pipelines.
///
/// ```
/// use switchboard_approval::policy::Policies;
///
/// let policies: Policies = r#"{"storefront": {
///     "approvers": [{"email": "ana@example.com", "name": "Ana Ruiz", "timeZone": "Europe/Madrid"}]
/// }}"#.parse()?;
/// assert!(policies.of("storefront").is_some());
/// assert!(policies.of("warehouse").is_none());
///
/// // A mistake is reported with its pipeline and field.
/// let mistake = r#"{"storefront": {"approvers": []}}"#.parse::<Policies>().unwrap_err();
/// assert_eq!(mistake.to_string(), "pipeline storefront: approvers: name 1 to 20");
/// # Ok::<(), switchboard_approval::policy::PolicyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policies(BTreeMap<String, Policy>);

/// The policy of one pipeline: its approvers, and how they decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    approvers: Vec<Approver>,
    quorum: Quorum,
    staging_hosts: Vec<String>,
    decide_within: Option<SignedDuration>,
    contact: Option<EmailAddress>,
}

/// A mistake in the settings. It names the pipeline and the field, never an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The text is not JSON of the expected shape.
    #[error(
        "it is a JSON object keyed by pipeline, each with `approvers` (line {line}, column {column})"
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawPolicy {
    approvers: Vec<RawApprover>,
    #[serde(default = "one")]
    approvals_needed: u8,
    #[serde(default = "one")]
    rejections_needed: u8,
    #[serde(default)]
    staging_hosts: Vec<String>,
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
    /// Returns the policy of a pipeline. `None` means that nobody may approve it through links.
    #[must_use]
    pub fn of(&self, pipeline: &str) -> Option<&Policy> {
        self.0.get(pipeline)
    }
}

impl TryFrom<RawPolicy> for Policy {
    type Error = &'static str;

    fn try_from(raw: RawPolicy) -> Result<Self, &'static str> {
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
        let is_host = |host: &String| {
            WebLink::parse(&format!("https://{host}/")).is_some_and(|link| link.host() == host)
        };
        if !raw.staging_hosts.iter().all(is_host) {
            return Err("stagingHosts: host names in lower case, without scheme, port and path");
        }
        if raw.decide_within_minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
            return Err("decideWithinMinutes: from 1 to 86400");
        }
        Ok(Self {
            approvers,
            quorum: Quorum {
                approvals: raw.approvals_needed,
                rejections: raw.rejections_needed,
                approvers: count,
            },
            staging_hosts: raw.staging_hosts,
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
            note: notification
                .note
                .as_deref()
                .and_then(|note| UntrustedText::lines(note, NOTE_LIMIT)),
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
            opened_at: now,
            decide_by: schedule::decide_by(now, release.expires_at, self.decide_within),
            due_at: Some(schedule::after_opening(now)),
            release,
            approvers: self.approvers.clone(),
            quorum: self.quorum,
            contact: self.contact.clone(),
            state: State::Pending(Pending::default()),
            aftermath: None,
            author_domains: Vec::new(),
        }
    }

    fn staging(&self, raw: Option<&str>) -> Staging {
        let Some(raw) = raw else { return Staging::None };
        match WebLink::parse(raw) {
            Some(link) if self.staging_hosts.iter().any(|host| host == link.host()) => {
                Staging::Link(link)
            }
            _ => Staging::NotAllowed,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::release::PipelineToken;

    fn settings() -> Value {
        json!({"storefront": {
            "approvers": [
                {"email": "ana@example.com", "name": "Ana", "timeZone": "America/New_York"},
                {"email": "jonas@example.com", "name": "Jonas", "language": "de"},
            ],
            "approvalsNeeded": 2, "stagingHosts": ["staging.example.com"], "decideWithinMinutes": 60,
        }})
    }

    fn request(staging: &str) -> Request {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let notification = Notification {
            region: None,
            pipeline: "storefront".to_owned(),
            stage: "Approval".to_owned(),
            action: "Approve".to_owned(),
            token: PipelineToken::new("t-1").unwrap(),
            expires_at: now + SignedDuration::from_hours(168),
            staging: Some(staging.to_owned()),
            note: Some("look\u{202e} at\r\n\r\nthe cart".to_owned()),
        };
        let policies: Policies = settings().to_string().parse().unwrap();
        policies.of("storefront").unwrap().request(notification, "123456789012", "us-east-1", now)
    }

    #[test]
    fn a_request_is_what_policy_and_notification_say() {
        let request = request("https://staging.example.com/cart");
        assert_eq!(request.quorum, Quorum { approvals: 2, rejections: 1, approvers: 2 });
        assert_eq!(request.decide_by.to_string(), "2026-11-21T11:00:00Z");
        assert_eq!(request.release.note.as_ref().unwrap().as_str(), "look at\n\nthe cart");
        assert_eq!(request.release.action.region, "us-east-1");
        assert!(
            matches!(&request.release.staging, Staging::Link(link) if link.host() == "staging.example.com")
        );
    }

    #[test]
    fn no_time_is_too_far_to_be_reckoned_with() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let message = |expires: &str| {
            json!({"approval": {
                "pipelineName": "storefront", "stageName": "A", "actionName": "A", "token": "t",
                "expires": expires,
            }})
        };
        let policies: Policies = settings().to_string().parse().unwrap();
        for expires in
            ["9999-12-30T00:00Z", "2027-06-01T00:00Z", "-009999-01-02T00:00Z", "2026-11-21T09:00Z"]
        {
            let Ok(notification) = Notification::parse(&message(expires).to_string()) else {
                continue;
            };
            let policy = policies.of("storefront").unwrap();
            let request = policy.request(notification, "123456789012", "us-east-1", now);
            assert!(request.release.expires_at <= now + LONGEST_APPROVAL, "{expires}");
            assert!(request.decide_by <= request.release.expires_at, "{expires}");
        }
    }

    #[test]
    fn staging_addresses_need_an_allowed_host() {
        for bad in [
            "https://evil.example/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://staging.example.com.evil.example/",
            "https://staging.example.com@evil.example/",
            "https://evil.example\\@staging.example.com/",
            "not an address",
        ] {
            assert_eq!(request(bad).release.staging, Staging::NotAllowed, "{bad}");
        }
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let with = |field: &str, value: Value| {
            let mut settings = settings();
            settings["storefront"][field] = value;
            settings.to_string().parse::<Policies>().unwrap_err().to_string()
        };
        for (field, value) in [
            ("approvers", json!([])),
            ("approvalsNeeded", json!(3)),
            ("rejectionsNeeded", json!(0)),
            ("stagingHosts", json!(["https://staging.example.com"])),
            ("stagingHosts", json!(["Staging.Example.com"])),
            ("decideWithinMinutes", json!(0)),
            ("decideWithinMinutes", json!(u32::MAX)),
        ] {
            let message = with(field, value);
            assert!(
                message.contains("pipeline storefront") && message.contains(field),
                "{message}"
            );
        }
        let twice = json!([{"email": "a@example.com", "name": "A"}, {"email": "A@example.com", "name": "B"}]);
        assert!(with("approvers", twice).contains("twice"));
        let nowhere = json!([{"email": "a@example.com", "name": "A", "timeZone": "Mars/Olympus"}]);
        assert!(with("approvers", nowhere).contains("timeZone"));
        assert!(with("aprovers", json!(1)).contains("line 1"));
    }
}
