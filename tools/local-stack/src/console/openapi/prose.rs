//! The texts of the description: paragraphs, with code between backticks.

/// A part of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) is_code: bool,
}

/// A text as a sequence of spans.
pub(super) type Paragraph = Vec<Span>;

/// Splits a text into paragraphs, at its empty lines.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    text.split("\n\n").map(spans).filter(|spans| !spans.is_empty()).collect()
}

/// Splits a text into code, which stands between backticks, and what is around it. Other marks of
/// Markdown are not used in the file.
pub(super) fn spans(text: &str) -> Paragraph {
    let parts = text.split('`').enumerate();
    let spans = parts.map(|(index, part)| Span {
        text: part.split('\n').collect::<Vec<_>>().join(" "),
        is_code: index % 2 == 1,
    });
    let mut spans: Vec<_> = spans.filter(|span| !span.text.is_empty()).collect();
    if let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let one = |span: &Span| {
            if span.is_code { format!("<{}>", span.text) } else { span.text.clone() }
        };
        paragraphs(text).iter().map(|spans| spans.iter().map(one).collect()).collect()
    }

    #[test]
    fn code_and_paragraphs_are_told_apart() {
        assert_eq!(
            shown("One `two`\nthree.\n\n`a <b>` {c}\n"),
            ["One <two> three.", "<a <b>> {c}"]
        );
        assert_eq!(shown("\n\n"), [""; 0]);
    }
}
