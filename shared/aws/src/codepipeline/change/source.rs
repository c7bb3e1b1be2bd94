//! What source actions say about their revisions in their output variables.
//!
//! | action | variables that are read |
//! | --- | --- |
//! | `CodeStarSourceConnection` | `CommitId`, `CommitMessage`, `BranchName` or `SourceBranchName`, `TagName`, `AuthorDisplayName`, `AuthorId`, `AuthorEmail`, `FullRepositoryName`, `ProviderType` |
//! | `CodeCommit`, `GitHub` | `CommitId`, `CommitMessage`, `CommitterDate`, `BranchName` |
//! | `S3` | `VersionId` |
//! | `ECR` | `ImageDigest`, `ImageTag` |
//!
//! The ids, messages, branches and repositories are in the [variables reference]. A connection also
//! sets a variable with the tag if a Git tag started the pipeline ([announcement]). The names `TagName`
//! and those about authors are as pipelines show them; a name that is not set costs no more than its
//! fact.
//!
//! [announcement]: https://aws.amazon.com/about-aws/whats-new/2023/10/aws-codepipeline-triggering-git-tags/
//! [variables reference]: https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html

use std::collections::HashMap;

use aws_sdk_codepipeline::types::{ActionCategory, ActionExecutionDetail, ArtifactRevision};

use super::link;

pub(super) const TAG: [&str; 2] = ["TagName", "ImageTag"];
pub(super) const BRANCH: [&str; 2] = ["BranchName", "SourceBranchName"];
pub(super) const MESSAGE: [&str; 1] = ["CommitMessage"];
pub(super) const AUTHOR: [&str; 4] = ["AuthorDisplayName", "AuthorName", "AuthorId", "AuthorEmail"];
pub(super) const AUTHOR_EMAIL: [&str; 1] = ["AuthorEmail"];
pub(super) const REPOSITORY: [&str; 1] = ["FullRepositoryName"];
pub(super) const PROVIDER: [&str; 1] = ["ProviderType"];

/// The variables that hold the id of the revision.
const ID: [&str; 4] = ["CommitId", "CommitID", "VersionId", "ImageDigest"];

/// What a source action said about the revision that it took.
#[derive(Debug)]
pub(super) struct Source {
    /// The provider of the action's type, such as `CodeCommit`.
    provider: Option<String>,
    artifacts: Vec<String>,
    variables: HashMap<String, String>,
}

/// Where a revision comes from, as far as it decides how the revision's summary reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A connection writes JSON with the message in it.
    Connection,
    /// Git without a connection: the summary is the message, whatever it looks like.
    Git,
    /// An image has no message.
    Image,
    /// An object in S3, whose summary people may write, or an unknown source.
    Other,
}

impl Source {
    /// Returns the first of these variables that is not empty.
    pub(super) fn variable(&self, names: &[&str]) -> Option<&str> {
        let values = names.iter().filter_map(|name| self.variables.get(*name));
        values.map(String::as_str).map(str::trim).find(|value| !value.is_empty())
    }
}

/// Reads the run of a source action. Returns `None` for any other action: those choose the names of
/// their variables, so they may look like a source's.
pub(super) fn action(execution: &ActionExecutionDetail) -> Option<Source> {
    let action_type = execution.input().and_then(|input| input.action_type_id());
    if action_type.is_some_and(|action| *action.category() != ActionCategory::Source) {
        return None;
    }
    let output = execution.output()?;
    let artifacts = output.output_artifacts().iter().filter_map(|artifact| artifact.name());
    Some(Source {
        provider: action_type.map(|action| action.provider().to_owned()),
        artifacts: artifacts.map(str::to_owned).collect(),
        variables: output.output_variables()?.clone(),
    })
}

/// Returns the source that this revision came from: it has the revision's id, and made the revision's
/// artifact. If the artifacts of the source are not told, its id has to be the only one.
pub(super) fn of<'a>(revision: &ArtifactRevision, sources: &'a [Source]) -> Option<&'a Source> {
    let id = revision.revision_id()?;
    let same_id = || sources.iter().filter(|source| source.variable(&ID) == Some(id));
    let made = |source: &&Source| {
        source.artifacts.iter().any(|name| Some(name.as_str()) == revision.name())
    };
    same_id().find(made).or_else(|| {
        let mut unnamed = same_id();
        let only = unnamed.next().filter(|source| source.artifacts.is_empty())?;
        unnamed.next().is_none().then_some(only)
    })
}

/// Returns the kind of source, from the address of the revision and from what its action says.
pub(super) fn kind(revision_url: Option<&str>, source: Option<&Source>) -> Kind {
    let provider = source.and_then(|source| source.provider.as_deref());
    let says = |name: &str| source.is_some_and(|source| source.variables.contains_key(name));
    match provider {
        Some("CodeStarSourceConnection") => Kind::Connection,
        Some("CodeCommit" | "GitHub") => Kind::Git,
        Some("ECR") => Kind::Image,
        _ if says("ConnectionArn") || revision_url.is_some_and(link::is_connection) => {
            Kind::Connection
        }
        // Only `CodeCommit` and `GitHub` tell it.
        _ if says("CommitterDate") || revision_url.is_some_and(link::is_git) => Kind::Git,
        _ if says("ImageDigest") => Kind::Image,
        _ => Kind::Other,
    }
}
