//! What starts a release: the body of `POST /local/releases`.

use std::collections::HashSet;

use serde::{Deserialize, Deserializer};

use super::constraints::{MAX_NAME, is_name};
use super::definition::PIPELINES;
use super::notification::Subscription;
use super::release::{ApprovalSettings, Mode, Outcome, one_action};
use super::revision::{NewRevision, Provider, SOURCE, name_and_address};
use super::service::NewRelease;
use crate::problem::Problem;

/// CodePipeline's default timeout of an approval: seven days.
const DEFAULT_TIMEOUT_MINUTES: u32 = 7 * 24 * 60;

/// The range of `timeoutInMinutes` of an approval action.
const TIMEOUT_MINUTES: std::ops::RangeInclusive<u32> = 5..=86_400;

const MAX_DELIVERIES: usize = 100;

/// The longest configuration value of an action, in characters.
const MAX_CONFIGURATION: usize = 1000;

const MAX_REVISIONS: usize = 10;

const MAX_APPROVAL_ACTIONS: usize = 5;

/// The longest message, and the longest summary before CodePipeline cuts it, in characters.
const MAX_MESSAGE: usize = 20_000;

/// The longest name, address, id or tag of a revision, in characters.
const MAX_WORD: usize = 500;

const HOW_TO_START: &str = "Send a JSON object such as {\"pipeline\": \"storefront\"}; the pipelines \
     are storefront and billing. Optional: commitMessage, author (\"Name <address>\"), stagingLink and \
     customData (strings of up to 1000 characters, or null), approvalActions (1 to 5 names of manual \
     approval actions, which run one after another), timeoutMinutes (5 to 86400), \
     executionMode (\"SUPERSEDED\", \"QUEUED\" or \"PARALLEL\"), afterApproval (\"succeeded\", \"failed\", \
     \"stopped\", \"superseded\", \"rolledBack\" or \"waiting\"), revisions (1 to 10 objects in place of \
     commitMessage and author, each with source, message, author, authorEmail, repository, provider, \
     commit, tag and summary, all optional), delivery (\"sns\", \"sqs\" or \
     \"sqs-raw\"), deliveries (1 to 100).";

/// The body of `POST /local/releases`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReleaseRequest {
    pub(super) pipeline: String,
    commit_message: Option<String>,
    author: Option<String>,
    #[serde(default, deserialize_with = "given")]
    staging_link: StagingLink,
    custom_data: Option<String>,
    #[serde(default = "one_action")]
    approval_actions: Vec<String>,
    timeout_minutes: Option<u32>,
    #[serde(default)]
    execution_mode: Mode,
    #[serde(default)]
    after_approval: Outcome,
    revisions: Option<Vec<RevisionRequest>>,
    #[serde(default)]
    delivery: Subscription,
    deliveries: Option<usize>,
}

/// The link of the approval action.
#[derive(Debug, Default, PartialEq, Eq)]
enum StagingLink {
    /// The stack's own staging page, when the request has no `stagingLink`.
    #[default]
    Own,
    /// The link of the request; `None` for null.
    Given(Option<String>),
}

/// Reads `stagingLink`, where null differs from an absent member.
fn given<'de, D: Deserializer<'de>>(field: D) -> Result<StagingLink, D::Error> {
    Option::deserialize(field).map(StagingLink::Given)
}

