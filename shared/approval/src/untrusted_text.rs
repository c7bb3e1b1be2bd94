//! Text from outside: from a pipeline's author, a commit or an approver.

use std::fmt;

use icu_properties::props::{
    DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, QuotationMark,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use serde::{Deserialize, Serialize};

/// Text from outside, made safe to show: it has a bounded length, no control characters, and none
/// of the marks that reverse the direction of writing or hide letters. A reader sees something of it.
/// It still has to be escaped for the place where it is shown.
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

/// The most blanks that a line keeps at its beginning.
const DEEPEST: usize = 24;

/// The width of a tab, in blanks.
const TAB: usize = 4;

/// The longest name of a part of a country in a flag: a region code and a subdivision code (Unicode
/// Technical Standard 51, ED-14a; Technical Standard 35, "Unicode Subdivision Codes").
const SUBDIVISION: usize = 6;

impl UntrustedText {
    /// Makes one line of at most `limit` characters, with white space reduced to single blanks.
    /// Returns `None` if no visible character is left.
    #[must_use]
    pub fn line(raw: &str, limit: usize) -> Option<Self> {
        // Reads only as far as can matter, so that a megabyte costs no more than a line.
        let readable: String = readable(raw).take(limit.saturating_mul(4)).collect();
        let words: Vec<&str> = readable.split_whitespace().collect();
        Self::bounded(&words.join(" "), limit)
    }

    /// Makes lines and paragraphs of at most `limit` characters together. Lists and program code keep
    /// their indentation, up to 24 blanks deeper than the outermost line; a tab counts as four.
    /// Returns `None` if no visible character is left.
    ///
    /// ```
    /// use switchboard_approval::UntrustedText;
    ///
    /// let note = UntrustedText::lines("  - Try  the cart:\n\t- two items\n", 80).unwrap();
    /// assert_eq!(note.as_str(), "- Try the cart:\n  - two items");
    /// ```
    #[must_use]
    pub fn lines(raw: &str, limit: usize) -> Option<Self> {
        let raw: String = readable(raw).take(limit.saturating_mul(4)).collect();
        let mut lines: Vec<(usize, String)> = Vec::new();
        for line in raw.lines() {
            // A line in which nothing can be seen is a blank one.
            let is_seen = line.chars().any(is_visible);
            let words: Vec<&str> = line.split_whitespace().filter(|_| is_seen).collect();
            let after_blank = lines.last().is_none_or(|(_, line)| line.is_empty());
            if !(words.is_empty() && after_blank) {
                lines.push((indentation(line), words.join(" ")));
            }
        }
        let written = lines.iter().filter(|(_, line)| !line.is_empty());
        let outermost = written.map(|(indentation, _)| *indentation).min().unwrap_or_default();
        let indented = lines.into_iter().map(|(indentation, line)| {
            let deeper = indentation.saturating_sub(outermost).min(DEEPEST);
            if line.is_empty() { line } else { format!("{:deeper$}{line}", "") }
        });
        let text = indented.collect::<Vec<_>>().join("\n");
        Self::bounded(text.trim_matches('\n'), limit)
    }

    fn bounded(text: &str, limit: usize) -> Option<Self> {
        if limit == 0 || !text.chars().any(is_visible) {
            return None;
        }
        if text.chars().count() <= limit {
            return Some(Self(text.to_owned()));
        }
        let cut: String = text.chars().take(limit.saturating_sub(1)).collect();
        // What only joins two characters is of no use at the end.
        let cut = cut.trim_end_matches(|last: char| last.is_whitespace() || is_ignorable(last));
        Some(Self(format!("{cut}…")))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text in one line in which nothing reads as the end of a quotation: every character
    /// that looks like a quotation mark becomes an apostrophe, and a row of them becomes one.
    ///
    /// ```
    /// use switchboard_approval::UntrustedText;
    ///
    /// let reason = UntrustedText::lines("ok.\" Accepted by ''Mei''\nsays “Ana”", 80).unwrap();
    /// assert_eq!(reason.to_quote(), "ok.' Accepted by 'Mei' says 'Ana'");
    /// ```
    #[must_use]
    pub fn to_quote(&self) -> String {
        let mut quote = String::with_capacity(self.0.len());
        for word in self.0.split_whitespace() {
            if !quote.is_empty() {
                quote.push(' ');
            }
            for character in word.chars() {
                if !is_quotation_mark(character) {
                    quote.push(character);
                } else if !quote.ends_with('\'') {
                    quote.push('\'');
                }
            }
        }
        quote
    }
}

/// Returns the characters that are kept. Line ends become `\n`, a tab becomes blanks, and other white
/// space becomes one.
fn readable(raw: &str) -> impl Iterator<Item = char> {
    let mut flag = 0;
    let kept = raw.char_indices().filter(move |(at, character)| {
        if *character == '\u{1f3f4}' {
            flag = raw.get(at + character.len_utf8()..).map_or(0, flag_tags);
            return true;
        }
        let in_flag = flag > 0;
        flag = flag.saturating_sub(1);
        in_flag || !is_hidden(*character)
    });
    kept.flat_map(|(_, character)| {
        let (character, count) = match character {
            '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => ('\n', 1),
            '\t' => (' ', TAB),
            character if character.is_control() || character.is_whitespace() => (' ', 1),
            character => (character, 1),
        };
        std::iter::repeat_n(character, count)
    })
}

/// Returns the number of tag characters that follow a black flag and make it the flag of a part of a
/// country, such as Scotland's. 0 if they do not: tag characters can hide a text.
fn flag_tags(after: &str) -> usize {
    let name = |tag: &char| matches!(tag, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    let length = after.chars().take_while(name).count();
    let ends = after.chars().nth(length) == Some('\u{e007f}');
    if ends && (3..=SUBDIVISION).contains(&length) { length + 1 } else { 0 }
}

fn indentation(line: &str) -> usize {
    line.chars().take_while(|character| character.is_whitespace()).count()
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

/// Returns whether a reader sees something of a character that stands alone. Joiners, variation
/// selectors, tags and fillers have the property `Default_Ignorable_Code_Point` (Unicode Standard,
/// section 5.21); combining marks need a letter below them.
fn is_visible(character: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    let is_mark = GeneralCategoryGroup::Mark.contains(category);
    let is_empty = character.is_whitespace() || character.is_control() || is_ignorable(character);
    !is_mark && !is_empty && !is_blank(character)
}

fn is_ignorable(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Returns whether a character counts as a symbol or letter in Unicode and has an empty picture: the
/// blank of Braille, the null notehead of music, and the blanks of Egyptian hieroglyphs.
const fn is_blank(character: char) -> bool {
    matches!(character, '\u{2800}' | '\u{1d159}' | '\u{13441}' | '\u{13442}')
}

/// Returns whether a character is a quotation mark (the property `Quotation_Mark`), or looks like one.
fn is_quotation_mark(character: char) -> bool {
    CodePointSetData::new::<QuotationMark>().contains(character)
        || matches!(character,
            '`' | '\u{b4}' | '\u{2b9}'..='\u{2bd}' | '\u{2c8}' | '\u{2ca}' | '\u{2cb}' | '\u{2dd}'
            | '\u{2ee}' | '\u{2f4}'..='\u{2f6}' | '\u{374}' | '\u{384}' | '\u{55a}' | '\u{55d}'
            | '\u{5f3}' | '\u{5f4}' | '\u{1fbd}' | '\u{1fbf}' | '\u{1fef}' | '\u{1ffd}' | '\u{1ffe}'
            | '\u{2032}'..='\u{2037}' | '\u{2057}' | '\u{275b}'..='\u{275e}' | '\u{2760}'
            | '\u{3003}' | '\u{a78c}' | '\u{1f676}'..='\u{1f678}')
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
        let text = UntrustedText::lines("\n\n One  two\r\n\r\n\n three \n", 80).unwrap();
        assert_eq!(text.as_str(), "One two\n\nthree");
        assert_eq!(UntrustedText::lines(" \n\t", 80), None);
        assert_eq!(UntrustedText::line("\u{202e}", 80), None);
        let text = UntrustedText::lines("\u{301}\nOne\n\u{1e026}\u{2028}two", 80).unwrap();
        assert_eq!(text.as_str(), "One\n\ntwo", "a line in which nothing is seen");
    }

    #[test]
    fn indentation_stays() {
        for (raw, shown) in [
            (
                "- a\n  - b\n    - c\n\n```\n  if x:\n\treturn  y\n```",
                "- a\n  - b\n    - c\n\n```\n  if x:\n    return y\n```",
            ),
            ("    - a\n      - b", "- a\n  - b"),
            ("  a\nb\n \u{2003}\u{a0}c", "  a\nb\n   c"),
            ("a\n   \n   \n  b", "a\n\n  b"),
        ] {
            assert_eq!(UntrustedText::lines(raw, 200).unwrap().as_str(), shown, "{raw:?}");
        }
        let deep = UntrustedText::lines(&format!("a\n{}b", "\t".repeat(40)), 400).unwrap();
        assert_eq!(deep.as_str(), format!("a\n{}b", " ".repeat(DEEPEST)));
    }

    #[test]
    fn what_shows_nothing_is_no_text() {
        for raw in [
            "\u{200d}",
            "\u{200c}",
            "\u{3164}",
            "\u{2800}",
            "\u{34f}",
            "\u{fe0f}",
            "\u{ffa0}",
            "\u{e0100}",
            "\u{115f}",
            "\u{1160}",
            "\u{17b4}",
            "\u{180b}",
            "\u{1bca0}",
            "\u{1d173}",
            "\u{2065}",
            "\u{fff0}",
            "\u{e0fff}",
            "\u{301}",
            "\u{20dd}",
            "\u{903}",
            "\u{1d159}",
            "\u{13441}",
            "\u{16fe4}",
            "\u{feff}",
            "\u{200b}",
            "\u{3000}",
            "\u{1680}",
            "\u{7f}",
            "\u{e0067}\u{e0062}\u{e007f}",
            " \u{2800}\u{200d}\n\u{3164} \u{301}",
        ] {
            assert_eq!(UntrustedText::line(raw, 80), None, "{raw:?}");
            assert_eq!(UntrustedText::lines(raw, 80), None, "{raw:?}");
        }
        for raw in [".", "7", "é", "e\u{301}", "क्\u{200d}ष", "葛\u{e0100}", "\u{2801}", "👍", "한"]
        {
            assert_eq!(UntrustedText::line(raw, 80).unwrap().as_str(), raw, "{raw:?}");
        }
    }

    #[test]
    fn pictures_of_several_characters_stay_whole() {
        let scotland = "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
        for raw in [
            "👩\u{200d}💻",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "🇩🇪",
            "🏴\u{200d}☠\u{fe0f}",
            scotland,
        ] {
            let text = UntrustedText::line(&format!("a {raw} b {raw}"), 80).unwrap();
            assert_eq!(text.as_str(), format!("a {raw} b {raw}"));
        }
        assert_eq!(UntrustedText::line(&format!("{scotland} wins"), 5).unwrap().as_str(), "🏴…");
        assert_eq!(UntrustedText::line("👩\u{200d}💻 codes", 3).unwrap().as_str(), "👩…");
        // A flag must not carry a message that nobody sees.
        let secret: String = "secret"
            .chars()
            .map(|letter| char::from_u32(0xe0000 + u32::from(letter)).unwrap())
            .collect();
        for hidden in [
            format!("🏴{secret}{secret}\u{e007f}"),
            format!("🏴{secret}"),
            format!("a{secret}\u{e007f}"),
        ] {
            let text = UntrustedText::line(&hidden, 80).unwrap();
            assert_eq!(text.as_str().chars().count(), 1, "{text}");
        }
    }

    #[test]
    fn a_quotation_has_no_end_in_it() {
        for raw in [
            "a\"b",
            "a“b",
            "a”b",
            "a„b",
            "a«b",
            "a＂b",
            "a″b",
            "a''b",
            "a’’b",
            "a``b",
            "a״b",
            "a❞b",
            "a'\u{2019}\"b",
        ] {
            assert_eq!(UntrustedText::line(raw, 80).unwrap().to_quote(), "a'b", "{raw}");
        }
        assert_eq!(UntrustedText::lines("don't\n\n  stop", 80).unwrap().to_quote(), "don't stop");
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
                prop_assert!(text.as_str().chars().any(is_visible));
                prop_assert!(!text.to_quote().contains(['"', '\n']));
                prop_assert!(!text.as_str().chars().any(|c| c.is_control() && c != '\n'));
            }
            prop_assert!(UntrustedText::line(&raw, limit).is_none_or(|line| !line.as_str().contains('\n')));
        }
    }
}
