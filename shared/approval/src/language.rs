//! The languages that mails and pages are written in.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of mails and pages.
///
/// ```
/// use switchboard_approval::Language;
///
/// assert_eq!(Language::preferred("de-CH, fr;q=0.9, en;q=0.8"), Some(Language::German));
/// assert_eq!(Language::preferred("fr"), None);
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
    /// All of them. A third is added here, in [`Self::tag`], and as a table in `render::texts`.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its tag (BCP 47), as the attribute `lang` has it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The first language that a header `Accept-Language` (RFC 9110, section 12.5.4) wants most
    /// and that there is. `None` if it wants none of them.
    #[must_use]
    pub fn preferred(accept_language: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        // Browsers send a handful; what comes after is somebody's experiment.
        for range in accept_language.split(',').take(20) {
            let (tag, quality) = match range.split_once(";q=") {
                Some((tag, quality)) => (tag, quality.trim().parse().unwrap_or(0.0)),
                None => (range, 1.0_f32),
            };
            let Ok(language) = tag.trim().parse::<Self>() else { continue };
            if quality > best.map_or(0.0, |(_, quality)| quality) {
                best = Some((language, quality));
            }
        }
        best.map(|(language, _)| language)
    }
}

/// Reads a tag with or without a region: `de`, `de-AT`.
impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        let primary = tag.split('-').next().unwrap_or(tag);
        let known = |language: &Self| primary.eq_ignore_ascii_case(language.tag());
        Self::ALL.into_iter().find(known).ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_wanted_language_that_there_is_wins() {
        for (header, language) in [
            ("en", Some(Language::English)),
            ("de-DE,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("fr-FR, en;q=0.3, de;q=0.7", Some(Language::German)),
            ("de;q=0", None),
            ("de;q=banana, en;q=0.1", Some(Language::English)),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(Language::preferred(header), language, "{header}");
        }
    }
}
