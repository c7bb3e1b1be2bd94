//! One thing on a page.

use std::fmt;

use fantoccini::actions::{InputSource as _, PointerAction, TouchActions};
use fantoccini::elements::Element as Found;

use crate::session::Browser;

/// One thing on the page of a browser. It is gone when the page is.
pub struct Element<'browser> {
    pub(crate) browser: &'browser Browser,
    pub(crate) found: Found,
    /// Its role and name, when it was found.
    pub(crate) what: String,
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Element<'_> {
    /// Clicks on its middle, after scrolling to it; taps it, on a phone.
    #[track_caller]
    pub fn click(&self) {
        if self.browser.screen().phone {
            self.tap();
        } else {
            self.browser.run(format_args!("click on {self:?}"), self.found.click());
        }
    }

    /// The driver's own click never returns on a touch screen without JavaScript, and it is a
    /// mouse's elsewhere; a finger's touch does not look what it touches.
    #[track_caller]
    fn tap(&self) {
        let element = serde_json::to_value(&self.found).unwrap();
        let covered = self.browser.script(include_str!("scripts/reach.js"), vec![element]);
        assert!(covered.is_null(), "tap {self:?}: it is covered by {covered}");
        let to = PointerAction::MoveToElement {
            element: self.found.clone(),
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let tap = TouchActions::new("finger".to_owned())
            .then(to)
            .then(PointerAction::Down { button: 0 })
            .then(PointerAction::Up { button: 0 });
        self.browser.run(format_args!("tap {self:?}"), self.browser.client().perform_actions(tap));
    }

    /// Focuses it, and types at the end of what it holds.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let typed = self.found.send_keys(text);
        self.browser.run(format_args!("type {text:?} into {self:?}"), typed);
    }

    /// Its text, as it is shown.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> String {
        self.browser.run(format_args!("the text of {self:?}"), self.found.text())
    }

    /// Whether a box is ticked.
    #[must_use]
    #[track_caller]
    pub fn is_ticked(&self) -> bool {
        self.browser.run(format_args!("the tick of {self:?}"), self.found.is_selected())
    }

    /// What a field holds.
    #[must_use]
    #[track_caller]
    pub fn value(&self) -> String {
        let value = self.found.prop("value");
        self.browser.run(format_args!("the value of {self:?}"), value).unwrap_or_default()
    }
}
