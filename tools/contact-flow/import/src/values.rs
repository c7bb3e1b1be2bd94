//! Finds the values of an environment in texts and replaces them by placeholders.

use std::collections::BTreeMap;

use switchboard_contact_flow::raw;
use switchboard_contact_flow::template::escape;

/// The length from which on a word is distinctive. Shorter ones may occur by chance: `3`, `Joanna`,
/// `Disabled`.
const DISTINCTIVE: usize = 12;

/// Values and their placeholders.
#[derive(Clone, Debug)]
pub(crate) struct Values<'a> {
    /// The values, the longest first, so that none is taken for a part of another.
    names: Vec<(&'a str, Vec<&'a str>)>,
}

/// A value that more than one placeholder has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ambiguous {
    pub(crate) value: String,
    pub(crate) names: Vec<String>,
}

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

impl<'a> Values<'a> {
    pub(crate) fn new(values: &BTreeMap<&'a str, &'a str>) -> Self {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in values {
            names.entry(value).or_default().push(name);
        }
        let mut names: Vec<_> = names.into_iter().filter(|(value, _)| !value.is_empty()).collect();
        names.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        Self { names }
    }

    /// Returns whether a placeholder has this value.
    pub(crate) fn contain(&self, value: &str) -> bool {
        self.names.iter().any(|(known, _)| *known == value)
    }

    /// Returns the placeholder of a text that is exactly a value.
    pub(crate) fn whole(&self, text: &str) -> Result<Option<String>, Ambiguous> {
        let found = self.names.iter().find(|(value, _)| *value == text);
        found.map(|(value, names)| only(value, names).map(placeholder)).transpose()
    }

    /// Returns a template that renders to the text. Distinctive values are replaced wherever they occur; the
    /// rest is escaped.
    pub(crate) fn within(&self, text: &str) -> Result<String, Ambiguous> {
        let mut pieces = vec![Piece::Text(text)];
        for (value, names) in self.names.iter().filter(|(value, _)| is_distinctive(value)) {
            let mut next = Vec::with_capacity(pieces.len());
            for piece in pieces {
                match piece {
                    Piece::Text(mut rest) => {
                        while let Some((before, after)) = split(rest, value) {
                            next.push(Piece::Text(before));
                            next.push(Piece::Placeholder(only(value, names)?));
                            rest = after;
                        }
                        next.push(Piece::Text(rest));
                    }
                    placeholder @ Piece::Placeholder(_) => next.push(placeholder),
                }
            }
            pieces = next;
        }
        Ok(pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => escape(text),
                Piece::Placeholder(name) => placeholder(name),
            })
            .collect())
    }
}

fn placeholder(name: &str) -> String {
    format!("${{{name}}}")
}

fn only<'a>(value: &str, names: &[&'a str]) -> Result<&'a str, Ambiguous> {
    match names {
        [name] => Ok(name),
        _ => Err(Ambiguous {
            value: value.to_owned(),
            names: names.iter().map(|&name| name.to_owned()).collect(),
        }),
    }
}

fn is_distinctive(value: &str) -> bool {
    value.chars().count() >= DISTINCTIVE || !value.chars().all(char::is_alphanumeric)
}

/// Splits a text at the first occurrence of a value.
fn split<'a>(text: &'a str, value: &str) -> Option<(&'a str, &'a str)> {
    text.match_indices(value).find_map(|(at, _)| {
        let (before, from) = text.split_at(at);
        let after = from.get(value.len()..)?;
        let joined = |a: Option<char>, b: Option<char>| {
            let is_joint = |c: char| is_joint(c, value);
            a.is_some_and(is_joint) && b.is_some_and(is_joint)
        };
        let inside_a_word = joined(before.chars().next_back(), value.chars().next())
            || joined(value.chars().next_back(), after.chars().next());
        // A template writes a literal `${` as `$${`.
        let escaped = before.ends_with('$');
        (!inside_a_word && !escaped).then_some((before, after))
    })
}

/// Returns whether a character would join a value with the rest of a longer name.
fn is_joint(c: char, value: &str) -> bool {
    let is_number = value.chars().all(|c| c.is_ascii_digit());
    match c {
        '-' => !is_number,
        '_' => !is_number && !raw::is_uuid(value),
        _ => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use switchboard_contact_flow::template::render;

    use super::*;

    const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:f";

    fn within(values: &[(&str, &str)], text: &str) -> String {
        Values::new(&values.iter().copied().collect()).within(text).unwrap()
    }

    #[test]
    fn the_longest_value_wins_and_a_part_of_a_word_is_none() {
        let live = format!("{ARN}:live");
        let values = [("function", ARN), ("alias", live.as_str()), ("account", "123456789012")];
        assert_eq!(within(&values, &live), "${alias}");
        assert_eq!(within(&values, ARN), "${function}");
        assert_eq!(
            within(&values, &format!("{ARN}oo")),
            ARN.replace("123456789012", "${account}") + "oo"
        );
        assert_eq!(within(&values, "1234567890123"), "1234567890123");
        assert_eq!(within(&[("bye", "Good bye")], "Good bye, Good byes."), "${bye}, Good byes.");
    }

    #[test]
    fn the_rest_of_a_text_renders_to_itself() {
        let values = [("hello", "Hello there.")];
        assert_eq!(within(&values, "${a} Hello there. %{b}"), "$${a} ${hello} %%{b}");
        assert_eq!(within(&values, "$Hello there."), "$Hello there.", "it would read as an escape");
    }

    #[test]
    fn short_words_are_no_values_within_a_text_but_may_be_a_whole_one() {
        let map = [("voice", "Joanna"), ("a", "3"), ("b", "3")].into();
        let values = Values::new(&map);
        assert_eq!(values.within("I am Joanna").unwrap(), "I am Joanna");
        assert_eq!(values.whole("Joanna"), Ok(Some("${voice}".to_owned())));
        assert_eq!(values.whole("4"), Ok(None));
        let names = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(values.whole("3"), Err(Ambiguous { value: "3".to_owned(), names }));
    }

    #[test]
    fn what_is_found_raw_is_found_as_a_value() {
        let uuid = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe";
        for text in [
            "s3://b-123456789012_x/123456789012-y".to_owned(),
            format!("p_{uuid}_a/{uuid}.wav, {uuid}"),
            format!("{ARN}:live, ({ARN}:live)."),
            "+18005550100, <+18005550100>".to_owned(),
        ] {
            let value = raw::find(&text).remove(0).value;
            let template = within(&[("it", value.as_str())], &text);
            assert_eq!(raw::find(&template), [], "{template}");
        }
    }

    proptest! {
        #[test]
        fn what_is_replaced_renders_to_what_it_was(
            values in prop::collection::btree_map("[a-c]", "[-${%: ax]{1,3}", 0..4),
            parts in prop::collection::vec("[-${}%: axü]{0,4}", 0..6),
        ) {
            let mut text = parts.join("");
            for (at, value) in values.values().enumerate() {
                text.insert_str(text.ceil_char_boundary(at * 3 % (text.len() + 1)), value);
            }
            let map = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            if let Ok(template) = Values::new(&map).within(&text) {
                let quoted = serde_json::Value::from(template).to_string();
                let rendered: String = serde_json::from_str(&render(&quoted, &map).unwrap()).unwrap();
                prop_assert_eq!(rendered, text);
            }
        }
    }
}
