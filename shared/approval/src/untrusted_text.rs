//! Text from outside: from a pipeline's author, a commit or an approver.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text from outside, made safe to show: it has a bounded length, no control characters, and none
/// of the marks that reverse the direction of writing or hide letters. It still has to be escaped
/// for the place where it is shown.
///
/// `Debug` shows the length alone, because text that people wrote must not be logged.
///
/// ```
/// use switchboard_approval::UntrustedText;
///
/// let text = UntrustedText::line("Fix\r\nBcc: x@example.com\u{202e}", 80).unwrap();
/// assert_eq!(text.as_str(), "Fix Bcc: x@example.com");
/// assert_eq!(format!("{text:?}"), "UntrustedText(22 characters)");
/// ```
#[derive(Clone, derive_more::Debug, PartialEq, Eq, Serialize, Deserialize)]
#[debug("UntrustedText({} characters)", _0.chars().count())]
#[serde(transparent)]
pub struct UntrustedText(String);

impl UntrustedText {
    /// Makes one line of at most `limit` characters, with white space reduced to single blanks.
    /// Returns `None` if nothing is left.
    #[must_use]
    pub fn line(raw: &str, limit: usize) -> Option<Self> {
        // Reads only as far as can matter, so that a megabyte costs no more than a line.
        let visible: String = visible(raw).take(limit.saturating_mul(4)).collect();
        let words: Vec<&str> = visible.split_whitespace().collect();
        Self::bounded(&words.join(" "), limit)
    }

    /// Makes lines and paragraphs of at most `limit` characters together. Returns `None` if nothing
    /// is left.
    #[must_use]
    pub fn lines(raw: &str, limit: usize) -> Option<Self> {
        let raw: String = visible(raw).take(limit.saturating_mul(4)).collect();
        let mut lines: Vec<String> = Vec::new();
        for line in raw.lines() {
            let line =
                line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            let after_blank = lines.last().is_none_or(String::is_empty);
            if !(line.is_empty() && after_blank) {
                lines.push(line);
            }
        }
        Self::bounded(lines.join("\n").trim(), limit)
    }

    fn bounded(text: &str, limit: usize) -> Option<Self> {
        if text.is_empty() || limit == 0 {
            return None;
        }
        if text.chars().count() <= limit {
            return Some(Self(text.to_owned()));
        }
        let cut: String = text.chars().take(limit.saturating_sub(1)).collect();
        Some(Self(format!("{}…", cut.trim_end())))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns the characters that a reader sees. Line ends become `\n`, other white space becomes a
/// blank.
fn visible(raw: &str) -> impl Iterator<Item = char> {
    let unhidden = raw.chars().filter(|character| !is_hidden(*character));
    unhidden.map(|character| match character {
        '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        character if character.is_control() || character.is_whitespace() => ' ',
        character => character,
    })
}

/// Returns whether a character is an invisible mark: one that changes the direction of writing
/// (Unicode Standard Annex 9), or one that hides letters. Joiners are kept, because scripts need
/// them.
const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Shows the text itself.
impl fmt::Display for UntrustedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paragraphs_stay_and_blanks_do_not_pile_up() {
        let text = UntrustedText::lines("\n\n One  two\r\n\r\n\n\tthree \n", 80).unwrap();
        assert_eq!(text.as_str(), "One two\n\nthree");
        assert_eq!(UntrustedText::lines(" \n\t", 80), None);
        assert_eq!(UntrustedText::line("\u{202e}", 80), None);
    }

    #[test]
    fn debug_keeps_the_words_to_itself() {
        let text = UntrustedText::line("secret plan", 80).unwrap();
        assert_eq!(format!("{text:?}"), "UntrustedText(11 characters)");
    }

    #[test]
    fn a_cut_is_marked() {
        assert_eq!(UntrustedText::line("abcdef", 4).unwrap().as_str(), "abc…");
        assert_eq!(UntrustedText::line("abcd", 4).unwrap().as_str(), "abcd");
    }

    proptest! {
        #[test]
        fn whatever_comes_in_a_line_goes_out(raw in any::<String>(), limit in 1_usize..60) {
            for text in [UntrustedText::line(&raw, limit), UntrustedText::lines(&raw, limit)].into_iter().flatten() {
                prop_assert!(text.as_str().chars().count() <= limit);
                prop_assert!(!text.as_str().chars().any(is_hidden));
                prop_assert!(!text.as_str().chars().any(|c| c.is_control() && c != '\n'));
            }
            prop_assert!(UntrustedText::line(&raw, limit).is_none_or(|line| !line.as_str().contains('\n')));
        }
    }
}
