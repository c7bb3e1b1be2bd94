//! The commit that a release is made from. It is made up, because there is no repository.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::definition;
use crate::account::REGION;

const BRANCH: &str = "main";
const DEFAULT_AUTHOR: &str = "Sam Carter <sam@example.com>";

/// The longest summary of a revision that CodePipeline stores, in characters. It cuts off the rest.
const MAX_SUMMARY: usize = 2048;

/// A made-up commit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Commit {
    pub(super) id: String,
    pub(crate) message: String,
    author: String,
    email: Option<String>,
    authored_at: Timestamp,
    repository: String,
}

impl Commit {
    /// Makes up a commit to a pipeline's repository. The author is written like git writes it, `Name` or
    /// `Name <address>`.
    pub(super) fn new(
        pipeline: &str,
        message: Option<String>,
        author: Option<&str>,
        now: Timestamp,
    ) -> Self {
        let author = author.unwrap_or(DEFAULT_AUTHOR);
        let (name, email) = match author.split_once('<') {
            Some((name, email)) => (name, Some(email.trim_end_matches('>').trim().to_owned())),
            None => (author, None),
        };
        let message = message.unwrap_or_else(|| default_message(pipeline).to_owned());
        let random = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        Self {
            id: random.chars().take(40).collect(),
            message,
            author: name.trim().to_owned(),
            email,
            authored_at: now,
            repository: format!("example/{pipeline}"),
        }
    }

    /// Returns the summary of a revision that came through a connection, as CodePipeline writes it.
    pub(super) fn summary(&self) -> String {
        let message = json!(self.message);
        let summary = format!(r#"{{"ProviderType":"GitHub","CommitMessage":{message}}}"#);
        summary.chars().take(MAX_SUMMARY).collect()
    }

    pub(super) fn url(&self) -> String {
        format!(
            "https://{REGION}.console.aws.amazon.com/codesuite/settings/connections/redirect\
             ?connectionArn={}&referenceType=COMMIT&FullRepositoryId={}&Commit={}",
            definition::connection_arn(),
            self.repository,
            self.id
        )
    }

    /// Returns the configuration of the source action.
    pub(super) fn source_configuration(&self) -> Value {
        json!({
            "BranchName": BRANCH,
            "ConnectionArn": definition::connection_arn(),
            "DetectChanges": "true",
            "FullRepositoryId": self.repository,
            "OutputArtifactFormat": "CODE_ZIP",
        })
    }

    /// Returns the output variables of a `CodeStarSourceConnection` action. AWS sets those about
    /// the author for executions that a trigger started, which all executions here are.
    pub(super) fn variables(&self) -> Value {
        let mut variables = json!({
            "AuthorDate": self.authored_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "AuthorDisplayName": self.author,
            "BranchName": BRANCH,
            "CommitId": self.id,
            "CommitMessage": self.message,
            "ConnectionArn": definition::connection_arn(),
            "FullRepositoryName": self.repository,
        });
        if let (Some(email), Some(variables)) = (&self.email, variables.as_object_mut()) {
            let id = email.split('@').next().unwrap_or_default();
            variables.insert("AuthorEmail".to_owned(), json!(email));
            variables.insert("AuthorId".to_owned(), json!(id));
        }
        variables
    }

    /// Returns the commit, as `/local/releases` shows it.
    pub(super) fn control_view(&self) -> Value {
        json!({
            "id": self.id,
            "message": self.message,
            "author": self.author,
            "email": self.email,
            "repository": self.repository,
            "branch": BRANCH,
            "url": self.url(),
        })
    }
}

fn default_message(pipeline: &str) -> &'static str {
    match pipeline {
        "billing" => "Round VAT once for the whole invoice, not for each line",
        _ => "Show the delivery date before the checkout",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(message: Option<&str>, author: Option<&str>) -> Commit {
        let now = "2026-11-21T10:00:00Z".parse().unwrap();
        Commit::new("billing", message.map(str::to_owned), author, now)
    }

    #[test]
    fn a_commit_has_an_id_and_an_author() {
        let commit = commit(None, Some("Ana Ruiz <ana@example.com>"));
        assert_eq!(commit.id.len(), 40);
        assert!(commit.id.chars().all(|digit| digit.is_ascii_hexdigit()));
        let variables = commit.variables();
        assert_eq!(variables["AuthorDisplayName"], "Ana Ruiz");
        assert_eq!(variables["AuthorEmail"], "ana@example.com");
        assert_eq!(variables["AuthorId"], "ana");
        assert_eq!(variables["AuthorDate"], "2026-11-21T10:00:00Z");
        assert!(self::commit(None, Some("Ana")).variables().get("AuthorEmail").is_none());
    }

    #[test]
    fn a_summary_is_json_unless_it_is_too_long() {
        let summary = commit(Some("Say \"hello\""), None).summary();
        let summary: Value = serde_json::from_str(&summary).unwrap();
        assert_eq!(summary, json!({ "ProviderType": "GitHub", "CommitMessage": "Say \"hello\"" }));
        assert_eq!(commit(Some(&"ä".repeat(3000)), None).summary().chars().count(), 2048);
    }
}
