//! The message in the summary of a revision.
//!
//! A summary is a commit's message for `CodeCommit` and `GitHub` actions, JSON such as
//! `{"ProviderType":"GitHub","CommitMessage":"Fix"}` for a connection, and for S3 the metadata
//! `codepipeline-artifact-revision-summary`, or else `Amazon S3 version id: ID`. It is cut at 2,048
//! characters ([`ArtifactRevision`]).
//!
//! [`ArtifactRevision`]: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ArtifactRevision.html

use serde_json::{Map, Value};
use switchboard_approval::UntrustedText;

use super::source::Kind;

const MESSAGE_LIMIT: usize = 2_000;

/// The names under which JSON holds a message.
const MESSAGES: [&str; 4] = ["CommitMessage", "commitMessage", "commit_message", "message"];

/// The longest escape of JSON that a cut can split: two surrogates.
const LONGEST_ESCAPE: usize = "\\uD83D\\uDE0".len();

/// A text in JSON that may be cut.
pub(super) struct Member {
    pub(super) text: String,
    /// Whether the text ends where it was meant to.
    pub(super) whole: bool,
}

/// Returns the message of a revision from its summary, or else from the variable of its source.
pub(super) fn message(
    summary: Option<&str>,
    id: Option<&str>,
    kind: Kind,
    variable: Option<&str>,
) -> Option<UntrustedText> {
    let found = summary.and_then(|summary| in_summary(summary.trim(), id, kind));
    let text = match found {
        Some(Member { text, whole: true }) => text,
        cut => match (variable, cut) {
            (Some(whole), _) => whole.to_owned(),
            (None, cut) => format!("{}…", cut?.text.trim_end()),
        },
    };
    UntrustedText::lines(&text, MESSAGE_LIMIT)
}

/// Returns the message in a summary, without what the variables of the source say.
fn in_summary(summary: &str, id: Option<&str>, kind: Kind) -> Option<Member> {
    let whole = |text: &str| Member { text: text.to_owned(), whole: true };
    match kind {
        Kind::Image => None,
        Kind::Git => Some(whole(summary)),
        Kind::Connection | Kind::Other => match serde_json::from_str(summary) {
            Ok(Value::Object(members)) => in_members(&members).map(whole),
            _ if is_json(summary, kind) => {
                MESSAGES.into_iter().find_map(|name| member(summary, name))
            }
            _ => (!only_repeats(summary, id)).then(|| whole(summary)),
        },
    }
}

fn in_members(members: &Map<String, Value>) -> Option<&str> {
    let mut messages = MESSAGES.into_iter().filter_map(|name| members.get(name)?.as_str());
    messages.find(|message| !message.trim().is_empty())
}

/// Returns whether a summary that is not whole JSON is the beginning of some.
fn is_json(summary: &str, kind: Kind) -> bool {
    let members = summary.strip_prefix('{').map(str::trim_start);
    let begins = members.is_some_and(|members| members.is_empty() || members.starts_with('"'));
    begins || (kind == Kind::Connection && summary.starts_with('{'))
}

