//! Options that a browser is opened with.

use std::path::Path;

use serde_json::{Map, Value, json};

/// Arguments of every browser: no screen, and no requests of its own.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox", // Chromium refuses to run as root without it, and CI runs as root.
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-quic",
    // The driver gets no accessible names from a frame in another process. The frame's sandbox
    // forbids the same things in this one.
    "--disable-features=IsolateSandboxedIframes",
];

/// The viewport, in CSS pixels. A screenshot has one pixel for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Width of the viewport.
    pub width: u32,
    /// Height of the viewport.
    pub height: u32,
    /// Whether it is a phone: touch input, and pages scaled by their `viewport`.
    pub phone: bool,
}

impl Screen {
    /// A desktop window.
    pub const DESKTOP: Self = Self { width: 1280, height: 900, phone: false };
    /// A phone, held upright.
    pub const PHONE: Self = Self { width: 390, height: 844, phone: true };
}

/// Options that a browser is opened with.
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

    /// A desktop window, 1280 by 900.
    #[must_use]
    pub fn desktop() -> Self {
        Self::on(Screen::DESKTOP)
    }

    /// A phone, 390 by 844.
    #[must_use]
    pub fn phone() -> Self {
        Self::on(Screen::PHONE)
    }

    /// Prefers the dark color scheme.
    #[must_use]
    pub fn dark(mut self) -> Self {
        self.dark = true;
        self
    }

    /// Switches JavaScript off.
    #[must_use]
    pub fn without_javascript(mut self) -> Self {
        self.javascript = false;
        self
    }

    /// Hides scroll bars, for screenshots.
    #[must_use]
    pub fn without_scroll_bars(mut self) -> Self {
        self.scroll_bars = false;
        self
    }

    /// Asks for these languages, the preferred first, as in `de-DE,de,en`.
    #[must_use]
    pub fn languages(mut self, languages: &str) -> Self {
        languages.clone_into(&mut self.languages);
        self
    }

    /// The capabilities of a session whose profile is in this folder.
    pub(crate) fn capabilities(&self, profile: &Path) -> Map<String, Value> {
        let Screen { width, height, phone } = self.screen;
        // Blink's PreferredColorScheme: 0 is dark, 1 is light. Unlike an emulation, it holds for
        // all tabs.
        let scheme = u8::from(!self.dark);
        // A content setting: 1 allows scripts, 2 blocks them.
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
            // On a desktop too, as the size of a window includes bars that a page does not get.
            "mobileEmulation": { "deviceMetrics": {
                "width": width, "height": height, "pixelRatio": 1, "mobile": phone, "touch": phone,
            } },
        });
        Map::from_iter([("goog:chromeOptions".to_owned(), options)])
    }
}
