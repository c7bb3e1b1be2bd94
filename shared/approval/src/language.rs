//! The languages that mails and pages are written in.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most languages of a header that are read. Browsers send a handful.
const MAX_RANGES: usize = 20;

/// A language of mails and pages.
///
/// ```
/// use switchboard_approval::Language;
///
/// assert_eq!(Language::preferred("de-CH, fr;q=0.9, en;q=0.8"), Some(Language::German));
/// assert_eq!(Language::preferred("fr"), None);
/// assert_eq!("de-AT".parse(), Ok(Language::German));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

/// The language is not one that mails and pages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a language is one of en and de")]
pub struct UnknownLanguage;

impl Language {
    /// All languages. Another one is added here, in [`Self::tag`], and as a table in
    /// `render::texts`.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Returns the language tag (BCP 47), as in the attribute `lang`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language that a header `Accept-Language` (RFC 9110, section 12.5.4) prefers among those
    /// that exist; of equal ones the first. Returns `None` if it accepts none of them. Only the first
    /// 20 languages of the header are read.
    // No crate does this: fluent-langneg 0.14 ignores weights, and accept-language 3.1 prefers
    // `q=inf` and panics while it sorts a header with `q=nan`.
    #[must_use]
    pub fn preferred(accept_language: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in accept_language.split(',').take(MAX_RANGES) {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let Ok(language) = tag.trim().parse::<Self>() else { continue };
            let Some(weight) = parse_weight(weight) else { continue };
            if best.is_none_or(|(_, highest)| weight > highest) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

/// Reads `q=0.7`, a weight above 0 and up to 1 (RFC 9110, section 12.4.2). Returns `None` for `q=0`,
/// which means "not acceptable", and for anything else.
fn parse_weight(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let weight: f32 = value.trim().parse().ok()?;
    let is_weight = name.trim().eq_ignore_ascii_case("q");
    (is_weight && weight > 0.0 && weight <= 1.0).then_some(weight)
}

/// Reads a tag with or without a region: `de`, `de-AT`.
impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        let primary = tag.split('-').next().unwrap_or(tag);
        let is_known = |language: &Self| primary.eq_ignore_ascii_case(language.tag());
        Self::ALL.into_iter().find(is_known).ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_most_wanted_language_that_there_is_wins() {
        for (header, language) in [
            ("en", Some(Language::English)),
            ("de-DE,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("fr-FR, en;q=0.3, de;q=0.7", Some(Language::German)),
            ("EN-gb;Q=0.2, DE;q=0.1", Some(Language::English)),
            ("en;q=0.5, de;q=0.5", Some(Language::English)),
            ("de;q=0", None),
            ("de;q=banana, en;q=0.1", Some(Language::English)),
            ("fr, ja;q=0.5", None),
            ("", None),
            ("*", None),
            ("*;q=0.1, de;q=0.01", Some(Language::German)),
        ] {
            assert_eq!(Language::preferred(header), language, "{header}");
        }
    }

    #[test]
    fn white_space_around_weights_is_optional() {
        for header in ["en; q=0.3, de; q=0.7", "en ;q=0.3,de ;\tq=0.7", "\ten;q = 0.3 , de"] {
            assert_eq!(Language::preferred(header), Some(Language::German), "{header:?}");
        }
    }

    #[test]
    fn a_weight_that_is_none_does_not_win() {
        for weight in ["inf", "nan", "2", "-1", "1e9", "", "0x1", "0.5;x=1"] {
            let header = format!("de;q={weight}, en;q=0.1");
            assert_eq!(Language::preferred(&header), Some(Language::English), "{header}");
        }
        assert_eq!(Language::preferred("de;level=1, en;q=0.1"), Some(Language::English));
    }

    #[test]
    fn of_a_long_header_the_beginning_counts() {
        let unknown = "xx,".repeat(MAX_RANGES - 1);
        assert_eq!(Language::preferred(&format!("{unknown}de,en")), Some(Language::German));
        assert_eq!(Language::preferred(&format!("{unknown}xx,de")), None);
        assert_eq!(Language::preferred(&"d".repeat(1 << 20)), None);
        assert_eq!(
            Language::preferred(&format!("de;q=0.{}", "1".repeat(1 << 20))),
            Some(Language::German)
        );
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic(header in "[a-z*;=,. 0-9-]{0,200}") {
            let _ = Language::preferred(&header);
        }
    }
}