/// Returns whether a summary only tells the id of the revision, which is shown anyway.
fn only_repeats(summary: &str, id: Option<&str>) -> bool {
    let rest = summary.strip_prefix("Amazon S3 version id:").unwrap_or(summary).trim();
    let is_shortened = |id: &str| rest.len() >= 7 && id.starts_with(rest);
    let is_image = rest.split_once("sha256:").is_some_and(|(name, digest)| {
        !name.contains(char::is_whitespace) && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let is_default = rest.len() != summary.len() && !rest.contains(char::is_whitespace);
    id.is_some_and(|id| rest == id || is_shortened(id)) || is_image || is_default
}

/// Reads a text from JSON that may end anywhere. A quote inside of a text is escaped, so a name in
/// quotes is never a part of one.
pub(super) fn member(json: &str, name: &str) -> Option<Member> {
    let (_, rest) = json.split_once(&format!("\"{name}\""))?;
    let text = rest.trim_start().strip_prefix(':')?.trim_start();
    if !text.starts_with('"') {
        return None;
    }
    let mut whole = serde_json::Deserializer::from_str(text).into_iter::<String>();
    if let Some(Ok(text)) = whole.next() {
        return Some(Member { text, whole: true });
    }
    let mut cut = text;
    for _ in 0..=LONGEST_ESCAPE {
        if let Ok(text) = serde_json::from_str::<String>(&format!("{cut}\"")) {
            return Some(Member { text, whole: false }).filter(|cut| !cut.text.trim().is_empty());
        }
        let mut shorter = cut.chars();
        shorter.next_back();
        cut = shorter.as_str();
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "8f5e1c6f6ad0f1b1b9d4b4f1a7a3b5c6d7e8f901";

    fn read(summary: &str, kind: Kind) -> Option<String> {
        message(Some(summary), Some(ID), kind, None).map(|message| message.to_string())
    }

    #[test]
    fn a_connection_has_its_message_in_json() {
        for (summary, told) in [
            (
                r#"{"ProviderType":"GitHub","CommitMessage":"Fix VAT\n\nCloses #4"}"#,
                Some("Fix VAT\n\nCloses #4"),
            ),
            (r#"{"CommitMessage":"{\"a\": 1}","ProviderType":"GitLab"}"#, Some(r#"{"a": 1}"#)),
            (r#"{"commitMessage":"Fix VAT"}"#, Some("Fix VAT")),
            (r#"{"ProviderType":"GitHub"}"#, None),
            (r#"{"ProviderType":"GitHub","CommitMessage":""}"#, None),
            (r#"{"ProviderType":"GitHub","CommitMessage":null}"#, None),
            (r#"{"ProviderType":"GitHub","CommitMessage":["x"]}"#, None),
            (r#"{"other":"x"}"#, None),
            ("{}", None),
            ("{", None),
            (r#"{"ProviderType":"Git"#, None),
            ("", None),
            (ID, None),
            ("Fix VAT", Some("Fix VAT")),
        ] {
            assert_eq!(read(summary, Kind::Connection).as_deref(), told, "{summary}");
        }
    }

    #[test]
    fn a_message_of_git_stays_whatever_it_looks_like() {
        for text in [
            r#"{"ProviderType":"GitHub"}"#,
            "{braces} in front",
            "[1, 2]",
            "Amazon S3 version id: is in the log now",
            ID,
        ] {
            assert_eq!(read(text, Kind::Git).as_deref(), Some(text));
        }
    }

    #[test]
    fn whatever_is_no_message_is_not_shown() {
        for summary in [
            "Amazon S3 version id: AbC",
            "Amazon S3 version id: 8f5e1c6f6ad0f1b1b9d4b4f1a7a3b5c6d7e8f901",
            "8f5e1c6f",
            "sha256:0123456789abcdef",
            "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop@sha256:0123456789abcdef",
            r#"{"ProviderType":"GitHub"}"#,
            r#"{"build":7}"#,
            r#"{"build":7,"no"#,
        ] {
            assert_eq!(read(summary, Kind::Other), None, "{summary}");
        }
        for text in ["Nightly build 7", "{braces} in front", "Fix sha256: of the image", "1.4.0"] {
            assert_eq!(read(text, Kind::Other).as_deref(), Some(text));
        }
        assert_eq!(read("latest", Kind::Image), None);
    }

    #[test]
    fn the_variable_of_the_source_helps_where_the_summary_does_not() {
        let with = |summary| {
            let told = message(summary, Some(ID), Kind::Connection, Some("From the variable"));
            told.unwrap().to_string()
        };
        for summary in [
            None,
            Some(r#"{"ProviderType":"GitHub"}"#),
            Some(r#"{"ProviderType":"GitHub","CommitMessage":"Cut he"#),
        ] {
            assert_eq!(with(summary), "From the variable", "{summary:?}");
        }
        assert_eq!(with(Some(r#"{"CommitMessage":"Fix"}"#)), "Fix");
    }

    #[test]
    fn a_cut_is_marked_and_a_split_escape_is_left_out() {
        for (summary, told) in [
            (r#"{"ProviderType":"GitHub","CommitMessage":"Fix VA"#, "Fix VA…"),
            (r#"{"ProviderType":"GitHub","CommitMessage":"Fix\"#, "Fix…"),
            (r#"{"ProviderType":"GitHub","CommitMessage":"Fix\u00"#, "Fix…"),
            (r#"{"ProviderType":"GitHub","CommitMessage":"Fix \ud83d"#, "Fix…"),
            (r#"{"ProviderType":"GitHub","CommitMessage":"Fix \ud83d\ude0"#, "Fix…"),
            (r#"{"CommitMessage":"Fix \"x\"","ProviderType":"Git"#, "Fix \"x\""),
        ] {
            assert_eq!(read(summary, Kind::Connection).as_deref(), Some(told), "{summary}");
        }
    }

    proptest! {
        /// Wherever JSON is cut, a beginning of the message is read, and never the JSON around it.
        #[test]
        fn a_cut_anywhere_leaves_a_beginning(text in "[a-z\"\\\\\u{e9}\u{1f600}\n]{1,20}x", at in 0.0_f64..1.0) {
            let json = serde_json::json!({"ProviderType": "GitHub", "CommitMessage": text}).to_string();
            for json in [&json, &escaped(&json)] {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a part of a short text")]
                let cut: String = json.chars().take((json.len() as f64 * at) as usize).collect();
                if let Some(read) = in_summary(&cut, None, Kind::Connection) {
                    prop_assert!(text.starts_with(&read.text), "{cut} {}", read.text);
                }
            }
        }
    }

    /// Writes every letter beyond ASCII as an escape.
    fn escaped(json: &str) -> String {
        let mut units = [0; 2];
        json.chars().fold(String::new(), |mut out, letter| {
            if letter.is_ascii() {
                out.push(letter);
            } else {
                let units = letter.encode_utf16(&mut units).iter();
                out.extend(units.map(|unit| format!("\\u{unit:04x}")));
            }
            out
        })
    }
}
