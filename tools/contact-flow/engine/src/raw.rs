//! Hard-coded values (ARNs, account ids, phone numbers), which do not belong in a template.

use std::fmt;

/// A hard-coded value in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Raw {
    /// The kind of value.
    pub kind: Kind,
    /// The value itself.
    pub value: String,
}

/// The kind of a raw value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The ARN of an AWS resource.
    Arn,
    /// An account id: twelve digits.
    AccountId,
    /// A UUID: the id of an instance or of something in it.
    Uuid,
    /// A phone number: `+` and digits.
    PhoneNumber,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Arn => "an ARN",
            Self::AccountId => "an account id",
            Self::Uuid => "the id of an instance or of something in it",
            Self::PhoneNumber => "a phone number",
        })
    }
}

/// Finds the raw values of a text, in order. Parts of an ARN are not reported again.
///
/// ```
/// use switchboard_contact_flow::raw::{Kind, find};
///
/// assert_eq!(find("call +18005550100.")[0].kind, Kind::PhoneNumber);
/// assert!(find("${queue_arn}, 1-800-FLOWERS").is_empty());
/// ```
#[must_use]
pub fn find(text: &str) -> Vec<Raw> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ":/_-$*+.=@".contains(c);
    let words = text.split(|c| !is_part(c)).filter(|word| !word.is_empty());
    words.flat_map(in_word).collect()
}

fn in_word(word: &str) -> Vec<Raw> {
    let one = |kind, value: &str| vec![Raw { kind, value: value.to_owned() }];
    let word = word.trim_end_matches(['.', ':', '/', '-', '=']);
    if let Some(at) = word.find("arn:") {
        let (before, arn) = word.split_at(at);
        if !before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            return one(Kind::Arn, arn);
        }
    }
    if word.starts_with('+') && word.len() > 7 && word.chars().skip(1).all(|c| c.is_ascii_digit()) {
        return one(Kind::PhoneNumber, word);
    }
    let parts = word.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    parts
        .flat_map(|part| {
            if is_uuid(part) {
                return one(Kind::Uuid, part);
            }
            let ids = part.split('-').filter(|id| id.len() == 12);
            let ids = ids.filter(|id| id.chars().all(|c| c.is_ascii_digit()));
            ids.flat_map(|id| one(Kind::AccountId, id)).collect()
        })
        .collect()
}

/// Returns whether a text is a UUID.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
        && text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe";

    fn found(text: &str) -> Vec<(Kind, String)> {
        find(text).into_iter().map(|raw| (raw.kind, raw.value)).collect()
    }

    #[test]
    fn raw_values_are_found_once() {
        let arn = format!("arn:aws:connect:us-east-1:123456789012:instance/{UUID}/queue/{UUID}");
        assert_eq!(found(&format!("<a x='{arn}'/>.")), [(Kind::Arn, arn.clone())]);
        assert_eq!(found(&format!("to {arn}.")), [(Kind::Arn, arn)]);
        assert_eq!(
            found(&format!("s3://b-123456789012/{UUID}, +441234567890")),
            [
                (Kind::AccountId, "123456789012".to_owned()),
                (Kind::Uuid, UUID.to_owned()),
                (Kind::PhoneNumber, "+441234567890".to_owned())
            ]
        );
    }

    #[test]
    fn similar_texts_are_not_raw_values() {
        for text in [
            "1-800-FLOWERS",
            "${alias_arn}",
            "$.External.a",
            "2019-10-30",
            "We learn: 5",
            "1234567890123",
            "a + 5",
            "<break time=\"300ms\"/>",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
