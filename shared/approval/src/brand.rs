//! Whose mails and pages these are: the organisation's name, colors and logo.

use std::fmt;

use crate::address::EmailAddress;
use crate::base_url::BaseUrl;

/// The organisation that mails and pages show.
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

/// A color of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

/// Shows `#rrggbb`, in lower case.
impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A picture in PNG format.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("Logo({} bytes)", png.len())]
pub struct Logo {
    /// The bytes of the file.
    pub png: Vec<u8>,
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

/// What all mails and pages of a deployment share.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Whose they are.
    pub brand: &'a Brand,
    /// Scheme and host of the links.
    pub base_url: &'a BaseUrl,
}
