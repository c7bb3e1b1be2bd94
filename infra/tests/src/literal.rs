//! Literals that should be variables: account ids, addresses, phone numbers, regions.

/// Account ids that AWS uses in its documentation.
const DOCUMENTATION_ACCOUNTS: [&str; 7] = [
    "111122223333",
    "123456789012",
    "222233334444",
    "333344445555",
    "444455556666",
    "555566667777",
    "666677778888",
];

/// Top-level domains that are recognised, so that `openapi.yaml` is not a host name.
const TOP_LEVEL_DOMAINS: [&str; 12] =
    ["com", "org", "net", "io", "dev", "de", "ch", "eu", "uk", "cloud", "app", "example"];

/// The kind of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An AWS account id.
    Account,
    /// An e-mail address.
    Email,
    /// A host name or a URL.
    Domain,
    /// A phone number in E.164.
    Phone,
    /// An AWS Region.
    Region,
}

impl Kind {
    /// Its name in a message.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "an account id",
            Self::Email => "an e-mail address",
            Self::Domain => "a domain",
            Self::Phone => "a phone number",
            Self::Region => "a region",
        }
    }
}

/// Every such literal in a text.
#[must_use]
pub fn find(text: &str) -> Vec<(Kind, String)> {
    let part_of_word = |c: char| c.is_ascii_alphanumeric() || "@+._-".contains(c);
    text.split(|c| !part_of_word(c))
        .map(|word| word.trim_matches(|c| ".-_".contains(c)))
        .filter_map(|word| Some((kind(word)?, word.to_owned())))
        .collect()
}

/// Every account id in a text.
pub fn account_ids(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| is_account(word))
        .map(str::to_owned)
}

/// Whether a literal is an example, as documentation uses it.
#[must_use]
pub fn is_example(kind: Kind, word: &str) -> bool {
    match kind {
        Kind::Account => DOCUMENTATION_ACCOUNTS.contains(&word),
        Kind::Email | Kind::Domain => {
            let host = word.rsplit('@').next().unwrap_or(word);
            ["example.com", "example.org", "example.net", "example"].iter().any(|example| {
                host.strip_suffix(example)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            })
        }
        Kind::Phone => word.strip_prefix("+1").is_some_and(|rest| rest.get(3..6) == Some("555")),
        Kind::Region => false,
    }
}

fn kind(word: &str) -> Option<Kind> {
    if is_account(word) {
        Some(Kind::Account)
    } else if let Some((_, host)) = word.split_once('@') {
        is_domain(host).then_some(Kind::Email)
    } else if let Some(digits) = word.strip_prefix('+') {
        let long = (7..=15).contains(&digits.len());
        (long && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(Kind::Phone)
    } else if is_region(word) {
        Some(Kind::Region)
    } else {
        // Names of AWS itself: principals, and endpoints without an account.
        let amazon = word.ends_with("amazonaws.com") || word.ends_with("amazon.com");
        (is_domain(word) && !amazon).then_some(Kind::Domain)
    }
}

fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_domain(word: &str) -> bool {
    let labels: Vec<_> = word.split('.').collect();
    labels.len() > 1
        && labels.iter().all(|label| !label.is_empty() && !label.contains('_'))
        && labels.last().is_some_and(|last| TOP_LEVEL_DOMAINS.contains(last))
}

fn is_region(word: &str) -> bool {
    let parts: Vec<_> = word.split('-').collect();
    let [area, .., direction, number] = parts.as_slice() else { return false };
    area.len() == 2
        && ["north", "south", "east", "west", "central"]
            .iter()
            .any(|way| direction.starts_with(way))
        && number.len() == 1
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_somebody_is_found() {
        for (text, kind) in [
            ("arn:aws:iam::999988887777:role/x", Kind::Account),
            ("mail to jo@acme.io.", Kind::Email),
            ("https://api.acme.com/path", Kind::Domain),
            ("call +41800934454", Kind::Phone),
            ("in eu-central-1", Kind::Region),
            ("us-gov-west-1", Kind::Region),
        ] {
            assert_eq!(find(text).first().map(|(kind, _)| *kind), Some(kind), "{text}");
        }
    }

    #[test]
    fn names_of_files_services_and_versions_are_not() {
        for text in [
            "openapi.yaml",
            "connect.amazonaws.com",
            "var.name",
            "2012-10-17",
            "aws_iam_role.this.arn",
            "CodeDeployDefault.LambdaCanary10Percent5Minutes",
            "rate(1 minute)",
            "x86_64",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn documentation_has_examples() {
        assert!(
            is_example(Kind::Domain, "api.example.com") && is_example(Kind::Email, "a@example.com")
        );
        assert!(!is_example(Kind::Domain, "notexample.com"));
        assert!(
            is_example(Kind::Phone, "+12025550143") && !is_example(Kind::Phone, "+18003569377")
        );
        assert!(
            is_example(Kind::Account, "123456789012") && !is_example(Kind::Account, "999988887777")
        );
    }
}
