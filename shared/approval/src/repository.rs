//! Repositories on public code hosts, and the addresses at which people read their commits.
//!
//! A self-managed host has an address that the pipeline does not tell, so it has none here.
//!
//! | host | one commit | two commits |
//! | --- | --- | --- |
//! | GitHub | `/OWNER/NAME/commit/ID` | `/OWNER/NAME/compare/OLD...NEW` |
//! | GitLab | `/GROUP/../NAME/-/commit/ID` | `/GROUP/../NAME/-/compare/OLD...NEW` |
//! | Bitbucket Cloud | `/WORKSPACE/NAME/commits/ID` | `/WORKSPACE/NAME/branches/compare/NEW%0DOLD` |

use url::Url;

use crate::release::WebLink;

/// The longest name of an owner, a group or a repository. The hosts allow 40 to 255 characters.
const NAME_LIMIT: usize = 255;

/// GitLab allows twenty subgroups below a group.
const DEEPEST_GROUP: usize = 22;

/// A public code host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Host {
    GitHub,
    GitLab,
    Bitbucket,
}

impl Host {
    const ALL: [Self; 3] = [Self::GitHub, Self::GitLab, Self::Bitbucket];

    const fn domain(self) -> &'static str {
        match self {
            Self::GitHub => "github.com",
            Self::GitLab => "gitlab.com",
            Self::Bitbucket => "bitbucket.org",
        }
    }

    /// Returns the part of a commit's path between the repository and the commit's id.
    const fn commit(self) -> &'static str {
        match self {
            Self::GitHub => "/commit/",
            Self::GitLab => "/-/commit/",
            Self::Bitbucket => "/commits/",
        }
    }
}

/// A repository on GitHub, GitLab.com or Bitbucket Cloud.
///
/// ```
/// use switchboard_approval::repository::Repository;
///
/// let repository = Repository::of_connection("GitHub", "example/shop").unwrap();
/// let commit = "8f5e1c6f6ad0f1b1b9d4b4f1a7a3b5c6d7e8f901";
/// assert_eq!(
///     repository.commit(commit).unwrap().as_str(),
///     format!("https://github.com/example/shop/commit/{commit}"),
/// );
/// // It is not known where a self-managed host is.
/// assert_eq!(Repository::of_connection("GitHubEnterpriseServer", "example/shop"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    host: Host,
    name: String,
}

impl Repository {
    /// Takes the provider and the full name of a repository as a connection of AWS names them, such as
    /// `Bitbucket` and `workspace/name`. The provider's capitals vary. Returns `None` for any other
    /// provider, and for a name that the host would not give to a repository.
    #[must_use]
    pub fn of_connection(provider: &str, name: &str) -> Option<Self> {
        let host = match provider.to_ascii_lowercase().as_str() {
            "github" => Host::GitHub,
            "gitlab" => Host::GitLab,
            "bitbucket" => Host::Bitbucket,
            _ => return None,
        };
        Self::new(host, name.strip_suffix(".git").unwrap_or(name))
    }

    /// Reads the repository from the address of one of its commits on a public host.
    #[must_use]
    pub fn of_commit(link: &WebLink) -> Option<Self> {
        let url = Url::parse(link.as_str()).ok().filter(|url| url.scheme() == "https")?;
        let host = Host::ALL.into_iter().find(|host| url.host_str() == Some(host.domain()))?;
        let (name, commit) = url.path().rsplit_once(host.commit())?;
        is_commit(commit).then(|| Self::new(host, name.strip_prefix('/')?))?
    }

    fn new(host: Host, name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split('/').collect();
        let deepest = if host == Host::GitLab { DEEPEST_GROUP } else { 2 };
        let fits = (2..=deepest).contains(&parts.len()) && parts.into_iter().all(is_name);
        fits.then(|| Self { host, name: name.to_owned() })
    }

    /// Returns the address of a commit; `None` if the id is not a commit's.
    #[must_use]
    pub fn commit(&self, id: &str) -> Option<WebLink> {
        let path = self.host.commit();
        is_commit(id).then(|| self.link(&format!("{path}{id}")))?
    }

    /// Returns the address that shows what came after the commit `old`, up to the commit `new`.
    #[must_use]
    pub fn compare(&self, old: &str, new: &str) -> Option<WebLink> {
        if !is_commit(old) || !is_commit(new) {
            return None;
        }
        self.link(&match self.host {
            Host::GitHub => format!("/compare/{old}...{new}"),
            Host::GitLab => format!("/-/compare/{old}...{new}"),
            Host::Bitbucket => format!("/branches/compare/{new}%0D{old}"),
        })
    }

