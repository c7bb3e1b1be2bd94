//! Text that somebody else wrote: a pipeline's author, a commit, an approver.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Foreign text, made safe to show: bounded, without control characters and without the marks that
/// turn the direction of writing or hide letters. It still has to be escaped where it is put.
///
/// `Debug` tells its length only: what people wrote is not for logs.
///
/// ```
/// use switchboard_approval::Text;
///
/// let text = Text::line("Fix\r\nBcc: x@example.com\u{202e}", 80).unwrap();
/// assert_eq!(text.as_str(), "Fix Bcc: x@example.com");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// One line of at most `limit` characters; any white space is one blank. `None` if nothing is
    /// left.
    #[must_use]
    pub fn line(raw: &str, limit: usize) -> Option<Self> {
        // Looked at only as far as could matter, so that a megabyte costs no more than a line.
        let visible: String = visible(raw).take(limit.saturating_mul(4)).collect();
        let words: Vec<&str> = visible.split_whitespace().collect();
        Self::bounded(&words.join(" "), limit)
    }

    /// Lines and paragraphs of at most `limit` characters. `None` if nothing is left.
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

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The characters that a reader sees, in the order that they are read in. A line end stays one.
fn visible(raw: &str) -> impl Iterator<Item = char> {
    let unhidden = raw.chars().filter(|character| !is_hidden(*character));
    unhidden.map(|character| match character {
        '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        character if character.is_control() || character.is_whitespace() => ' ',
        character => character,
    })
}

/// Marks without a shape of their own: those that turn the direction of writing (Unicode Standard
/// Annex 9), and those that hide letters or tell readers nothing. Joiners stay; scripts need them.
const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text as it is, for people.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paragraphs_stay_and_blanks_do_not_pile_up() {
        let text = Text::lines("\n\n One  two\r\n\r\n\n\tthree \n", 80).unwrap();
        assert_eq!(text.as_str(), "One two\n\nthree");
        assert_eq!(Text::lines(" \n\t", 80), None);
        assert_eq!(Text::line("\u{202e}", 80), None);
    }

    #[test]
    fn debug_keeps_the_words_to_itself() {
        assert_eq!(format!("{:?}", Text::line("secret plan", 80).unwrap()), "Text(11 characters)");
    }

    #[test]
    fn a_cut_is_marked() {
        assert_eq!(Text::line("abcdef", 4).unwrap().as_str(), "abc…");
        assert_eq!(Text::line("abcd", 4).unwrap().as_str(), "abcd");
    }

    proptest! {
        #[test]
        fn whatever_comes_in_a_line_goes_out(raw in any::<String>(), limit in 1_usize..60) {
            for text in [Text::line(&raw, limit), Text::lines(&raw, limit)].into_iter().flatten() {
                prop_assert!(text.as_str().chars().count() <= limit);
                prop_assert!(!text.as_str().chars().any(is_hidden));
                prop_assert!(!text.as_str().chars().any(|c| c.is_control() && c != '\n'));
            }
            prop_assert!(Text::line(&raw, limit).is_none_or(|line| !line.as_str().contains('\n')));
        }
    }
}
