//! Lists of hosts whose addresses may be shown.

use crate::release::WebLink;

/// The hosts whose addresses may be shown: names such as `staging.example.com`, and patterns such as
/// `*.staging.example.com` for all names below one.
///
/// ```
/// use switchboard_approval::allowed_hosts::AllowedHosts;
/// use switchboard_approval::release::WebLink;
///
/// let hosts = AllowedHosts::new(vec!["*.staging.example.com".to_owned()]).unwrap();
/// let allows = |address| hosts.allow(&WebLink::parse(address).unwrap());
/// assert!(allows("https://pr-12.staging.example.com/cart"));
/// assert!(!allows("https://staging.example.com/"));
/// assert!(!allows("https://pr-12.staging.example.com.evil.example/"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// Takes names in the form in which browsers compare them (lower case, Punycode), without scheme,
    /// port and path. A pattern has `*.` in front of a name of at least two labels, and stands for one
    /// or more labels. Returns `None` if one of them is neither.
    #[must_use]
    pub fn new(hosts: Vec<String>) -> Option<Self> {
        hosts.iter().all(|host| is_host(host)).then_some(Self(hosts))
    }

    /// Returns whether an address is on one of the hosts.
    #[must_use]
    pub fn allow(&self, link: &WebLink) -> bool {
        self.0.iter().any(|host| match host.strip_prefix('*') {
            Some(suffix) => {
                let below = link.host().strip_suffix(suffix);
                below.is_some_and(|below| below.split('.').all(|label| !label.is_empty()))
            }
            None => host == link.host(),
        })
    }
}

fn is_host(host: &str) -> bool {
    let (name, least_labels) = match host.strip_prefix("*.") {
        Some(name) => (name, 2),
        None => (host, 1),
    };
    // A browser takes a star for part of a name.
    let is_name = !name.contains('*') && name.split('.').all(|label| !label.is_empty());
    let parsed = WebLink::parse(&format!("https://{name}/"));
    is_name
        && name.split('.').count() >= least_labels
        && parsed.is_some_and(|link| link.host() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns_are_taken() {
        for good in [
            "staging.example.com",
            "localhost",
            "127.0.0.1",
            "xn--bcher-kva.example",
            "*.example.com",
            "*.staging.example.co.uk",
        ] {
            assert!(AllowedHosts::new(vec![good.to_owned()]).is_some(), "{good}");
        }
        for bad in [
            "",
            "*",
            "*.",
            "*.com",
            "*.com.",
            "*.1.2",
            "a.*.com",
            "*.*.example.com",
            "**.example.com",
            "*staging.example.com",
            "pr-*.example.com",
            "https://example.com",
            "example.com:8443",
            "example.com/x",
            "Example.com",
            "bücher.example",
            "a@example.com",
            "example..com",
            ".example.com",
            "example.com.",
        ] {
            assert!(AllowedHosts::new(vec![bad.to_owned()]).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_pattern_is_for_names_below_it() {
        let hosts = AllowedHosts::new(vec!["*.staging.example.com".to_owned()]).unwrap();
        for (address, allowed) in [
            ("https://pr-12.staging.example.com/", true),
            ("https://a.pr-12.staging.example.com:8443/x?y#z", true),
            ("HTTPS://PR-12.Staging.Example.COM/", true),
            ("https://bücher.staging.example.com/", true),
            ("https://staging.example.com/", false),
            ("https://evilstaging.example.com/", false),
            ("https://.staging.example.com/", false),
            ("https://a..staging.example.com/", false),
            ("https://pr-12.staging.example.com./", false),
            ("https://pr-12.staging.example.com.evil.example/", false),
            ("https://evil.example/pr-12.staging.example.com", false),
            ("https://evil.example\\.staging.example.com/", false),
            ("https://evil.example#.staging.example.com/", false),
            ("https://evil.example?.staging.example.com/", false),
        ] {
            let allows = WebLink::parse(address).is_some_and(|link| hosts.allow(&link));
            assert_eq!(allows, allowed, "{address}");
        }
    }
}
