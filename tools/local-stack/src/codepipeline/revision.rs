//! The revisions that a release is made from. They are made up, because there are no repositories.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::definition;
use crate::account::{ACCOUNT, REGION};
use crate::json_object::set_some;

const BRANCH: &str = "main";
const BUCKET: &str = "example-releases";
const DEFAULT_AUTHOR: &str = "Sam Carter";
const DEFAULT_EMAIL: &str = "sam@example.com";

/// The name of a pipeline's only source action.
pub(super) const SOURCE: &str = "Source";

/// The longest summary of a revision that CodePipeline stores, in characters. It cuts off the rest.
const MAX_SUMMARY: usize = 2048;

/// Where a source action takes a revision from. The first six are reached through a connection, and their
/// names are the connection's provider types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Provider {
    #[default]
    GitHub,
    GitHubEnterpriseServer,
    GitLab,
    GitLabSelfManaged,
    Bitbucket,
    AzureDevOps,
    CodeCommit,
    S3,
    #[serde(rename = "ECR")]
    Ecr,
}

/// What is given of a revision; the rest is made up.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewRevision {
    /// The name of the source action.
    pub(crate) source: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) author_email: Option<String>,
    pub(crate) repository: Option<String>,
    pub(crate) provider: Provider,
    /// The id of the commit, the version of the object, or the digest of the image.
    pub(crate) commit: Option<String>,
    pub(crate) tag: Option<String>,
    /// The summary, instead of the one that CodePipeline would write.
    pub(crate) summary: Option<String>,
}

/// A made-up revision.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Revision {
    /// The name of the source action.
    pub(super) source: String,
    pub(super) provider: Provider,
    pub(super) id: String,
    pub(crate) message: String,
    author: String,
    email: Option<String>,
    authored_at: Timestamp,
    repository: String,
    tag: Option<String>,
    summary: Option<String>,
}

impl Provider {
    /// Returns the provider of the source action's type.
    pub(super) fn action_provider(self) -> &'static str {
        match self {
            Self::CodeCommit => "CodeCommit",
            Self::S3 => "S3",
            Self::Ecr => "ECR",
            _ => "CodeStarSourceConnection",
        }
    }

    fn is_connection(self) -> bool {
        self.action_provider() == "CodeStarSourceConnection"
    }
}

impl Revision {
    /// Makes up what is not given of a revision of a pipeline.
    pub(super) fn new(pipeline: &str, new: NewRevision, now: Timestamp) -> Self {
        // An author who is given without an address has none.
        let default_email = new.author.is_none().then(|| DEFAULT_EMAIL.to_owned());
        let random = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let id = match new.provider {
            Provider::S3 => random.chars().take(32).collect(),
            Provider::Ecr => format!("sha256:{random}"),
            _ => random.chars().take(40).collect(),
        };
        Self {
            source: new.source.unwrap_or_else(|| SOURCE.to_owned()),
            provider: new.provider,
            id: new.commit.unwrap_or(id),
            message: new.message.unwrap_or_else(|| default_message(pipeline).to_owned()),
            author: new.author.unwrap_or_else(|| DEFAULT_AUTHOR.to_owned()),
            email: new.author_email.or(default_email),
            authored_at: now,
            repository: new.repository.unwrap_or_else(|| format!("example/{pipeline}")),
            tag: new.tag,
            summary: new.summary,
        }
    }

    /// Returns the name of the artifact that the source action makes.
    pub(super) fn artifact(&self) -> String {
        format!("{}Artifact", self.source)
    }

