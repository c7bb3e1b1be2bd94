//! Values in the part in HTML that mail programs show alike.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;

use crate::brand::Logo;

/// Text that keeps its line breaks and the blanks at the start of its lines, escaped: with `<br>` and
/// `&nbsp;`, because Outlook and Samsung Email drop `white-space`.
pub(super) struct Lines<'a>(pub(super) &'a str);

impl HtmlSafe for Lines<'_> {}

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, line) in self.0.lines().enumerate() {
            if number > 0 {
                f.write_str("<br>")?;
            }
            let text = line.trim_start_matches(' ');
            for _ in text.len()..line.len() {
                f.write_str("&nbsp;")?;
            }
            for character in text.chars() {
                match character {
                    '<' => f.write_str("&#60;")?,
                    '>' => f.write_str("&#62;")?,
                    '&' => f.write_str("&#38;")?,
                    '"' => f.write_str("&#34;")?,
                    '\'' => f.write_str("&#39;")?,
                    other => f.write_char(other)?,
                }
            }
        }
        Ok(())
    }
}

/// The height of a logo in a mail, in CSS pixels.
const LOGO_HEIGHT: u32 = 36;
/// The greatest width of a logo in a mail, in CSS pixels.
const LOGO_WIDTH: u32 = 200;

/// The width and height that a logo is shown with. Outlook's Word engine takes them from attributes,
/// and shows a picture without them in its own size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LogoSize {
    pub(super) width: u32,
    pub(super) height: u32,
}

impl LogoSize {
    /// Reads the size from the file's header (PNG specification, section 11.2.1) and fits it into the
    /// masthead. Returns `None` if the file is not a PNG.
    pub(super) fn of(logo: &Logo) -> Option<Self> {
        let header = logo.png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
        let number = |at: usize| -> Option<u32> {
            let bytes = header.get(at..)?.first_chunk()?;
            Some(u32::from_be_bytes(*bytes)).filter(|number| *number > 0)
        };
        // The header starts with the length and the name of its first chunk.
        let (width, height) = (number(8)?, number(12)?);
        let scaled = |of: u32, to: u32, by: u32| {
            u64::from(of).saturating_mul(to.into()).checked_div(by.into())
        };
        let fitting = u32::try_from(scaled(width, LOGO_HEIGHT, height)?).unwrap_or(u32::MAX);
        if fitting <= LOGO_WIDTH {
            return Some(Self { width: fitting.max(1), height: LOGO_HEIGHT });
        }
        let lower = u32::try_from(scaled(height, LOGO_WIDTH, width)?).ok()?;
        Some(Self { width: LOGO_WIDTH, height: lower.max(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_indentation_stay_and_markup_does_not() {
        let text = "- a\n  - b & \"c\"\n\n    <b>'x'</b>";
        assert_eq!(
            Lines(text).to_string(),
            "- a<br>&nbsp;&nbsp;- b &#38; &#34;c&#34;<br><br>\
             &nbsp;&nbsp;&nbsp;&nbsp;&#60;b&#62;&#39;x&#39;&#60;/b&#62;"
        );
    }

    fn size(width: u32, height: u32) -> Option<LogoSize> {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(width.to_be_bytes());
        png.extend(height.to_be_bytes());
        LogoSize::of(&Logo { png })
    }

    #[test]
    fn a_logo_keeps_its_proportions_and_fits() {
        for ((width, height), shown) in [
            ((72, 72), Some((36, 36))),
            ((400, 100), Some((144, 36))),
            ((2000, 100), Some((200, 10))),
            ((u32::MAX, 1), Some((200, 1))),
            ((1, u32::MAX), Some((1, 36))),
            ((0, 10), None),
        ] {
            let expected = shown.map(|(width, height)| LogoSize { width, height });
            assert_eq!(size(width, height), expected, "{width}x{height}");
        }
        assert_eq!(LogoSize::of(&Logo { png: b"GIF89a".to_vec() }), None);
    }
}
