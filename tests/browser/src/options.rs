//! What a browser is opened with.

use std::path::Path;

use serde_json::{Map, Value, json};

/// What every browser is started with: without a screen, quiet on the network.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox", // Root has no other way, and CI is root.
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-quic",
    // The driver knows no names of things in a frame that is a process of its own. Its sandbox
    // forbids what it forbids all the same.
    "--disable-features=IsolateSandboxedIframes",
];

/// The part of the screen that a page has, in CSS pixels, one to a pixel of a screenshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Width of the viewport.
    pub width: u32,
    /// Height of the viewport.
    pub height: u32,
    /// Whether it is a phone's: fingers for a pointer, and pages scaled by their `viewport`.
    pub phone: bool,
}

impl Screen {
    /// A window on a desk.
    pub const DESKTOP: Self = Self { width: 1280, height: 900, phone: false };
    /// A phone, held upright.
    pub const PHONE: Self = Self { width: 390, height: 844, phone: true };
}

/// What a browser is opened with.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) screen: Screen,
    dark: bool,
    javascript: bool,
    scroll_bars: bool,
    languages: String,
}

impl Options {
    /// A window of this size: light, English, JavaScript on.
    #[must_use]
    pub fn on(screen: Screen) -> Self {
        let languages = "en-US,en".to_owned();
        Self { screen, dark: false, javascript: true, scroll_bars: true, languages }
    }

    /// On a desk, 1280 by 900.
    #[must_use]
    pub fn desktop() -> Self {
        Self::on(Screen::DESKTOP)
    }

    /// On a phone, 390 by 844.
    #[must_use]
    pub fn phone() -> Self {
        Self::on(Screen::PHONE)
    }

    /// For a person who prefers dark pages.
    #[must_use]
    pub fn dark(mut self) -> Self {
        self.dark = true;
        self
    }

    /// For a person who has switched JavaScript off.
    #[must_use]
    pub fn without_javascript(mut self) -> Self {
        self.javascript = false;
        self
    }

    /// For a picture, in which a scroll bar leads nowhere.
    #[must_use]
    pub fn without_scroll_bars(mut self) -> Self {
        self.scroll_bars = false;
        self
    }

    /// For a person who reads these languages, best first, as in `de-DE,de,en`.
    #[must_use]
    pub fn languages(mut self, languages: &str) -> Self {
        languages.clone_into(&mut self.languages);
        self
    }

    /// The capabilities of a session with its profile in this folder.
    pub(crate) fn capabilities(&self, profile: &Path) -> Map<String, Value> {
        let Screen { width, height, phone } = self.screen;
        // All tabs of the browser, unlike an emulation: Blink's PreferredColorScheme,
        // whose 0 is dark and 1 is light.
        let scheme = u8::from(!self.dark);
        // A content setting: 1 allows, 2 blocks.
        let javascript = if self.javascript { 1 } else { 2 };
        let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--blink-settings=preferredColorScheme={scheme}"));
        arguments.push(format!("--user-data-dir={}", profile.display()));
        if !self.scroll_bars {
            arguments.push("--hide-scrollbars".to_owned());
        }
        let options = json!({
            "args": arguments,
            "prefs": {
                "intl.accept_languages": self.languages,
                "profile.managed_default_content_settings.javascript": javascript,
            },
            // For the desk too: a window's size includes bars that a page does not get.
            "mobileEmulation": { "deviceMetrics": {
                "width": width, "height": height, "pixelRatio": 1, "mobile": phone, "touch": phone,
            } },
        });
        Map::from_iter([("goog:chromeOptions".to_owned(), options)])
    }
}