    /// Returns the summary of the revision, as CodePipeline writes it; `None` if it writes none.
    pub(super) fn summary(&self) -> Option<String> {
        let (provider, message) = (json!(self.provider), json!(self.message));
        let summary = match (&self.summary, self.provider) {
            (Some(given), _) => given.clone(),
            (None, Provider::CodeCommit) => self.message.clone(),
            (None, Provider::S3) => format!("Amazon S3 version id: {}", self.id),
            (None, Provider::Ecr) => return None,
            (None, _) => format!(r#"{{"ProviderType":{provider},"CommitMessage":{message}}}"#),
        };
        Some(summary.chars().take(MAX_SUMMARY).collect()).filter(|text: &String| !text.is_empty())
    }

    /// Returns the address of the revision in the AWS console.
    pub(super) fn url(&self) -> String {
        let Self { id, repository, .. } = self;
        let console = format!("https://{REGION}.console.aws.amazon.com");
        match self.provider {
            Provider::CodeCommit => format!(
                "{console}/codesuite/codecommit/repositories/{repository}/commit/{id}?region={REGION}"
            ),
            Provider::S3 => format!(
                "https://s3.console.aws.amazon.com/s3/object/{BUCKET}/{}?versionId={id}",
                self.object_key()
            ),
            Provider::Ecr => format!(
                "{console}/ecr/repositories/private/{ACCOUNT}/{repository}/_/image/{id}/details?region={REGION}"
            ),
            _ => format!(
                "{console}/codesuite/settings/connections/redirect?connectionArn={}\
                 &referenceType=COMMIT&FullRepositoryId={repository}&Commit={id}",
                definition::connection_arn()
            ),
        }
    }

    /// Returns the configuration of the source action.
    pub(super) fn source_configuration(&self) -> Value {
        match self.provider {
            Provider::CodeCommit => json!({
                "BranchName": BRANCH,
                "PollForSourceChanges": "false",
                "RepositoryName": self.repository,
            }),
            Provider::S3 => json!({
                "AllowOverrideForS3ObjectKey": "false",
                "PollForSourceChanges": "false",
                "S3Bucket": BUCKET,
                "S3ObjectKey": self.object_key(),
            }),
            Provider::Ecr => json!({
                "ImageTag": self.image_tag(),
                "RepositoryName": self.repository,
            }),
            _ => json!({
                "BranchName": BRANCH,
                "ConnectionArn": definition::connection_arn(),
                "DetectChanges": "true",
                "FullRepositoryId": self.repository,
                "OutputArtifactFormat": "CODE_ZIP",
            }),
        }
    }

    /// Returns the output variables of the source action (CodePipeline user guide, "Variables
    /// reference"). A connection sets those about the author and the tag for executions that a trigger
    /// started, which all executions here are.
    pub(super) fn variables(&self) -> Value {
        let authored_at = self.authored_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        match self.provider {
            Provider::CodeCommit => json!({
                "AuthorDate": authored_at,
                "BranchName": BRANCH,
                "CommitId": self.id,
                "CommitMessage": self.message,
                "CommitterDate": authored_at,
                "RepositoryName": self.repository,
            }),
            Provider::S3 => json!({
                "BucketName": BUCKET,
                "ETag": format!("{:x}", md5::compute(&self.id)),
                "ObjectKey": self.object_key(),
                "VersionId": self.id,
            }),
            Provider::Ecr => json!({
                "ImageDigest": self.id,
                "ImageTag": self.image_tag(),
                "ImageURI": format!(
                    "{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{}@{}", self.repository, self.id
                ),
                "RegistryId": ACCOUNT,
                "RepositoryName": self.repository,
            }),
            _ => {
                let mut variables = json!({
                    "AuthorDate": authored_at,
                    "AuthorDisplayName": self.author,
                    "CommitId": self.id,
                    "CommitMessage": self.message,
                    "ConnectionArn": definition::connection_arn(),
                    "FullRepositoryName": self.repository,
                    "ProviderType": self.provider,
                });
                let id = self.email.as_deref().and_then(|email| email.split('@').next());
                set_some(&mut variables, "AuthorEmail", self.email.as_ref());
                set_some(&mut variables, "AuthorId", id);
                set_some(&mut variables, "TagName", self.tag.as_ref());
                set_some(&mut variables, "BranchName", self.tag.is_none().then_some(BRANCH));
                variables
            }
        }
    }

    /// Returns the revision, as `/local/releases` shows it.
    pub(super) fn control_view(&self) -> Value {
        json!({
            "source": self.source,
            "provider": self.provider,
            "id": self.id,
            "message": self.message,
            "author": self.author,
            "email": self.email,
            "repository": self.repository,
            "branch": BRANCH,
            "tag": self.tag,
            "url": self.url(),
        })
    }

    /// Returns the ARN of what starts the pipeline when the source changes, with the type of that trigger.
    pub(super) fn trigger(&self) -> (&'static str, String) {
        if self.provider.is_connection() {
            return ("WebhookV2", definition::connection_arn());
        }
        let rule = format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/{}-changed", self.source);
        ("CloudWatchEvent", rule)
    }

    fn object_key(&self) -> String {
        format!("{}.zip", self.repository)
    }

    fn image_tag(&self) -> &str {
        self.tag.as_deref().unwrap_or("latest")
    }
}

/// Splits an author as git writes it, `Name` or `Name <address>`.
pub(super) fn name_and_address(author: &str) -> (&str, Option<&str>) {
    match author.split_once('<') {
        Some((name, email)) => (name.trim(), Some(email.trim_end_matches('>').trim())),
        None => (author.trim(), None),
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

    fn revision(new: NewRevision) -> Revision {
        Revision::new("billing", new, "2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn of(provider: Provider) -> Revision {
        revision(NewRevision { provider, ..NewRevision::default() })
    }

    #[test]
    fn a_commit_has_an_id_and_an_author() {
        let commit = revision(NewRevision {
            author: Some("Ana Ruiz".to_owned()),
            author_email: Some("ana@example.com".to_owned()),
            ..NewRevision::default()
        });
        assert_eq!(commit.id.len(), 40);
        assert!(commit.id.chars().all(|digit| digit.is_ascii_hexdigit()));
        let variables = commit.variables();
        assert_eq!(variables["AuthorDisplayName"], "Ana Ruiz");
        assert_eq!(variables["AuthorEmail"], "ana@example.com");
        assert_eq!(variables["AuthorId"], "ana");
        assert_eq!(variables["AuthorDate"], "2026-11-21T10:00:00Z");
        assert_eq!(variables["BranchName"], "main");
        let nobody =
            revision(NewRevision { author: Some("Ana".to_owned()), ..NewRevision::default() });
        assert!(nobody.variables().get("AuthorEmail").is_none());
    }

    #[test]
    fn a_connection_writes_json_and_cuts_it_off() {
        let with = |message: &str| {
            let message = Some(message.to_owned());
            revision(NewRevision { message, provider: Provider::GitLab, ..NewRevision::default() })
        };
        let summary = with("Say \"hello\"").summary().unwrap();
        let summary: Value = serde_json::from_str(&summary).unwrap();
        assert_eq!(summary, json!({ "ProviderType": "GitLab", "CommitMessage": "Say \"hello\"" }));
        assert_eq!(with(&"ä".repeat(3000)).summary().unwrap().chars().count(), 2048);
    }

    #[test]
    fn each_provider_has_a_summary_and_variables_of_its_own() {
        assert_eq!(of(Provider::CodeCommit).summary(), Some(default_message("billing").to_owned()));
        let object = of(Provider::S3);
        assert_eq!(object.summary(), Some(format!("Amazon S3 version id: {}", object.id)));
        assert_eq!(object.variables()["VersionId"], object.id);
        let image = of(Provider::Ecr);
        assert_eq!(image.summary(), None);
        assert_eq!(image.variables()["ImageDigest"], image.id);
        assert_eq!(image.variables()["ImageTag"], "latest");
        for revision in [object, image] {
            assert_eq!(revision.variables().get("CommitMessage"), None);
        }
        let given = NewRevision { summary: Some("{}".to_owned()), ..NewRevision::default() };
        assert_eq!(revision(given).summary(), Some("{}".to_owned()));
    }

    #[test]
    fn a_tag_stands_in_place_of_a_branch() {
        let tagged = NewRevision { tag: Some("v1.2.0".to_owned()), ..NewRevision::default() };
        let variables = revision(tagged).variables();
        assert_eq!((&variables["TagName"], variables.get("BranchName")), (&json!("v1.2.0"), None));
    }
}
