//! Text from outside, made safe to print.

use std::fmt::{self, Write as _};

/// Shows a text on one line. Control characters, and invisible characters that could reorder or hide
/// what stands around them, are escaped as in a Rust string.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printable<'a>(pub(crate) &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '"' | '\'' => f.write_char(character)?,
                other => write!(f, "{}", other.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// The most characters of a text that a message quotes.
const MAX_QUOTED: usize = 60;

/// Shows a text in quotation marks, cut to a length that fits a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(MAX_QUOTED) {
            Some((end, _)) => {
                write!(f, "\"{}...\"", Printable(self.0.get(..end).unwrap_or_default()))
            }
            None => write!(f, "\"{}\"", Printable(self.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        for (text, shown) in [
            ("O'Brien \"2\"", "O'Brien \"2\""),
            ("\u{1b}[2J\x07\r\n\t", r"\u{1b}[2J\u{7}\r\n\t"),
            ("a\u{202e}b\u{200b}\u{feff}", r"a\u{202e}b\u{200b}\u{feff}"),
            (r"a\tb", r"a\\tb"),
            ("Zürich 電話", "Zürich 電話"),
        ] {
            assert_eq!(Printable(text).to_string(), shown);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(Quoted("abc").to_string(), "\"abc\"");
        let long = "é".repeat(MAX_QUOTED);
        assert_eq!(Quoted(&long).to_string(), format!("\"{long}\""));
        assert_eq!(Quoted(&format!("{long}é")).to_string(), format!("\"{long}...\""));
    }
}
