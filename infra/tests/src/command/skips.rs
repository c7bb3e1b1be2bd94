//! Known findings of linters, each with a reason and an expiry date.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fmt, fs, io};

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

/// The list, relative to the checkout.
pub(crate) const FILE: &str = "infra/policies/skips.yaml";

/// What a linter found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// The check.
    pub(crate) check: String,
    /// The place: a file and a resource, or a policy.
    pub(crate) place: String,
    /// What is wrong.
    pub(crate) message: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.check, self.place, self.message)
    }
}

/// A known finding.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Skip {
    /// The check.
    check: String,
    /// A part of the finding's place or message.
    at: String,
    /// Why the finding is accepted.
    reason: String,
    /// The day after which it must be reviewed.
    expires: String,
}

/// Why the list cannot be read.
#[derive(Debug, Error)]
pub(crate) enum SkipsError {
    #[error("{FILE} cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error("{FILE}: {0}")]
    Wrong(String),
}

/// The list.
#[derive(Debug)]
pub(crate) struct Skips {
    skips: Vec<Skip>,
    used: BTreeSet<usize>,
}

impl Skips {
    /// Reads the list of a checkout.
    pub(crate) fn read(root: &Path) -> Result<Self, SkipsError> {
        let text = fs::read_to_string(root.join(FILE))?;
        let skips: Vec<Skip> =
            serde_saphyr::from_str(&text).map_err(|error| SkipsError::Wrong(error.to_string()))?;
        for skip in &skips {
            if skip.reason.split_whitespace().count() < 4 {
                let message = format!("{} at {}: say why in a sentence", skip.check, skip.at);
                return Err(SkipsError::Wrong(message));
            }
        }
        Ok(Self { skips, used: BTreeSet::new() })
    }

    /// Returns the findings that are new, and the number of known ones.
    pub(crate) fn sift(&mut self, found: Vec<Found>) -> (Vec<Found>, usize) {
        let mut known = 0;
        let mut new = Vec::new();
        for found in found {
            let skip = self.skips.iter().position(|skip| {
                skip.check == found.check
                    && (found.place.contains(&skip.at) || found.message.contains(&skip.at))
            });
            match skip {
                Some(index) => {
                    self.used.insert(index);
                    known += 1;
                }
                None => new.push(found),
            }
        }
        (new, known)
    }

    /// Entries that have expired, and those that are no longer needed. `ran` says whether a check
    /// ran at all.
    pub(crate) fn stale(&self, today: Date, ran: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, skip) in self.skips.iter().enumerate() {
            let Skip { check, at, .. } = skip;
            match skip.expires.parse::<Date>() {
                Err(_) => lines.push(format!("{FILE}: {check} at {at}: expires is not a date")),
                Ok(date) if date < today => {
                    lines.push(format!(
                        "{FILE}: {check} at {at} expired on {date}; fix it or extend it with a reason"
                    ));
                }
                Ok(_) if ran(check) && !self.used.contains(&index) => {
                    lines.push(format!(
                        "{FILE}: {check} at {at} is no longer found; remove the entry"
                    ));
                }
                Ok(_) => {}
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skips(text: &str) -> Skips {
        Skips { skips: serde_saphyr::from_str(text).unwrap(), used: BTreeSet::new() }
    }

    const ONE: &str =
        "- check: CKV_1\n  at: aws_x.this\n  reason: it is what we want\n  expires: 2027-01-31\n";

    fn found(check: &str) -> Found {
        Found {
            check: check.into(),
            place: "f.tf: module.a.aws_x.this".into(),
            message: "wrong".into(),
        }
    }

    #[test]
    fn what_is_known_is_not_told() {
        let mut skips = skips(ONE);
        let (new, known) = skips.sift(vec![found("CKV_1"), found("CKV_2")]);
        assert_eq!((new, known), (vec![found("CKV_2")], 1));
        let day = "2027-01-31".parse().unwrap();
        assert_eq!(skips.stale(day, |_| true), [""; 0]);
    }

    #[test]
    fn an_entry_ends() {
        let skips = skips(ONE);
        let stale = |day: &str, ran| skips.stale(day.parse().unwrap(), |_| ran);
        assert!(stale("2027-02-01", false)[0].contains("expired on 2027-01-31"));
        assert!(stale("2027-01-01", true)[0].contains("no longer found"));
        assert_eq!(stale("2027-01-01", false), [""; 0]);
    }
}