impl ReleaseRequest {
    /// Reads and checks a request.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let refuse = |what: String| {
            Problem::bad_request(format!("This is not a release: {what}. {HOW_TO_START}"))
        };
        let request: Self =
            serde_json::from_slice(body).map_err(|error| refuse(error.to_string()))?;
        if !PIPELINES.contains(&request.pipeline.as_str()) {
            return Err(refuse(format!("there is no pipeline {:?}", request.pipeline)));
        }
        check_approval_actions(&request.approval_actions)
            .map_err(|problem| refuse(format!("approvalActions: {problem}")))?;
        if request.timeout_minutes.is_some_and(|minutes| !TIMEOUT_MINUTES.contains(&minutes)) {
            return Err(refuse("timeoutMinutes is out of range".to_owned()));
        }
        if request.deliveries.is_some_and(|times| !(1..=MAX_DELIVERIES).contains(&times)) {
            return Err(refuse("deliveries is out of range".to_owned()));
        }
        let link = match &request.staging_link {
            StagingLink::Own => None,
            StagingLink::Given(link) => link.as_deref(),
        };
        for (name, value) in [("stagingLink", link), ("customData", request.custom_data.as_deref())]
        {
            if value.is_some_and(|value| value.chars().count() > MAX_CONFIGURATION) {
                return Err(refuse(format!("{name} is too long")));
            }
        }
        if let Some(revisions) = &request.revisions {
            if request.commit_message.is_some() || request.author.is_some() {
                let instead =
                    "give message and author of each revision instead of commitMessage and author";
                return Err(refuse(instead.to_owned()));
            }
            check_revisions(revisions)
                .map_err(|problem| refuse(format!("revisions: {problem}")))?;
        }
        Ok(request)
    }

    /// Returns the release; its approval links to the stack's own staging page, unless the request names
    /// another one.
    pub(super) fn into_release(self, own_staging: String) -> NewRelease {
        let staging_link = match self.staging_link {
            StagingLink::Own => Some(own_staging),
            StagingLink::Given(link) => link,
        };
        let (name, address) = self.author.as_deref().map(name_and_address).unzip();
        let only = NewRevision {
            message: self.commit_message,
            author: name.map(str::to_owned),
            author_email: address.flatten().map(str::to_owned),
            ..NewRevision::default()
        };
        let revisions = self
            .revisions
            .map_or_else(|| vec![only], |given| given.into_iter().map(NewRevision::from).collect());
        NewRelease {
            pipeline: self.pipeline,
            mode: self.execution_mode,
            revisions,
            settings: ApprovalSettings {
                actions: self.approval_actions,
                staging_link,
                custom_data: self.custom_data,
                timeout_minutes: self.timeout_minutes.unwrap_or(DEFAULT_TIMEOUT_MINUTES),
                after_approval: self.after_approval,
            },
            subscription: self.delivery,
            deliveries: self.deliveries.unwrap_or(1),
        }
    }
}

/// One of the `revisions`. What is left out is made up.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RevisionRequest {
    source: Option<String>,
    message: Option<String>,
    author: Option<String>,
    author_email: Option<String>,
    repository: Option<String>,
    #[serde(default)]
    provider: Provider,
    commit: Option<String>,
    tag: Option<String>,
    summary: Option<String>,
}

impl From<RevisionRequest> for NewRevision {
    fn from(request: RevisionRequest) -> Self {
        let RevisionRequest { source, message, author, author_email, .. } = request;
        let RevisionRequest { repository, provider, commit, tag, summary, .. } = request;
        Self { source, message, author, author_email, repository, provider, commit, tag, summary }
    }
}

fn check_approval_actions(actions: &[String]) -> Result<(), String> {
    if !(1..=MAX_APPROVAL_ACTIONS).contains(&actions.len()) {
        return Err(format!("give 1 to {MAX_APPROVAL_ACTIONS}"));
    }
    let mut names = HashSet::new();
    for action in actions {
        if !is_name(action) || action.len() > MAX_NAME {
            return Err(format!("{action:?} is not the name of an action"));
        }
        if !names.insert(action) {
            return Err(format!("{action:?} is given twice"));
        }
    }
    Ok(())
}

