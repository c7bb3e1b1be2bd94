//! The layout of mails in plain text.

/// The width of a line in characters: it fits into 80 columns, even when it is quoted.
const WIDTH: usize = 72;

/// The deepest indentation that is kept, in blanks: with more, hardly a word fits into a line.
const DEEPEST: usize = 24;

/// Quotes what others wrote, line by line, so that none of it looks like a line of ours.
pub(super) fn quoted(text: &str) -> String {
    let quoted: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
    quoted.join("\n")
}

/// Breaks long lines at blanks, and reduces several empty lines to one. A quoted line stays quoted. A
/// word that is longer than a line, such as an address, is never broken.
pub(super) fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut after_empty = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && after_empty) {
            wrap(line, &mut tidy);
        }
        after_empty = line.is_empty();
    }
    tidy.truncate(tidy.trim_end().len());
    tidy.push('\n');
    tidy
}

/// Wraps a line. Its continuation has the same mark and indentation, so that a list stays a list.
fn wrap(line: &str, out: &mut String) {
    let (mark, line) = line.strip_prefix("> ").map_or(("", line), |quoted| ("> ", quoted));
    let words = line.trim_start_matches(' ');
    let indent = " ".repeat((line.len() - words.len()).min(DEEPEST));
    let start = mark.len() + indent.len();
    let mut room = 0;
    for (index, word) in words.split(' ').enumerate() {
        let length = word.chars().count();
        if index > 0 && length < room {
            out.push(' ');
            room -= length + 1;
        } else {
            if index > 0 {
                out.push('\n');
            }
            out.push_str(mark);
            out.push_str(&indent);
            room = WIDTH.saturating_sub(start + length);
        }
        out.push_str(word);
    }
    out.push('\n');
}

/// Converts plain text to HTML, for a mail whose template failed.
pub(super) fn as_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<!doctype html><meta charset=\"utf-8\"><pre>{escaped}</pre>")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_lines_are_broken_and_addresses_are_not() {
        let address = format!("https://example.com/{}", "a".repeat(90));
        let text =
            format!("{}\n\n\n\n{address}\n> {}\n\n\n", "word ".repeat(20), "said ".repeat(20));
        let tidy = tidied(&text);
        assert!(tidy.contains(&format!("\n\n{address}\n> said")), "{tidy}");
        assert!(tidy.ends_with("said\n") && !tidy.contains("\n\n\n"), "{tidy}");
        let (quoted, ours): (Vec<_>, Vec<_>) =
            tidy.lines().partition(|line| line.starts_with("> "));
        assert_eq!(quoted.len(), 2);
        assert_eq!(ours.len(), 4, "{ours:?}");
    }

    #[test]
    fn a_list_stays_a_list() {
        let list = format!("- a\n  - {}\n    - c\n\n{}deep", "b ".repeat(60), " ".repeat(90));
        let tidy = tidied(&quoted(&list));
        let lines: Vec<&str> = tidy.lines().collect();
        assert_eq!(lines.first(), Some(&"> - a"));
        assert!(lines[1].starts_with(">   - b b") && lines[2].starts_with(">   b b"), "{tidy}");
        assert!(lines.contains(&">     - c"), "{tidy}");
        assert_eq!(lines.last().unwrap().len(), 2 + DEEPEST + 4);
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{tidy}");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_that_could_be_broken_is_too_long(text in "[ab <>\n]{0,300}") {
            let quote = quoted(&text);
            for input in [&text, &quote] {
                let tidy = tidied(input);
                let words = |text: &str| -> Vec<String> {
                    text.split_whitespace().filter(|word| *word != ">").map(str::to_owned).collect()
                };
                prop_assert_eq!(words(&tidy), words(input));
                for line in tidy.lines().filter(|line| line.chars().count() > WIDTH) {
                    prop_assert!(!line.trim_start_matches(['>', ' ']).contains(' '), "{}", line);
                }
            }
            prop_assert!(tidied(&quote).lines().all(|line| line.is_empty() || line.starts_with('>')));
        }
    }
}
