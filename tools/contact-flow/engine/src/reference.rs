//! References such as `$.Attributes.x`, by which a flow reads values while it runs.
//!
//! Source: Amazon Connect administrator guide, "List of available contact attributes".

/// A reference, by the value that it reads.
///
/// ```
/// use switchboard_contact_flow::reference::Reference;
///
/// assert_eq!(Reference::parse("$.Attributes.status"), Some(Reference::Attribute("status")));
/// assert_eq!(Reference::parse("status"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference<'a> {
    /// `$.Attributes.x`: an attribute of the contact.
    Attribute(&'a str),
    /// `$.External.x`: a value of the latest function's reply; full stops lead into nested objects.
    External(&'a str),
    /// `$.StoredCustomerInput`: the digits that the caller keyed in last.
    StoredInput,
    /// A system attribute, such as `$.CustomerEndpoint.Address`.
    System(&'a str),
}

/// The system attributes that flows may use here.
pub const SYSTEM: [&str; 7] = [
    "AwsRegion",
    "Channel",
    "ContactId",
    "CustomerEndpoint.Address",
    "InitialContactId",
    "InstanceARN",
    "SystemEndpoint.Address",
];

impl<'a> Reference<'a> {
    /// Reads a text that is a single reference; `None` if it is not one, or unknown.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let path = text.strip_prefix("$.")?;
        let is_path = |path: &str| !path.is_empty() && path.split('.').all(is_name);
        if !is_path(path) {
            return None;
        }
        if let Some(name) = path.strip_prefix("Attributes.") {
            return is_name(name).then_some(Self::Attribute(name));
        }
        if let Some(name) = path.strip_prefix("External.") {
            return Some(Self::External(name));
        }
        match path {
            "StoredCustomerInput" => Some(Self::StoredInput),
            _ => SYSTEM.contains(&path).then_some(Self::System(path)),
        }
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_name_character)
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// A piece of a text with references in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A text without references.
    Text(&'a str),
    /// A reference as it is written: `$.` and a path.
    Reference(&'a str),
}

/// Splits a text into texts and references. A full stop at the end of a reference is not part of it.
///
/// ```
/// use switchboard_contact_flow::reference::{Piece, pieces};
///
/// let pieces: Vec<_> = pieces("You keyed $.StoredCustomerInput.").collect();
/// assert_eq!(
///     pieces,
///     [Piece::Text("You keyed "), Piece::Reference("$.StoredCustomerInput"), Piece::Text(".")]
/// );
/// ```
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = match rest.find("$.") {
            Some(0) => {
                let (reference, after) = rest.split_at(reference_len(rest));
                (Piece::Reference(reference), after)
            }
            at => {
                let (text, after) = rest.split_at(at.unwrap_or(rest.len()));
                (Piece::Text(text), after)
            }
        };
        rest = after;
        Some(piece)
    })
}

/// Returns the length of the reference at the start of a text.
fn reference_len(text: &str) -> usize {
    let path = text.get(2..).unwrap_or_default();
    let end = path.find(|c| !is_name_character(c) && c != '.').unwrap_or(path.len());
    let path = path.get(..end).unwrap_or_default();
    2 + path.trim_end_matches('.').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_known_by_their_namespace() {
        for (text, reference) in [
            ("$.Attributes.spoken_1", Some(Reference::Attribute("spoken_1"))),
            ("$.External.status", Some(Reference::External("status"))),
            ("$.External.a.b", Some(Reference::External("a.b"))),
            ("$.StoredCustomerInput", Some(Reference::StoredInput)),
            ("$.CustomerEndpoint.Address", Some(Reference::System("CustomerEndpoint.Address"))),
            ("$.Attributes.a.b", None),
            ("$.Attributes", None),
            ("$.Other", None),
            ("$.External.", None),
            ("$.Attributes.a b", None),
            ("Attributes.a", None),
        ] {
            assert_eq!(Reference::parse(text), reference, "{text}");
        }
    }

    #[test]
    fn a_text_is_put_together_again_from_its_pieces() {
        for text in ["", "$.", "a $.B.c, $.d.", "$.a$.b", "costs $5.", "ü $.Attributes.x ü"] {
            let again: String = pieces(text)
                .map(|piece| match piece {
                    Piece::Text(text) | Piece::Reference(text) => text,
                })
                .collect();
            assert_eq!(again, text);
        }
    }
}
