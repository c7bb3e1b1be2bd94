//! The address at which people without AWS access can read a revision.

use aws_sdk_codepipeline::types::ArtifactRevision;
use serde::Deserialize;
use switchboard_approval::release::WebLink;
use switchboard_approval::repository::Repository;
use url::Url;

use super::source::{self, Kind, Source};

/// The path of the console that leads to a connection's repository. Its address names the repository:
/// `?connectionArn=ARN&referenceType=COMMIT&FullRepositoryId=OWNER/NAME&Commit=ID`.
const CONNECTION_PATH: &str = "/codesuite/settings/connections/redirect";

/// The part of a connection's summary that names the host.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ProviderOf {
    provider_type: String,
}

/// Returns the address of a revision: on its public code host if that is known, or else the pipeline's
/// own, unless that one needs access to AWS.
pub(super) fn of(revision: &ArtifactRevision, source: Option<&Source>) -> Option<WebLink> {
    let address = revision.revision_url();
    if source::kind(address, source) == Kind::Connection {
        let name =
            address.and_then(repository_id).or_else(|| variable(source, &source::REPOSITORY));
        let summary = revision.revision_summary();
        let provider = variable(source, &source::PROVIDER).or_else(|| summary.and_then(provider));
        if let (Some(provider), Some(name)) = (provider, name) {
            return Repository::of_connection(&provider, &name)?.commit(revision.revision_id()?);
        }
    }
    WebLink::parse(address?).filter(|link| !needs_aws(link.host()) && has_domain(link.host()))
}

/// Returns whether this is the console's address of a commit in a connection's repository.
pub(super) fn is_connection(address: &str) -> bool {
    console(address).is_some()
}

fn console(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok().filter(|url| url.path() == CONNECTION_PATH)?;
    url.host_str().is_some_and(needs_aws).then_some(url)
}

/// Returns whether this is the address of a commit, and not of a connection's.
pub(super) fn is_git(address: &str) -> bool {
    let link = WebLink::parse(address);
    let is_commit = link.as_ref().is_some_and(|link| Repository::of_commit(link).is_some());
    is_commit || address.contains("/codecommit/") || address.contains("/codesuite/codecommit")
}

fn variable(source: Option<&Source>, names: &[&str]) -> Option<String> {
    source.and_then(|source| source.variable(names)).map(str::to_owned)
}

fn repository_id(address: &str) -> Option<String> {
    let url = console(address)?;
    let mut pairs = url.query_pairs();
    pairs.find(|(name, _)| name == "FullRepositoryId").map(|(_, id)| id.into_owned())
}

/// Reads the provider from a connection's summary, also from one that was cut later on.
fn provider(summary: &str) -> Option<String> {
    if let Ok(ProviderOf { provider_type }) = serde_json::from_str(summary) {
        return Some(provider_type);
    }
    super::summary::member(summary, "ProviderType")
        .filter(|found| found.whole)
        .map(|found| found.text)
}

/// Returns whether an address on this host is AWS's own: the console, an API or a sign-in page.
fn needs_aws(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let ends = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    // amazonaws.com, amazonaws.com.cn, amazonaws.cn, amazonaws-us-gov.com, amazonaws.eu and so on.
    host.split('.').any(|label| label.starts_with("amazonaws"))
        || ["aws", "aws.amazon.com", "awsapps.com", "aws.eu", "aws.dev", "ic.gov", "sgov.gov"]
            .into_iter()
            .any(ends)
}

/// Returns whether a host is a domain, and neither a number nor a name of one network.
fn has_domain(host: &str) -> bool {
    let (_, top) = host.trim_end_matches('.').rsplit_once('.').unwrap_or_default();
    top.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && !["internal", "local", "localhost", "localdomain"].contains(&top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_aws_are_known_by_their_host() {
        for host in [
            "console.aws.amazon.com",
            "us-east-1.console.aws.amazon.com",
            "us-east-1.console.aws.amazon.com.",
            "s3.amazonaws.com",
            "bucket.s3.eu-west-1.amazonaws.com",
            "123456789012.dkr.ecr.us-east-1.amazonaws.com",
            "codepipeline.cn-north-1.amazonaws.com.cn",
            "console.amazonaws.cn",
            "console.amazonaws-us-gov.com",
            "eusc-de-east-1.console.amazonaws-eusc.eu",
            "s3.us-east-1.api.aws",
            "abc.lambda-url.us-east-1.on.aws",
            "example.awsapps.com",
        ] {
            assert!(needs_aws(host), "{host}");
        }
        for host in ["github.com", "git.example.com", "aws.example.com", "notaws.amazon.com"] {
            assert!(!needs_aws(host), "{host}");
        }
        for host in ["127.0.0.1", "[::1]", "localhost", "git", "git.internal", "git.local"] {
            assert!(!has_domain(host), "{host}");
        }
        assert!(has_domain("git.example.com") && has_domain("xn--bcher-kva.example"));
    }
}