    fn link(&self, path: &str) -> Option<WebLink> {
        WebLink::parse(&format!("https://{}/{}{path}", self.host.domain(), self.name))
    }
}

/// Returns whether a text can be a part of a repository's name. A part with a meaning in a path is
/// none, such as `..` or GitLab's `-`.
fn is_name(part: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=NAME_LIMIT).contains(&part.len())
        && part.bytes().all(allowed)
        && part.bytes().any(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Returns whether a text is the id of a Git commit, perhaps shortened.
fn is_commit(id: &str) -> bool {
    (7..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "1111111111111111111111111111111111111111";
    const NEW: &str = "2222222222222222222222222222222222222222";

    #[test]
    fn each_host_has_its_own_addresses() {
        for (provider, name, commit, compare) in [
            (
                "GitHub",
                "example/shop.js",
                "https://github.com/example/shop.js/commit/{new}",
                "https://github.com/example/shop.js/compare/{old}...{new}",
            ),
            (
                "GitLab",
                "group/sub.group/deep/shop",
                "https://gitlab.com/group/sub.group/deep/shop/-/commit/{new}",
                "https://gitlab.com/group/sub.group/deep/shop/-/compare/{old}...{new}",
            ),
            (
                "BitBucket",
                "example/shop.git",
                "https://bitbucket.org/example/shop/commits/{new}",
                "https://bitbucket.org/example/shop/branches/compare/{new}%0D{old}",
            ),
        ] {
            let fill = |text: &str| text.replace("{old}", OLD).replace("{new}", NEW);
            let repository = Repository::of_connection(provider, name).unwrap();
            let link = repository.commit(NEW).unwrap();
            assert_eq!(link.as_str(), fill(commit));
            assert_eq!(repository.compare(OLD, NEW).unwrap().as_str(), fill(compare));
            assert_eq!(Repository::of_commit(&link), Some(repository), "{provider}");
        }
    }

    #[test]
    fn nothing_hostile_and_no_unknown_host_becomes_an_address() {
        for (provider, name) in [
            ("GitHubEnterpriseServer", "example/shop"),
            ("GitLabSelfManaged", "example/shop"),
            ("AzureDevOps", "example/shop"),
            ("", "example/shop"),
            ("GitHub", "shop"),
            ("GitHub", "example/shop/more"),
            ("GitHub", "example/.."),
            ("GitHub", "../shop"),
            ("GitHub", "example/."),
            ("GitHub", "/shop"),
            ("GitHub", "example/"),
            ("GitHub", ""),
            ("GitHub", "example/shop?x=1"),
            ("GitHub", "example/shop#x"),
            ("GitHub", "example/sh%2fop"),
            ("GitHub", "example\\shop/x"),
            ("GitHub", "exa mple/shop"),
            ("GitHub", "@evil.example/shop"),
            ("GitHub", "example/\"><script>"),
            ("GitHub", "ex\u{e4}mple/shop"),
            ("GitHub", "example/shop\r\nBcc: x"),
            ("GitLab", "group/-/shop"),
            ("GitLab", "group//shop"),
            ("Bitbucket", "a/b/c"),
        ] {
            assert_eq!(Repository::of_connection(provider, name), None, "{provider} {name}");
        }
        let long = format!("example/{}", "a".repeat(256));
        assert_eq!(Repository::of_connection("GitHub", &long), None);
        let deep = vec!["a"; 23].join("/");
        assert_eq!(Repository::of_connection("GitLab", &deep), None);

        let repository = Repository::of_connection("GitHub", "example/shop").unwrap();
        for id in ["", "main", "123456", "../../x", "1234567?x", "123456g", &"1".repeat(65)] {
            assert_eq!(repository.commit(id), None, "{id}");
            assert_eq!(repository.compare(id, NEW), None, "{id}");
            assert_eq!(repository.compare(OLD, id), None, "{id}");
        }
    }

    #[test]
    fn only_a_commit_on_a_public_host_names_a_repository() {
        for address in [
            "https://github.com/example/shop",
            "https://github.com/example/shop/commit/main",
            "http://github.com/example/shop/commit/1234567",
            "https://github.com.evil.example/example/shop/commit/1234567",
            "https://git.example.com/example/shop/commit/1234567",
            "https://gitlab.com/example/shop/commit/1234567",
        ] {
            assert_eq!(Repository::of_commit(&WebLink::parse(address).unwrap()), None, "{address}");
        }
    }
}
