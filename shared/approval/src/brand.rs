//! Whose mails and pages these are: the organisation's name, colors and logo. They are read from the
//! settings, a JSON object.
//!
//! ```json
//! {"name": "Example Ltd", "accent": "#0b5c4f", "accentOnDark": "#6fd3bf",
//!  "logo": "iVBORw0KGgo...", "contact": "help@example.com"}
//! ```
//!
//! Every member is optional. Without `accent` the colors are Switchboard's own; without `accentOnDark`
//! the accent is mixed with white until it can be read on a dark ground. `logo` is a PNG file in Base64.

mod color;
mod logo;

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

pub use self::color::{Color, ColorError, ContrastError};
use self::color::{on_dark, on_light, readable_on_dark};
pub use self::logo::{Logo, LogoError};
use crate::address::{BadAddress, EmailAddress};
use crate::base_url::BaseUrl;
use crate::untrusted_text::UntrustedText;

/// The longest name of an organisation, in characters: it stands in one line of a phone's screen, and
/// beside a logo.
const NAME_LIMIT: usize = 60;

/// The organisation that mails and pages show.
///
/// ```
/// use switchboard_approval::Brand;
///
/// let brand: Brand = r##"{"name": "Example Ltd", "accent": "#7a1fa2"}"##.parse()?;
/// assert_eq!(brand.name, "Example Ltd");
/// assert_eq!(brand.accent.to_string(), "#7a1fa2");
/// // A member that is left out has its default.
/// assert_eq!(brand.contact, None);
///
/// // A color that some people cannot read is refused.
/// let mistake = r##"{"accent": "#ffd400"}"##.parse::<Brand>().unwrap_err();
/// assert_eq!(
///     mistake.to_string(),
///     "accent: #ffd400 and #fbfaf7 have a contrast of 1.37:1, and text needs 4.5:1; choose a darker color",
/// );
/// # Ok::<(), switchboard_approval::brand::BrandError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    /// The name of the organisation.
    pub name: String,
    /// The color of links, buttons and the sign of an acceptance, on a light ground.
    pub accent: Color,
    /// The same color on a dark ground.
    pub accent_on_dark: Color,
    /// The logo, which travels with each mail and page and is never loaded from elsewhere.
    pub logo: Option<Logo>,
    /// The address to write to when a link leads to no request.
    pub contact: Option<EmailAddress>,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            name: "Switchboard".to_owned(),
            accent: Color { rgb: [0x0b, 0x5c, 0x4f] },
            accent_on_dark: Color { rgb: [0x6f, 0xd3, 0xbf] },
            logo: None,
            contact: None,
        }
    }
}

