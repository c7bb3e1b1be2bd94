//! An element on a page.

use std::fmt;

use fantoccini::actions::{InputSource as _, PointerAction, TouchActions};
use fantoccini::elements::Element as Found;

use crate::session::Browser;

/// An element on the page of a browser. It cannot be used after the page is left.
pub struct Element<'browser> {
    pub(crate) browser: &'browser Browser,
    pub(crate) found: Found,
    /// Its role and name at the time it was found.
    pub(crate) what: String,
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Element<'_> {
    /// Scrolls to it and clicks on its middle; taps it on a phone.
    #[track_caller]
    pub fn click(&self) {
        if self.browser.screen().phone {
            self.tap();
        } else {
            self.browser.run(format_args!("click on {self:?}"), self.found.click());
        }
    }

    /// Taps with a finger. The driver's own click is a mouse click, and on a touch screen without
    /// JavaScript it never returns. A touch action does not check what it hits, so this does.
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

    /// Focuses it, and types at the end of its text.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let typed = self.found.send_keys(text);
        self.browser.run(format_args!("type {text:?} into {self:?}"), typed);
    }

    /// Its visible text.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> String {
        self.browser.run(format_args!("the text of {self:?}"), self.found.text())
    }

    /// Whether a checkbox is ticked.
    #[must_use]
    #[track_caller]
    pub fn is_ticked(&self) -> bool {
        self.browser.run(format_args!("the tick of {self:?}"), self.found.is_selected())
    }

    /// The value of a field.
    #[must_use]
    #[track_caller]
    pub fn value(&self) -> String {
        let value = self.found.prop("value");
        self.browser.run(format_args!("the value of {self:?}"), value).unwrap_or_default()
    }
}
