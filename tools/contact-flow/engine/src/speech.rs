//! Speech in SSML: what a caller hears, and what Amazon Connect and Amazon Polly refuse.
//!
//! Sources: Amazon Connect administrator guide, "SSML tags supported by Amazon Connect"; Amazon Polly
//! developer guide, "Supported SSML tags".

use std::time::Duration;

use roxmltree::{Document, Node};
use thiserror::Error;

/// The tags that Connect supports and that neural and generative voices speak. `prosody` is missing because
/// neural voices support a part of it and generative ones nothing; `mark` because generative voices
/// support a part of it.
const TAGS: [&str; 8] = ["speak", "break", "lang", "p", "s", "say-as", "sub", "w"];

/// The values of `say-as` that make a neural voice fall back to a standard one.
const ONLY_STANDARD: [&str; 2] = ["characters", "spell-out"];

/// The longest pause that Amazon Polly accepts.
const MAX_BREAK: Duration = Duration::from_secs(10);

/// The reason why a text cannot be spoken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpeechError {
    /// The text is not XML.
    #[error("this is not XML: {0}")]
    Malformed(String),
    /// The outermost tag is not `speak`.
    #[error("SSML begins with <speak>, not with <{0}>")]
    Root(String),
    /// A kind of voice ignores or refuses the tag.
    #[error("<{tag}> is not spoken by every voice; use {}", TAGS.join(", "))]
    Tag {
        /// The tag.
        tag: String,
    },
    /// A value of `say-as` changes the voice.
    #[error(
        "say-as with {0:?} falls back to a standard voice; spell with spaces between the characters, or \
         say digits with \"digits\""
    )]
    SayAs(String),
    /// A pause has no length, or is too long.
    #[error("a break has a time of at most 10 s, such as time=\"500ms\", not {0:?}")]
    Break(String),
}

/// Returns what a caller hears of an SSML text: its words, without pauses.
///
/// ```
/// use switchboard_contact_flow::speech::heard;
///
/// let text = heard(r#"<speak>You keyed <say-as interpret-as="digits">800</say-as>.</speak>"#)?;
/// assert_eq!(text, "You keyed 8 0 0.");
/// # Ok::<(), switchboard_contact_flow::speech::SpeechError>(())
/// ```
///
/// # Errors
///
/// [`SpeechError`] if the text is not XML, or its outermost tag is not `speak`.
pub fn heard(ssml: &str) -> Result<String, SpeechError> {
    let document = parse(ssml)?;
    let mut text = String::new();
    hear(document.root_element(), false, &mut text);
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ,", ","))
}

/// Checks that every voice speaks an SSML text as intended.
///
/// # Errors
///
/// [`SpeechError`] names the first mistake.
pub fn check(ssml: &str) -> Result<(), SpeechError> {
    let document = parse(ssml)?;
    for node in document.root_element().descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        if !TAGS.contains(&tag) {
            return Err(SpeechError::Tag { tag: tag.to_owned() });
        }
        if tag == "break" {
            check_break(node)?;
        }
        if let Some(way) = node.attribute("interpret-as").filter(|way| ONLY_STANDARD.contains(way))
        {
            return Err(SpeechError::SayAs(way.to_owned()));
        }
    }
    Ok(())
}

fn parse(ssml: &str) -> Result<Document<'_>, SpeechError> {
    let document =
        Document::parse(ssml).map_err(|error| SpeechError::Malformed(error.to_string()))?;
    match document.root_element().tag_name().name() {
        "speak" => Ok(document),
        other => Err(SpeechError::Root(other.to_owned())),
    }
}

fn check_break(node: Node<'_, '_>) -> Result<(), SpeechError> {
    // A strength implies a length.
    let Some(time) = node.attribute("time") else { return Ok(()) };
    let parsed = match time.strip_suffix("ms") {
        Some(number) => number.parse().ok().map(Duration::from_millis),
        None => {
            time.strip_suffix('s').and_then(|number| number.parse().ok()).map(Duration::from_secs)
        }
    };
    parsed
        .filter(|time| *time <= MAX_BREAK)
        .map(drop)
        .ok_or_else(|| SpeechError::Break(time.to_owned()))
}