/// A mistake in the settings. It names the member, and never an address.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BrandError {
    /// The text is not JSON of the expected shape.
    #[error(
        "it is a JSON object with the texts `name`, `accent`, `accentOnDark`, `logo` and `contact`, \
         each optional (line {line}, column {column})"
    )]
    Shape {
        /// The line at which reading stopped, from 1.
        line: usize,
        /// The column at which reading stopped.
        column: usize,
    },
    /// The name is empty, too long, of several lines, or has invisible characters.
    #[error("name: one line of 1 to 60 visible characters")]
    Name,
    /// A color is not written as one.
    #[error("{member}: {source}")]
    Color {
        /// `accent` or `accentOnDark`.
        member: &'static str,
        /// The cause.
        source: ColorError,
    },
    /// Text in this color could not be read by everybody.
    #[error("{member}: {source}")]
    Contrast {
        /// `accent` or `accentOnDark`.
        member: &'static str,
        /// The two colors and their contrast.
        source: ContrastError,
    },
    /// The color on a dark ground is given alone, and the two would not look like one brand.
    #[error("accentOnDark: give accent, too")]
    AccentMissing,
    /// The logo cannot be used.
    #[error("logo: {0}")]
    Logo(#[from] LogoError),
    /// The contact is not an address.
    #[error("contact: {0}")]
    Contact(#[from] BadAddress),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawBrand {
    name: Option<String>,
    accent: Option<String>,
    accent_on_dark: Option<String>,
    logo: Option<String>,
    contact: Option<String>,
}

impl FromStr for Brand {
    type Err = BrandError;

    fn from_str(json: &str) -> Result<Self, BrandError> {
        let raw: RawBrand = serde_json::from_str(json)
            .map_err(|error| BrandError::Shape { line: error.line(), column: error.column() })?;
        let default = Self::default();
        let (accent, accent_on_dark) =
            colors(raw.accent.as_deref(), raw.accent_on_dark.as_deref())?
                .unwrap_or((default.accent, default.accent_on_dark));
        let logo = raw.logo.map(|base64| {
            let png = STANDARD.decode(base64).map_err(|_| LogoError::NotBase64)?;
            Logo::new(png)
        });
        Ok(Self {
            name: raw.name.map_or(Ok(default.name), checked_name)?,
            accent,
            accent_on_dark,
            logo: logo.transpose()?,
            contact: raw.contact.map(|contact| contact.parse()).transpose()?,
        })
    }
}

fn checked_name(name: String) -> Result<String, BrandError> {
    // A name without a letter or a digit could be one that nobody sees.
    let is_seen = name.chars().any(char::is_alphanumeric);
    let cleaned = UntrustedText::line(&name, NAME_LIMIT);
    let is_clean = cleaned.is_some_and(|line| line.as_str() == name);
    if is_seen && is_clean { Ok(name) } else { Err(BrandError::Name) }
}

/// Returns the accent on a light and on a dark ground; `None` if neither is given.
fn colors(
    accent: Option<&str>,
    accent_on_dark: Option<&str>,
) -> Result<Option<(Color, Color)>, BrandError> {
    let color = |member, text: &str| {
        text.parse::<Color>().map_err(|source| BrandError::Color { member, source })
    };
    let Some(accent) = accent else {
        return if accent_on_dark.is_none() { Ok(None) } else { Err(BrandError::AccentMissing) };
    };
    let accent = color("accent", accent)?;
    on_light(accent).map_err(|source| BrandError::Contrast { member: "accent", source })?;
    let accent_on_dark = match accent_on_dark {
        None => readable_on_dark(accent),
        Some(given) => {
            let member = "accentOnDark";
            let given = color(member, given)?;
            on_dark(given).map_err(|source| BrandError::Contrast { member, source })?;
            given
        }
    };
    Ok(Some((accent, accent_on_dark)))
}

/// What all mails and pages of a deployment share.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Whose they are.
    pub brand: &'a Brand,
    /// Scheme and host of the links.
    pub base_url: &'a BaseUrl,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(json: &str) -> String {
        json.parse::<Brand>().unwrap_err().to_string()
    }

    #[test]
    fn without_members_it_is_the_default() {
        assert_eq!("{}".parse(), Ok(Brand::default()));
        assert_eq!(r#"{"name": null, "logo": null}"#.parse(), Ok(Brand::default()));
    }

    #[test]
    fn the_default_keeps_its_own_rules() {
        let Brand { accent, accent_on_dark, .. } = Brand::default();
        assert_eq!((on_light(accent), on_dark(accent_on_dark)), (Ok(()), Ok(())));
    }

    #[test]
    fn every_member_is_read() {
        let brand: Brand = json!({
            "name": "Müller & Söhne", "accent": "#7A1FA2", "accentOnDark": "#e1bee7",
            "logo": STANDARD.encode(logo::tests::png(120, 40)), "contact": "help@example.com",
        })
        .to_string()
        .parse()
        .unwrap();
        assert_eq!(brand.name, "Müller & Söhne");
        assert_eq!(
            (brand.accent.to_string(), brand.accent_on_dark.to_string()),
            ("#7a1fa2".to_owned(), "#e1bee7".to_owned())
        );
        assert_eq!(brand.logo.unwrap().size(), Some((120, 40)));
        assert_eq!(brand.contact.unwrap().as_str(), "help@example.com");
    }

    #[test]
    fn a_color_for_dark_grounds_is_found() {
        for accent in ["#000000", "#7a1fa2", "#b00020", "#0b5c4f", "#0000ff", "#737373"] {
            let brand: Brand = json!({ "accent": accent }).to_string().parse().unwrap();
            assert_eq!(on_dark(brand.accent_on_dark), Ok(()), "{accent}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_member() {
        for (json, message) in [
            (r#"{"name": ""}"#, "name: one line"),
            (r#"{"name": "  "}"#, "name: one line"),
            (r#"{"name": "a\nb"}"#, "name: one line"),
            (r#"{"name": "a\u202eb"}"#, "name: one line"),
            (r#"{"name": "\u200d"}"#, "name: one line"),
            (r#"{"accent": "0b5c4f"}"#, "accent: a color is"),
            (r##"{"accent": "#0b5"}"##, "accent: a color is"),
            (r##"{"accent": "#0b5c4é"}"##, "accent: a color is"),
            (r#"{"accent": "teal"}"#, "accent: a color is"),
            (r##"{"accent": "#0b5c4f", "accentOnDark": "#0b5c4"}"##, "accentOnDark: a color is"),
            (r##"{"accentOnDark": "#6fd3bf"}"##, "accentOnDark: give accent"),
            (r##"{"accent": "#0b5c4f", "accentOnDark": "#0b5c4f"}"##, "accentOnDark: #0b5c4f and"),
            (r#"{"logo": "not base64"}"#, "logo: it is a PNG file in Base64"),
            (r#"{"logo": "aGVsbG8="}"#, "logo: the file is not a PNG"),
            (r#"{"contact": "Ana <ana@example.com>"}"#, "contact: an e-mail address"),
            (r#"{"nmae": "x"}"#, "line 1, column 7"),
            (r#"{"name": 7}"#, "line 1, column 10"),
            ("Example Ltd", "it is a JSON object"),
            (r#"["Example Ltd"]"#, "it is a JSON object"),
        ] {
            let refused = refused(json);
            assert!(refused.contains(message), "{json}: {refused}");
        }
        assert!(json!({ "name": "ä".repeat(60) }).to_string().parse::<Brand>().is_ok());
        assert_eq!(
            json!({ "name": "ä".repeat(61) }).to_string().parse::<Brand>(),
            Err(BrandError::Name)
        );
    }

    #[test]
    fn no_address_is_shown() {
        let refused = refused(r#"{"contact": "ana.ruiz@example"}"#);
        assert!(!refused.contains("ana.ruiz"), "{refused}");
        let brand: Brand = r#"{"contact": "ana.ruiz@example.com"}"#.parse().unwrap();
        assert!(!format!("{brand:?}").contains("ana.ruiz"), "{brand:?}");
    }
}