fn check_revisions(revisions: &[RevisionRequest]) -> Result<(), String> {
    if !(1..=MAX_REVISIONS).contains(&revisions.len()) {
        return Err(format!("give 1 to {MAX_REVISIONS}"));
    }
    let mut sources = HashSet::new();
    for revision in revisions {
        let source = revision.source.as_deref().unwrap_or(SOURCE);
        if !is_name(source) || source.len() > MAX_NAME {
            return Err(format!("source {source:?} is not the name of an action"));
        }
        if !sources.insert(source) {
            return Err(format!("source {source:?} is given twice; each is an action of its own"));
        }
        for (name, value, most) in [
            ("message", &revision.message, MAX_MESSAGE),
            ("author", &revision.author, MAX_WORD),
            ("authorEmail", &revision.author_email, MAX_WORD),
            ("repository", &revision.repository, MAX_WORD),
            ("commit", &revision.commit, MAX_WORD),
            ("tag", &revision.tag, MAX_WORD),
            ("summary", &revision.summary, MAX_MESSAGE),
        ] {
            if value.as_ref().is_some_and(|value| value.chars().count() > most) {
                return Err(format!("{name} has more than {most} characters"));
            }
        }
        for (name, value) in [
            ("repository", &revision.repository),
            ("commit", &revision.commit),
            ("tag", &revision.tag),
        ] {
            let is_word = |value: &String| {
                !value.is_empty()
                    && value.chars().all(|char| !char.is_whitespace() && !char.is_control())
            };
            if !value.as_ref().is_none_or(is_word) {
                return Err(format!("{name} is one word"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusal_of_a_release_says_what_to_send() {
        for body in [
            "",
            "{}",
            r#"{"pipeline":"other"}"#,
            r#"{"pipeline":"billing","timeoutMinutes":4}"#,
            r#"{"pipeline":"billing","timeoutMinutes":86401}"#,
            r#"{"pipeline":"billing","deliveries":0}"#,
            r#"{"pipeline":"billing","deliveries":101}"#,
            r#"{"pipeline":"billing","delivery":"fifo"}"#,
            r#"{"pipeline":"billing","executionMode":"parallel"}"#,
            r#"{"pipeline":"billing","colour":"red"}"#,
            r#"{"pipeline":"billing","afterApproval":"lost"}"#,
            r#"{"pipeline":"billing","approvalActions":[]}"#,
            r#"{"pipeline":"billing","approvalActions":["A","A"]}"#,
            r#"{"pipeline":"billing","approvalActions":["Approval/Approve"]}"#,
            r#"{"pipeline":"billing","approvalActions":["1","2","3","4","5","6"]}"#,
            r#"{"pipeline":"billing","revisions":[]}"#,
            r#"{"pipeline":"billing","revisions":[{},{}]}"#,
            r#"{"pipeline":"billing","revisions":[{"source":"two words"}]}"#,
            r#"{"pipeline":"billing","revisions":[{"provider":"Subversion"}]}"#,
            r#"{"pipeline":"billing","revisions":[{"tag":"v1 beta"}]}"#,
            r#"{"pipeline":"billing","revisions":[{"commit":""}]}"#,
            r#"{"pipeline":"billing","revisions":[{"colour":"red"}]}"#,
            r#"{"pipeline":"billing","revisions":[{}],"author":"Ana"}"#,
        ] {
            let problem = ReleaseRequest::read(body.as_bytes()).unwrap_err();
            assert!(problem.detail().ends_with(HOW_TO_START), "{body}");
        }
    }

    #[test]
    fn what_is_too_long_is_refused_by_name() {
        for (member, most) in [("message", MAX_MESSAGE), ("author", MAX_WORD), ("tag", MAX_WORD)] {
            let body = |length| {
                let revision = serde_json::json!({ member: "x".repeat(length) });
                serde_json::json!({ "pipeline": "billing", "revisions": [revision] }).to_string()
            };
            assert!(ReleaseRequest::read(body(most).as_bytes()).is_ok(), "{member}");
            let problem = ReleaseRequest::read(body(most + 1).as_bytes()).unwrap_err();
            assert!(problem.detail().contains(&format!("revisions: {member} has more")));
        }
    }

    #[test]
    fn an_author_may_have_an_address() {
        let new = |body: &str| {
            let request = ReleaseRequest::read(body.as_bytes()).unwrap();
            request.into_release(String::new()).revisions.remove(0)
        };
        let ana = new(r#"{"pipeline":"billing","author":"Ana Ruiz <ana@example.com>"}"#);
        assert_eq!(ana.author.as_deref(), Some("Ana Ruiz"));
        assert_eq!(ana.author_email.as_deref(), Some("ana@example.com"));
        let nobody = new(r#"{"pipeline":"billing"}"#);
        assert_eq!((nobody.author, nobody.author_email), (None, None));
    }

    #[test]
    fn a_staging_link_is_given_or_null_or_the_stacks_own() {
        let link = |body: &str| ReleaseRequest::read(body.as_bytes()).unwrap().staging_link;
        assert_eq!(link(r#"{"pipeline":"billing"}"#), StagingLink::Own);
        assert_eq!(link(r#"{"pipeline":"billing","stagingLink":null}"#), StagingLink::Given(None));
        let given = link(r#"{"pipeline":"billing","stagingLink":"https://x"}"#);
        assert_eq!(given, StagingLink::Given(Some("https://x".to_owned())));
    }
}
