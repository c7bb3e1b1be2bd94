//! Colors, and whether text in them can be read.

use std::fmt;
use std::str::FromStr;

/// A color of sRGB. `Display` writes it as CSS does, in lower case: `#0b5c4f`.
///
/// ```
/// use switchboard_approval::brand::Color;
///
/// let color: Color = "#0B5C4F".parse()?;
/// assert_eq!(color, Color { rgb: [0x0b, 0x5c, 0x4f] });
/// assert_eq!(color.to_string(), "#0b5c4f");
/// # Ok::<(), switchboard_approval::brand::ColorError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

/// The text is not a color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a color is # and six hexadecimal digits, such as #0b5c4f")]
pub struct ColorError;

/// The contrast of two colors is too low for text.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error(
    "{color} and {other} have a contrast of {ratio}:1, and text needs {NEEDED}:1; choose a {} color",
    if *.is_too_light { "darker" } else { "lighter" },
    ratio = shown(*.ratio)
)]
pub struct ContrastError {
    /// The color that was checked.
    pub color: Color,
    /// The ground below it, or the text on it.
    pub other: Color,
    /// Their contrast, from 1 to 21.
    pub ratio: f64,
    /// Whether a darker color would do; otherwise a lighter one.
    pub is_too_light: bool,
}

/// The least contrast of text and its ground: WCAG 2.2, success criterion 1.4.3, level AA.
const NEEDED: f64 = 4.5;

const WHITE: Color = Color { rgb: [0xff; 3] };

/// The grounds of mails and pages in the light scheme. White is also the color of text on the accent.
const LIGHT: [Color; 2] = [Color { rgb: [0xfb, 0xfa, 0xf7] }, WHITE];

/// The grounds of the dark scheme, and the color of text on the accent there.
const DARK: [Color; 3] = [
    Color { rgb: [0x14, 0x16, 0x1a] },
    Color { rgb: [0x1c, 0x1f, 0x25] },
    Color { rgb: [0x0c, 0x1f, 0x1b] },
];

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        let digits = text.strip_prefix('#').ok_or(ColorError)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ColorError);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| ColorError)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { rgb: [red, green, blue] })
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.rgb;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Color {
    /// Returns the contrast with another color, from 1 to 21 (WCAG 2.2, "contrast ratio").
    ///
    /// ```
    /// use switchboard_approval::brand::Color;
    ///
    /// let (black, white) = (Color { rgb: [0; 3] }, Color { rgb: [255; 3] });
    /// assert!((black.contrast(white) - 21.0).abs() < 1e-9);
    /// assert!((white.contrast(white) - 1.0).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Returns the relative luminance, from 0 to 1 (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.rgb.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Returns this color with so many sixteenths of white.
    fn lightened(self, sixteenths: u16) -> Self {
        let channel = |channel: u8| {
            let missing = u16::from(u8::MAX - channel) * sixteenths.min(16) / 16;
            channel.saturating_add(u8::try_from(missing).unwrap_or(u8::MAX))
        };
        Self { rgb: self.rgb.map(channel) }
    }
}

/// Checks a color for text on light grounds, and for a ground of white text.
pub(super) fn on_light(color: Color) -> Result<(), ContrastError> {
    readable(color, &LIGHT, true)
}

/// Checks a color for text on dark grounds, and for a ground of dark text.
pub(super) fn on_dark(color: Color) -> Result<(), ContrastError> {
    readable(color, &DARK, false)
}

/// Returns the color with as little white as makes it readable on dark grounds.
pub(super) fn readable_on_dark(color: Color) -> Color {
    let lighter = (0..16).map(|sixteenths| color.lightened(sixteenths));
    lighter.into_iter().find(|color| on_dark(*color).is_ok()).unwrap_or(WHITE)
}

fn readable(color: Color, others: &[Color], is_too_light: bool) -> Result<(), ContrastError> {
    let found = others.iter().find_map(|other| {
        let ratio = color.contrast(*other);
        (ratio < NEEDED).then_some(ContrastError { color, other: *other, ratio, is_too_light })
    });
    found.map_or(Ok(()), Err)
}

/// Writes a ratio with two digits, rounded down: what is too little never looks as if it were enough.
fn shown(ratio: f64) -> String {
    format!("{:.2}", (ratio * 100.0).floor() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        text.parse().unwrap()
    }

    /// #767676 is the lightest grey that white text can stand on, and #777777 is not (W3C, "Understanding SC
    /// 1.4.3").
    #[test]
    fn contrast_is_that_of_wcag() {
        let on_white = |text: &str| shown(color(text).contrast(WHITE));
        assert_eq!(on_white("#767676"), "4.54");
        assert_eq!(on_white("#777777"), "4.47");
        assert_eq!(on_white("#ff0000"), "3.99");
        assert_eq!(on_white("#0000ff"), "8.59");
    }

    #[test]
    fn a_color_is_refused_on_either_ground() {
        // It would do on white, and not on the ground of the pages.
        let error = on_light(color("#767676")).unwrap_err();
        assert_eq!(error.other, LIGHT[0]);
        assert!(color("#767676").contrast(WHITE) > NEEDED);
        assert!(on_dark(color("#7b7b7b")).is_err());
        assert!(error.to_string().ends_with("choose a darker color"), "{error}");
    }

    #[test]
    fn what_is_too_little_does_not_look_like_enough() {
        assert_eq!(shown(4.4999), "4.49");
        assert_eq!(shown(4.5), "4.50");
    }
}