fn hear(node: Node<'_, '_>, one_by_one: bool, text: &mut String) {
    if let Some(words) = node.text().filter(|_| node.is_text()) {
        if one_by_one {
            let characters = words.chars().filter(|c| !c.is_whitespace());
            let spaced: Vec<String> = characters.map(String::from).collect();
            text.push_str(&spaced.join(" "));
        } else {
            text.push_str(words);
        }
        return;
    }
    let tag = node.tag_name().name();
    if let ("sub", Some(alias)) = (tag, node.attribute("alias")) {
        text.push_str(alias);
        return;
    }
    // These separate words.
    if matches!(tag, "break" | "p" | "s") {
        text.push(' ');
    }
    let one_by_one = one_by_one
        || tag == "say-as"
            && matches!(
                node.attribute("interpret-as"),
                Some("digits" | "characters" | "spell-out" | "telephone")
            );
    for child in node.children() {
        hear(child, one_by_one, text);
    }
    // A voice ends a sentence audibly.
    if matches!(tag, "p" | "s") && !text.trim_end().ends_with(['.', '?', '!']) {
        text.push_str(". ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caller_hears_words_and_no_tags() {
        let ssml = "<speak>\n  <p>One &amp; two</p><p>three<break time=\"300ms\"/>four </p>\
                    <sub alias=\"five\">5</sub></speak>";
        assert_eq!(heard(ssml).unwrap(), "One & two. three four. five");
        assert_eq!(heard("<speak><s>One</s><s>Two?</s> three</speak>").unwrap(), "One. Two? three");
        let spelled = "<speak>1 <say-as interpret-as=\"characters\">AB C</say-as>, d</speak>";
        assert_eq!(heard(spelled).unwrap(), "1 A B C, d");
    }

    #[test]
    fn markup_in_a_value_breaks_the_prompt() {
        assert!(matches!(heard("<speak>a < b</speak>"), Err(SpeechError::Malformed(_))));
        assert!(matches!(heard("Hello"), Err(SpeechError::Malformed(_))));
        assert_eq!(heard("<p>a</p>"), Err(SpeechError::Root("p".to_owned())));
    }

    #[test]
    fn what_some_voices_do_not_speak_is_refused() {
        let tag = |tag: &str| check(&format!("<speak><{tag}>a</{tag}></speak>"));
        for known in ["p", "s", "say-as", "sub", "w", "lang"] {
            assert_eq!(tag(known), Ok(()), "{known}");
        }
        let say_as =
            |way: &str| check(&format!("<speak><say-as interpret-as=\"{way}\">1</say-as></speak>"));
        assert_eq!(say_as("digits"), Ok(()));
        assert_eq!(say_as("spell-out"), Err(SpeechError::SayAs("spell-out".to_owned())));
        for unknown in ["prosody", "emphasis", "phoneme", "audio", "voice", "mark"] {
            assert_eq!(tag(unknown), Err(SpeechError::Tag { tag: unknown.to_owned() }));
        }
    }

    #[test]
    fn a_pause_is_ten_seconds_at_most() {
        let pause = |time: &str| check(&format!("<speak><break time=\"{time}\"/></speak>"));
        for time in ["0ms", "500ms", "10s", "10000ms"] {
            assert_eq!(pause(time), Ok(()), "{time}");
        }
        for time in ["11s", "10001ms", "2", "fast", "1.5s"] {
            assert_eq!(pause(time), Err(SpeechError::Break(time.to_owned())), "{time}");
        }
        assert_eq!(check("<speak><break strength=\"weak\"/></speak>"), Ok(()));
    }
}
