//! Whether a page fits its screen, and whether targets are large enough to tap.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::session::Browser;

/// A page that is wider than its screen.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Overflow {
    /// Width of the screen without a scroll bar, in CSS pixels.
    pub screen: f64,
    /// Width of the page, in CSS pixels.
    pub page: f64,
    /// The innermost elements that are too wide, as CSS selectors.
    pub because_of: Vec<String>,
}

/// An element to click or tap.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The element and its text, as in `button "Call"`.
    pub what: String,
    /// Width in CSS pixels; that of its label, if the label takes clicks too and is larger.
    pub width: f64,
    /// Height in CSS pixels, likewise.
    pub height: f64,
    /// Whether it is a link in a line of text, which is as high as the text. WCAG 2.5.5 and 2.5.8
    /// exempt these.
    pub in_text: bool,
}

impl Browser {
    /// The overflow, if a person has to scroll sideways. A page that a phone shrinks because it has
    /// no `viewport` counts too.
    #[must_use]
    #[track_caller]
    pub fn horizontal_overflow(&self) -> Option<Overflow> {
        let width = json!(self.screen().width);
        read(self.script(include_str!("scripts/overflow.js"), vec![width]))
    }

    /// The elements to click or tap that are shown and not disabled, with their sizes.
    #[must_use]
    #[track_caller]
    pub fn target_sizes(&self) -> Vec<Target> {
        read(self.script(include_str!("scripts/targets.js"), Vec::new()))
    }

    /// The targets with a side shorter than this many CSS pixels, without links in a line of text:
    /// 24 for WCAG 2.2 AA (2.5.8), 44 for AAA (2.5.5).
    #[must_use]
    #[track_caller]
    pub fn targets_smaller_than(&self, side: u32) -> Vec<Target> {
        let side = f64::from(side);
        let small = |target: &Target| target.width < side || target.height < side;
        let all = self.target_sizes().into_iter();
        all.filter(|target| !target.in_text && small(target)).collect()
    }

    /// Panics unless the page passes axe-core, fits its screen, and has no target that is too small
    /// (WCAG 2.2 AA).
    #[track_caller]
    pub fn assert_good(&self) {
        self.axe().assert_none();
        assert_eq!(self.horizontal_overflow(), None);
        assert_eq!(self.targets_smaller_than(24), []);
    }
}

/// Reads the result of a script or of a command.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the result has the expected form")
}
